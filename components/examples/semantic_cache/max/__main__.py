"""Every input: a cache for API Management beside one for a program of its own."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import SemanticCache

LOCATION = "swedencentral"
CALLER = {
    "name": "shop",
    "principal_id": "5b1d9b3a-6a0f-4a59-9a0b-2f6d6f0c7f11",
    "principal_type": "ServicePrincipal",
}
TAGS = {"cost-centre": "4711"}

group = ResourceGroup("answers", location=LOCATION)
gateway = SemanticCache(
    "gateway",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "store": "redis",
        "tenant_key": "tenant",
        "version_tag": "prompt-7",
        "embedding_model": "text-embedding-3-large",
        "dimensions": 1024,
        "entries": 100_000,
        "ttl_hours": 6,
        "payload_bytes": 3000,
        "similarity": 0.93,
        "high_availability": True,
        "sku": "Balanced_B10",
        "api_management": True,
        "store_name": "contoso-gateway-cache",
        "public_network_access": True,
        "callers": [CALLER],
        "owner": "assistants",
        "environment": "prod",
        "workload": "support-chat",
        "tags": TAGS,
    },
)
program = SemanticCache(
    "program",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "store": "cosmos",
        "tenant_key": "customer",
        "version_tag": "prompt-7",
        "dimensions": 1024,
        "entries_per_hour": 400,
        "throughput_mode": "autoscale",
        "autoscale_max_throughput": 2000,
        "traffic": {
            "model": "gpt-4.1-mini",
            "sku": "Standard",
            "requests_per_second": 0.5,
            "input_tokens": 1155,
            "output_tokens": 211,
            "hit_rate": 0.2,
        },
        "name_suffix": "b",
        "callers": [CALLER],
        "tags": TAGS,
    },
)
pulumi.export("gateway", gateway.policy_values)
pulumi.export("gatewayDatabaseId", gateway.database_id)
pulumi.export("program", program.look_up)
pulumi.export("programPurge", program.purge)
pulumi.export("size", program.size)
pulumi.export("avoided", program.avoided)
