"""What was a Redis cluster used for: how much memory, how busy, and did it throw keys out?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from azgreen.estimate.rightsizing import CacheUse

if TYPE_CHECKING:
    from azgreen.azure.metrics import Asked
    from azgreen.cli._deployed import Deployed
    from azgreen.cli.used.place import Place

TYPE: Final = "Microsoft.Cache/redisEnterprise"
_GB: Final = 1e9


def asks(resource: Deployed, place: Place) -> tuple[Asked, Asked, Asked]:
    """Return the metrics of its memory, its processors and the keys that it threw out."""
    memory, load, evicted = (
        place.ask(resource.id, TYPE, name) for name in ("usedmemory", "serverLoad", "evictedkeys")
    )
    return memory, load, evicted


def use(resource: Deployed, place: Place) -> CacheUse:
    """Return what it was used for."""
    memory, load, evicted = asks(resource, place)
    busy, gone = place.whole(load), place.whole(evicted)
    return CacheUse(
        resource.name,
        resource.props["sku"]["name"],
        place.samples(place.whole(memory), memory.step_s).each(lambda used: used / _GB),
        # Azure's default is two nodes
        nodes=1 if resource.props.get("highAvailability") == "Disabled" else 2,
        load_percent=place.samples(busy, load.step_s) if busy else None,
        evicted_keys=math.fsum(keys or 0.0 for keys in gone.values()),
    )
