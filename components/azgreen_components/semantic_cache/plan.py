"""What will a SemanticCache create? Values in, a plan or every fault out; nothing is deployed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from azgreen.errors import EstimateError
from azgreen.estimate import footprint
from azgreen.estimate.need import Need
from azgreen.estimate.sizing import CacheNeed, CacheSize, size_cache
from azgreen.estimate.sizing.cache import DEFAULT_PAYLOAD_BYTES
from azgreen_components._common import Common, read_common, read_name
from azgreen_components._embeddings import read_dimensions
from azgreen_components._inputs import Faults, check_keys, choice, given_or, whole_number
from azgreen_components._naming import COSMOS_ACCOUNT, REDIS_CLUSTER
from azgreen_components._sizing import PEAK_FACTOR
from azgreen_components.semantic_cache.args import DEFAULT_STORE, SemanticCacheArgs
from azgreen_components.semantic_cache.entries import Layout
from azgreen_components.semantic_cache.given_size import read_given_size
from azgreen_components.semantic_cache.reading import (
    CachedTraffic,
    read_cached_traffic,
    read_entries,
    read_similarity,
    read_tenant_key,
    read_ttl_hours,
    read_version,
)
from azgreen_components.semantic_cache.similarity import Similarity
from azgreen_components.semantic_cache.store_choice import (
    COSMOS,
    REDIS,
    StoreChoice,
    check_dimensions,
    explain,
    read_choice,
    throughput,
)

_NAME_RULES = {REDIS: REDIS_CLUSTER, COSMOS: COSMOS_ACCOUNT}
_REQUESTS = 1000


@dataclass(frozen=True)
class Plan:
    """Everything that a SemanticCache creates, and what applications have to know of it."""

    common: Common
    store_name: str | None
    """None where it is derived."""
    layout: Layout
    mean: CacheNeed
    """What is declared."""
    size: CacheSize
    """For the busiest minute."""
    chosen: StoreChoice
    throughput_mode: str | None
    """Serverless or autoscale; None for Redis."""
    similarity: Similarity
    avoided: Mapping[str, Any] | None
    """What hits spare in an hour; None where the traffic is not known."""

    @property
    def need(self) -> Need:
        """What is declared of the entries and of the mean load."""
        return Need(
            entries=self.mean.held_entries,
            dimensions=self.mean.dimensions,
            entry_bytes=self.mean.payload_bytes,
            requests_per_second=self.mean.requests_per_second,
            repeated_share=self.mean.hit_rate or None,
        )

    @property
    def explain(self) -> list[str]:
        """How the numbers came about, one thing a line."""
        own = explain(self.chosen, self.throughput_mode, self.size.store)
        return [*self.size.explain(), *own, *self.similarity.explain()]


def plan(name: str, args: SemanticCacheArgs, today: date) -> Plan:
    """Say what will be created, or raise every fault at once.

    Args:
        name: The component's own name.
        args: What the user wrote.
        today: The date by which a model counts as retired.
    """
    faults, given = Faults(), dict[str, object](args)
    subject = f"SemanticCache {name!r}"
    check_keys(faults, "", given, SemanticCacheArgs)
    common, similarity = read_common(faults, given), read_similarity(faults, given)
    store = choice(faults, "store", given_or(given, "store", DEFAULT_STORE), _NAME_RULES) or REDIS
    own_name = read_name(faults, given, "store_name", _NAME_RULES[store])
    traffic = read_cached_traffic(faults, given, today)
    layout = _layout(faults, given, traffic)
    check_dimensions(faults, store, layout.dimensions)
    chosen = read_choice(faults, given, store, common)
    own_size = read_given_size(faults, given, store, chosen)
    payload_bytes = _payload_bytes(faults, given)
    faults.raise_any(subject)  # what is sized below is only as good as these
    need = _need(store, layout, payload_bytes, traffic)
    size = own_size.of(_size(faults, subject, need))
    mode = throughput(faults, chosen, size.store)
    faults.raise_any(subject)
    avoided = None if traffic is None else _avoided(need, traffic, common.location)
    own = (layout, need, size, chosen, mode, similarity, avoided)
    return Plan(common, own_name, *own)


def _layout(faults: Faults, given: Mapping[str, object], traffic: CachedTraffic | None) -> Layout:
    """Return how entries are laid out; a number that cannot be used, a fault by now, counts 1."""
    ttl_hours = read_ttl_hours(faults, given)
    return Layout(
        tenant_key=read_tenant_key(faults, given),
        version=read_version(faults, given),
        dimensions=read_dimensions(faults, given) or 1,
        entries=read_entries(faults, given, traffic, ttl_hours) or 1,
        ttl_seconds=max(1, round(ttl_hours * 3600)),
    )


def _payload_bytes(faults: Faults, given: Mapping[str, object]) -> int:
    value = given.get("payload_bytes")
    if value is None:
        return DEFAULT_PAYLOAD_BYTES
    return whole_number(faults, "payloadBytes", value, "bytes") or DEFAULT_PAYLOAD_BYTES


def _need(
    store: str, layout: Layout, payload_bytes: int, traffic: CachedTraffic | None
) -> CacheNeed:
    """Return what the cache is to hold and to answer in the mean."""
    return CacheNeed(
        dimensions=layout.dimensions,
        store=store,
        entries=layout.entries,
        payload_bytes=payload_bytes,
        requests_per_second=None if traffic is None else traffic.load.requests_per_second,
        hit_rate=None if traffic is None else traffic.hit_rate,
    )


def _size(faults: Faults, subject: str, need: CacheNeed) -> CacheSize:
    mean = need.requests_per_second
    try:
        return size_cache(replace(need, requests_per_second=mean and mean * PEAK_FACTOR))
    except EstimateError as error:
        faults.add("entries", str(error))
        faults.raise_any(subject)
        raise


def _avoided(need: CacheNeed, traffic: CachedTraffic, location: str) -> Mapping[str, Any] | None:
    """Return what hits spare in an hour, or why it is not known: that must not look like little."""
    try:
        spared = footprint(traffic.model, traffic.sku, location, traffic.load, requests=_REQUESTS)
    except EstimateError as error:
        return {"not_known": str(error)}
    found = size_cache(need, spared).avoided
    return None if found is None else {**found.as_dict(), "explain": found.explain()}
