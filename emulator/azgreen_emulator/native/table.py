"""Which azure-native resources does the local Azure serve, and how does each map to ARM?

One row a resource, as azure-native 3.29.0 has it (API versions: the class docstrings of
pulumi-azure-native 3.29.0; paths: Azure's REST reference at that version).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from azgreen.errors import EngineError, nearest

AZURE_NATIVE_VERSION: Final = "3.29.0"
SUBSCRIPTION_ID: Final = "00000000-0000-0000-0000-000000000000"
"""The one subscription that programs are deployed to in the local Azure."""

_RESOURCE_GROUP: Final = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}"
_ACCOUNT: Final = (
    f"{_RESOURCE_GROUP}/providers/Microsoft.CognitiveServices/accounts/{{accountName}}"
)
_DELETED_ACCOUNT: Final = (
    "/subscriptions/{subscriptionId}/providers/Microsoft.CognitiveServices/locations/{location}"
    "/resourceGroups/{resourceGroupName}/deletedAccounts/{accountName}"
)


@dataclass(frozen=True)
class ResourceSpec:
    """How one azure-native resource becomes an ARM request.

    `body` holds the inputs that ARM is sent; `flattened` those of them that ARM keeps under
    `properties`; `replace_on` the inputs whose change needs a new resource, beside those in the
    path; `computed` the outputs that only Azure can tell; `purge_path` where Azure keeps the
    resource for a while after its deletion.
    """

    token: str
    arm_type: str
    api_version: str
    path: str
    name_input: str
    name_length: int
    body: tuple[str, ...]
    computed: tuple[str, ...]
    replace_on: tuple[str, ...] = ()
    flattened: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    purge_path: str = ""
    nested_computed: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    @cached_property
    def path_inputs(self) -> tuple[str, ...]:
        """The inputs that stand in the path, outermost first."""
        return tuple(name for name in re.findall(r"{(\w+)}", self.path) if name != "subscriptionId")

    @cached_property
    def inputs(self) -> frozenset[str]:
        """Every input that the resource takes."""
        return frozenset((*self.path_inputs, *self.body))


RESOURCES: Final = (
    ResourceSpec(
        token="azure-native:resources:ResourceGroup",
        arm_type="Microsoft.Resources/resourceGroups",
        api_version="2024-03-01",
        path=_RESOURCE_GROUP,
        name_input="resourceGroupName",
        name_length=90,
        body=("location", "managedBy", "tags"),
        computed=("azureApiVersion", "name", "properties", "type"),
        replace_on=("location", "managedBy"),
    ),
    ResourceSpec(
        token="azure-native:cognitiveservices:Account",
        arm_type="Microsoft.CognitiveServices/accounts",
        api_version="2025-06-01",
        path=_ACCOUNT,
        name_input="accountName",
        name_length=64,
        body=("identity", "kind", "location", "properties", "sku", "tags"),
        computed=("azureApiVersion", "etag", "name", "systemData", "type"),
        replace_on=("location",),
        purge_path=_DELETED_ACCOUNT,
        nested_computed={
            "identity": ("principalId", "tenantId"),
            "properties": (
                "abusePenalty",
                "callRateLimit",
                "capabilities",
                "commitmentPlanAssociations",
                "dateCreated",
                "deletionDate",
                "endpoint",
                "endpoints",
                "internalId",
                "isMigrated",
                "privateEndpointConnections",
                "provisioningState",
                "quotaLimit",
                "scheduledPurgeDate",
                "skuChangeInfo",
            ),
        },
    ),
    ResourceSpec(
        token="azure-native:cognitiveservices:Deployment",
        arm_type="Microsoft.CognitiveServices/accounts/deployments",
        api_version="2025-06-01",
        path=f"{_ACCOUNT}/deployments/{{deploymentName}}",
        name_input="deploymentName",
        name_length=64,
        body=("properties", "sku", "tags"),
        computed=("azureApiVersion", "etag", "name", "systemData", "type"),
        nested_computed={
            "properties": (
                "callRateLimit",
                "capabilities",
                "dynamicThrottlingEnabled",
                "provisioningState",
                "rateLimits",
            ),
        },
    ),
)

_BY_TOKEN: Final = {spec.token: spec for spec in RESOURCES}
_API_VERSION_IN_TOKEN: Final = re.compile(r"^(azure-native:\w+)/v\d{8}\w*:")


def spec_for(token: str) -> ResourceSpec:
    """Look a resource type token up.

    Raises:
        EngineError: when the local Azure does not serve the type, or the token asks for another
            API version than azure-native's default.
    """
    if spec := _BY_TOKEN.get(token):
        return spec
    if (plain := _API_VERSION_IN_TOKEN.sub(r"\1:", token)) in _BY_TOKEN:
        version = _BY_TOKEN[plain].api_version
        raise EngineError(f"{token!r}: the local Azure serves API version {version}; use {plain!r}")
    hint = nearest(token, list(_BY_TOKEN))
    raise EngineError(f"resource type {token!r} is not served by the local Azure; {hint}")
