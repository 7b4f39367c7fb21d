"""Tune a small open model once, one night, and register it only if it answers no worse."""

import pulumi
from pulumi_azure_native import resources

from azgreen_components import FineTuning

LOCATION = "swedencentral"
STORE = "azureml://datastores/workspaceblobstore/paths"

group = resources.ResourceGroup("assistants", location=LOCATION)
tuned = FineTuning(
    "tuned",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "model": "Phi-4-mini-instruct",
        "weights": f"{STORE}/weights/phi-4-mini",
        "training_data": f"{STORE}/training/support",
        "training_tokens": 2_000_000,
        "baseline_answers": f"{STORE}/answers/gpt-4.1-mini.jsonl",
        "answer_command": "python answer.py",
        "training_environment_id": "azureml://registries/contoso/environments/lora/versions/1",
        "environment_id": "azureml://registries/contoso/environments/azgreen/versions/1",
        "on": "2026-12-01",
        "hour": 3,
    },
)
pulumi.export("footprint", tuned.footprint)
pulumi.export("verdictPath", tuned.verdict_path)
