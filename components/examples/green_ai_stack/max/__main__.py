"""Every input: four ways to serve models, with what stands before, beside and behind them."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import GreenAiStack, ServerlessEndpoint

LOCATION = "swedencentral"
DAY = [0.5] * 7 + [1, 2, 4, 4, 4, 3, 4, 4, 3, 2, 2, 1, 1] + [0.5] * 4
STORE = "azureml://datastores/workspaceblobstore/paths"
SHARED = "azureml://registries/contoso"
# gCO2e/kWh by hour of the day, UTC: a reading of your own, from the grid that the cluster is on
GRID = [22, 21, 20, 20, 21, 23, 26, 28] + [27, 24, 21, 18, 16, 15, 16, 18] + [25] * 8

group = ResourceGroup("assistant", location=LOCATION)
# its hub and project serve the stack's own endpoint too
search = ServerlessEndpoint(
    "search",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "model": "Cohere-embed-v3-multilingual",
        "accept_marketplace_terms": True,
    },
)
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
            {"name": "drafts", "model": "gpt-4.1-nano", "capacity": 20, "sku": "GlobalStandard"},
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
            "traffic_profiles": {"summaries": DAY},
            "min_instances": 1,
            "gpu_quota_vcpus": 400,
        },
        "serverless": {
            "model": "mistral-small-2503",
            "traffic": {"requests_per_second": 0.1, "input_tokens": 1155, "output_tokens": 211},
            "accept_marketplace_terms": True,
            "workspace_name": search.workspace_name,
            "filter_content": True,
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
            "sku": "Balanced_B3",
            "name_suffix": "b3",
        },
        "gateway": {
            "publisher_name": "Contoso",
            "publisher_email": "assistants@contoso.com",
            "public_backends": True,
            "backends": [
                {"account": "provisioned", "deployment": "gpt-4.1", "priority": 1},
                {"account": "models", "deployment": "chat", "priority": 2},
            ],
            "sku": "StandardV2",
            "units": 1,
            "token_budget": {"tokens_per_minute": 20_000, "per": "tenant"},
            "tenant_header": "X-Tenant",
            "max_tokens": 800,
            "bounds": {"temperature": {"most": 1}, "presence_penalty": {"least": 0, "most": 1}},
            "over_limit": "cap",
            "circuit_breaker": {"failures": 5},
            "retry": {"count": 2},
            "api_path": "assistants/v1",
        },
        "retrieval": {
            "documents": 20_000,
            "document_tokens": 3000,
            "chunk_tokens": 512,
            "embedding_model": "text-embedding-3-large",
            "dimensions": 1024,
            "payload_bytes": 2500,
            "compression": "scalar",
            "availability": "query",
            "replicas": 2,
            "semantic_ranker": "disabled",
            "queries_per_second": 0.5,
            "index_name": "handbook-2026-11",
            "writers": [
                {"name": "indexer", "principal_id": "0c2a7a5e-1b7c-4d0b-8a55-1f3f5a0d7c22"}
            ],
        },
        "content_safety": {
            "policies": [{"name": "assistant", "indirect_attack": True, "blocklists": ["rivals"]}],
            "blocklists": [{"name": "rivals", "terms": ["Fabrikam"]}],
        },
        "evaluation": {
            "baseline": "chat",
            "candidate": "drafts",
            "baseline_answers": f"{STORE}/answers/chat.jsonl",
            "candidate_answers": f"{STORE}/answers/drafts.jsonl",
            "environment_id": f"{SHARED}/environments/azgreen/versions/1",
            "every": "week",
            "carbon_profile": GRID,
            "margin": 0.03,
            "confidence": 0.9,
            "instance_type": "Standard_D4as_v4",
            "low_priority": True,
        },
        "fine_tuning": {
            "model": "Phi-4-mini-instruct",
            "weights": f"{STORE}/weights/phi-4-mini",
            "training_data": f"{STORE}/training/support",
            "training_tokens": 2_000_000,
            "baseline_answers": f"{STORE}/answers/chat.jsonl",
            "answer_command": "python answer.py",
            "training_environment_id": f"{SHARED}/environments/lora/versions/1",
            "environment_id": f"{SHARED}/environments/azgreen/versions/1",
            "code_id": f"{SHARED}/codes/lora/versions/1",
            "every": "week",
            "carbon_profile": GRID,
            "rank": 32,
            "epochs": 2,
            "sequence_tokens": 2048,
            "four_bit": False,
            "instance_type": "Standard_NC24ads_A100_v4",
            "low_priority": True,
            "margin": 0.03,
            "confidence": 0.9,
            "least_verdict": "promote",
            "model_name": "support-adapter",
            "prompt_tokens_saved": 1200,
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
pulumi.export("gateway", assistant.gateway)
pulumi.export("retrieval", assistant.retrieval)
pulumi.export("evaluation", assistant.evaluation)
pulumi.export("fineTuning", assistant.fine_tuning)
pulumi.export("autoscale", assistant.autoscale)
pulumi.export("workbookId", assistant.workbook_id)
pulumi.export("alertNames", assistant.alert_names)
pulumi.export("explain", assistant.explain)
