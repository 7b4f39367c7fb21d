"""Does every resource reach Azure as Azure takes it, and come back as the program wrote it?"""

from __future__ import annotations

from typing import Any

import pytest

from azgreen_emulator.native import resource as native
from azgreen_emulator.native.reading import inputs_from_azure, names_in
from azgreen_emulator.native.schema import package_schema
from azgreen_emulator.native.table import RESOURCES, spec_for
from azgreen_emulator.native.values import UNKNOWN, Secret, hidden_like
from azgreen_emulator.schema.check import check
from azgreen_emulator.schema.load import schema

GROUP = {"resourceGroupName": "rg"}
TAGS = {"tags": {"cost.center": "42"}}
HERE = {"location": "swedencentral"}
WHERE = "/subscriptions/sub/resourceGroups/rg/providers"
IDENTITY = f"{WHERE}/Microsoft.ManagedIdentity/userAssignedIdentities/shop-app"
ASSIGNED = {"identity": {"type": "UserAssigned", "userAssignedIdentities": [IDENTITY]}}
WORKSPACE = f"{WHERE}/Microsoft.MachineLearningServices/workspaces/ml"
DEPLOYMENT = f"{WORKSPACE}/onlineEndpoints/chat/deployments/blue"
ACCOUNT = f"{WHERE}/Microsoft.CognitiveServices/accounts/ai"
LOGS = f"{WHERE}/Microsoft.OperationalInsights/workspaces/logs"
OPENAI_USER = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"
ROLE = f"/subscriptions/sub/providers/Microsoft.Authorization/roleDefinitions/{OPENAI_USER}"
GUID = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
GATE = {**GROUP, "serviceName": "gate"}
DATABASE = {**GROUP, "accountName": "db", "databaseName": "shop"}

