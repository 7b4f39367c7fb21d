"""How do azure-native's Azure Monitor resources map to ARM?"""

from __future__ import annotations

from typing import Final

from azgreen_emulator.native.spec import RESOURCE_GROUP, ResourceSpec

_INSIGHTS: Final = f"{RESOURCE_GROUP}/providers/Microsoft.Insights"
_AUTOSCALE_SETTING_PROPERTIES: Final = (
    "enabled",
    "name",
    "notifications",
    "predictiveAutoscalePolicy",
    "profiles",
    "targetResourceLocation",
    "targetResourceUri",
)
_METRIC_ALERT_PROPERTIES: Final = (
    "actions",
    "autoMitigate",
    "criteria",
    "description",
    "enabled",
    "evaluationFrequency",
    "scopes",
    "severity",
    "targetResourceRegion",
    "targetResourceType",
    "windowSize",
)
_ACTION_GROUP_PROPERTIES: Final = (
    "armRoleReceivers",
    "automationRunbookReceivers",
    "azureAppPushReceivers",
    "azureFunctionReceivers",
    "emailReceivers",
    "enabled",
    "eventHubReceivers",
    "groupShortName",
    "incidentReceivers",
    "itsmReceivers",
    "logicAppReceivers",
    "smsReceivers",
    "voiceReceivers",
    "webhookReceivers",
)
_DIAGNOSTIC_SETTING_PROPERTIES: Final = (
    "eventHubAuthorizationRuleId",
    "eventHubName",
    "logAnalyticsDestinationType",
    "logs",
    "marketplacePartnerId",
    "metrics",
    "serviceBusRuleId",
    "storageAccountId",
    "workspaceId",
)
ROWS: Final = (
    ResourceSpec(
        token="azure-native:monitor:AutoscaleSetting",
        arm_type="Microsoft.Insights/autoscaleSettings",
        api_version="2021-05-01-preview",
        path=f"{_INSIGHTS}/autoscaleSettings/{{autoscaleSettingName}}",
        name_input="autoscaleSettingName",
        name_length=260,
        body=(
            "location",
            "tags",
            *_AUTOSCALE_SETTING_PROPERTIES,
        ),
        flattened=_AUTOSCALE_SETTING_PROPERTIES,
        renamed={
            "profiles.rules.metricTrigger.dimensions.dimensionName": "DimensionName",
            "profiles.rules.metricTrigger.dimensions.operator": "Operator",
            "profiles.rules.metricTrigger.dimensions.values": "Values",
        },
        required=("profiles",),
        defaults={"enabled": False},
        replace_on=("location",),
        answers_nested=True,
        computed=(
            "azureApiVersion",
            "name",
            "properties",
            "systemData",
            "type",
        ),
    ),
    ResourceSpec(
        token="azure-native:monitor:MetricAlert",
        arm_type="Microsoft.Insights/metricAlerts",
        api_version="2018-03-01",
        path=f"{_INSIGHTS}/metricAlerts/{{ruleName}}",
        name_input="ruleName",
        name_length=260,
        body=(
            "location",
            "tags",
            *_METRIC_ALERT_PROPERTIES,
        ),
        flattened=_METRIC_ALERT_PROPERTIES,
        renamed={"criteria.odataType": "odata.type"},
        required=(
            "criteria",
            "enabled",
            "evaluationFrequency",
            "scopes",
            "severity",
            "windowSize",
        ),
        replace_on=("location",),
        computed=(
            "azureApiVersion",
            "isMigrated",
            "lastUpdatedTime",
            "name",
            "type",
        ),
    ),
    ResourceSpec(
        token="azure-native:monitor:ActionGroup",
        arm_type="Microsoft.Insights/actionGroups",
        api_version="2024-10-01-preview",
        path=f"{_INSIGHTS}/actionGroups/{{actionGroupName}}",
        name_input="actionGroupName",
        name_length=260,
        body=(
            "identity",
            "location",
            "tags",
            *_ACTION_GROUP_PROPERTIES,
        ),
        flattened=_ACTION_GROUP_PROPERTIES,
        required=("groupShortName",),
        defaults={"enabled": True},
        replace_on=("location",),
        computed=(
            "azureApiVersion",
            "name",
            "systemData",
            "type",
        ),
        nested_computed={
            "identity": (
                "principalId",
                "tenantId",
            ),
        },
    ),
    ResourceSpec(
        token="azure-native:monitor:DiagnosticSetting",
        arm_type="Microsoft.Insights/diagnosticSettings",
        api_version="2021-05-01-preview",
        path="/{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
        name_input="name",
        name_length=260,
        body=(*_DIAGNOSTIC_SETTING_PROPERTIES,),
        flattened=_DIAGNOSTIC_SETTING_PROPERTIES,
        computed=(
            "azureApiVersion",
            "name",
            "systemData",
            "type",
        ),
    ),
)
