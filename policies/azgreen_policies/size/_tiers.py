"""Which settings of a resource are for trying out, and which are for production?

What is "for trying out" Azure gives no SLA for (Microsoft Learn, pages of each service); what is
"for production" only pays where users would miss the service. The second is our judgement.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from azgreen_policies._reading import fields, is_type, items

Props = Mapping[str, Any]
Find = Callable[[Props], Iterator[str]]


def _sku(props: Props, key: str = "name") -> str:
    return str(fields(props.get("sku")).get(key) or "").lower()


def _off(value: object) -> bool:
    return str(value).lower() == "disabled"


def _small_gateway(props: Props) -> Iterator[str]:
    if _sku(props) == "developer":
        yield "sku.name 'Developer', which has no SLA"


def _large_gateway(props: Props) -> Iterator[str]:
    if _sku(props) in {"premium", "premiumv2", "isolated"}:
        yield f"sku.name {fields(props['sku'])['name']!r}"
    yield from _zones(props)
    if items(props.get("additionalLocations")):
        yield "additionalLocations, each of which bills its units again"


def _small_search(props: Props) -> Iterator[str]:
    if _sku(props) == "free":
        yield "sku.name 'free', which is shared and has no SLA"


def _small_redis(props: Props) -> Iterator[str]:
    if _off(props.get("highAvailability")):
        yield "highAvailability 'Disabled', one node without SLA"


def _large_redis(props: Props) -> Iterator[str]:
    if not _off(props.get("highAvailability")):
        yield "highAvailability (Azure's default), a second node that bills as much again"
    yield from _zones(props)


def _small_classic(props: Props) -> Iterator[str]:
    if _sku(props) == "basic":
        yield "sku.name 'Basic', one node without SLA"


def _large_classic(props: Props) -> Iterator[str]:
    if _sku(props) == "premium":
        yield "sku.name 'Premium'"
    yield from _zones(props)


def _small_deployment(props: Props) -> Iterator[str]:
    if _sku(props) == "developertier":
        yield "sku.name 'DeveloperTier', which Azure deletes after a day and gives no SLA"


def _small_account(props: Props) -> Iterator[str]:
    if _sku(props) == "f0":
        yield "sku.name 'F0', which is free and has no SLA"


def _large_cosmos(props: Props) -> Iterator[str]:
    places = items(props.get("locations"))
    if len(places) > 1:
        yield f"{len(places)} locations, each of which bills the throughput again"
    if any(fields(place).get("isZoneRedundant") is True for place in places):
        yield "isZoneRedundant"


def _zones(props: Props) -> Iterator[str]:
    count = len(items(props.get("zones")))
    if count > 1:
        yield f"{count} zones"


TIERS: Final[Mapping[tuple[str, str], tuple[Find | None, Find | None]]] = {
    ("apimanagement", "ApiManagementService"): (_small_gateway, _large_gateway),
    ("cognitiveservices", "Account"): (_small_account, None),
    ("cognitiveservices", "Deployment"): (_small_deployment, None),
    ("cosmosdb", "DatabaseAccount"): (None, _large_cosmos),
    ("redis", "Redis"): (_small_classic, _large_classic),
    ("redisenterprise", "RedisEnterprise"): (_small_redis, _large_redis),
    ("search", "Service"): (_small_search, None),
}
"""By type: what is for trying out, and what is for production."""


def tiers_of(token: str) -> tuple[Find | None, Find | None] | None:
    """Return what to look for in a resource of this type; None where it is of another."""
    return next((found for kind, found in TIERS.items() if is_type(token, *kind)), None)
