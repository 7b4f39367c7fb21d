"""The same model on two GPUs, which share its weights."""

from pulumi_azure_native import machinelearningservices as ml

ml.OnlineDeployment(
    "blue",
    resource_group_name="models",
    workspace_name="assistants",
    endpoint_name="assistant",
    properties=ml.ManagedOnlineDeploymentArgs(
        endpoint_compute_type="Managed",
        model="azureml://registries/azureml-meta/models/Llama-3.3-70B-Instruct/versions/9",
        instance_type="Standard_NC80adis_H100_v5",
    ),
    sku=ml.SkuArgs(name="Default", capacity=1),
)
