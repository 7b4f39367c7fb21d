"""What was a container or database of Cosmos DB used for: which request units, and which refused?

Three things are asked for, and the most of them counts: the units of answered requests, those that
refused ones would have taken, and the second of the minute in which the partition that is asked
most was busiest, which is what Cosmos DB refuses by. That is measured as a share of what every
partition has (azure-docs, cosmos-db, monitor-normalized-request-units), autoscaled or not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from azgreen.azure.metrics import ROLE, quoted, summed
from azgreen.cli.used.place import NotLookedAtError
from azgreen.estimate.rightsizing import ContainerUse
from azgreen.estimate.sizing.money import AUTOSCALE_LEAST_SHARE
from azgreen.preflight import RefusedError
from azgreen.preflight.azure import field

if TYPE_CHECKING:
    from datetime import datetime

    from azgreen.azure.metrics import Asked, Points
    from azgreen.cli._deployed import Deployed
    from azgreen.cli.used.place import Place
    from azgreen.preflight import Json

ACCOUNT: Final = "Microsoft.DocumentDB/databaseAccounts"
DATABASE: Final = f"{ACCOUNT}/sqlDatabases"
CONTAINER: Final = f"{DATABASE}/containers"

OF_THE_PROGRAM: Final = "/sqldatabases/cache/containers/entries"
"""How the id ends of the container that the program's cache makes."""

_VERSION: Final = "2025-10-15"
_USUAL_RU_PER_S: Final = 400
"""What Azure gives a container that asks for nothing: azure-docs, cosmos-db, concepts-limits."""

_REFUSED: Final = "429"
_NO_OFFER: Final = (400, 404)
"""What Azure answers where throughput is its database's, or nobody's: serverless."""

_UNEVEN: Final = 1.5


def has_size(resource: Deployed, place: Place) -> bool:
    """Tell whether throughput is its own: a database may share its own out, or have none."""
    if resource.type == DATABASE.lower():
        return bool(resource.props.get("options"))
    database = place.parent(resource)
    shared = database is not None and bool(database.props.get("options"))
    return bool(resource.props.get("options")) or not shared


def asks(resource: Deployed, place: Place) -> tuple[Asked, Asked, Asked]:
    """Return the metrics of its request units, its requests and its busiest partition.

    Raises:
        NotLookedAtError: it has no throughput of its own.
    """
    if _is_serverless(resource, place):
        raise NotLookedAtError(
            "its account is serverless: it is paid by the request and has no size"
        )
    account, database, *container = _names(resource)
    own = f"DatabaseName eq {quoted(database)}"
    if container:
        own += f" and CollectionName eq {quoted(container[0])}"
    return (
        place.ask(account, ACCOUNT, "TotalRequestUnits", own, "StatusCode"),
        place.ask(account, ACCOUNT, "TotalRequests", own, "StatusCode"),
        place.ask(account, ACCOUNT, "NormalizedRUConsumption", own, most=True),
    )


def use(resource: Deployed, place: Place) -> ContainerUse:
    """Return what it was used for.

    Raises:
        NotLookedAtError: it has no throughput of its own.
    """
    units, requests, busiest = asks(resource, place)
    held, notes = _settings(resource, place)
    asked = _asked(place.read(units), place.read(requests), units.step_s)
    hottest = {
        at: None if share is None else share / 100 * held.ru_per_s
        for at, share in place.whole(busiest).items()
    }
    return ContainerUse(
        resource.name,
        place.samples(_most(asked, hottest), units.step_s),
        held.ru_per_s,
        held.is_autoscaled,
        held.least_ru_per_s,
        notes=(*notes, *_uneven(asked, hottest)),
    )