# One of each, as a program would write it. The names are those that the class of azure-native has.
INPUTS: dict[str, dict[str, Any]] = {
    "resources:ResourceGroup": {**GROUP, **HERE, **TAGS},
    "resources:Deployment": {
        **GROUP,
        **TAGS,
        "deploymentName": "traffic",
        "properties": {"mode": "Incremental", "template": {"resources": []}},
    },
    "cognitiveservices:Account": {
        **GROUP,
        **HERE,
        **ASSIGNED,
        "accountName": "ai",
        "kind": "AIServices",
        "sku": {"name": "S0"},
        "properties": {"customSubDomainName": "shop", "disableLocalAuth": True},
    },
    "cognitiveservices:Deployment": {
        **GROUP,
        "accountName": "ai",
        "deploymentName": "chat",
        "sku": {"name": "Standard", "capacity": 2},
        "properties": {"model": {"format": "OpenAI", "name": "gpt-4.1-mini"}},
    },
    "cognitiveservices:RaiPolicy": {
        **GROUP,
        **TAGS,
        "accountName": "ai",
        "raiPolicyName": "strict",
        "properties": {
            "basePolicyName": "Microsoft.DefaultV2",
            "mode": "Blocking",
            "contentFilters": [
                {
                    "name": "Hate",
                    "source": "Prompt",
                    "enabled": True,
                    "blocking": True,
                    "severityThreshold": "Low",
                }
            ],
            "customBlocklists": [
                {"blocklistName": "rivals", "source": "Completion", "blocking": True}
            ],
        },
    },
    "cognitiveservices:RaiBlocklist": {
        **GROUP,
        **TAGS,
        "accountName": "ai",
        "raiBlocklistName": "rivals",
        "properties": {"description": "names of others"},
    },
    "cognitiveservices:RaiBlocklistItem": {
        **GROUP,
        **TAGS,
        "accountName": "ai",
        "raiBlocklistName": "rivals",
        "raiBlocklistItemName": "fabrikam",
        "properties": {"pattern": "fabrikam", "isRegex": False},
    },
    "search:Service": {
        **GROUP,
        **HERE,
        **TAGS,
        **ASSIGNED,
        "searchServiceName": "shop",
        "sku": {"name": "standard"},
        "replicaCount": 2,
        "partitionCount": 3,
        "hostingMode": "Default",
        "publicNetworkAccess": "Disabled",
        "disableLocalAuth": True,
        "semanticSearch": "free",
        "networkRuleSet": {"ipRules": [{"value": "192.0.2.1"}]},
    },
    "machinelearningservices:Workspace": {
        **GROUP,
        **HERE,
        **TAGS,
        **ASSIGNED,
        "workspaceName": "ml",
        "sku": {"name": "Basic", "tier": "Basic"},
        "keyVault": f"{WHERE}/Microsoft.KeyVault/vaults/kv",
        "storageAccount": f"{WHERE}/Microsoft.Storage/storageAccounts/st",
        "applicationInsights": f"{WHERE}/Microsoft.Insights/components/app",
        "publicNetworkAccess": "Enabled",
        "enableServiceSideCMKEncryption": False,
        "managedNetwork": {
            "isolationMode": "AllowOnlyApprovedOutbound",
            "outboundRules": {
                "pypi.org": {"type": "FQDN", "category": "UserDefined", "destination": "pypi.org"}
            },
        },
        "sharedPrivateLinkResources": [
            {"name": "kv", "groupId": "vault", "privateLinkResourceId": ACCOUNT}
        ],
    },
    "machinelearningservices:OnlineEndpoint": {
        **GROUP,
        **HERE,
        "workspaceName": "ml",
        "endpointName": "chat",
        "identity": {"type": "SystemAssigned"},
        "properties": {"authMode": "AADToken", "traffic": {"blue": 90, "green": 10}},
    },
    "machinelearningservices:OnlineDeployment": {
        **GROUP,
        **HERE,
        "workspaceName": "ml",
        "endpointName": "chat",
        "deploymentName": "blue",
        "sku": {"name": "Default", "capacity": 2},
        "properties": {
            "endpointComputeType": "Managed",
            "instanceType": "Standard_NC24ads_A100_v4",
            "model": "azureml://registries/azureml/models/Phi-4/versions/7",
            "requestSettings": {
                "requestTimeout": "PT90S",
                "maxConcurrentRequestsPerInstance": 8,
            },
            "livenessProbe": {"initialDelay": "PT10M", "failureThreshold": 30},
            "scaleSettings": {"scaleType": "Default"},
        },
    },
    "machinelearningservices:Compute": {
        **GROUP,
        **HERE,
        **TAGS,
        **ASSIGNED,
        "workspaceName": "ml",
        "computeName": "nightly",
        "properties": {
            "computeType": "AmlCompute",
            "disableLocalAuth": True,
            "properties": {
                "vmSize": "Standard_D4as_v4",
                "vmPriority": "LowPriority",
                "remoteLoginPortPublicAccess": "Disabled",
                "scaleSettings": {
                    "minNodeCount": 0,
                    "maxNodeCount": 1,
                    "nodeIdleTimeBeforeScaleDown": "PT2M",
                },
            },
        },
    },
    "machinelearningservices:MarketplaceSubscription": {
        **GROUP,
        "workspaceName": "ml",
        "name": "ministral",
        "properties": {"modelId": "azureml://registries/azureml-mistral/models/Ministral-3B"},
    },
    "machinelearningservices:ServerlessEndpoint": {
        **GROUP,
        **HERE,
        **TAGS,
        **ASSIGNED,
        "workspaceName": "ml",
        "name": "phi",
        "sku": {"name": "Consumption"},
        "properties": {
            "authMode": "Key",
            "contentSafety": {"contentSafetyStatus": "Enabled"},
            "modelSettings": {"modelId": "azureml://registries/azureml/models/Phi-4"},
        },
    },
    "machinelearningservices:ComponentContainer": {
        **GROUP,
        "workspaceName": "ml",
        "name": "judge",
        "properties": {"description": "scores answers", "isArchived": False},
    },
    "machinelearningservices:ComponentVersion": {
        **GROUP,
        "workspaceName": "ml",
        "name": "judge",
        "version": "1",
        "properties": {
            "isAnonymous": False,
            "componentSpec": {
                "type": "command",
                "is_deterministic": False,
                "outputs": {"verdict": {"type": "uri_folder"}},
            },
        },
    },
    "machinelearningservices:Job": {
        **GROUP,
        "workspaceName": "ml",
        "id": "tuned",
        "properties": {
            "jobType": "Command",
            "command": "python train.py",
            "environmentId": "azureml://registries/contoso/environments/lora/versions/1",
            "resources": {"instanceCount": 1},
            "inputs": {"data": {"jobInputType": "uri_folder", "uri": "azureml://a"}},
        },
    },
    "machinelearningservices:Schedule": {
        **GROUP,
        "workspaceName": "ml",
        "name": "weekly",
        "properties": {
            "isEnabled": True,
            "trigger": {
                "triggerType": "Recurrence",
                "frequency": "Week",
                "interval": 1,
                "startTime": "2026-01-01T00:00:00",
                "timeZone": "UTC",
                "schedule": {"hours": [3], "minutes": [0], "weekDays": ["Sunday"]},
            },
            "action": {
                "actionType": "CreateJob",
                "jobDefinition": {
                    "jobType": "Pipeline",
                    "inputs": {"answers": {"jobInputType": "uri_file", "uri": "azureml://a"}},
                    "outputs": {"verdict": {"jobOutputType": "uri_folder"}},
                    "settings": {"default_compute": f"{WHERE}/x", "force_rerun": True},
                    "jobs": {"judge": {"type": "command", "inputs": {"a": {"value": "b"}}}},
                },
            },
        },
    },
    "monitor:AutoscaleSetting": {
        **GROUP,
        **HERE,
        "autoscaleSettingName": "scale",
        "name": "scale",
        "enabled": True,
        "targetResourceUri": DEPLOYMENT,
        "notifications": [
            {"operation": "Scale", "webhooks": [{"serviceUri": "https://x", "properties": {}}]}
        ],
        "profiles": [
            {
                "name": "weekdays",
                "capacity": {"minimum": "1", "maximum": "3", "default": "1"},
                "recurrence": {
                    "frequency": "Week",
                    "schedule": {
                        "timeZone": "UTC",
                        "days": ["Monday"],
                        "hours": [8],
                        "minutes": [0],
                    },
                },
                "rules": [
                    {
                        "metricTrigger": {
                            "metricName": "GpuUtilizationPercentage",
                            "metricResourceUri": DEPLOYMENT,
                            "operator": "GreaterThan",
                            "statistic": "Average",
                            "threshold": 70.5,
                            "timeAggregation": "Last",
                            "timeGrain": "PT1M",
                            "timeWindow": "PT5M",
                            "dimensions": [
                                {
                                    "dimensionName": "deployment",
                                    "operator": "Equals",
                                    "values": ["blue"],
                                }
                            ],
                        },
                        "scaleAction": {
                            "direction": "Increase",
                            "type": "ChangeCount",
                            "value": "1",
                            "cooldown": "PT5M",
                        },
                    }
                ],
            }
        ],
    },
    "monitor:MetricAlert": {
        **GROUP,
        "location": "global",
        "ruleName": "throttled",
        "scopes": [ACCOUNT],
        "severity": 0,
        "enabled": False,
        "evaluationFrequency": "PT1M",
        "windowSize": "PT5M",
        "actions": [{"actionGroupId": f"{WHERE}/Microsoft.Insights/actionGroups/people"}],
        "criteria": {
            "odataType": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
            "allOf": [
                {
                    "criterionType": "StaticThresholdCriterion",
                    "name": "throttled",
                    "metricName": "AzureOpenAIRequests",
                    "operator": "GreaterThan",
                    "threshold": 5,
                    "timeAggregation": "Total",
                    "dimensions": [
                        {"name": "StatusCode", "operator": "Include", "values": ["429"]}
                    ],
                }
            ],
        },
    },
    "monitor:ScheduledQueryRule": {
        **GROUP,
        **HERE,
        "ruleName": "loud",
        "kind": "LogAlert",
        "scopes": [LOGS],
        "severity": 2,
        "enabled": True,
        "evaluationFrequency": "PT5M",
        "windowSize": "PT5M",
        "criteria": {
            "allOf": [
                {
                    "query": "AzureDiagnostics | where ResultSignature == 429",
                    "timeAggregation": "Count",
                    "operator": "GreaterThan",
                    "threshold": 10,
                    "failingPeriods": {
                        "numberOfEvaluationPeriods": 1,
                        "minFailingPeriodsToAlert": 1,
                    },
                }
            ]
        },
        "actions": {"actionGroups": [f"{WHERE}/Microsoft.Insights/actionGroups/people"]},
    },
    "monitor:ActionGroup": {
        **GROUP,
        "location": "global",
        "actionGroupName": "people",
        "groupShortName": "people",
        "enabled": True,
        "emailReceivers": [
            {"name": "ops", "emailAddress": "ops@example.com", "useCommonAlertSchema": True}
        ],
    },
    "monitor:DiagnosticSetting": {
        "resourceUri": ACCOUNT,
        "name": "logs",
        "workspaceId": LOGS,
        "logs": [{"categoryGroup": "allLogs", "enabled": True}],
        "metrics": [{"category": "AllMetrics", "enabled": True}],
    },
    "applicationinsights:Component": {
        **GROUP,
        **HERE,
        "resourceName": "app",
        "kind": "web",
        "applicationType": "web",
        "flowType": "Bluefield",
        "requestSource": "rest",
        "ingestionMode": "LogAnalytics",
        "publicNetworkAccessForIngestion": "Enabled",
        "publicNetworkAccessForQuery": "Enabled",
        "workspaceResourceId": LOGS,
        "samplingPercentage": 50,
        "disableLocalAuth": True,
    },
    "applicationinsights:Workbook": {
        **GROUP,
        **HERE,
        "resourceName": GUID,
        "kind": "shared",
        "category": "workbook",
        "displayName": "Carbon",
        "serializedData": '{"version": "Notebook/1.0", "items": []}',
        "sourceId": LOGS,
    },
    "operationalinsights:Workspace": {
        **GROUP,
        **HERE,
        "workspaceName": "logs",
        "sku": {"name": "PerGB2018"},
        "retentionInDays": 30,
        "workspaceCapping": {"dailyQuotaGb": 0.5},
        "features": {"disableLocalAuth": True, "mine": 1},
    },
    "redisenterprise:RedisEnterprise": {
        **GROUP,
        **HERE,
        "clusterName": "cache",
        "sku": {"name": "Balanced_B1"},
        "highAvailability": "Enabled",
        "minimumTlsVersion": "1.2",
        "publicNetworkAccess": "Enabled",
        "zones": ["1", "2"],
    },
    "redisenterprise:Database": {
        **GROUP,
        "clusterName": "cache",
        "databaseName": "default",
        "clientProtocol": "Encrypted",
        "clusteringPolicy": "EnterpriseCluster",
        "evictionPolicy": "NoEviction",
        "modules": [{"name": "RediSearch"}],
        "port": 10000,
    },
    "redisenterprise:AccessPolicyAssignment": {
        **GROUP,
        "clusterName": "cache",
        "databaseName": "default",
        "accessPolicyAssignmentName": "app",
        "accessPolicyName": "default",
        "user": {"objectId": GUID},
    },
    "cosmosdb:DatabaseAccount": {
        **GROUP,
        **HERE,
        **ASSIGNED,
        "accountName": "db",
        "kind": "GlobalDocumentDB",
        "createMode": "Default",
        "databaseAccountOfferType": "Standard",
        "locations": [{"locationName": "swedencentral", "failoverPriority": 0}],
        "capabilities": [{"name": "EnableServerless"}, {"name": "EnableNoSQLVectorSearch"}],
        "consistencyPolicy": {"defaultConsistencyLevel": "Session"},
        "disableLocalAuth": True,
        "minimalTlsVersion": "Tls12",
        "backupPolicy": {
            "type": "Continuous",
            "continuousModeProperties": {"tier": "Continuous7Days"},
        },
    },
    "cosmosdb:SqlResourceSqlDatabase": {**DATABASE, "resource": {"id": "shop"}},
    "cosmosdb:SqlResourceSqlContainer": {
        **DATABASE,
        "containerName": "memory",
        "options": {"autoscaleSettings": {"maxThroughput": 1000}},
        "resource": {
            "id": "memory",
            "defaultTtl": 3600,
            "partitionKey": {"paths": ["/user"], "kind": "Hash", "version": 2},
            "indexingPolicy": {
                "indexingMode": "consistent",
                "includedPaths": [{"path": "/*"}],
                "excludedPaths": [{"path": "/vector/*"}],
                "vectorIndexes": [{"path": "/vector", "type": "diskANN"}],
            },
            "vectorEmbeddingPolicy": {
                "vectorEmbeddings": [
                    {
                        "path": "/vector",
                        "dataType": "float32",
                        "dimensions": 1536,
                        "distanceFunction": "cosine",
                    }
                ]
            },
        },
    },
    "cosmosdb:SqlResourceSqlRoleAssignment": {
        **GROUP,
        "accountName": "db",
        "roleAssignmentId": GUID,
        "principalId": GUID,
        "roleDefinitionId": f"{WHERE}/Microsoft.DocumentDB/databaseAccounts/db/x/00000002",
        "scope": f"{WHERE}/Microsoft.DocumentDB/databaseAccounts/db",
    },
    "managedidentity:UserAssignedIdentity": {**GROUP, **HERE, **TAGS, "resourceName": "shop-app"},
    "authorization:RoleAssignment": {
        "scope": ACCOUNT,
        "roleAssignmentName": GUID,
        "principalId": GUID,
        "principalType": "ServicePrincipal",
        "roleDefinitionId": ROLE,
    },
    "storage:StorageAccount": {
        **GROUP,
        **HERE,
        "accountName": "shopstore",
        "kind": "StorageV2",
        "sku": {"name": "Standard_LRS"},
        "allowBlobPublicAccess": False,
        "minimumTlsVersion": "TLS1_2",
        "enableHttpsTrafficOnly": True,
        "isHnsEnabled": False,
        "networkRuleSet": {
            "defaultAction": "Deny",
            "bypass": "AzureServices",
            "ipRules": [{"iPAddressOrRange": "10.0.0.0/8", "action": "Allow"}],
        },
        "encryption": {
            "keySource": "Microsoft.Keyvault",
            "encryptionIdentity": {"encryptionUserAssignedIdentity": IDENTITY},
            "keyVaultProperties": {"keyName": "key", "keyVaultUri": "https://kv.vault.azure.net"},
        },
    },
    "keyvault:Vault": {
        **GROUP,
        **HERE,
        "vaultName": "shop-kv",
        "properties": {
            "tenantId": GUID,
            "sku": {"family": "A", "name": "standard"},
            "enableRbacAuthorization": True,
            "enablePurgeProtection": True,
            "accessPolicies": [],
        },
    },
    "apimanagement:ApiManagementService": {
        **GROUP,
        **HERE,
        **TAGS,
        **ASSIGNED,
        "serviceName": "gate",
        "sku": {"name": "BasicV2", "capacity": 1},
        "publisherEmail": "ops@example.com",
        "publisherName": "Contoso",
        "developerPortalStatus": "Enabled",
        "disableGateway": False,
        "enableClientCertificate": False,
        "legacyPortalStatus": "Enabled",
        "natGatewayState": "Disabled",
        "restore": False,
        "virtualNetworkType": "None",
    },
    "apimanagement:Api": {
        **GATE,
        "apiId": "models",
        "path": "models",
        "displayName": "Models",
        "protocols": ["https"],
        "apiType": "http",
        "subscriptionRequired": True,
        "subscriptionKeyParameterNames": {"header": "api-key"},
    },
    "apimanagement:ApiPolicy": {
        **GATE,
        "apiId": "models",
        "policyId": "policy",
        "format": "xml",
        "value": "<policies />",
    },
    "apimanagement:ApiDiagnostic": {
        **GATE,
        "apiId": "models",
        "diagnosticId": "applicationinsights",
        "loggerId": f"{WHERE}/Microsoft.ApiManagement/service/gate/loggers/insights",
        "metrics": True,
        "sampling": {"samplingType": "fixed", "percentage": 10.5},
    },
    "apimanagement:Backend": {
        **GATE,
        "backendId": "north",
        "type": "Single",
        "protocol": "http",
        "url": "https://ai.openai.azure.com/openai/v1",
        "circuitBreaker": {
            "rules": [
                {
                    "name": "throttled",
                    "acceptRetryAfter": True,
                    "tripDuration": "PT1M",
                    "failureCondition": {
                        "count": 3,
                        "interval": "PT5M",
                        "statusCodeRanges": [{"min": 429, "max": 429}],
                    },
                }
            ]
        },
    },
    "apimanagement:Cache": {
        **GATE,
        "cacheId": "default",
        "connectionString": "cache:10000,password=x,ssl=True",
        "useFromLocation": "default",
    },
    "apimanagement:Logger": {
        **GATE,
        "loggerId": "insights",
        "loggerType": "applicationInsights",
        "credentials": {"connectionString": "InstrumentationKey=x"},
        "resourceId": f"{WHERE}/Microsoft.Insights/components/app",
    },
}
every_resource = pytest.mark.parametrize("token", INPUTS)
SCHEMA_VERSIONS = {"resources:Deployment": "2026-06-01", "resources:ResourceGroup": "2025-04-01"}


