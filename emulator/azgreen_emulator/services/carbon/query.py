"""What does a caller want to know of Microsoft.Carbon, and what of it is refused?

Rules: the descriptions of `QueryFilter` and its kinds in azure-rest-api-specs, `main.tsp`. No
public source shows Azure's refusals: status, code and words are plausible ones of our own.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.identity import is_guid
from azgreen_emulator.services.carbon.kept import SCOPES
from azgreen_emulator.services.carbon.months import between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.records import Body

CATEGORIES: Final = ("Subscription", "ResourceGroup", "Location", "Resource", "ResourceType")
ORDERS: Final = (
    "ItemName",
    "LatestMonthEmissions",
    "PreviousMonthEmissions",
    "MonthOverMonthEmissionsChangeRatio",
    "MonthlyEmissionsChangeValue",
    "ResourceGroup",
)
OVERALL, MONTHLY = "OverallSummaryReport", "MonthlySummaryReport"
TOP, TOP_MONTHLY = "TopItemsSummaryReport", "TopItemsMonthlySummaryReport"
DETAILS = "ItemDetailsReport"
_REPORTS: Final = (OVERALL, MONTHLY, TOP, TOP_MONTHLY, DETAILS)
_ONE_MONTH: Final = (TOP, DETAILS)
_WORDS: Final = {"categoryType": CATEGORIES, "orderBy": ORDERS, "sortDirection": ("Asc", "Desc")}
_NUMBERS: Final = {"topItems": 10, "pageSize": 5000}
_NEEDS: Final = {
    TOP: ("categoryType", "topItems"),
    TOP_MONTHLY: ("categoryType", "topItems"),
    DETAILS: ("categoryType", "orderBy", "sortDirection", "pageSize"),
}
_LISTS: Final = ("resourceGroupUrlList", "resourceTypeList", "locationList")
_MOST_SUBSCRIPTIONS: Final = 100
_MOST_MONTHS: Final = 12


@dataclass(frozen=True)
class Query:
    """A report that can be answered; lists in lower case, an empty one filters nothing."""

    report: str
    first: date
    last: date
    subscriptions: tuple[str, ...]
    scopes: tuple[str, ...]
    groups: tuple[str, ...]
    types: tuple[str, ...]
    locations: tuple[str, ...]
    category: str
    top: int
    order: str
    is_ascending: bool
    page: int
    skip: int


def query_of(body: Body, first: date, last: date) -> Query:
    """Read the body of a request; there are data from the first month to the last.

    Raises:
        ArmError: everything that is wrong with it.
    """
    _refuse(body, first, last)
    start, end = (date.fromisoformat(body["dateRange"][key]) for key in ("start", "end"))
    groups, types, locations = (tuple(body.get(key) or ()) for key in _LISTS)
    return Query(
        report=body["reportType"],
        first=start,
        last=end,
        subscriptions=tuple(dict.fromkeys(body["subscriptionList"])),
        scopes=tuple(dict.fromkeys(body["carbonScopeList"])),
        groups=groups,
        types=types,
        locations=locations,
        category=body.get("categoryType", ""),
        top=body.get("topItems", 0),
        order=body.get("orderBy", ""),
        is_ascending=body.get("sortDirection") == "Asc",
        page=body.get("pageSize", 0),
        skip=_skip(body.get("skipToken")),
    )


def _refuse(body: Body, first: date, last: date) -> None:
    wrong = [*_wrong(body), *_wrong_dates(body, first, last)]
    if wrong:
        details = [{"code": "InvalidValue", "target": at, "message": what} for at, what in wrong]
        told = "; ".join(f"{at}: {what}" for at, what in wrong)
        message = f"The carbon emission query is invalid: {told}."
        raise ArmError(400, "InvalidRequest", message, details=details)


def _wrong(body: Body) -> Iterator[tuple[str, str]]:
    kind = body.get("reportType")
    if kind not in _REPORTS:
        yield "reportType", f"{kind!r} is not one of {', '.join(_REPORTS)}"
    subscriptions: Any = body.get("subscriptionList")
    if not _is_list(subscriptions, _MOST_SUBSCRIPTIONS) or not all(map(_is_id, subscriptions)):
        yield "subscriptionList", f"1 to {_MOST_SUBSCRIPTIONS} ids in lower case are required"
    scopes: Any = body.get("carbonScopeList")
    if not _is_list(scopes, len(SCOPES)) or not all(scope in SCOPES for scope in scopes):
        yield "carbonScopeList", f"one or more of {', '.join(SCOPES)} are required"
    for key in _LISTS:
        listed = body.get(key)
        if listed is not None and not _are_lower(listed):
            yield key, "a list of texts in lower case is required"
    for key in _NEEDS.get(str(kind), ()):
        yield from _wrong_option(key, body.get(key))
    if _skip(body.get("skipToken")) < 0:
        yield "skipToken", f"{body['skipToken']!r} is none that was handed out"


def _wrong_option(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if key in _WORDS and value not in _WORDS[key]:
        yield key, f"{value!r} is not one of {', '.join(_WORDS[key])}"
    if key in _NUMBERS:
        good = isinstance(value, int) and not isinstance(value, bool)
        if not good or not 1 <= value <= _NUMBERS[key]:
            yield key, f"{value!r} is not between 1 and {_NUMBERS[key]}"


def _wrong_dates(body: Body, first: date, last: date) -> Iterator[tuple[str, str]]:
    given: Any = body.get("dateRange")
    ends = [_month(given.get(key)) if isinstance(given, dict) else None for key in ("start", "end")]  # pyright: ignore[reportUnknownMemberType]
    start, end = ends
    if start is None or end is None:
        yield "dateRange", "start and end are required, both as yyyy-MM-01"
        return
    if start > end:
        yield "dateRange", f"the start {start} is after the end {end}"
    elif len(between(start, end)) > _MOST_MONTHS:
        yield "dateRange", f"it is longer than {_MOST_MONTHS} months"
    elif start < first or end > last:
        yield "dateRange", f"data are available from {first} to {last}"
    if body.get("reportType") in _ONE_MONTH and start != end:
        yield "dateRange", "this report is about one month; start and end have to be the same"


def _month(text: Any) -> date | None:
    try:
        found = date.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.day == 1 else None


def _skip(token: Any) -> int:
    if token is None:
        return 0
    try:
        return int(urlsafe_b64decode(str(token).encode()))
    except ValueError:
        return -1


def _is_list(value: Any, most: int) -> bool:
    return isinstance(value, list) and 1 <= len(value) <= most  # pyright: ignore[reportUnknownArgumentType]


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and value == value.lower() and is_guid(value)


def _are_lower(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, str) and each == each.lower()
        for each in value  # pyright: ignore[reportUnknownVariableType]
    )
