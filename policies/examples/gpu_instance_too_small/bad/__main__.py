"""A model of 70 billion parameters on a GPU that holds half of its weights."""

from pulumi_azure_native import machinelearningservices as ml

ml.OnlineDeployment(
    "blue",
    resource_group_name="models",
    workspace_name="assistants",
    endpoint_name="assistant",
    properties=ml.ManagedOnlineDeploymentArgs(
        endpoint_compute_type="Managed",
        model="azureml://registries/azureml-meta/models/Llama-3.3-70B-Instruct/versions/9",
        instance_type="Standard_NC24ads_A100_v4",
    ),
    sku=ml.SkuArgs(name="Default", capacity=1),
)
