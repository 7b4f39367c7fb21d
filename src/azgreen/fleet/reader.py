"""What did the resources of a fleet measure, read from the file as from Azure Monitor?"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from azgreen.errors import StateError
from azgreen.fleet.plan import windows
from azgreen.fleet.store import key_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from azgreen.azure.metrics import Asked, Points
    from azgreen.fleet.store import Key, Store

    Columns = tuple[Any, Any]
    """Seconds since 1970 and amounts of a series, as arrays."""


class StoredReader:
    """A `Reader` of what has been kept, which is there before it is first asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._done = dict[int, int]()
        self._ahead = dict[int, "Mapping[str, Columns]"]()

    def read_ahead(self, asked: Iterable[Asked]) -> None:
        """Read what will be asked for next in one pass over the file; let go of what was before."""
        self._look_up({self._numbers.get(key_of(each), -1) for each in asked})

    def read(self, asked: Asked, since: datetime, until: datetime) -> dict[str, Points]:
        """Return what Azure answered; what was not measured is not there.

        Raises:
            StateError: not all of it has been read.
        """
        number = self._numbers.get(key_of(asked), -1)
        if number not in self._ahead:
            self._look_up({number})
        needed, done = sum(1 for _ in windows(since, until, asked.interval_s)), self._done[number]
        if done < needed:
            what = f"metric {asked.metric!r} could not be read in full"
            raise StateError(f"{what} ({done} of {needed} parts); run it again")
        return {value: _points(*columns) for value, columns in self._ahead[number].items()}

    @cached_property
    def _numbers(self) -> Mapping[Key, int]:
        return self._store.known()

    def _look_up(self, numbers: Collection[int]) -> None:
        """Read the parts and the series of metrics, by the dimension that is kept apart."""
        some = f"WHERE asked IN ({', '.join(map(str, numbers)) or 'NULL'}) GROUP BY ALL"
        done = self._store.rows(f"SELECT asked, count(*) FROM finished {some}")  # noqa: S608  numbers
        self._done = dict.fromkeys(numbers, 0) | dict(done)
        found: dict[int, dict[str, Columns]] = {number: {} for number in numbers}
        names = ("asked", "value", "at_s", "amount")
        series = "asked, value, list(at_s) AS at_s, list(amount) AS amount"
        query = f"SELECT {series} FROM samples {some} ORDER BY asked, value"  # noqa: S608  as above
        columns = self._store.columns(query)
        for number, value, *own in zip(*(columns[name] for name in names), strict=True):
            found[int(number)][str(value)] = (own[0], own[1])
        self._ahead = dict(found)


def _points(at_s: Any, amount: Any) -> Points:
    # windows are kept as they come
    order = at_s.argsort()
    return dict(zip(map(_moment, at_s[order].tolist()), amount[order].tolist(), strict=True))


@lru_cache(maxsize=1 << 17)
def _moment(at_s: int) -> datetime:
    """Return a time; all series of a fleet have the same few thousand."""
    return datetime.fromtimestamp(at_s, UTC)
