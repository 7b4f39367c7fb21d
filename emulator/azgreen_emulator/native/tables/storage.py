"""How do azure-native's storage accounts map to ARM?"""

from __future__ import annotations

from typing import Final

from azgreen_emulator.native.spec import PRIVATE_ENDPOINTS, RESOURCE_GROUP, ResourceSpec

_STORAGE_ACCOUNT_PROPERTIES: Final = (
    "accessTier",
    "allowBlobPublicAccess",
    "allowCrossTenantReplication",
    "allowSharedKeyAccess",
    "allowedCopyScope",
    "azureFilesIdentityBasedAuthentication",
    "customDomain",
    "defaultToOAuthAuthentication",
    "dnsEndpointType",
    "enableExtendedGroups",
    "encryption",
    "immutableStorageWithVersioning",
    "isHnsEnabled",
    "isLocalUserEnabled",
    "isSftpEnabled",
    "keyPolicy",
    "largeFileSharesState",
    "minimumTlsVersion",
    "publicNetworkAccess",
    "routingPreference",
    "sasPolicy",
)
ROWS: Final = (
    ResourceSpec(
        token="azure-native:storage:StorageAccount",
        arm_type="Microsoft.Storage/storageAccounts",
        api_version="2024-01-01",
        path=f"{RESOURCE_GROUP}/providers/Microsoft.Storage/storageAccounts/{{accountName}}",
        name_input="accountName",
        name_length=24,
        body=(
            "enableHttpsTrafficOnly",
            "enableNfsV3",
            "extendedLocation",
            "identity",
            "kind",
            "location",
            "networkRuleSet",
            "sku",
            "tags",
            *_STORAGE_ACCOUNT_PROPERTIES,
        ),
        flattened=_STORAGE_ACCOUNT_PROPERTIES,
        renamed={
            **PRIVATE_ENDPOINTS,
            "enableHttpsTrafficOnly": "properties/supportsHttpsTrafficOnly",
            "enableNfsV3": "properties/isNfsV3Enabled",
            "networkRuleSet": "properties/networkAcls",
            "encryption.encryptionIdentity": "identity",
            "encryption.encryptionIdentity.encryptionFederatedIdentityClientId": (
                "federatedIdentityClientId"
            ),
            "encryption.encryptionIdentity.encryptionUserAssignedIdentity": "userAssignedIdentity",
            "encryption.keyVaultProperties": "keyvaultproperties",
            "encryption.keyVaultProperties.keyName": "keyname",
            "encryption.keyVaultProperties.keyVaultUri": "keyvaulturi",
            "encryption.keyVaultProperties.keyVersion": "keyversion",
            "networkRuleSet.ipRules.iPAddressOrRange": "value",
            "networkRuleSet.virtualNetworkRules.virtualNetworkResourceId": "id",
        },
        required=(
            "kind",
            "sku",
        ),
        replace_on=(
            "isHnsEnabled",
            "location",
        ),
        computed=(
            "accountMigrationInProgress",
            "azureApiVersion",
            "blobRestoreStatus",
            "creationTime",
            "failoverInProgress",
            "geoReplicationStats",
            "isSkuConversionBlocked",
            "keyCreationTime",
            "lastGeoFailoverTime",
            "name",
            "primaryEndpoints",
            "primaryLocation",
            "privateEndpointConnections",
            "provisioningState",
            "secondaryEndpoints",
            "secondaryLocation",
            "statusOfPrimary",
            "statusOfSecondary",
            "storageAccountSkuConversionStatus",
            "type",
        ),
        nested_computed={
            "identity": (
                "principalId",
                "tenantId",
            ),
            "sku": ("tier",),
        },
    ),
)
