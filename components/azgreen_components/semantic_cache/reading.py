"""What are the entries: how many, how large, how long alive and how alike?"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from azgreen import catalog
from azgreen.estimate import Traffic
from azgreen_components._inputs import (
    Faults,
    at,
    check_keys,
    choice,
    finite,
    given_or,
    mapping,
    text,
    whole_number,
)
from azgreen_components._models import read_model, read_traffic
from azgreen_components._naming import NameRule, check_name
from azgreen_components.model_deployment.args import DEFAULT_SKU
from azgreen_components.semantic_cache.args import (
    DEFAULT_TTL_HOURS,
    CachedTrafficArgs,
)
from azgreen_components.semantic_cache.entries import OWN_FIELDS
from azgreen_components.semantic_cache.similarity import DEFAULT_SIMILARITY, Similarity

_TENANT_KEY = NameRule(
    "a field's name",
    re.compile(r"[A-Za-z][A-Za-z0-9_]{0,62}"),
    "1 to 63 letters, digits or '_', starting with a letter",
    length=63,
)
_VERSION_LENGTH = 64
_MOST_HOURS = 24 * 365  # a year: longer, and a time to live has no meaning for a cache


@dataclass(frozen=True)
class CachedTraffic:
    """Requests to the cache, and the model that answers those that miss."""

    model: str
    sku: str
    load: Traffic
    hit_rate: float

    @property
    def misses_per_hour(self) -> float:
        """Requests per hour that the cache does not answer: each makes an entry."""
        return 3600 * self.load.requests_per_second * (1 - self.hit_rate)


def read_tenant_key(faults: Faults, given: Mapping[str, object]) -> str:
    """Return the field of the tenant; it must not be one that an entry has anyway."""
    if given.get("tenant_key") is None:
        return ""
    name = text(faults, "tenantKey", given["tenant_key"])
    if name is not None:
        check_name(faults, "tenantKey", name, _TENANT_KEY)
    if name in OWN_FIELDS:
        taken = f"{name!r} is a field that every entry has for itself"
        faults.add("tenantKey", f"{taken}; use another name than {', '.join(sorted(OWN_FIELDS))}")
    return name or ""


def read_version(faults: Faults, given: Mapping[str, object]) -> str:
    """Return the version of entries."""
    if given.get("version_tag") is None:
        return ""
    version = text(faults, "versionTag", given["version_tag"]) or ""
    if len(version) > _VERSION_LENGTH:
        what = f"{len(version)} characters; a version has {_VERSION_LENGTH} at most"
        faults.add("versionTag", f"{what}: use a release or a hash")
    return version


def read_ttl_hours(faults: Faults, given: Mapping[str, object]) -> float:
    """Return the hours that an entry lives."""
    value = given.get("ttl_hours")
    if value is None:
        return DEFAULT_TTL_HOURS
    hours = finite(value)
    if hours is None or not 0 < hours <= _MOST_HOURS:
        what = f"{value!r} is not a number of hours above 0 and up to {_MOST_HOURS}"
        faults.add("ttlHours", f"{what}; write how long an answer stays right")
        return DEFAULT_TTL_HOURS
    return hours


def read_entries(
    faults: Faults, given: Mapping[str, object], traffic: CachedTraffic | None, ttl_hours: float
) -> int | None:
    """Return how many entries are alive at once: as given, or new ones x hours of each."""
    if given.get("entries") is not None and given.get("entries_per_hour") is not None:
        faults.add("entriesPerHour", "the entries are given too; write one of the two")
    if given.get("entries") is not None:
        return whole_number(faults, "entries", given["entries"], "entries")
    if given.get("entries_per_hour") is not None:
        each_hour = finite(given["entries_per_hour"])
        if each_hour is None or each_hour <= 0:
            what = f"{given['entries_per_hour']!r} is not a number above 0"
            faults.add("entriesPerHour", f"{what}; write the requests per hour that miss")
            return None
    elif traffic is not None:
        each_hour = traffic.misses_per_hour
    else:
        if given.get("traffic") is None:
            fix = "write them, or entries per hour, or the traffic, from which they are computed"
            faults.add("entries", f"missing; {fix}")
        return None
    return max(1, math.ceil(each_hour * ttl_hours))


def read_similarity(faults: Faults, given: Mapping[str, object]) -> Similarity:
    """Return the least similarity of a hit."""
    value = given.get("similarity")
    cosine = DEFAULT_SIMILARITY if value is None else finite(value)
    if cosine is None or not 0 < cosine < 1:
        what = f"{value!r} is not a cosine between 0 and 1, where 1 is the same prompt"
        faults.add("similarity", f"{what}; write one, such as {DEFAULT_SIMILARITY}")
        return Similarity(DEFAULT_SIMILARITY)
    return Similarity(cosine)


def read_cached_traffic(
    faults: Faults, given: Mapping[str, object], today: date
) -> CachedTraffic | None:
    """Return the requests to the cache; None where they are left out or cannot be used."""
    if given.get("traffic") is None:
        return None
    fields = mapping(faults, "traffic", given["traffic"])
    if fields is None:
        return None
    check_keys(faults, "traffic", fields, CachedTrafficArgs)
    model = read_model(faults, "traffic", fields, today)
    load = read_traffic(faults, "traffic", fields)
    sku = given_or(fields, "sku", DEFAULT_SKU)
    sku = choice(faults, at("traffic", "sku"), sku, catalog.skus())
    share = _share(faults, fields)
    if model is None or load is None or sku is None or share is None:
        return None
    return CachedTraffic(model.name, sku, load, share)


def _share(faults: Faults, fields: Mapping[str, object]) -> float | None:
    if fields.get("hit_rate") is None:
        return None
    share = finite(fields["hit_rate"])
    if share is None or not 0 <= share <= 1:
        what = f"{fields['hit_rate']!r} is not a share from 0 to 1"
        faults.add("traffic.hitRate", f"{what}; write 0.3 for 30 %")
        return None
    return share
