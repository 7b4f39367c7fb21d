"""What do a Redis cluster and the containers of Cosmos DB measure?

Facts of a load on Redis: `hit_share` of the lookups, `entry_bytes` of an entry with its index and
`lives_minutes`; each miss writes an entry. What a command takes of the processors is published for
no size: their load is sent where `commands_per_second_per_gb` is told, as they grow with the
memory. On Cosmos DB: `ru_per_request`; all partitions are asked alike. Without facts only what
follows from the requests alone is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.catalog import cache_sku
from azgreen.estimate.sizing.money import AUTOSCALE_LEAST_SHARE
from azgreen_emulator.traffic.samples import Series, counts, gauges

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from azgreen_emulator.arm.records import Body
    from azgreen_emulator.traffic.placed import Placed
    from azgreen_emulator.traffic.samples import Sample

_GB: Final = 1e9
_MOST_SERVERLESS_RU_PER_S: Final = 5000  # of a container: azure-docs, cosmos-db/serverless


def of_redis(placed: Placed, minutes: int) -> dict[str, list[Series]]:
    """Return the series of `Microsoft.Cache/redisEnterprise`."""
    lookups, share = placed.load.requests[:minutes], placed.facts.get("hit_share")
    found: dict[str, list[Sample | None]] = {"getcommands": counts(lookups)}
    if share is not None:
        misses = [count * (1 - share) for count in lookups]
        commands = [one + other for one, other in zip(lookups, misses, strict=True)]
        found["cachehits"] = counts(count * share for count in lookups)
        found["cachemisses"], found["setcommands"] = counts(misses), counts(misses)
        found["totalcommandsprocessed"] = counts(commands)
        found["operationsPerSecond"] = gauges(count / 60 for count in commands)
        found |= _memory(placed, misses) | _load(placed, commands)
    return {name: [Series(placed.first_minute, values)] for name, values in found.items()}


def _memory(placed: Placed, written: Sequence[float]) -> dict[str, list[Sample | None]]:
    each, lives = placed.facts.get("entry_bytes"), placed.facts.get("lives_minutes")
    if each is None or lives is None:
        return {}
    room = _of_sizes(placed, len(written), _room_bytes)
    if not all(room):
        return {}  # of a size whose memory is not published
    alive, keys = 0.0, list[float]()
    for minute, more in enumerate(written):
        gone = written[minute - int(lives)] if minute >= lives else 0.0
        alive += more - gone
        # NoEviction, which RediSearch needs: a full cache takes no more
        keys.append(max(0.0, min(alive, room[minute] / each)))
    used = [count * each for count in keys]
    return {
        "totalkeys": gauges(keys),
        "usedmemory": gauges(used),
        "usedmemorypercentage": gauges(
            100 * own / all_ for own, all_ in zip(used, room, strict=True)
        ),
    }


def _load(placed: Placed, commands: Sequence[float]) -> dict[str, list[Sample | None]]:
    each = placed.facts.get("commands_per_second_per_gb")
    if each is None:
        return {}
    memory_gb = _of_sizes(placed, len(commands), _memory_gb)
    if not all(memory_gb):
        return {}
    pairs = zip(commands, memory_gb, strict=True)
    return {"serverLoad": gauges(100 * min(1.0, count / 60 / each / gb) for count, gb in pairs)}


def _of_sizes(placed: Placed, minutes: int, read: Callable[[str], float]) -> list[float]:
    """Return a number of the cluster's size for each minute; a size is looked up once."""
    names = placed.each("sku", minutes)
    known = {name: read(name) for name in {*names}}
    return [known[name] for name in names]


def _memory_gb(sku: str) -> float:
    return cache_sku(sku).memory_gb or 0.0


def _room_bytes(sku: str) -> float:
    return (cache_sku(sku).usable_gb or 0.0) * _GB


def of_container(placed: Placed, minutes: int) -> dict[str, list[Series]]:
    """Return the series of `Microsoft.DocumentDB/databaseAccounts` that a container adds."""
    requests, each = placed.load.requests[:minutes], placed.facts.get("ru_per_request")
    own = _dimensions(placed)
    first = placed.first_minute
    if each is None:
        return {"TotalRequests": [Series(first, counts(requests), {**own, "StatusCode": "200"})]}
    asked = [count * each / 60 for count in requests]
    sizes = placed.sizes_of(minutes)
    able = [_most(size) for size in sizes]
    share = [min(1.0, most / wanted) if wanted else 1.0 for most, wanted in _both(able, asked)]
    done = [count * part for count, part in zip(requests, share, strict=True)]
    refused = [count - part for count, part in zip(requests, done, strict=True)]
    used = gauges(100 * min(1.0, wanted / most) for most, wanted in _both(able, asked))
    answered = [("200", done), *([("429", refused)] if any(refused) else [])]
    provisioned = map(_provisioned, sizes, asked)
    return {
        "TotalRequests": [
            Series(first, counts(values), {**own, "StatusCode": code}) for code, values in answered
        ],
        "TotalRequestUnits": [
            Series(first, _units(done, each), {**own, "StatusCode": "200", "Status": "Success"})
        ],
        "NormalizedRUConsumption": [Series(first, used, {**own, "PartitionKeyRangeId": "0"})],
        "ProvisionedThroughput": [Series(first, gauges(provisioned), own)],
    }


def _units(done: Sequence[float], each: float) -> list[Sample | None]:
    return [(each * count, count, each, each) for count in done]


def _both(able: Sequence[float], asked: Sequence[float]) -> zip[tuple[float, float]]:
    return zip(able, asked, strict=True)


def _most(size: Body) -> float:
    return float(size["most_ru_per_s"] or size["ru_per_s"] or _MOST_SERVERLESS_RU_PER_S)


def _provisioned(size: Body, asked: float) -> float | None:
    """Autoscale goes between a tenth of its maximum and all of it; serverless has none."""
    most = size["most_ru_per_s"]
    if most is None:
        return size["ru_per_s"]
    return min(float(most), max(AUTOSCALE_LEAST_SHARE * most, asked))


def _dimensions(placed: Placed) -> dict[str, str]:
    parts = placed.resource.id.split("/")
    return {
        "DatabaseName": parts[-3],
        "CollectionName": parts[-1],
        "Region": placed.sizes[-1][1]["region"],
    }
