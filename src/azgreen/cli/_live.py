"""What can a subscription deploy now, and how much of it? Asks Azure, through its own clients.

Two calls a region (models, usages) and one a model version (capacities), side by side. A region
that Azure does not know for this subscription offers nothing.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from azgreen.azure import SUBSCRIPTIONS, place_of
from azgreen.catalog import Offer, deployable_skus, model, regions
from azgreen.estimate.placement import Supply, region_failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from azgreen.estimate.placement import Workload

_AT_ONCE: Final = 8
_NOT_THERE: Final = (400, 404)
_FORBIDDEN: Final = 403
_ROLE: Final = "Reader"


class NotLiveError(Exception):
    """Azure cannot be asked; the text says why, in half a sentence."""


def live_supply(workload: Workload, subscription: str | None, local_url: str | None) -> Supply:
    """Ask Azure for what the workload may use.

    Raises:
        NotLiveError: not signed in, no subscription, no clients, or no answer.
    """
    try:
        from azure.core.exceptions import AzureError  # noqa: PLC0415 - optional, and heavy
    except ModuleNotFoundError as error:
        raise NotLiveError(f"{error.name} is not installed") from error
    try:
        with _client(subscription, local_url) as client:
            return _asked(client, workload)
    except ModuleNotFoundError as error:
        raise NotLiveError(f"{error.name} is not installed") from error
    except AzureError as error:
        said = str(error.message).strip().splitlines()[0].rstrip(".")
        refused = getattr(error, "status_code", None) == _FORBIDDEN
        fix = f"; ask for the role {_ROLE!r} on the subscription" if refused else ""
        raise NotLiveError(said + fix) from error


def _client(subscription: str | None, local_url: str | None) -> Any:
    from azure.mgmt.cognitiveservices import CognitiveServicesManagementClient  # noqa: PLC0415

    if local_url is None and not subscription and not any(map(os.environ.get, SUBSCRIPTIONS)):
        raise NotLiveError(f"no subscription is named; set {SUBSCRIPTIONS[0]}")
    place = place_of(local_url, subscription, option="--azure-url")
    options = place.client_options()
    return CognitiveServicesManagementClient(place.credential(), place.subscription, **options)


def _asked(client: Any, workload: Workload) -> Supply:
    places = [item.name for item in regions() if _is_possible(workload, item)]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = list(pool.map(partial(_in_region, client, workload.models), places))
        found = [answer for answer in answers if answer is not None]
        if places and not found:
            raise NotLiveError("Azure knows none of the regions for this subscription")
        offered = [offer for offers, _ in found for offer in offers]
        versions = sorted({(item.model, item.version) for item in offered})
        capacities = list(pool.map(partial(_capacities, client), versions))
    free = _merged(part for _, part in found)
    most = _merged(capacities)
    both = {key: min(free.get(key, most.get(key, 0)), most.get(key, free.get(key, 0)))
            for key in free.keys() | most.keys()}  # fmt: skip
    at = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    source = f"Azure, asked {at}: availability and free quota in {len(places)} regions"
    return Supply(tuple(offered), {}, both, source)


def _is_possible(workload: Workload, place: Any) -> bool:
    """Return whether anything that Azure may answer could make the region feasible."""
    return region_failure(workload, place).constraint == "models"


Keyed = dict[tuple[str, str, str], int]


def _in_region(client: Any, models: Iterable[str], place: str) -> tuple[list[Offer], Keyed] | None:
    from azure.core.exceptions import HttpResponseError  # noqa: PLC0415

    try:
        listed = list(client.models.list(place))
        usages = {
            item.name.value: int(item.limit - item.current_value)
            for item in client.usages.list(place)
        }
    except HttpResponseError as error:
        if error.status_code in _NOT_THERE:
            return None
        raise
    offers: list[Offer] = []
    free: Keyed = {}
    for offer, usage in _offered(listed, models, place):
        offers.append(offer)
        if usage in usages:
            free[offer.model, offer.sku, place] = max(0, usages[usage])
    return sorted(set(offers)), free


def _offered(
    listed: Iterable[Any], models: Iterable[str], place: str
) -> Iterator[tuple[Offer, str]]:
    known, wanted, now = (
        deployable_skus(),
        {name.lower(): name for name in models},
        datetime.now(UTC),
    )
    for item in listed:
        found = item.model
        name = wanted.get(found.name.lower())
        if name is None or found.format != model(name).format:
            continue
        for sku in found.skus or ():
            ends = sku.deprecation_date or _end(found)
            if sku.name in known and (ends is None or ends > now):
                yield Offer(name, found.version, sku.name, place), sku.usage_name


def _end(found: Any) -> datetime | None:
    """Return when the whole model ends, which Azure tells where it tells none of its SKUs."""
    told = found.deprecation.inference if found.deprecation else None
    if not told:
        return None
    read = datetime.fromisoformat(told)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _capacities(client: Any, version: tuple[str, str]) -> Keyed:
    """Return how much of a model version every region can still give, by SKU."""
    name, number = version
    return {
        (name, item.properties.sku_name, item.location.lower()): int(
            item.properties.available_capacity
        )
        for item in client.model_capacities.list(model(name).format, name, number)
        if item.properties.available_capacity is not None
    }


def _merged(parts: Iterable[Keyed]) -> Keyed:
    """Return all parts in one; of several versions of a model the most counts."""
    whole: Keyed = {}
    for part in parts:
        for key, amount in part.items():
            whole[key] = max(amount, whole.get(key, 0))
    return whole
