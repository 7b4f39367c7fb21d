"""Has the stack a semantic cache, and what would one spare?"""

import re
from typing import Final

from azgreen.estimate.need import Need
from azgreen.estimate.placement.workload import SECONDS_PER_MONTH
from azgreen_policies._deployed import ACCOUNT, Deployed, account_of
from azgreen_policies._pointing import endpoint_of
from azgreen_policies._reading import fields, items
from azgreen_policies._stack import Member, Stack
from azgreen_policies.carbon._gateway import API_POLICY, served_by

_LOOKUP: Final = re.compile(r"<(?:llm|azure-openai)-semantic-cache-lookup\b")
_SERVED: Final = (
    ACCOUNT,
    ("machinelearningservices", "OnlineEndpoint"),
    ("machinelearningservices", "ServerlessEndpoint"),
)
_POLICIES: Final = ("Policy", "ProductPolicy", "ApiPolicy", "ApiOperationPolicy")


def has_cache(deployment: Member, stack: Stack) -> bool:
    """Tell whether the stack makes what answers by meaning instead of a deployment.

    A database of Managed Redis with RediSearch, a container of Cosmos DB with vectors, or a
    gateway's policy that looks answers up, unless its API is known to serve other models.

    Raises:
        UnknownValueError: there is none but perhaps in a policy that is not known in a preview.
    """
    return (
        any(map(_searches, stack.of("redisenterprise", "Database")))
        or any(map(_has_vectors, stack.of("cosmosdb", "SqlResourceSqlContainer")))
        or any(
            _looks_up(each) and not _is_elsewhere(each, deployment, stack)
            for kind in _POLICIES
            for each in stack.of("apimanagement", kind)
        )
    )


def told(need: Need, share: float, deployed: Deployed | None) -> str:
    """Say what a cache that answers a share of the requests spares in a month."""
    traffic = need.traffic
    if traffic is None:
        return "spares as much of its tokens (how many is not known: declare its traffic too)"
    tokens = traffic.tokens_per_minute / 60 * SECONDS_PER_MONTH * share
    home = None if deployed is None else deployed.region
    spared = None
    if deployed is not None and home is not None:
        spared = deployed.gco2e_per_month(home.name, share)
    carbon = "" if spared is None else f" and {spared.mid:,.0f} gCO2e"
    return f"spares {tokens:,.0f} tokens{carbon} a month"


def _searches(database: Member) -> bool:
    modules = items(database.known("modules"))
    return any(fields(each).get("name") == "RediSearch" for each in modules)


def _has_vectors(container: Member) -> bool:
    return bool(fields(container.known("resource", "vectorEmbeddingPolicy")))


def _is_elsewhere(policy: Member, deployment: Member, stack: Stack) -> bool:
    """Tell whether a policy is known to stand before others than a deployment's own home."""
    if not policy.is_type(*API_POLICY):
        return False
    served = [each for kind in _SERVED for each in stack.of(*kind)]
    before = {each.urn for each in served_by(policy, served, stack)}
    home = account_of(deployment, stack) or endpoint_of(deployment, stack) or deployment
    return bool(before) and home.urn not in before


def _looks_up(policy: Member) -> bool:
    return _LOOKUP.search(str(policy.props.get("value"))) is not None
