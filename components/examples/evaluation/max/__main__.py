"""Every input, in a workspace that an evaluation made and in one that is there already."""

import pulumi
from pulumi_azure_native import resources, storage

from azgreen_components import Evaluation

LOCATION = "swedencentral"
ANSWERS = "azureml://datastores/workspaceblobstore/paths/answers"
# gCO2e/kWh by hour of the day, UTC: a reading of your own, from the grid that the cluster is on
GRID = [
    22,
    21,
    20,
    20,
    21,
    23,
    26,
    28,
    27,
    24,
    21,
    18,
    16,
    15,
    16,
    18,
    22,
    27,
    30,
    31,
    29,
    27,
    25,
    23,
]

group = resources.ResourceGroup("assistants", location=LOCATION)
nightly = Evaluation(
    "nightly",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "baseline_answers": f"{ANSWERS}/gpt-4.1.jsonl",
        "candidate_answers": f"{ANSWERS}/gpt-4.1-mini.jsonl",
        "environment_id": "azureml://registries/contoso/environments/azgreen/versions/1",
        "every": "day",
        "carbon_profile": GRID,
        "margin": 0.05,
        "confidence": 0.9,
        "baseline_model": "gpt-4.1",
        "candidate_model": "gpt-4.1-mini",
        "sku": "DataZoneStandard",
        "instance_type": "Standard_D8as_v4",
        "low_priority": True,
        "name_suffix": "b",
        "public_network_access": True,
        "owner": "assistants",
        "environment": "test",
        "workload": "support-chat",
        "tags": {"cost-centre": "4711"},
    },
)
# a second comparison in the same workspace needs no storage or vault of its own
answers = storage.StorageAccount(
    "answers",
    resource_group_name=group.name,
    location=LOCATION,
    kind=storage.Kind.STORAGE_V2,
    sku=storage.SkuArgs(name=storage.SkuName.STANDARD_LRS),
    allow_blob_public_access=False,
    allow_shared_key_access=False,
    enable_https_traffic_only=True,
    minimum_tls_version=storage.MinimumTlsVersion.TLS1_2,
    public_network_access=storage.PublicNetworkAccess.DISABLED,
)
weekly = Evaluation(
    "weekly",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "workspace_name": nightly.workspace_name,
        "storage_account_id": answers.id,
        "baseline_answers": f"{ANSWERS}/gpt-4.1-mini.jsonl",
        "candidate_answers": f"{ANSWERS}/gpt-4.1-nano.jsonl",
        "environment_id": "azureml:azgreen:1",
        "hour": 13,
    },
)
for key in (
    "workspace_name",
    "compute_id",
    "component_id",
    "schedule_id",
    "principal_id",
    "verdict_path",
    "instance_type",
    "start",
    "saved_carbon_share",
    "explain",
):
    pulumi.export(key, getattr(nightly, key))
