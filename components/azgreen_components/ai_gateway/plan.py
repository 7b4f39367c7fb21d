"""What will an AiGateway create? Values in, a plan or every fault out; nothing is deployed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pulumi

from azgreen_components._amounts import amount
from azgreen_components._common import Common, read_common, read_id, read_name
from azgreen_components._inputs import Faults, check_keys, mapping
from azgreen_components.ai_gateway.args import AiGatewayArgs, GatewayCacheArgs
from azgreen_components.ai_gateway.limits import (
    AnswerLimits,
    TokenBudget,
    read_answer_limits,
    read_budget,
)
from azgreen_components.ai_gateway.names import HEADER, Names, read_names, read_namespace
from azgreen_components.ai_gateway.policy import (
    GatewayPolicy,
    cache_policy,
    read_policy_values,
)
from azgreen_components.ai_gateway.policy_xml import policy_xml
from azgreen_components.ai_gateway.resilience import (
    CircuitBreaker,
    Retry,
    read_breaker,
    read_retry,
)
from azgreen_components.ai_gateway.targets import (
    Account,
    Backend,
    Embeddings,
    read_accounts,
    read_backends,
    read_embeddings,
)
from azgreen_components.ai_gateway.tier import Need, Tier, read_tier

POOL: Final = "pool"
EMBEDDINGS: Final = "embeddings"

_OWN_NAMES: Final = (POOL, EMBEDDINGS)
_DATABASE: Final = "Microsoft.Cache/redisEnterprise"
_INSIGHTS: Final = "Microsoft.Insights/components"


@dataclass(frozen=True)
class Cache:
    """The answers that are kept."""

    database_id: pulumi.Input[str]
    policy_values: pulumi.Input[Mapping[str, Any]]
    embeddings: Embeddings


@dataclass(frozen=True)
class Reach:
    """Whom the gateway calls, and how often."""

    accounts: tuple[Account, ...]
    backends: tuple[Backend, ...]
    breaker: CircuitBreaker
    retry: Retry


@dataclass(frozen=True)
class Rules:
    """What callers may ask for."""

    limits: AnswerLimits
    budget: TokenBudget | None
    tenant_header: str | None


@dataclass(frozen=True)
class Plan:
    """Everything that an AiGateway creates."""

    common: Common
    names: Names
    tier: Tier
    requests_per_second: float | None
    reach: Reach
    rules: Rules
    cache: Cache | None
    insights_id: pulumi.Input[str] | None
    metrics_namespace: str

    @property
    def target(self) -> str:
        """Name of the backend that the policy sends requests to."""
        first, *others = self.reach.backends
        return POOL if others else first.name

    @property
    def any_model(self) -> bool:
        """Whether a request names the deployment that answers it."""
        return all(item.deployment is None for item in self.reach.backends)

    def policy(self, values: Mapping[str, Any] | None) -> str:
        """Return the policy; `values` are the cache's, None without one.

        Raises:
            InvalidInputsError: for values that came with the deployment and cannot be used.
        """
        rules, found = self.rules, None
        if self.cache is not None:
            faults = Faults()
            known = read_policy_values(faults, "cache.policyValues", values)
            faults.raise_any("AiGateway")
            header, any_model = rules.tenant_header, self.any_model
            found = cache_policy(known or {}, header, EMBEDDINGS, any_model=any_model)
        namespace = None if self.insights_id is None else self.metrics_namespace
        limits, budget, retry = rules.limits, rules.budget, self.reach.retry
        wanted = GatewayPolicy(
            self.target, limits, budget, rules.tenant_header, retry, found, namespace
        )
        return policy_xml(wanted)

    @property
    def explain(self) -> list[str]:
        """How the choices came about, one thing a line."""
        breaker, retry = self.reach.breaker, self.reach.retry
        ranked = sorted(self.reach.backends, key=lambda item: item.priority)
        tripped = (
            f"circuit breaker: {breaker.failures} failures in {breaker.window_minutes} min; left "
            f"alone for as long as Retry-After says, else {breaker.trip_minutes} min"
        )
        reach = (
            "reach: the gateway answers on the internet, to holders of a subscription key, and "
            "reaches accounts that answer there too"
        )
        again = f"retries: {retry.count} at most, and each may cost a whole answer"
        return [*self.tier.explain(), *map(_asked, ranked), tripped, again, reach]


def _asked(backend: Backend) -> str:
    region = backend.account.location
    where = f" in {region}" if region else ""
    return f"backend: {backend.name}{where}, priority {backend.priority}"


def plan(name: str, args: AiGatewayArgs) -> Plan:
    """Say what will be created, or raise every fault at once.

    Args:
        name: The component's own name.
        args: What the user wrote.
    """
    faults, given = Faults(), dict[str, object](args)
    check_keys(faults, "", given, AiGatewayArgs)
    common, names, rules = (
        read_common(faults, given),
        read_names(faults, given),
        _rules(faults, given),
    )
    reach = _reach(faults, given)
    insights = read_id(faults, given, "application_insights_id", _INSIGHTS)
    cache = _cache(faults, given.get("cache"), reach.accounts)
    need = Need(
        semantic_cache=given.get("cache") is not None,
        token_limit=given.get("token_budget") is not None,
        token_metric=insights is not None,
    )
    tier, rate = read_tier(faults, given, need), _rate(faults, given)
    namespace = read_namespace(faults, given, known=insights is not None) or name
    faults.raise_any(f"AiGateway {name!r}")
    own = (tier, rate, reach, rules, cache, insights, namespace)
    return Plan(common, names, *own)


def _rate(faults: Faults, given: Mapping[str, object]) -> float | None:
    value = given.get("requests_per_second")
    return None if value is None else amount(faults, "requestsPerSecond", value, "requests/s")


def _reach(faults: Faults, given: Mapping[str, object]) -> Reach:
    accounts = read_accounts(faults, given.get("accounts"))
    backends = read_backends(faults, given.get("backends"), accounts)
    _check_own_names(faults, backends)
    breaker = read_breaker(faults, given.get("circuit_breaker"))
    return Reach(accounts, backends, breaker, read_retry(faults, given.get("retry"), len(backends)))


def _rules(faults: Faults, given: Mapping[str, object]) -> Rules:
    header = read_name(faults, given, "tenant_header", HEADER)
    tenants = given.get("tenant_header") is not None
    budget = read_budget(faults, given.get("token_budget"), tenants=tenants)
    return Rules(read_answer_limits(faults, given), budget, header)


def _cache(faults: Faults, given: object, accounts: tuple[Account, ...]) -> Cache | None:
    fields = None if given is None else mapping(faults, "cache", given)
    if fields is None:
        return None
    check_keys(faults, "cache", fields, GatewayCacheArgs)
    own = {"cache.database_id": fields.get("database_id")}
    database = read_id(faults, own, "cache.database_id", _DATABASE)
    values = fields.get("policy_values")
    if values is not None and not isinstance(values, pulumi.Output):
        read_policy_values(faults, "cache.policyValues", values)
    embeddings = None
    if fields.get("embeddings") is not None:
        embeddings = read_embeddings(faults, "cache.embeddings", fields["embeddings"], accounts)
    if database is None or values is None or embeddings is None:
        return None
    return Cache(database, values, embeddings)  # pyright: ignore[reportArgumentType]


def _check_own_names(faults: Faults, backends: tuple[Backend, ...]) -> None:
    for index, item in enumerate(backends):
        if item.name in _OWN_NAMES:
            what = f"{item.name!r} is what the gateway calls a backend of its own"
            faults.add(f"backends[{index}].name", f"{what}; write another name")
