"""Which metrics are all there, or will not come, so that what they are of can be sized?"""

from __future__ import annotations

from collections import Counter
from queue import SimpleQueue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from azgreen.fleet.plan import Part, Wanted


class Settled:
    """Threads that read tell what they have done; one thread hears which metrics that settles."""

    def __init__(self) -> None:
        self._told = SimpleQueue[Counter["Wanted"]]()
        self._left = Counter["Wanted"]()

    def plan(self, wanted: Iterable[Wanted], todo: Iterable[Part]) -> None:
        """Tell which parts are to be read; a metric that is in none of them is settled."""
        parts = Counter(dict.fromkeys(wanted, 0))
        parts.update(each for part in todo for each in part.wanted)
        self._told.put(parts)

    def end(self, part: Part) -> None:
        """Tell that a part was read, or that it cannot be."""
        self._told.put(Counter(dict.fromkeys(part.wanted, -1)))

    def heard(self) -> Sequence[Wanted]:
        """Return what was settled since it was asked last."""
        found = list["Wanted"]()
        for _ in range(self._told.qsize()):
            for each, more in self._told.get().items():
                self._left[each] += more
                if not self._left[each]:
                    found.append(each)
        return found