def row(token):
    return spec_for(f"azure-native:{token}"), INPUTS[token]


def sent_to_azure(token):
    """What Azure is sent and what it keeps of it, after its schema has found no fault."""
    spec, inputs = row(token)
    namespace, _, key = spec.arm_type.partition("/")
    known = schema(namespace, SCHEMA_VERSIONS.get(token, spec.api_version))
    body = native.body(spec, inputs)
    kept, faults = check(known, key, body)
    assert [str(fault) for fault in faults] == []
    return spec, inputs, body, kept


def answered(token):
    """What Azure answers: what it was sent, and what only it can tell."""
    spec, inputs, _, kept = sent_to_azure(token)
    where = native.arm_id(spec, inputs, "sub")
    told = {"id": where, "name": where.rpartition("/")[2], "type": spec.arm_type, "etag": "1"}
    properties = {**kept.get("properties", {}), "provisioningState": "Succeeded"}
    namespace, _, key = spec.arm_type.partition("/")
    known = schema(namespace, SCHEMA_VERSIONS.get(token, spec.api_version))
    return spec, inputs, where, known.project(key, {**kept, **told, "properties": properties})


def test_there_is_one_of_each():
    assert set(INPUTS) == {spec.token.removeprefix("azure-native:") for spec in RESOURCES}


