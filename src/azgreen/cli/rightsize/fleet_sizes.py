"""Which resources of a fleet can be sized while the others are still read, and to what?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from azgreen.azure.listing import SETTINGS
from azgreen.cli._deployed import Deployed
from azgreen.cli.rightsize.look import Look, look_at
from azgreen.cli.used.use import Place, asks_of, sized
from azgreen.fleet import StoredReader
from azgreen.preflight import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from azgreen.azure.listing import Listed
    from azgreen.azure.metrics import Asked
    from azgreen.fleet import Store, Wanted
    from azgreen.preflight import Json

_NOT_FOUND: Final = 404
_LEAST, _MOST = 10, 40
"""Resources whose samples are read in one pass over the file, which is as long as the fleet."""


class Sizes:
    """Sizes resources as soon as their metrics are settled, so that nobody waits for it."""

    def __init__(self, store: Store, subscriptions: Iterable[str]) -> None:
        self._store = store
        self._subscriptions = tuple(subscriptions)
        self._homes = dict[str, "_Subscription"]()

    def asks(self, found: Sequence[Listed]) -> Iterator[Asked]:
        """Yield what is to be read of the resources of a subscription."""
        place = _place(self._store, found, StoredReader(self._store))
        for item in sized(place):
            yield from asks_of(item, place)

    def settle(self, settled: Iterable[Wanted]) -> Iterator[Look]:
        """Yield the resources that can be sized now, if they are enough for a pass."""
        for each in settled:
            home = self._home(each.subscription)
            home.settle(each.asked)
        for home in self._homes.values():
            yield from home.looked(_LEAST)

    def rest(self) -> Iterator[Look]:
        """Yield every other resource, with what there is of it."""
        for each in self._subscriptions:
            if self._store.listing(each) is not None:
                home = self._home(each)
                home.settle_all()
                yield from home.looked(1)

    @property
    def looks(self) -> tuple[Look, ...]:
        """All of them, as they were listed."""
        homes = (self._homes[each] for each in self._subscriptions if each in self._homes)
        return tuple(look for home in homes for look in home.looks)

    def _home(self, subscription: str) -> _Subscription:
        if subscription not in self._homes:
            found, _ = self._store.listing(subscription) or ((), ())
            self._homes[subscription] = _Subscription(self._store, found)
        return self._homes[subscription]


class _Subscription:
    def __init__(self, store: Store, found: Sequence[Listed]) -> None:
        self._reader = StoredReader(store)
        self._place = _place(store, found, self._reader)
        self._items = sized(self._place)
        self._asks = [{*asks_of(item, self._place)} for item in self._items]
        self._asked_by = defaultdict["Asked", list[int]](list)
        for index, asks in enumerate(self._asks):
            for each in asks:
                self._asked_by[each].append(index)
        self._left = list(map(len, self._asks))
        self._ready = list[int]()
        self._looks = dict[int, Look]()

    @property
    def looks(self) -> list[Look]:
        """Those that were sized, as they were listed."""
        return [self._looks[index] for index in sorted(self._looks)]

    def settle(self, asked: Asked) -> None:
        """Note that a metric is there, or will not come."""
        for index in self._asked_by[asked]:
            self._left[index] -= 1
            if not self._left[index]:
                self._ready.append(index)

    def settle_all(self) -> None:
        """Note that nothing more comes."""
        there = {*self._looks, *self._ready}
        self._ready += (index for index in range(len(self._items)) if index not in there)

    def looked(self, least: int) -> Iterator[Look]:
        """Size what is ready, if that is as many."""
        while self._ready and len(self._ready) >= least:
            some, self._ready = self._ready[:_MOST], self._ready[_MOST:]
            self._reader.read_ahead(each for index in some for each in self._asks[index])
            for index in some:
                # what it was used for is let go of: of a whole fleet it does not fit in memory
                self._looks[index] = replace(look_at(self._items[index], self._place), use=None)
                yield self._looks[index]


def _place(store: Store, found: Iterable[Listed], reader: StoredReader) -> Place:
    since, until = store.header.time
    resources = [Deployed(item.id, item.props) for item in found]
    grain = store.header.grain
    return Place(resources, reader, since, until, grain=grain, azure=_Kept(resources))


class _Kept:
    """Answers as Azure did when the fleet was listed."""

    def __init__(self, resources: Iterable[Deployed]) -> None:
        self._kept = {item.id.lower(): item.props.get(SETTINGS) for item in resources}

    def get(self, path: str, api_version: str) -> Json:
        """Return the throughput of what a path is below."""
        del api_version
        found: Any = self._kept.get(path.lower().partition(f"/{SETTINGS.lower()}/")[0])
        if found is None:
            raise RefusedError(_NOT_FOUND, "NotFound", f"{path} has none")
        return found
