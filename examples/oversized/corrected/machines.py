"""Which machines serve and train models of our own?"""

import pulumi
from home import LOCATION, group, insights
from pulumi_azure_native import keyvault, storage
from pulumi_azure_native import machinelearningservices as ml
from pulumi_azure_native.authorization import get_client_config_output

store = storage.StorageAccount(
    "store",
    resource_group_name=group.name,
    location=LOCATION,
    kind=storage.Kind.STORAGE_V2,
    sku=storage.SkuArgs(name=storage.SkuName.STANDARD_LRS),
    allow_shared_key_access=False,
    minimum_tls_version=storage.MinimumTlsVersion.TLS1_2,
    public_network_access="Disabled",
)
vault = keyvault.Vault(
    "vault",
    resource_group_name=group.name,
    location=LOCATION,
    properties=keyvault.VaultPropertiesArgs(
        sku=keyvault.SkuArgs(family=keyvault.SkuFamily.A, name=keyvault.SkuName.STANDARD),
        tenant_id=get_client_config_output().tenant_id,
        enable_rbac_authorization=True,
        public_network_access="Disabled",
    ),
)
workspace = ml.Workspace(
    "assistants",
    resource_group_name=group.name,
    location=LOCATION,
    sku=ml.SkuArgs(name="Basic", tier=ml.SkuTier.BASIC),
    identity=ml.ManagedServiceIdentityArgs(type="SystemAssigned"),
    storage_account=store.id,
    key_vault=vault.id,
    application_insights=insights.id,
    public_network_access="Disabled",
)
ml.Compute(
    "training",
    resource_group_name=group.name,
    workspace_name=workspace.name,
    location=LOCATION,
    properties=ml.AmlComputeArgs(
        compute_type="AmlCompute",
        properties=ml.AmlComputePropertiesArgs(
            vm_size="Standard_NC24ads_A100_v4",
            scale_settings=ml.ScaleSettingsArgs(
                min_node_count=0, max_node_count=2, node_idle_time_before_scale_down="PT2M"
            ),
        ),
    ),
)
endpoint = ml.OnlineEndpoint(
    "answers",
    resource_group_name=group.name,
    workspace_name=workspace.name,
    location=LOCATION,
    identity=ml.ManagedServiceIdentityArgs(type="SystemAssigned"),
    properties=ml.OnlineEndpointPropertiesArgs(
        auth_mode="AADToken", public_network_access="Disabled"
    ),
)
blue = ml.OnlineDeployment(
    "blue",
    resource_group_name=group.name,
    workspace_name=workspace.name,
    endpoint_name=endpoint.name,
    location=LOCATION,
    sku=ml.SkuArgs(name="Default", capacity=1),
    properties=ml.ManagedOnlineDeploymentArgs(
        endpoint_compute_type="Managed",
        model="azureml://registries/azureml/models/Phi-4-mini-instruct/versions/1",
        instance_type="Standard_NV18ads_A10_v5",
        environment_variables={
            "SEARCH_API_KEY": "${{keyvault:https://contoso.vault.azure.net/secrets/search}}"
        },
    ),
    tags={
        "azgreen-need": "requests-per-second=0.1 input-tokens=1155 output-tokens=211"
        " repeated-share=0.3"
    },
)
green = ml.OnlineDeployment(
    "green",
    resource_group_name=group.name,
    workspace_name=workspace.name,
    endpoint_name=endpoint.name,
    location=LOCATION,
    sku=ml.SkuArgs(name="Default", capacity=1),
    properties=ml.ManagedOnlineDeploymentArgs(
        endpoint_compute_type="Managed",
        model="azureml://registries/azureml/models/Phi-4/versions/7",
        instance_type="Standard_NC24ads_A100_v4",
    ),
    opts=pulumi.ResourceOptions(depends_on=[blue]),
)
trial = ml.OnlineDeployment(
    "trial",
    resource_group_name=group.name,
    workspace_name=workspace.name,
    endpoint_name=endpoint.name,
    location=LOCATION,
    sku=ml.SkuArgs(name="Default", capacity=1),
    properties=ml.ManagedOnlineDeploymentArgs(
        endpoint_compute_type="Managed",
        model="azureml://registries/azureml/models/Phi-4-mini-instruct/versions/1",
        instance_type="Standard_NV18ads_A10_v5",
    ),
    tags={"environment": "dev"},
    opts=pulumi.ResourceOptions(depends_on=[green]),
)