@every_resource
def test_what_a_program_writes_passes_check_and_is_what_azure_takes(token):
    spec, inputs = row(token)
    assert native.check(spec, "it", inputs, None) == inputs
    _, _, body, kept = sent_to_azure(token)
    assert kept == body
    assert not {*spec.path_inputs} & {*body}


@every_resource
def test_an_id_leads_back_to_the_names_in_it(token):
    spec, inputs = row(token)
    where = native.arm_id(spec, inputs, "sub")
    assert where.startswith("/subscriptions/sub/")
    assert "//" not in where
    assert names_in(spec, where) == {key: inputs[key] for key in spec.path_inputs}


@every_resource
def test_a_refresh_and_an_import_find_what_the_program_wrote(token):
    spec, inputs, where, answer = answered(token)
    assert inputs_from_azure(spec, where, answer, inputs) == inputs
    assert inputs_from_azure(spec, where, answer, inputs, native.outputs(spec, answer)) == inputs
    assert inputs_from_azure(spec, where, answer, {}) == inputs


@every_resource
def test_a_program_is_told_what_its_class_declares_and_foresees_it(token):
    spec, inputs, _, answer = answered(token)
    told, foreseen = native.outputs(spec, answer), native.preview_outputs(spec, inputs)
    assert told.keys() <= spec.outputs
    assert foreseen.keys() <= spec.outputs
    assert told.keys() <= foreseen.keys()
    for key in spec.outputs & {*spec.body} & inputs.keys() - {"identity", *spec.nested_computed}:
        assert told[key] == foreseen[key] == inputs[key]
    for key in spec.outputs & {*spec.path_inputs}:
        assert foreseen[key] == inputs[key]


