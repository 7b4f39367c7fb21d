"""Which backends does a service have, alone and in pools?

Rules: azure-docs, `api-management/backends`: one rule for each circuit breaker, and none of them in
the Consumption tier; a pool holds single backends only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.services.apimanagement.names import (
    ID_RULE,
    SERVICE,
    TYPE,
    VERSIONS,
    part,
    service_of,
    tier,
)
from azgreen_emulator.services.apimanagement.refusals import refuse_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_POOL = "Pool"


def _refuse(write: Write) -> None:
    sent = write.properties
    own = _pool_faults(write) if sent.get("type") == _POOL else _single_faults(sent)
    refuse_all([*own, *_breaker_faults(write)])


def _single_faults(sent: Body) -> Iterator[tuple[str, str]]:
    if sent.get("pool"):
        yield "pool", "Only a backend of type 'Pool' has members."
    url = sent.get("url", "")
    if not url.startswith(("https://", "http://")):
        yield "url", "Required for a backend of type 'Single': an absolute http or https address."
    if not sent.get("protocol"):
        yield "protocol", "Required for a backend of type 'Single': http or soap."


def _pool_faults(write: Write) -> Iterator[tuple[str, str]]:
    members: list[Body] = write.properties.get("pool", {}).get("services", [])
    if not members:
        yield "pool", "A backend of type 'Pool' needs at least one member."
    service = service_of(write)
    for index, item in enumerate(members):
        target = f"pool.services[{index}].id"
        found = part(write.call, service, "backends", item["id"])
        if found is None:
            yield target, f"Backend with id '{item['id']}' could not be found."
        elif found.body["properties"]["type"] == _POOL:
            yield target, f"Backend '{found.name}' is a pool, and a pool holds no pools."


def _breaker_faults(write: Write) -> Iterator[tuple[str, str]]:
    rules: list[Body] = write.properties.get("circuitBreaker", {}).get("rules", [])
    if rules and tier(service_of(write)) == "Consumption":
        yield "circuitBreaker", "The Consumption tier has no circuit breakers."
    if len(rules) > 1:
        yield "circuitBreaker.rules", f"{len(rules)} rules are given; a circuit breaker has one."
    for index, rule in enumerate(rules):
        where = f"circuitBreaker.rules[{index}]"
        condition: Body = rule.get("failureCondition", {})
        if ("count" in condition) == ("percentage" in condition):
            yield f"{where}.failureCondition", "Exactly one of count and percentage is required."
        for key, holder in (("interval", condition), ("tripDuration", rule)):
            if key not in holder:
                yield f"{where}.{key}", "Required: a duration as ISO 8601 writes it."
        for each in condition.get("statusCodeRanges", []):
            if each.get("min", 0) > each.get("max", 0):
                yield f"{where}.statusCodeRanges", "The least status code is above the greatest."


def _complete(write: Write) -> Body:
    return {"type": "Single", **write.properties}


BACKENDS = Kind(
    type=f"{TYPE}/backends",
    versions=VERSIONS,
    path=f"{SERVICE}/backends/{{backendId}}",
    operations="Backend",
    name_rule=ID_RULE,
    refuse=_refuse,
    complete=_complete,
)
