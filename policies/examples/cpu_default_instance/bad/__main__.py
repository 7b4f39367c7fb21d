"""No instance type: the model of 14 billion parameters gets four cores and no GPU."""

from pulumi_azure_native import machinelearningservices as ml

ml.OnlineDeployment(
    "blue",
    resource_group_name="models",
    workspace_name="assistants",
    endpoint_name="assistant",
    properties=ml.ManagedOnlineDeploymentArgs(
        endpoint_compute_type="Managed",
        model="azureml://registries/azureml/models/Phi-4/versions/7",
    ),
    sku=ml.SkuArgs(name="Default", capacity=1),
)
