"""Tune every week in the cleanest hours, on a machine that may be taken back, and be strict."""

import pulumi
from pulumi_azure_native import resources

from azgreen_components import FineTuning

LOCATION = "swedencentral"
STORE = "azureml://datastores/workspaceblobstore/paths"
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
tuned = FineTuning(
    "tuned",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "model": "Qwen3-8B",
        "weights": f"{STORE}/weights/qwen3-8b",
        "training_data": f"{STORE}/training/support",
        "training_tokens": 2_000_000,
        "baseline_answers": f"{STORE}/answers/gpt-4.1.jsonl",
        "answer_command": "python answer.py",
        "training_environment_id": "azureml://registries/contoso/environments/lora/versions/1",
        "environment_id": "azureml://registries/contoso/environments/azgreen/versions/1",
        "every": "week",
        "carbon_profile": GRID,
        "low_priority": True,
        "least_verdict": "promote",
        "prompt_tokens_saved": 800,
        "owner": "assistants",
        "environment": "prod",
        "workload": "support-chat",
    },
)
pulumi.export("start", tuned.start)
pulumi.export("footprint", tuned.footprint)
pulumi.export("paybackPromptTokens", tuned.payback_prompt_tokens)
pulumi.export("explain", tuned.explain)
