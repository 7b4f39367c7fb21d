"""Where is it read what deployed resources were used for, and over which time?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

from azgreen.azure.metrics import Asked, summed
from azgreen.errors import AzgreenError
from azgreen.estimate.rightsizing import Samples

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from azgreen.azure.metrics import Points, Reader
    from azgreen.cli._deployed import Deployed
    from azgreen.preflight import Json

_AUTOSCALE: Final = "microsoft.insights/autoscalesettings"


class NotLookedAtError(AzgreenError):
    """A resource whose use cannot be told; says why."""


class Getter(Protocol):
    """What reads a resource of Azure."""

    def get(self, path: str, api_version: str) -> Json:
        """Return it.

        Raises:
            RefusedError: it is not there, or the caller may not read it.
        """
        ...


@dataclass(frozen=True)
class Place:
    """Everything that is deployed, and over which time its metrics are read."""

    resources: Sequence[Deployed]
    metrics: Reader
    since: datetime
    until: datetime
    grain: str = ""
    """No finer than this are they read: 'PT5M'; the finest that is stored when left out."""

    azure: Getter | None = None
    """Reads what no metric tells; nobody does when left out."""

    def ask(  # noqa: PLR0913 - what `Asked` takes
        self,
        resource: str,
        type_: str,
        metric: str,
        where: str = "",
        apart: str = "",
        *,
        most: bool = False,
    ) -> Asked:
        """Return what is to be asked, at the grain of this place; as `Asked` takes it."""
        return Asked(resource, type_, metric, where, apart, self.grain, most)

    def read(self, asked: Asked) -> dict[str, Points]:
        """Read a metric, by the dimension that is kept apart."""
        return self.metrics.read(asked, self.since, self.until)

    def whole(self, asked: Asked) -> Points:
        """Read a metric whose dimensions are not kept apart."""
        return summed(self.read(asked).values())

    def samples(self, points: Points, step_s: int) -> Samples:
        """Put points on the grid of the whole time, so that what is missing is seen."""
        ends = {self.since: None, self.until - timedelta(seconds=step_s): None}
        return Samples.of((ends | points).items(), step_s)

    def beside(self, resource: Deployed) -> Sequence[Deployed]:
        """Return what is in the same parent, the resource itself included."""
        return self._by_parent.get(resource.parent, ())

    def parent(self, resource: Deployed) -> Deployed | None:
        """Return what a resource is in; None where that is none of what is deployed."""
        return self.found(resource.parent)

    def found(self, resource_id: str) -> Deployed | None:
        """Return what is deployed with that id."""
        return self._by_id.get(resource_id.lower())

    def autoscale(self, resource: Deployed) -> Deployed | None:
        """Return the autoscale setting that is in force on a deployment."""
        return self._settings.get(resource.id.lower())

    @cached_property
    def _by_id(self) -> Mapping[str, Deployed]:
        return {item.id.lower(): item for item in self.resources}

    @cached_property
    def _by_parent(self) -> Mapping[str, Sequence[Deployed]]:
        found = dict[str, list["Deployed"]]()
        for item in self.resources:
            found.setdefault(item.parent, []).append(item)
        return found

    @cached_property
    def _settings(self) -> Mapping[str, Deployed]:
        return {
            str(item.props.get("targetResourceUri")).lower(): item
            for item in reversed(self.resources)
            if item.type == _AUTOSCALE and item.props.get("enabled") is not False
        }


def weeks_until(now: datetime, weeks: int) -> tuple[datetime, datetime]:
    """Return the time to read: that many weeks, begun with a whole hour, to the last whole minute.

    An hour that is cut off at either end would count as seen in one week less.
    """
    until = now.replace(second=0, microsecond=0)
    return until.replace(minute=0) - timedelta(weeks=weeks), until
