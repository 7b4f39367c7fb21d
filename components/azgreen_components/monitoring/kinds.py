"""What has each kind of target, and what does it take?"""

from dataclasses import dataclass, field

COMMON_FIELDS = frozenset({"name", "kind", "location", "thresholds"})
"""What every kind takes."""

ACCOUNT_TYPE = "Microsoft.CognitiveServices/accounts"


@dataclass(frozen=True)
class Kind:
    """One kind of target."""

    name: str
    resource_type: str
    """ARM type of the resource that has the metrics."""
    required: frozenset[str] = field(default_factory=frozenset[str])
    optional: frozenset[str] = field(default_factory=frozenset[str])
    has_diagnostics: bool = False
    """Whether it is a whole resource, which has logs and a diagnostic setting of its own."""
    exports_metrics: bool = False
    """Whether queries need its metrics in the workspace; workbook charts read them in place."""

    @property
    def fields(self) -> frozenset[str]:
        """Every input of a target of this kind."""
        return COMMON_FIELDS | self.required | self.optional


_ENDPOINT_TYPE = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints"
_BY_ID = frozenset({"resource_id"})
_IN_ACCOUNT = frozenset({"account", "model"})
_LATENCY = frozenset({"latency_ms"})
_BUDGET = "carbon_budget_gco2e_per_day"

KINDS = {
    kind.name: kind
    for kind in (
        Kind("model_account", ACCOUNT_TYPE, _BY_ID, has_diagnostics=True, exports_metrics=True),
        Kind(
            "model_deployment",
            ACCOUNT_TYPE,
            _IN_ACCOUNT,
            _LATENCY | {"deployment_name", "sku", "traffic", _BUDGET},
        ),
        Kind("provisioned_deployment", ACCOUNT_TYPE, _IN_ACCOUNT, _LATENCY | {"deployment_name"}),
        Kind("online_endpoint", _ENDPOINT_TYPE, _BY_ID, _LATENCY, has_diagnostics=True),
        Kind(
            "online_deployment",
            f"{_ENDPOINT_TYPE}/deployments",
            _BY_ID,
            frozenset({"instances", _BUDGET}),
        ),
        Kind(
            "redis_cache",
            "Microsoft.Cache/redisEnterprise",
            _BY_ID,
            _LATENCY,
            has_diagnostics=True,
            exports_metrics=True,
        ),
        Kind(
            "cosmos_cache",
            "Microsoft.DocumentDB/databaseAccounts",
            _BY_ID,
            _LATENCY,
            has_diagnostics=True,
        ),
        Kind("gateway", "Microsoft.ApiManagement/service", _BY_ID, _LATENCY, has_diagnostics=True),
        Kind(
            "search_service",
            "Microsoft.Search/searchServices",
            _BY_ID,
            _LATENCY,
            has_diagnostics=True,
        ),
    )
}
