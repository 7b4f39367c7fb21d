"""What does one resource take in a month?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.errors import AzgreenError
from azgreen.estimate.inventory import services
from azgreen.estimate.inventory.line import Line, nobody_knows, nothing_of_its_own
from azgreen.estimate.inventory.machines import online_deployment
from azgreen.estimate.inventory.tokens import deployment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from azgreen.estimate.inventory.reading import Props

_SOMEWHERE: Final[Mapping[str, Callable[[str, Props, str | None], Line]]] = {
    "cognitiveservices:Deployment": deployment,
    "machinelearningservices:OnlineDeployment": online_deployment,
}
"""What depends on the region."""

_PRICED: Final[Mapping[str, Callable[[str, Props], Line]]] = {
    "apimanagement:ApiManagementService": services.gateway,
    "cosmosdb:DatabaseAccount": services.cosmos_account,
    "cosmosdb:SqlResourceSqlContainer": services.cosmos_throughput,
    "cosmosdb:SqlResourceSqlDatabase": services.cosmos_throughput,
    "redisenterprise:RedisEnterprise": services.redis,
    "search:Service": services.search,
}

_PART_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "apimanagement": ("Api", "ApiDiagnostic", "ApiPolicy", "Backend", "Cache", "Logger"),
    "applicationinsights": ("Workbook",),
    "authorization": ("RoleAssignment", "RoleDefinition"),
    "cognitiveservices": ("Account", "Project", "RaiBlocklist", "RaiBlocklistItem", "RaiPolicy"),
    "consumption": ("Budget",),
    "cosmosdb": ("SqlResourceSqlRoleAssignment", "SqlResourceSqlRoleDefinition"),
    "machinelearningservices": (
        "ComponentContainer",
        "ComponentVersion",
        "MarketplaceSubscription",
        "OnlineEndpoint",
        "Workspace",
    ),
    "managedidentity": ("FederatedIdentityCredential", "UserAssignedIdentity"),
    "monitor": ("AutoscaleSetting",),
    "redisenterprise": ("AccessPolicyAssignment", "Database"),
    "resources": ("ResourceGroup",),
}
"""Types that bill and draw nothing of their own: what they are part of, or hold, does."""

_BY_USE: Final[Mapping[str, str]] = {
    "applicationinsights:Component": "the gigabytes that are logged",
    "keyvault:Vault": "the operations",
    "machinelearningservices:Compute": "the hours that its machines run",
    "machinelearningservices:Job": "the hours that it runs",
    "machinelearningservices:Schedule": "the hours that its jobs run",
    "machinelearningservices:ServerlessEndpoint": "the tokens, whose price is not in the catalogue",
    "monitor:ActionGroup": "the messages that are sent",
    "monitor:DiagnosticSetting": "the gigabytes that are logged",
    "monitor:MetricAlert": "the time series that it watches",
    "monitor:ScheduledQueryRule": "the queries that it runs",
    "operationalinsights:Workspace": "the gigabytes that are logged",
    "storage:StorageAccount": "the gigabytes that are kept, and the operations",
}


def of_resource(
    token_module: str, token_type: str, props: Props, region: str | None = None
) -> Line:
    """Return what an azure-native resource takes in a month of 730 hours.

    Args:
        token_module: Of its type token, such as `search`.
        token_type: Of its type token, such as `Service`.
        props: Its inputs; `UNKNOWN` stands for what only the deployment makes known.
        region: Where it runs, as the catalogue or Azure writes it; None where that is not known.

    Returns:
        A figure or the reason why there is none for each quantity; it never raises for what the
        inputs say. A resource whose type is not known to azgreen has reasons only.
    """
    kind = f"{token_module}:{token_type}"
    try:
        return _line(kind, props, region)
    except AzgreenError as error:
        return Line.of(kind, nobody_knows(str(error)))
    except ArithmeticError:
        return Line.of(kind, nobody_knows("its numbers are too large to reckon with"))


def _line(kind: str, props: Props, region: str | None) -> Line:
    module, _, name = kind.partition(":")
    if kind in _SOMEWHERE:
        return _SOMEWHERE[kind](kind, props, region)
    if kind in _PRICED:
        return _PRICED[kind](kind, props)
    if name in _PART_OF.get(module, ()):
        return nothing_of_its_own(kind, "what it is part of, or holds, bills and draws")
    if kind in _BY_USE:
        return Line.of(kind, nobody_knows(f"it is billed by {_BY_USE[kind]}; not counted"))
    return Line.of(kind, nobody_knows(f"neither price nor power of {kind} is in the catalogue"))