@every_resource
def test_the_package_schema_has_the_resource(token):
    spec, inputs = row(token)
    described = package_schema()["resources"][spec.token]
    assert described["inputProperties"].keys() == spec.inputs
    assert described["properties"].keys() == spec.outputs
    assert {*described["requiredInputs"]} <= inputs.keys()


def test_the_answer_of_an_autoscale_setting_stays_nested():
    spec, inputs, _, answer = answered("monitor:AutoscaleSetting")
    told = native.outputs(spec, answer)
    assert told["properties"]["profiles"] == inputs["profiles"]
    assert "profiles" not in told
    assert native.preview_outputs(spec, inputs)["properties"]["profiles"] == inputs["profiles"]
    wire = native.body(spec, inputs)["properties"]["profiles"][0]["rules"][0]["metricTrigger"]
    assert wire["dimensions"] == [
        {"DimensionName": "deployment", "Operator": "Equals", "Values": ["blue"]}
    ]


def test_a_secret_of_an_autoscale_setting_stays_one_where_it_comes_out():
    spec, inputs, _, answer = answered("monitor:AutoscaleSetting")
    hidden = {**inputs, "notifications": Secret(inputs["notifications"])}
    told = hidden_like(native.outputs(spec, answer), hidden)
    assert isinstance(told["properties"], Secret)
    assert told["location"] == "swedencentral"


