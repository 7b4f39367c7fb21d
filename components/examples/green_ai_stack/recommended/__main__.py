"""What we recommend: state the traffic, keep answers, and have the waste watched."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import GreenAiStack

LOCATION = "swedencentral"

group = ResourceGroup("assistant", location=LOCATION)
assistant = GreenAiStack(
    "assistant",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "deployments": [
            {
                "name": "chat",
                "model": "gpt-4.1-mini",
                "traffic": {"requests_per_second": 0.5, "input_tokens": 1155, "output_tokens": 211},
            },
            {"name": "embeddings", "model": "text-embedding-3-large", "capacity": 20},
        ],
        "cache": {"tenant_key": "tenant", "version_tag": "prompt-7", "hit_rate": 0.2},
        "monitoring": {
            "emails": ["assistants@contoso.com"],
            "latency_ms": 20_000,
            "carbon_budget_gco2e_per_day": 1_000,
        },
        "owner": "assistants",
        "environment": "test",
        "workload": "support-chat",
    },
)
pulumi.export("endpoint", assistant.endpoints["models"])
pulumi.export("cache", assistant.cache)
pulumi.export("dailyGco2e", assistant.daily_gco2e)
