"""Every input, with a new model that gets a tenth of the requests."""

import pulumi
from pulumi_azure_native.applicationinsights import Component
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import OnlineEndpoint

LOCATION = "swedencentral"

group = ResourceGroup("models", location=LOCATION)
insights = Component(
    "traces",
    resource_group_name=group.name,
    location=LOCATION,
    kind="web",
    application_type="web",
)
assistant = OnlineEndpoint(
    "assistant",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "deployments": [
            {
                "name": "blue",
                "model": "Meta-Llama-3.1-8B-Instruct",
                "traffic": {"requests_per_second": 1, "input_tokens": 900, "output_tokens": 300},
                "latency_target_ms": 80,
                "instance_type": "Standard_NC24ads_A100_v4",
                "instances": 2,
                "min_instances": 2,
                "autoscaled": True,
                "load_time_minutes": 15,
                "request_timeout_seconds": 120,
            },
            {
                "name": "green",
                "model": "Qwen3-8B",
                "model_id": "azureml://registries/contoso/models/Qwen3-8B/versions/2",
                "environment_id": "azureml://registries/contoso/environments/vllm/versions/5",
                "traffic": {"requests_per_second": 0.1, "input_tokens": 900, "output_tokens": 300},
            },
        ],
        "traffic": {"blue": 90, "green": 10},
        "min_instances": 1,
        "gpu_quota_vcpus": 200,
        "endpoint_name": "contoso-assistant",
        "application_insights_id": insights.id,
        "trace_requests": True,
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
        "environment": "test",
        "workload": "support-chat",
        "tags": {"cost-centre": "4711"},
    },
)
# a second endpoint in the same workspace needs no storage or vault of its own
spare = OnlineEndpoint(
    "spare",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "workspace_name": assistant.workspace_name,
        "deployments": [
            {
                "model": "Phi-4-mini-instruct",
                "traffic": {"requests_per_second": 0.2, "input_tokens": 900, "output_tokens": 300},
            }
        ],
    },
)
for key in (
    "workspace_name",
    "workspace_id",
    "endpoint_name",
    "endpoint_id",
    "scoring_uri",
    "principal_id",
    "deployment_names",
    "deployment_ids",
    "instance_types",
    "instances",
    "quota_vcpus",
    "explain",
    "footprint",
):
    pulumi.export(key, getattr(assistant, key))
pulumi.export("spare", spare.scoring_uri)