def test_names_that_azure_native_changes_are_azures_own_on_the_wire():
    criteria = native.body(*row("monitor:MetricAlert"))["properties"]["criteria"]
    assert set(criteria) == {"odata.type", "allOf"}
    component = native.body(*row("applicationinsights:Component"))["properties"]
    assert component["Application_Type"] == "web"
    storage = native.body(*row("storage:StorageAccount"))["properties"]
    assert storage["supportsHttpsTrafficOnly"] is True
    assert storage["networkAcls"]["ipRules"] == [{"value": "10.0.0.0/8", "action": "Allow"}]
    assert storage["encryption"]["identity"] == {"userAssignedIdentity": IDENTITY}


def test_what_azure_keeps_under_properties_alone_comes_out_flat():
    spec, _ = row("managedidentity:UserAssignedIdentity")
    answer = {"name": "id", "properties": {"clientId": "1", "principalId": "2", "tenantId": "3"}}
    told = native.outputs(spec, answer)
    assert told == {
        "azureApiVersion": "2023-01-31",
        "name": "id",
        "clientId": "1",
        "principalId": "2",
        "tenantId": "3",
    }
    assert native.preview_outputs(spec, {"location": "x"})["principalId"] is UNKNOWN


@pytest.mark.parametrize(
    ("token", "changes", "replaces"),
    [
        ("redisenterprise:Database", {"modules": [{"name": "RedisJSON"}]}, ("modules[0].name",)),
        ("redisenterprise:Database", {"evictionPolicy": "AllKeysLRU"}, ()),
        ("applicationinsights:Component", {"applicationType": "other"}, ("applicationType",)),
        ("authorization:RoleAssignment", {"principalId": "other"}, ("principalId",)),
        ("authorization:RoleAssignment", {"scope": LOGS}, ("scope",)),
        ("storage:StorageAccount", {"isHnsEnabled": True}, ("isHnsEnabled",)),
        ("keyvault:Vault", {"location": "eastus"}, ()),
        ("monitor:MetricAlert", {"severity": 3}, ()),
    ],
)
def test_only_what_cannot_be_changed_takes_a_new_resource(token, changes, replaces):
    spec, inputs = row(token)
    assert native.diff(spec, "it", inputs, {**inputs, **changes}).replaces == replaces


def test_names_left_out_are_made_as_azure_native_makes_them():
    spec, inputs = row("authorization:RoleAssignment")
    unnamed = {key: value for key, value in inputs.items() if key != spec.name_input}
    made = native.check(spec, "reader", unnamed, None, seed=b"1")
    assert made["roleAssignmentName"] == "6b86b273-ff34-fce1-9d6b-804eff5a3f57"
    assert native.check(spec, "reader", unnamed, made) == made
    spec, inputs = row("cosmosdb:SqlResourceSqlContainer")
    unnamed = {key: value for key, value in inputs.items() if key != spec.name_input}
    assert native.check(spec, "memory", unnamed, None)["containerName"] == "memory"


def test_cosmos_children_are_given_no_location():
    spec, inputs = row("cosmosdb:SqlResourceSqlDatabase")
    assert "location" not in native.check(spec, "it", inputs, None, location="eastus")
