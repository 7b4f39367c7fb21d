"""Which size would have done for each resource of a stack, by what it measured?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from azgreen.azure import place_of
from azgreen.azure.client import ManagementClient
from azgreen.azure.metrics import Metrics
from azgreen.cli._deployed import deployed
from azgreen.cli._measured_use import TYPES, Place, use_of, weeks_until
from azgreen.errors import AzgreenError, EngineError, Fault, InputError, SignInError
from azgreen.estimate.rightsizing import recommend

if TYPE_CHECKING:
    import argparse

    from azgreen.azure import AzurePlace
    from azgreen.cli._deployed import Deployed
    from azgreen.estimate.rightsizing import Recommendation, Use

_NOT_YET: Final = {
    "microsoft.cache/redisenterprise": "a cache",
    "microsoft.documentdb/databaseaccounts": "a Cosmos DB account",
    "microsoft.search/searchservices": "a search service",
    "microsoft.apimanagement/service": "a gateway",
    "microsoft.machinelearningservices/workspaces/serverlessendpoints": "a serverless endpoint",
    "microsoft.machinelearningservices/workspaces/computes": "a cluster",
}
"""What has a size of its own as well."""


@dataclass(frozen=True)
class Look:
    """One resource, and what is to be done with it."""

    resource: Deployed
    use: Use | None = None
    found: Recommendation | None = None
    scaled: Deployed | None = None
    """Its autoscale setting."""
    why_not: str = ""
    """Why it was not looked at."""

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        if self.found is None:
            verdict = {"resource": self.resource.name, "verdict": "not looked at"}
            return {"id": self.resource.id, **verdict, "why": self.why_not}
        return {"id": self.resource.id, **self.found.as_dict()}


@dataclass(frozen=True)
class Looked:
    """Every resource that has a size."""

    place: AzurePlace
    looks: tuple[Look, ...]
    since: datetime
    until: datetime

    @property
    def changes(self) -> tuple[Look, ...]:
        """Those whose size is to be changed."""
        return tuple(look for look in self.looks if look.found is not None and look.found.changes)


def look(options: argparse.Namespace) -> Looked:
    """Read what is deployed and what it measured, and size it.

    Raises:
        AzgreenError: nothing is deployed, or Azure does not tell.
    """
    with deployed(options) as (resources, url):
        place = place_of(url, options.subscription)
        _check_subscription(resources, place)
        since, until = weeks_until(datetime.now(UTC), options.weeks)
        with ManagementClient(place), Metrics(place) as metrics:
            there = Place(resources, metrics, since, until)
            found = [_look(item, there) for item in resources if item.type in TYPES]
    later = [
        Look(item, why_not=f"{_NOT_YET[item.type]} is not yet looked at")
        for item in resources
        if item.type in _NOT_YET
    ]
    return Looked(place, (*found, *later), since, until)


def _look(resource: Deployed, place: Place) -> Look:
    scaled = place.autoscale(resource)
    try:
        use = use_of(resource, place)
        return Look(resource, use, recommend(use), scaled)
    except (EngineError, SignInError):
        raise
    except AzgreenError as error:
        return Look(resource, why_not="; ".join(str(error).splitlines()))


def _check_subscription(resources: list[Deployed], place: AzurePlace) -> None:
    """Refuse to ask one subscription about what is in another."""
    parts = [item.id.lower().split("/") for item in resources]
    held = {each[2] for each in parts if each[1] == "subscriptions"}
    if held and place.subscription.lower() not in held:
        what = f"{place.subscription} has nothing of the stack, which is in {', '.join(held)}"
        raise InputError([Fault("--subscription", f"{what}; name that one")])
