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
    allow_shared_key_access=True,  # AZG-X001
    minimum_tls_version=storage.MinimumTlsVersion.TLS1_0,  # AZG-X004: deprecated by RFC 8996
    public_network_access="Enabled",  # AZG-X002
)
vault = keyvault.Vault(
    "vault",
    resource_group_name=group.name,
    location=LOCATION,
    properties=keyvault.VaultPropertiesArgs(
        sku=keyvault.SkuArgs(family=keyvault.SkuFamily.A, name=keyvault.SkuName.STANDARD),
        tenant_id=get_client_config_output().tenant_id,
        enable_rbac_authorization=True,
        public_network_access="Enabled",  # AZG-X002
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
    public_network_access="Enabled",  # AZG-X002
)
ml.Compute(
    "training",
    resource_group_name=group.name,
    workspace_name=workspace.name,
    location=LOCATION,
    properties=ml.AmlComputeArgs(
        compute_type="AmlCompute",
        properties=ml.AmlComputePropertiesArgs(
            vm_size="Standard_NC6s_v3",  # AZG-R008: retired
            # AZG-S017: two machines are there all night
            scale_settings=ml.ScaleSettingsArgs(
                min_node_count=2, max_node_count=2, node_idle_time_before_scale_down="PT2H"
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
        auth_mode="Key",  # AZG-X001
        public_network_access="Enabled",  # AZG-X002
    ),
)
blue = ml.OnlineDeployment(
    "blue",
    resource_group_name=group.name,
    workspace_name=workspace.name,
    endpoint_name=endpoint.name,
    location=LOCATION,
    sku=ml.SkuArgs(name="Default", capacity=20),  # AZG-S006: twice what production may have
    properties=ml.ManagedOnlineDeploymentArgs(
        endpoint_compute_type="Managed",
        model="azureml://registries/azureml/models/Phi-4-mini-instruct/versions/1",
        instance_type="Standard_ND96isr_H100_v5",  # AZG-S004: eight H100 for 3.8 B parameters
        environment_variables={"SEARCH_API_KEY": "made-up-key-of-the-search"},  # AZG-X006
    ),
    # AZG-C007: the gateway's cache does not stand before this endpoint, and no other does
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
        instance_type="Standard_NV18ads_A10_v5",  # AZG-S005: 12 GiB for 27.4 GiB of weights
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
        # AZG-S008: no instance type, so Azure takes one without a GPU
    ),
    tags={"environment": "dev"},
    opts=pulumi.ResourceOptions(depends_on=[green]),
)
