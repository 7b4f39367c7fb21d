"""A deployment whose key everybody reads who may read the deployment."""

from pulumi_azure_native import machinelearningservices as ml

ml.OnlineDeployment(
    "blue",
    resource_group_name="models",
    workspace_name="assistants",
    endpoint_name="chat",
    properties=ml.ManagedOnlineDeploymentArgs(
        endpoint_compute_type="Managed",
        instance_type="Standard_NC24ads_A100_v4",
        environment_variables={"SEARCH_API_KEY": "not-a-real-key", "MAX_TOKENS": "800"},
    ),
)
