"""What comes to an end, when, and is that told already?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from azgreen import catalog
from azgreen.errors import UnknownNameError
from azgreen_policies._reading import fields, is_type

CLASSIC_REDIS: Final = date(2028, 9, 30)
"""Azure Cache for Redis, Basic to Premium: azure-docs, azure-cache-for-redis/retirement-faq."""

ENTERPRISE_REDIS: Final = date(2027, 3, 31)
"""Its Enterprise tiers, which share a resource type with Azure Managed Redis: the same page."""

KINDS: Final[Mapping[str, tuple[date, str]]] = {
    "AnomalyDetector": (date(2026, 10, 1), "Microsoft Fabric or a model of your own"),
    "ContentModerator": (date(2027, 2, 1), "ContentSafety"),  # "by February 2027"
    "LUIS": (date(2025, 10, 1), "TextAnalytics, conversational language understanding"),
    "LUIS.Authoring": (date(2025, 10, 1), "TextAnalytics, conversational language understanding"),
    "MetricsAdvisor": (date(2026, 10, 1), "Microsoft Fabric or a model of your own"),
    "Personalizer": (date(2026, 10, 1), "a model of your own"),
    "QnAMaker": (date(2025, 10, 31), "TextAnalytics, custom question answering"),
}
"""Kinds of Cognitive Services with the day of their end and what may take their place.

The days: azure-docs, the first page of each service under ai-services. What takes their place is
Microsoft's word for ContentModerator, LUIS and QnAMaker, and a judgement for the others.
"""

_ENTERPRISE: Final = ("Enterprise_", "EnterpriseFlash_")  # how names of its sizes begin
_MANAGED: Final = "Azure Managed Redis (redisenterprise:RedisEnterprise with a Balanced_ size)"


@dataclass(frozen=True)
class Ending:
    """Something that Azure takes away."""

    what: str
    on: date
    instead: str
    is_machine: bool = False
    """Whether it is a size that one property changes; a service takes a migration."""


def when(ends: date, today: date, days: float, why: str) -> str | None:
    """Say when something ends; None where that is further away than so many days."""
    left = (ends - today).days
    if left <= 0:
        return f"retired on {ends}"
    return f"retires on {ends}, in {left} days, within the {days:g} {why}" if left <= days else None


def ending_of(token: str, props: Mapping[str, Any]) -> Ending | str:
    """Return what of a resource has an end, or why nothing is known to."""
    if is_type(token, "redis", "Redis"):
        return Ending("Azure Cache for Redis", CLASSIC_REDIS, _MANAGED)
    if is_type(token, "redisenterprise", "RedisEnterprise"):
        size = str(fields(props.get("sku")).get("name"))
        if size.startswith(_ENTERPRISE):
            return Ending(f"sku.name {size}", ENTERPRISE_REDIS, _MANAGED)
        return "a size of Azure Managed Redis, whose end is not announced"
    if is_type(token, "cognitiveservices", "Account"):
        kind = str(props.get("kind"))
        ends, instead = KINDS.get(kind, (None, ""))
        return Ending(f"kind {kind}", ends, instead) if ends else "a kind without an announced end"
    return _machine(token, props)


def _machine(token: str, props: Mapping[str, Any]) -> Ending | str:
    if is_type(token, "machinelearningservices", "OnlineDeployment"):
        key, named = "instanceType", fields(props.get("properties")).get("instanceType")
    elif is_type(token, "machinelearningservices", "Compute"):
        own = fields(fields(props.get("properties")).get("properties"))
        key, named = "vmSize", own.get("vmSize")
    else:
        return "not a machine, cache or service whose end could be announced"
    try:
        machine = catalog.instance(str(named)) if named else None
    except UnknownNameError:
        machine = None
    if machine is None or machine.retires_on is None:
        return "no end of its machines is known"
    return Ending(f"{key} {machine.name}", machine.retires_on, "a newer series", is_machine=True)
