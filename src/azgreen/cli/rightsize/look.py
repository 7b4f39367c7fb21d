"""Which size would have done for each resource of a stack, by what it measured?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from azgreen.azure import place_of
from azgreen.azure.client import ManagementClient
from azgreen.azure.metrics import Metrics
from azgreen.cli._deployed import check_subscription, deployed
from azgreen.cli.used.use import Place, sized, use_of, weeks_until
from azgreen.errors import AzgreenError, EngineError, SignInError
from azgreen.estimate.rightsizing import recommend

if TYPE_CHECKING:
    import argparse

    from azgreen.azure import AzurePlace
    from azgreen.cli._deployed import Deployed
    from azgreen.estimate.rightsizing import Recommendation, Use

_OUTER_PARTS: Final = 9
"""Of an id, up to the name of a resource that is in a group and in no other resource."""

_MADE_FOR_WASTE: Final = "whether it stands idle is told by 'azgreen waste'"
_NO_SIZE: Final = {
    "microsoft.apimanagement/service": (
        "a gateway's tier follows from what it has to do, and what a unit carries is published"
        f" for none; {_MADE_FOR_WASTE}"
    ),
    "microsoft.machinelearningservices/workspaces/serverlessendpoints": (
        "a serverless endpoint is paid by the token and has no size"
    ),
    "microsoft.machinelearningservices/workspaces/computes": (
        f"a cluster goes from 0 to its most with its jobs; {_MADE_FOR_WASTE}"
    ),
}
"""What has a size that does not follow from its use, and why not."""


@dataclass(frozen=True)
class Look:
    """One resource, and what is to be done with it."""

    resource: Deployed
    use: Use | None = None
    found: Recommendation | None = None
    home: Deployed | None = None
    """The account that it is in, which declares what a container is for."""
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
        check_subscription(resources, place)
        since, until = weeks_until(datetime.now(UTC), options.weeks)
        with ManagementClient(place) as azure, Metrics(place) as metrics:
            there = Place(resources, metrics, since, until, azure=azure)
            found = [look_at(item, there) for item in sized(there)]
    others = [
        Look(item, why_not=_NO_SIZE[item.type]) for item in resources if item.type in _NO_SIZE
    ]
    return Looked(place, (*found, *others), since, until)


def look_at(resource: Deployed, place: Place) -> Look:
    """Size one resource.

    Raises:
        SignInError: its metrics may not be read.
        EngineError: Azure does not tell.
    """
    try:
        use = use_of(resource, place)
        home = place.found("/".join(resource.id.split("/")[:_OUTER_PARTS]))
        return Look(resource, use, recommend(use), home)
    except (EngineError, SignInError):
        raise
    except AzgreenError as error:
        return Look(resource, why_not="; ".join(str(error).splitlines()))
