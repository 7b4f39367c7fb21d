"""Compare two models' answers in the cleanest hour of the day, and tell what the smaller saves."""

import pulumi
from pulumi_azure_native import resources

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
judged = Evaluation(
    "judged",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "baseline_answers": f"{ANSWERS}/gpt-4.1.jsonl",
        "candidate_answers": f"{ANSWERS}/gpt-4.1-mini.jsonl",
        "environment_id": "azureml://registries/contoso/environments/azgreen/versions/1",
        "carbon_profile": GRID,
        "baseline_model": "gpt-4.1",
        "candidate_model": "gpt-4.1-mini",
        "sku": "DataZoneStandard",
        "owner": "assistants",
        "environment": "prod",
        "workload": "support-chat",
    },
)
pulumi.export("start", judged.start)
pulumi.export("verdictPath", judged.verdict_path)
pulumi.export("explain", judged.explain)
