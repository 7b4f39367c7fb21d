"""Eight H100s for a model of 4 billion parameters and a request every ten seconds."""

from pulumi_azure_native import machinelearningservices as ml

ml.OnlineDeployment(
    "blue",
    resource_group_name="models",
    workspace_name="assistants",
    endpoint_name="assistant",
    properties=ml.ManagedOnlineDeploymentArgs(
        endpoint_compute_type="Managed",
        model="azureml://registries/azureml/models/Phi-4-mini-instruct/versions/1",
        instance_type="Standard_ND96isr_H100_v5",
    ),
    sku=ml.SkuArgs(name="Default", capacity=1),
    tags={"azgreen-need": "requests-per-second=0.1 input-tokens=1155 output-tokens=211"},
)
