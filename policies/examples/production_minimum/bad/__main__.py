"""One machine, and PTUs that turn requests away when they are full."""

from pulumi_azure_native import cognitiveservices as cognitive
from pulumi_azure_native import machinelearningservices as ml

ml.OnlineDeployment(
    "blue",
    resource_group_name="models",
    workspace_name="assistants",
    endpoint_name="assistant",
    properties=ml.ManagedOnlineDeploymentArgs(
        endpoint_compute_type="Managed",
        model="azureml://registries/azureml/models/Phi-4/versions/7",
        instance_type="Standard_NC24ads_A100_v4",
    ),
    sku=ml.SkuArgs(name="Default", capacity=1),
    tags={"environment": "prod"},
)
cognitive.Deployment(
    "chat",
    resource_group_name="models",
    account_name="assistant",
    properties=cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(format="OpenAI", name="gpt-4.1", version="2025-04-14"),
    ),
    sku=cognitive.SkuArgs(name="DataZoneProvisionedManaged", capacity=50),
    tags={"environment": "prod"},
)
