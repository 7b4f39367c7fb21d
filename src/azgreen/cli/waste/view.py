"""What does a judge of waste see of a stack: metrics by the hour, monthly figures, names?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from azgreen.estimate.inventory import of_stack
from azgreen.estimate.waste import Counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from azgreen.azure.metrics import Asked, Points
    from azgreen.cli._deployed import Deployed
    from azgreen.cli.used.place import Place
    from azgreen.estimate.inventory import Line
    from azgreen.estimate.rightsizing import Samples
    from azgreen.estimate.waste import Proof

HOUR: Final = "PT1H"
"""Grain at which waste is looked for: whether anything came at all is as plain as by the minute."""

HOUR_S: Final = 3600


@dataclass(frozen=True)
class View:
    """A stack, its metrics over whole hours, and what was proven of models."""

    place: Place
    proofs: Sequence[Proof]
    today: date

    def label(self, resource: Deployed) -> str:
        """Return the name of a resource; with that of its parent where two have the same."""
        if self._names[resource.type, resource.name.lower()] == 1:
            return resource.name
        return f"{resource.parent.rpartition('/')[2]}/{resource.name}"

    def line(self, resource: Deployed) -> Line:
        """Return what it takes in a month."""
        return self._lines[resource.id]

    def samples(self, points: Points) -> Samples:
        """Put hours on the grid of the whole time."""
        return self.place.samples(points, HOUR_S)

    def read(self, asked: Asked) -> Samples:
        """Read a metric by the hour; gaps where it has none, also where Azure has no series."""
        return self.samples(self.place.whole(asked))

    def points(self, asked: Asked) -> dict[str, Points]:
        """Read a metric that several resources share, once."""
        if asked not in self._read:
            self._read[asked] = self.place.read(asked)
        return self._read[asked]

    def counted(self, events: Asked, alive: Asked) -> Counted:
        """Read events, beside a metric that waits for none."""
        return Counted((events.metric, alive.metric), self.read(events), self.read(alive))

    @cached_property
    def _read(self) -> dict[Asked, dict[str, Points]]:
        return {}

    @cached_property
    def _names(self) -> Counter[tuple[str, str]]:
        return Counter((item.type, item.name.lower()) for item in self.place.resources)

    @cached_property
    def _lines(self) -> Mapping[str, Line]:
        kept = [item for item in self.place.resources if item.declared and item.declared.kind]
        declared = [item.declared for item in kept if item.declared is not None]
        lines = of_stack(declared).lines
        return {item.id: line for item, line in zip(kept, lines, strict=True)}