@dataclass(frozen=True)
class _Held:
    """The throughput that it has."""

    ru_per_s: int
    is_autoscaled: bool
    least_ru_per_s: int = 0
    """Under which Azure does not let it go."""

    @classmethod
    def of(cls, settings: Json) -> _Held:
        """Read `options` of a program or `resource` of Azure's settings."""
        least = int(settings.get("minimumThroughput") or 0)
        most = field(settings, "autoscaleSettings", "maxThroughput")
        if most is not None:
            return cls(int(most), is_autoscaled=True, least_ru_per_s=least)
        held = settings.get("throughput") or _USUAL_RU_PER_S
        return cls(int(held), is_autoscaled=False, least_ru_per_s=least)


def _settings(resource: Deployed, place: Place) -> tuple[_Held, tuple[str, ...]]:
    """Return what Azure says it has, else what the program asked for when it was made."""
    declared = _Held.of(resource.props.get("options") or {})
    why = "not asked"
    if place.azure is not None:
        try:
            found = place.azure.get(f"{resource.id}/throughputSettings/default", _VERSION)
            return _unbound(resource, _Held.of(found["properties"]["resource"])), ()
        except RefusedError as error:
            if error.status in _NO_OFFER and not resource.props.get("options"):
                raise NotLookedAtError("Azure has no throughput of its own for it") from error
            why = error.code or str(error.status)
    told = f"its throughputSettings could not be read ({why}): what the stack declares counts, and"
    fix = f"ask for the role {ROLE!r} on the resource group"
    return declared, (f"{told} Azure may have a higher least; {fix}",)


def _unbound(resource: Deployed, held: _Held) -> _Held:
    """Return the throughput without a least that only what it once had asks for.

    The program makes its container anew for another throughput, and a new one has had none.
    """
    is_history = held.least_ru_per_s <= held.ru_per_s * AUTOSCALE_LEAST_SHARE
    is_own = held.is_autoscaled and resource.id.lower().endswith(OF_THE_PROGRAM)
    return replace(held, least_ru_per_s=0) if is_own and is_history else held


def _names(resource: Deployed) -> list[str]:
    """Return the account's id and the names of database and, if it is one, container."""
    account, _, below = resource.id.partition("/sqlDatabases/")
    return [account, *below.split("/")[::2]]


def _is_serverless(resource: Deployed, place: Place) -> bool:
    account = place.found(_names(resource)[0])
    listed: Any = (account.props.get("capabilities") or ()) if account is not None else ()
    return any(item["name"].lower() == "enableserverless" for item in listed)


def _asked(units: dict[str, Points], requests: dict[str, Points], step_s: int) -> Points:
    """Return RU/s; a refused request would have taken what the answered ones took."""
    taken = summed(points for code, points in units.items() if code != _REFUSED)
    done = summed(points for code, points in requests.items() if code != _REFUSED)
    refused = requests.get(_REFUSED, {})
    answered = math.fsum(count or 0.0 for count in done.values())
    each = math.fsum(value or 0.0 for value in taken.values()) / answered if answered else 0.0

    def at(moment: datetime) -> float | None:
        value, more = taken.get(moment), refused.get(moment) or 0.0
        if value is None and not more:
            return None
        own = value / count if value and (count := done.get(moment)) else each
        return ((value or 0.0) + more * own) / step_s

    return {moment: at(moment) for moment in taken.keys() | refused.keys()}


def _most(asked: Points, hottest: Points) -> Points:
    moments = asked.keys() | hottest.keys()
    both = {moment: (asked.get(moment), hottest.get(moment)) for moment in moments}
    return {
        moment: max((value for value in pair if value is not None), default=None)
        for moment, pair in both.items()
    }


def _uneven(asked: Points, hottest: Points) -> tuple[str, ...]:
    """Say where one partition, or a second of the minute, is asked for much more than the mean."""
    pairs = [(asked.get(moment) or 0.0, value or 0.0) for moment, value in hottest.items()]
    mean, most = (math.fsum(column) for column in zip(*pairs, strict=True)) if pairs else (0, 0)
    if not mean or most < _UNEVEN * mean:
        return ()
    told = f"its busiest partition is asked for {most / mean:.1f} times the mean, and counts"
    return (f"{told}: a partition key that spreads the requests would take less throughput",)
