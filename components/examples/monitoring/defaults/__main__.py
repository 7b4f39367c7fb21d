"""The least that has to be written: an account, whose faults and refusals raise alerts."""

import pulumi
from pulumi_azure_native.resources import ResourceGroup

from azgreen_components import ModelDeployment, Monitoring

LOCATION = "swedencentral"

group = ResourceGroup("models", location=LOCATION)
assistant = ModelDeployment(
    "assistant",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "deployments": [{"model": "gpt-4.1-mini", "capacity": 20}],
    },
)
watch = Monitoring(
    "watch",
    {
        "location": LOCATION,
        "resource_group_name": group.name,
        "targets": [
            {"name": "models", "kind": "model_account", "resource_id": assistant.account_id}
        ],
    },
)
pulumi.export("workbookId", watch.workbook_id)
