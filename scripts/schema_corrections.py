"""Where does a client say otherwise than the specification of the version, and who says so?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_BICEP = "Azure/bicep-types-az"
_NATIVE = "pulumi-azure-native 3.29.0, whose classes are made from this version's specification"


@dataclass(frozen=True)
class Correction:
    """What a client has otherwise than the specification of the version, and who says so.

    `changes` are the entries of the rule that differ, None for one that goes; None: the version has
    no such property. A version left blank is every version that has the property.
    """

    namespace: str
    api_version: str
    type_name: str
    key: str
    changes: dict[str, Any] | None
    source: str


CORRECTIONS = (
    Correction(
        "Microsoft.Insights",
        "2025-01-01-preview",
        "ScheduledQueryRuleProperties",
        "severity",
        {"type": "integer", "enum": [0, 1, 2, 3, 4]},
        f"{_NATIVE}: a number, as in every version; client 8.0.0b3 took its values for texts",
    ),
    Correction(
        "Microsoft.Resources",
        "2026-06-01",
        "DeploymentProperties",
        "parameters",
        {"values": {"type": "any"}},
        "DeploymentPropertiesExtended of the same client: values come back with their types",
    ),
    Correction(
        "Microsoft.CognitiveServices",
        "",
        "AccountProperties",
        "restore",
        {"writeOnly": True},
        f"{_BICEP}: flag 4; Azure never sends it back",
    ),
    Correction(
        "Microsoft.CognitiveServices",
        "2025-06-01",
        "AccountProperties",
        "networkInjections",
        {"type": "array", "ref": None, "items": {"type": "object", "ref": "NetworkInjections"}},
        f"{_BICEP}: a list in every version; client 13.7.0 took one object for it",
    ),
    *(
        Correction(
            "Microsoft.Search",
            "2025-05-01",
            type_name,
            key,
            {"enum": allowed},
            f"{_NATIVE}: client 9.2.0 spells the values small, as older versions do",
        )
        for type_name in ("SearchService.properties", "SearchServiceUpdate.properties")
        for key, allowed in (
            ("computeType", ["Default", "Confidential"]),
            ("hostingMode", ["Default", "HighDensity"]),
            ("publicNetworkAccess", ["Enabled", "Disabled", "SecuredByPerimeter"]),
        )
    ),
    *(
        Correction(
            "Microsoft.OperationalInsights",
            "2023-09-01",
            type_name,
            key,
            None,
            f"{_NATIVE}: came after it; the client speaks 2025-07-01",
        )
        for type_name, key in (
            ("Workspace.properties", "failover"),
            ("Workspace.properties", "replication"),
            ("WorkspacePatch.properties", "failover"),
            ("WorkspacePatch.properties", "replication"),
            ("WorkspaceFeatures", "associations"),
        )
    ),
    *(
        Correction(
            "Microsoft.OperationalInsights",
            "2023-09-01",
            type_name,
            key,
            {"enum": ["Enabled", "Disabled"]},
            f"{_NATIVE}: 'SecuredByPerimeter' came after it",
        )
        for type_name in ("Workspace.properties", "WorkspacePatch.properties")
        for key in ("publicNetworkAccessForIngestion", "publicNetworkAccessForQuery")
    ),
    *(
        Correction(
            namespace,
            version,
            type_name,
            key,
            {"required": True},
            f"{_NATIVE}: required; clients drop that of properties that they flatten",
        )
        for namespace, version, type_name, keys in (
            *(
                ("Microsoft.ApiManagement", "2024-05-01", type_name, keys)
                for type_name, keys in (
                    ("ApiCreateOrUpdateParameter", ("properties",)),
                    ("ApiCreateOrUpdateParameter.properties", ("path",)),
                    ("BackendContract", ("properties",)),
                    ("CacheContract", ("properties",)),
                    ("CacheContract.properties", ("connectionString", "useFromLocation")),
                    ("DiagnosticContract", ("properties",)),
                    ("DiagnosticContract.properties", ("loggerId",)),
                    ("LoggerContract", ("properties",)),
                    ("LoggerContract.properties", ("loggerType",)),
                    ("PolicyContract", ("properties",)),
                    ("PolicyContract.properties", ("value",)),
                    (
                        "RemotePrivateEndpointConnectionWrapper.properties",
                        ("privateLinkServiceConnectionState",),
                    ),
                )
            ),
            ("Microsoft.Cache", "2025-07-01", "Cluster", ("properties",)),
            ("Microsoft.Cache", "2025-07-01", "Cluster.properties", ("publicNetworkAccess",)),
            ("Microsoft.Cache", "2025-07-01", "AccessPolicyAssignment", ("properties",)),
            (
                "Microsoft.Cache",
                "2025-07-01",
                "AccessPolicyAssignment.properties",
                ("accessPolicyName", "user"),
            ),
            ("Microsoft.Insights", "2020-02-02", "ApplicationInsightsComponent", ("properties",)),
            (
                "Microsoft.Insights",
                "2020-02-02",
                "ApplicationInsightsComponent.properties",
                ("Application_Type",),
            ),
            ("Microsoft.Insights", "2023-06-01", "Workbook", ("properties",)),
            (
                "Microsoft.Insights",
                "2023-06-01",
                "Workbook.properties",
                ("category", "displayName", "serializedData"),
            ),
        )
        for key in keys
    ),
    *(
        Correction(
            "Microsoft.KeyVault",
            "2024-11-01",
            "VaultProperties",
            key,
            {"readOnly": True},
            f"{_NATIVE}: no inputs, and 'vaultUri' is the name's",
        )
        for key in ("provisioningState", "vaultUri")
    ),
    Correction(
        "Microsoft.Authorization",
        "2022-04-01",
        "RoleAssignmentCreateParameters.properties",
        "principalType",
        {
            "enum": [
                "User",
                "Group",
                "ServicePrincipal",
                "ForeignGroup",
                "Device",
                "AgentUser",
                "AgentServicePrincipal",
            ]
        },
        f"{_NATIVE}: agents came to the specification after client 4.0.0",
    ),
)
