"""Throughput for thousands of requests, held ready for one in twenty seconds."""

from pulumi_azure_native import cosmosdb

account = cosmosdb.DatabaseAccount(
    "answers",
    resource_group_name="models",
    database_account_offer_type="Standard",
    locations=[cosmosdb.LocationArgs(location_name="swedencentral")],
    tags={"environment": "dev", "azgreen-need": "requests-per-second=0.05 entries=2000"},
)
cosmosdb.SqlResourceSqlDatabase(
    "cache",
    account_name=account.name,
    resource_group_name="models",
    resource=cosmosdb.SqlDatabaseResourceArgs(id="cache"),
    options=cosmosdb.CreateUpdateOptionsArgs(
        autoscale_settings=cosmosdb.AutoscaleSettingsArgs(max_throughput=10_000)
    ),
)
