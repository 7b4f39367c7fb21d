"""What do the five reports say? Sums of what was emitted, over months, scopes and categories."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any, Final

from azgreen_emulator.services.carbon import query as asked
from azgreen_emulator.services.carbon.months import between, moved

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from azgreen_emulator.arm.records import Body
    from azgreen_emulator.services.carbon.kept import Emitted
    from azgreen_emulator.services.carbon.query import Query

_KEYS: Final[dict[str, Callable[[Emitted], str]]] = {
    "Subscription": lambda one: one.subscription,
    "ResourceGroup": lambda one: one.group_url,
    "Location": lambda one: one.location,
    "Resource": lambda one: one.resource.lower(),
    "ResourceType": lambda one: one.type,
}


def report(query: Query, emitted: Sequence[Emitted]) -> tuple[list[Body], str | None]:
    """Return the rows of a report and, where there are more, the token of the next page."""
    found = [one for one in emitted if _is_asked_for(one, query)]
    match query.report:
        case asked.OVERALL:
            first, last = query.first, query.last
            return [{"dataType": "OverallSummaryData", **_sums(query, found, first, last)}], None
        case asked.MONTHLY:
            return _monthly(query, found), None
        case asked.DETAILS:
            return _page(query, _items(query, found, "ItemDetailsData"))
        case asked.TOP:
            return _top(query, found), None
        case _:
            return _top_monthly(query, found), None


def _is_asked_for(one: Emitted, query: Query) -> bool:
    pairs = (
        (query.groups, one.group_url),
        (query.types, one.type),
        (query.locations, one.location),
    )
    is_known = any(scope in one.kgco2e for scope in query.scopes)
    return is_known and all(not wanted or value in wanted for wanted, value in pairs)


def _sums(query: Query, found: Sequence[Emitted], first: date, last: date) -> Body:
    latest = _kg(query, found, first, last)
    previous = _kg(query, found, moved(first, -1), moved(last, -1))
    change = latest - previous
    told = {"latestMonthEmissions": latest, "previousMonthEmissions": previous}
    ratio = {"monthOverMonthEmissionsChangeRatio": change / previous} if previous else {}
    return {**told, **ratio, "monthlyEmissionsChangeValue": change}


def _kg(query: Query, found: Sequence[Emitted], first: date, last: date) -> float:
    return sum(
        one.kgco2e.get(scope, 0.0) for one in _in(found, first, last) for scope in query.scopes
    )


def _in(found: Sequence[Emitted], first: date, last: date) -> list[Emitted]:
    return [one for one in found if first.isoformat() <= one.month <= last.isoformat()]


def _monthly(query: Query, found: Sequence[Emitted]) -> list[Body]:
    """Return a row for each month that anything is known of, the newest first."""
    rows: list[Body] = []
    for month in reversed(between(query.first, query.last)):
        if held := _in(found, month, month):
            sums = _sums(query, found, month, month)
            per_hour = sums["latestMonthEmissions"] / sum(one.hours for one in held)
            dated = {"date": month.isoformat(), "carbonIntensity": per_hour}
            rows.append({"dataType": "MonthlySummaryData", **sums, **dated})
    return rows


def _items(query: Query, found: Sequence[Emitted], data_type: str) -> list[Body]:
    """Return a row for each item of the category in all months of the query."""
    return [
        _row(query, held, data_type, query.first, query.last)
        for held in _by_item(query, found).values()
        if _in(held, query.first, query.last)
    ]


def _by_item(query: Query, found: Sequence[Emitted]) -> dict[str, list[Emitted]]:
    items: dict[str, list[Emitted]] = {}
    for one in found:
        items.setdefault(_KEYS[query.category](one), []).append(one)
    return items


def _row(query: Query, held: Sequence[Emitted], kind: str, first: date, last: date) -> Body:
    one, is_own = held[0], query.category in {"Resource", "ResourceGroup"}
    prefix = query.category if is_own else ""
    named = {"itemName": _KEYS[query.category](one), "categoryType": query.category}
    return {
        "dataType": f"{prefix}{kind}",
        **_sums(query, held, first, last),
        **named,
        **_more(one, query.category),
    }


def _more(one: Emitted, category: str) -> Body:
    group = one.resource.split("/")[4]
    if category == "ResourceGroup":
        url = {"resourceGroupUrl": one.group_url}
        return {"itemName": group, "subscriptionId": one.subscription, **url}
    if category != "Resource":
        return {}
    return {
        "itemName": one.resource.rpartition("/")[2],
        "subscriptionId": one.subscription,
        "resourceGroup": group,
        "resourceId": one.resource,
        "resourceType": one.type,
        "location": one.location,
    }


def _largest(query: Query, found: Sequence[Emitted]) -> list[list[Emitted]]:
    held = (each for each in _by_item(query, found).values() if _in(each, query.first, query.last))
    by_size = sorted(held, key=lambda each: -_kg(query, each, query.first, query.last))
    return by_size[: query.top]


def _top(query: Query, found: Sequence[Emitted]) -> list[Body]:
    kind, first, last = "TopItemsSummaryData", query.first, query.last
    return [_row(query, each, kind, first, last) for each in _largest(query, found)]


def _top_monthly(query: Query, found: Sequence[Emitted]) -> list[Body]:
    kind, months = "TopItemsMonthlySummaryData", between(query.first, query.last)
    return [
        {**_row(query, each, kind, month, month), "date": month.isoformat()}
        for each in _largest(query, found)
        for month in reversed(months)
    ]


def _page(query: Query, rows: list[Body]) -> tuple[list[Body], str | None]:
    column = f"{query.order[0].lower()}{query.order[1:]}"

    def rank(row: Body) -> tuple[bool, Any]:
        value = row.get(column)
        return value is not None, "" if value is None else value

    rows.sort(key=lambda row: (row["itemName"], row.get("resourceId", "")))
    rows.sort(key=rank, reverse=not query.is_ascending)
    end = query.skip + query.page
    token = urlsafe_b64encode(str(end).encode()).decode() if end < len(rows) else None
    return rows[query.skip : end], token
