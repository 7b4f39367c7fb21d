"""Which load is on which resource, since when, and how large was the resource at each moment?

A load is kept as what it is made from, so that it takes no more room than the minutes of its
trace. How large the resource was is kept as a history: whoever changes it changes what its metrics
show from then on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from azgreen_emulator.arm.records import Record
from azgreen_emulator.traffic.made import made_of, started
from azgreen_emulator.traffic.size import size_of

if TYPE_CHECKING:
    from azgreen.estimate.scaling import Load
    from azgreen_emulator.arm.call import World
    from azgreen_emulator.arm.records import Body
    from azgreen_emulator.store import Store

TYPE: Final = "azgreen/load"
_PREFIX: Final = "/azgreen/load"


@dataclass(frozen=True)
class Placed:
    """A load on a resource, in steps of a minute."""

    resource: Record
    load: Load
    facts: Body
    """What nobody publishes of the resource and whoever placed the load knows or assumes."""
    sizes: tuple[tuple[int, Body], ...]
    """From which minute of the load on the resource had which size; the first one from 0 on."""

    @property
    def first_minute(self) -> int:
        """Minutes from 1970 to the start."""
        return int(self.load.start.timestamp()) // 60

    def stretches(self) -> list[tuple[int, int, Body]]:
        """Return from which minute to before which one each size held."""
        starts = [minute for minute, _ in self.sizes]
        ends = [*starts[1:], self.load.steps]
        return [
            (first, min(last, self.load.steps), size)
            for (first, size), last in zip(self.sizes, ends, strict=True)
            if first < min(last, self.load.steps)
        ]

    def each(self, key: str, minutes: int) -> list[Any]:
        """Return one value of the size for each of the first `minutes`."""
        return [size[key] for size in self.sizes_of(minutes)]

    def sizes_of(self, minutes: int) -> list[Body]:
        """Return the size of each of the first `minutes`."""
        held = [size for first, last, size in self.stretches() for _ in range(first, last)]
        return held[:minutes]


def place(world: World, resource: Record, made: Body, start: datetime | None, facts: Body) -> Body:
    """Put a load, `made.kept`, on a resource in place of one that is there; return what it is like.

    Without a `start` it ends now, so that all of it has been measured already. The resource counts
    as having had its present size from the start on.
    """
    load = made_of(json.dumps(made, sort_keys=True))
    ends = world.clock.now().replace(second=0, microsecond=0)
    begun = start or ends - timedelta(minutes=load.steps)
    private = {
        "made": made,
        "start": begun.astimezone(UTC).isoformat(),
        "facts": facts,
        "sizes": [[0, size_of(world.store, resource)]],
    }
    world.store.put(Record(_PREFIX + resource.id, TYPE, {}, private=private))
    return _shown(resource.id, load, begun)


def placed(store: Store, resource: Record) -> Placed | None:
    """Return the load on a resource."""
    record = store.get(_PREFIX + resource.id)
    return None if record is None else _read(resource, record.private)


def description(store: Store, resource: Record) -> str | None:
    """Return all that decides what a load on a resource measures, as JSON; None without a load."""
    record = store.get(_PREFIX + resource.id)
    return None if record is None else json.dumps(record.private, sort_keys=True)


def placed_under(store: Store, resource: Record) -> list[Placed]:
    """Return the loads on a resource and on what is in it."""
    own = store.get(_PREFIX + resource.id)
    found: list[Placed] = []
    for record in [*([] if own is None else [own]), *store.under(_PREFIX + resource.id)]:
        target = store.get(record.key.removeprefix(_PREFIX))
        if target is not None:
            found.append(_read(target, record.private))
    return found


def listed(world: World) -> list[Body]:
    """Say which loads there are."""
    found = world.store.select("type = ?", TYPE)
    return [
        _shown(
            record.id.removeprefix(_PREFIX),
            made_of(json.dumps(record.private["made"], sort_keys=True)),
            datetime.fromisoformat(record.private["start"]),
        )
        for record in found
    ]


def lift(world: World, resource_id: str) -> bool:
    """Take the load off a resource; say whether there was one."""
    there = world.store.get(_PREFIX + resource_id) is not None
    world.store.remove(_PREFIX + resource_id)
    return there


def keep_history(world: World) -> list[Record]:
    """Note each resource whose size has changed, and forget the loads of those that are gone.

    Returns the resources that have a load.
    """
    loaded: list[Record] = []
    for record in world.store.select("type = ?", TYPE):
        target = world.store.get(record.id.removeprefix(_PREFIX))
        if target is None:
            world.store.remove(record.id)
            continue
        loaded.append(target)
        size, sizes = size_of(world.store, target), record.private["sizes"]
        if size == sizes[-1][1]:
            continue
        start = datetime.fromisoformat(record.private["start"])
        minute = max(0, int((world.clock.now() - start).total_seconds()) // 60)
        earlier = [item for item in sizes if item[0] < minute]
        private = {**record.private, "sizes": [*earlier, [minute, size]]}
        world.store.put(Record(record.id, TYPE, {}, private=private))
    return loaded


def _read(resource: Record, private: Body) -> Placed:
    start = datetime.fromisoformat(private["start"])
    load = started(json.dumps(private["made"], sort_keys=True), start)
    sizes = tuple((minute, size) for minute, size in private["sizes"])
    # a size that came before the load began is the one that it met
    first = (0, sizes[0][1]) if sizes[0][0] else sizes[0]
    return Placed(resource, load, private["facts"], (first, *sizes[1:]))


def _shown(resource_id: str, load: Load, start: datetime) -> Body:
    return {
        "resource": resource_id,
        "start": start.isoformat(),
        "minutes": load.steps,
        "requests": round(load.total_requests),
        "input_tokens_per_request": load.mean_input_tokens,
        "output_tokens_per_request": load.mean_output_tokens,
    }
