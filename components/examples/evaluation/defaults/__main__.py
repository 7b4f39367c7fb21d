"""Compare two models' answers every Monday night, on a cluster that scales to zero."""

import pulumi
from pulumi_azure_native import resources

from azgreen_components import Evaluation

LOCATION = "swedencentral"
ANSWERS = "azureml://datastores/workspaceblobstore/paths/answers"

group = resources.ResourceGroup("assistants", location=LOCATION)
judged = Evaluation(
    "judged",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "baseline_answers": f"{ANSWERS}/gpt-4.1.jsonl",
        "candidate_answers": f"{ANSWERS}/gpt-4.1-mini.jsonl",
        "environment_id": "azureml://registries/contoso/environments/azgreen/versions/1",
        "hour": 3,
    },
)
pulumi.export("verdictPath", judged.verdict_path)
