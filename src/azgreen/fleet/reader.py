"""What did one resource of a fleet measure, read from the file as from Azure Monitor?"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from azgreen.errors import StateError
from azgreen.fleet.plan import windows
from azgreen.fleet.store import key_of

if TYPE_CHECKING:
    from azgreen.azure.metrics import Asked, Points
    from azgreen.fleet.store import Store


class StoredReader:
    """A `Reader` of what has been kept; made when the walk is over."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._numbers = store.known()
        self._done = Counter(number for number, _, _ in store.done())

    def read(self, asked: Asked, since: datetime, until: datetime) -> dict[str, Points]:
        """Return what Azure answered; what was not measured is not there.

        Raises:
            StateError: not all of it has been read.
        """
        number = self._numbers.get(key_of(asked), -1)
        needed = sum(1 for _ in windows(since, until, asked.interval_s))
        if self._done[number] < needed:
            what = f"metric {asked.metric!r} could not be read in full"
            raise StateError(f"{what} ({self._done[number]} of {needed} parts); run it again")
        found = dict[str, "Points"]()
        query = "SELECT value, at_s, amount FROM samples WHERE asked = ? ORDER BY value, at_s"
        for value, at_s, amount in self._store.rows(query, number):
            found.setdefault(value, {})[_moment(at_s)] = amount
        return found


@lru_cache(maxsize=1 << 17)
def _moment(at_s: int) -> datetime:
    """Return a time; all series of a fleet have the same few thousand."""
    return datetime.fromtimestamp(at_s, UTC)
