"""What does the local Azure do by itself as the load goes on?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from azgreen.errors import AzgreenError
from azgreen_emulator.traffic.placed import keep_history, placed_under
from azgreen_emulator.traffic.served import served
from azgreen_emulator.traffic.size import ONLINE

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import World
    from azgreen_emulator.store import Store
    from azgreen_emulator.traffic.placed import Placed


_FOLLOWED: Final[WeakKeyDictionary[Store, tuple[int, tuple[int, int]]]] = WeakKeyDictionary()
"""The minute, and the version of the state, up to which it has been done."""


def follow(world: World) -> None:
    """Keep the history of every loaded resource, and scale those that an autoscale setting names.

    `sku.capacity` shows how many instances there are now, as Azure's does; whatever somebody else
    wrote there is undone, as autoscale undoes it. Nothing comes of it twice within a minute in
    which nobody has written anything.
    """
    if _FOLLOWED.get(world.store) == _moment(world):
        return
    for item in keep_history(world):
        if item.type == ONLINE:
            for load in placed_under(world.store, item):
                _scale(world, load)
    _FOLLOWED[world.store] = _moment(world)


def _moment(world: World) -> tuple[int, tuple[int, int]]:
    return int(world.now_s()) // 60, world.store.version


def _scale(world: World, load: Placed) -> None:
    minute = int(world.now_s()) // 60 - load.first_minute
    if load.sizes[-1][1]["profiles"] is None or minute <= 0:
        return
    try:
        count = served(load, minute).paid[-1]
    except AzgreenError:
        return  # nothing tells how fast an instance is, so nothing tells what it measures
    record = load.resource
    if record.body["sku"]["capacity"] != count:
        sku = {**record.body["sku"], "capacity": count}
        world.store.put(replace(record, body={**record.body, "sku": sku}))
