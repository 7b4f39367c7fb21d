"""Throughput that is paid by the request, and not held ready."""

from pulumi_azure_native import cosmosdb

account = cosmosdb.DatabaseAccount(
    "answers",
    resource_group_name="models",
    database_account_offer_type="Standard",
    capabilities=[cosmosdb.CapabilityArgs(name="EnableServerless")],
    locations=[cosmosdb.LocationArgs(location_name="swedencentral")],
    tags={"environment": "dev", "azgreen-need": "requests-per-second=0.05 entries=2000"},
)
cosmosdb.SqlResourceSqlDatabase(
    "cache",
    account_name=account.name,
    resource_group_name="models",
    resource=cosmosdb.SqlDatabaseResourceArgs(id="cache"),
)
