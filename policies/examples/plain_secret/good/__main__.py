"""A deployment that is given its key when it starts, out of a vault."""

from pulumi_azure_native import machinelearningservices as ml

ml.OnlineDeployment(
    "blue",
    resource_group_name="models",
    workspace_name="assistants",
    endpoint_name="chat",
    properties=ml.ManagedOnlineDeploymentArgs(
        endpoint_compute_type="Managed",
        instance_type="Standard_NC24ads_A100_v4",
        environment_variables={
            "SEARCH_API_KEY": "${{keyvault:https://contoso.vault.azure.net/secrets/search}}",
            "MAX_TOKENS": "800",
        },
    ),
)
