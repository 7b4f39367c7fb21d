"""Half an A10 for the same model and the same requests."""

from pulumi_azure_native import machinelearningservices as ml

ml.OnlineDeployment(
    "blue",
    resource_group_name="models",
    workspace_name="assistants",
    endpoint_name="assistant",
    properties=ml.ManagedOnlineDeploymentArgs(
        endpoint_compute_type="Managed",
        model="azureml://registries/azureml/models/Phi-4-mini-instruct/versions/1",
        instance_type="Standard_NV18ads_A10_v5",
    ),
    sku=ml.SkuArgs(name="Default", capacity=1),
    tags={"azgreen-need": "requests-per-second=0.1 input-tokens=1155 output-tokens=211"},
)
