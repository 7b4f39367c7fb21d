"""What is wrong with the record of a placement?"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from azgreen import catalog


def faults(kept: Mapping[str, Any], location: str, today: date, limit_days: int) -> Iterator[str]:
    """Say everything that makes the record of an account's placement worthless."""
    if not kept:
        yield "missing"
        return
    yield from _old(kept.get("decidedOn"), today, limit_days)
    version = kept.get("dataVersion")
    if version != catalog.CARBON_DATA_VERSION:
        yield f"made with the data {version!r}, not {catalog.CARBON_DATA_VERSION!r}"
    region = str(kept.get("region"))
    if region.lower() != location.replace(" ", "").lower():
        yield f"of another region, {region!r}"


def _old(decided_on: object, today: date, limit_days: int) -> Iterator[str]:
    try:
        age_days = (today - date.fromisoformat(str(decided_on))).days
    except ValueError:
        yield f"not dated: decidedOn is {decided_on!r}"
        return
    if age_days > limit_days:
        yield f"{age_days} days old, over the limit of {limit_days}"
