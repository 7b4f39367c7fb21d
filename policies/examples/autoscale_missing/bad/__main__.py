"""Machines that run day and night at the number of the busiest hour."""

from pulumi_azure_native import machinelearningservices as ml

endpoint = ml.OnlineEndpoint(
    "chat",
    resource_group_name="models",
    workspace_name="assistants",
    identity=ml.ManagedServiceIdentityArgs(type="SystemAssigned"),
    properties=ml.OnlineEndpointPropertiesArgs(auth_mode="AADToken"),
)
ml.OnlineDeployment(
    "blue",
    resource_group_name="models",
    workspace_name="assistants",
    endpoint_name=endpoint.name,
    sku=ml.SkuArgs(name="Default", capacity=4),
    properties=ml.ManagedOnlineDeploymentArgs(
        endpoint_compute_type="Managed", instance_type="Standard_NC24ads_A100_v4"
    ),
    tags={"environment": "prod"},
)
