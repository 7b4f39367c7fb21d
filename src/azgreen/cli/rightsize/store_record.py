"""What does recording the size of a cache or search service change in a stack's file?

Azure scales no cache down, so a smaller size comes with another suffix of the name: the program
then makes a new cluster, and Pulumi deletes the old one after it. Throughput that Cosmos DB holds
is set when a container is made, so the program makes that anew as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from azgreen.cli.rightsize.entry import Entry, Put, cache_entry, lost, retrieval_entry
from azgreen.cli.used.container import OF_THE_PROGRAM
from azgreen.estimate.rightsizing import CacheUse, SearchUse, goes_down

if TYPE_CHECKING:
    from azgreen.cli.rightsize.look import Look
    from azgreen.estimate.need import Need

_SUFFIX: Final = "nameSuffix"
_STACK_SUFFIX: Final = "azgreen:nameSuffix"


def store_puts(config: Any, look: Look, now: Any, then: Any) -> list[Put]:
    """Return what is to be set for a store; empty where the file holds it already.

    Raises:
        InputError: the file has no such store, or no longer holds what was deployed.
    """
    if isinstance(look.use, CacheUse):
        return _cache(cache_entry(config, "redis"), look, now["sku"], then["sku"])
    if isinstance(look.use, SearchUse):
        entry = retrieval_entry(config)
        rate = _need(entry, look, "search service").requests_per_second
        counts = now["replica_count"], then["replica_count"]
        return entry.sized(
            "replicas", *counts, lambda: entry.check_declared({"queriesPerSecond": rate})
        )
    entry, most = cache_entry(config, "cosmos"), "autoscale_max_ru_per_s"
    if most not in then or not look.resource.id.lower().endswith(OF_THE_PROGRAM):
        raise lost(entry.path, f"has no throughput of {look.resource.name!r}")
    return _cached(entry, "autoscaleMaxThroughput", now[most], then[most], look)


def _cache(entry: Entry, look: Look, now: str, then: str) -> list[Put]:
    puts = _cached(entry, "sku", now, then, look)
    if puts and look.found is not None and goes_down(look.found):
        puts.append(Put(entry.fields, (_SUFFIX,), _fresh_suffix(entry, then)))
    return puts


def _cached(entry: Entry, key: str, now: Any, then: Any, look: Look) -> list[Put]:
    need = _need(entry, look, "cache")
    declared = {"entries": need.entries, "hitRate": need.repeated_share}
    return entry.sized(key, now, then, lambda: entry.check_declared(declared))


def _need(entry: Entry, look: Look, what: str) -> Need:
    """Return what it is declared to hold; refuse another program's, which declares nothing."""
    need = (look.home or look.resource).need
    if need.entries is None and need.documents is None:
        raise lost(entry.path, f"is not the {what} {look.resource.name!r}")
    return need


def _fresh_suffix(entry: Entry, sku: str) -> str:
    """Return a suffix that is not in use: what tells the size apart in its name."""
    held = entry.fields.get(_SUFFIX) or entry.above.get(_STACK_SUFFIX)
    code = sku.rpartition("_")[2].lower()
    return code if code != held else f"{code}n"
