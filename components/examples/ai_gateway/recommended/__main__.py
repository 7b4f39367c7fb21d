"""What we recommend: two regions, the one with less carbon first, and a budget for each caller."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import AiGateway, ModelDeployment

REGIONS = {"north": "swedencentral", "west": "westeurope"}

group = ResourceGroup("models", location=REGIONS["north"])
accounts = []
for name, region in REGIONS.items():
    models = ModelDeployment(
        f"assistant-{name}",
        {
            "location": region,
            "resource_group_name": group.name,
            "deployments": [{"model": "gpt-4.1-mini", "capacity": 50}],
            "public_network_access": True,
            "owner": "assistants",
            "environment": "prod",
            "workload": "support-chat",
        },
    )
    accounts.append(
        {
            "name": name,
            "account_id": models.account_id,
            "endpoint": models.endpoint,
            "location": region,
        }
    )
gateway = AiGateway(
    "gate",
    {
        "location": REGIONS["north"],
        "resource_group_name": group.name,
        "publisher_name": "Contoso",
        "publisher_email": "ai@contoso.com",
        "accounts": accounts,
        "token_budget": {"tokens_per_minute": 20_000, "quota": 50_000_000},
        "max_tokens": 800,
        "owner": "assistants",
        "environment": "prod",
        "workload": "support-chat",
    },
)
pulumi.export("apiUrl", gateway.api_url)
pulumi.export("explain", gateway.explain)
