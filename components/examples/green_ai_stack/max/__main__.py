"""Every input: pay-as-you-go, provisioned and own machines, behind one cache."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import GreenAiStack

LOCATION = "swedencentral"
DAY = [0.5] * 7 + [1, 2, 4, 4, 4, 3, 4, 4, 3, 2, 2, 1, 1] + [0.5] * 4

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
        "provisioned": {
            "model": "gpt-4.1",
            "sku": "ProvisionedManaged",
            "traffic": {"requests_per_second": 1.5, "input_tokens": 1155, "output_tokens": 211},
            "ptu": 100,
            "spillover": True,
        },
        "endpoint": {
            "deployments": [
                {
                    "name": "summaries",
                    "model": "Phi-4-mini-instruct",
                    "traffic": {
                        "requests_per_second": 4,
                        "input_tokens": 1155,
                        "output_tokens": 211,
                    },
                }
            ],
            "traffic": {"summaries": 100},
            "traffic_profile": DAY,
            "min_instances": 1,
            "gpu_quota_vcpus": 400,
        },
        "cache": {
            "store": "redis",
            "tenant_key": "tenant",
            "version_tag": "prompt-7",
            "embedding_model": "text-embedding-3-large",
            "hit_rate": 0.2,
            "ttl_hours": 12,
            "entries": 20_000,
            "similarity": 0.96,
            "high_availability": False,
        },
        "monitoring": {
            "emails": ["assistants@contoso.com"],
            "webhooks": ["https://alerts.contoso.com/azgreen"],
            "latency_ms": 20_000,
            "carbon_budget_gco2e_per_day": 20_000,
            "retention_days": 60,
            "daily_quota_gb": 2,
        },
        "account_name": "contoso-assistant",
        "sub_domain": "contoso-assistant-prod",
        "name_suffix": "b",
        "public_network_access": True,
        "callers": [
            {
                "name": "shop",
                "principal_id": "5b1d9b3a-6a0f-4a59-9a0b-2f6d6f0c7f11",
                "principal_type": "ServicePrincipal",
            }
        ],
        "owner": "assistants",
        "environment": "prod",
        "workload": "support-chat",
        "tags": {"cost-centre": "4711"},
    },
)
pulumi.export("endpoint", assistant.endpoints["models"])
pulumi.export("endpoints", assistant.endpoints)
pulumi.export("deploymentNames", assistant.deployment_names)
pulumi.export("footprint", assistant.footprint)
pulumi.export("dailyGco2e", assistant.daily_gco2e)
pulumi.export("cache", assistant.cache)
pulumi.export("autoscale", assistant.autoscale)
pulumi.export("workbookId", assistant.workbook_id)
pulumi.export("alertNames", assistant.alert_names)
pulumi.export("explain", assistant.explain)
