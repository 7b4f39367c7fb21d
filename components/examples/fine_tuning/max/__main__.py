"""Every input, in a workspace that a fine-tuning made and in one that is there already."""

import pulumi
from pulumi_azure_native import resources, storage

from azgreen_components import FineTuning

LOCATION = "swedencentral"
STORE = "azureml://datastores/workspaceblobstore/paths"
SHARED = "azureml://registries/contoso"
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
large = FineTuning(
    "large",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "model": "Llama-3.3-70B-Instruct",
        "weights": f"{STORE}/weights/llama-3.3-70b",
        "training_data": f"{STORE}/training/support",
        "training_tokens": 2_000_000,
        "baseline_answers": f"{STORE}/answers/gpt-4.1.jsonl",
        "train_command": "accelerate launch sft.py",
        "answer_command": "python answer.py",
        "code_id": f"{SHARED}/codes/lora/versions/1",
        "training_environment_id": f"{SHARED}/environments/lora/versions/1",
        "environment_id": f"{SHARED}/environments/azgreen/versions/1",
        "every": "week",
        "carbon_profile": GRID,
        "rank": 32,
        "alpha": 32,
        "dropout": 0.1,
        "target_modules": ["q_proj", "k_proj", "v_proj", "o_proj"],
        "learning_rate": 0.0001,
        "epochs": 2,
        "batch_size": 32,
        "sequences_at_once": 2,
        "sequence_tokens": 2048,
        "four_bit": True,
        "instance_type": "Standard_NC40ads_H100_v5",
        "low_priority": True,
        "margin": 0.05,
        "confidence": 0.9,
        "least_verdict": "promote",
        "model_name": "support-adapter",
        "prompt_tokens_saved": 1200,
        "name_suffix": "b",
        "public_network_access": True,
        "owner": "assistants",
        "environment": "test",
        "workload": "support-chat",
        "tags": {"cost-centre": "4711"},
    },
)
# a second one in the same workspace needs no storage or vault of its own
data = storage.StorageAccount(
    "data",
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
small = FineTuning(
    "small",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "workspace_name": large.workspace_name,
        "storage_account_id": data.id,
        "model": "Phi-4-mini-instruct",
        "weights": f"{STORE}/weights/phi-4-mini",
        "training_data": f"{STORE}/training/support",
        "training_tokens": 2_000_000,
        "baseline_answers": f"{STORE}/answers/gpt-4.1-mini.jsonl",
        "answer_command": "python answer.py",
        "training_environment_id": "azureml:lora:1",
        "environment_id": "azureml:azgreen:1",
        "on": "2026-12-01",
        "hour": 13,
    },
)
for key in (
    "workspace_name",
    "compute_id",
    "judge_compute_id",
    "component_ids",
    "schedule_id",
    "principal_id",
    "verdict_path",
    "model_name",
    "instance_type",
    "start",
    "saved_carbon_share",
    "footprint",
    "payback_prompt_tokens",
    "explain",
):
    pulumi.export(key, getattr(large, key))
