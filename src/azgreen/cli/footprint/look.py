"""What did Azure report of a stack or of a subscription, what was estimated, what was measured?"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from azgreen.azure import place_of
from azgreen.azure.carbon import CarbonReports
from azgreen.cli._deployed import deployed
from azgreen.cli.footprint import measured
from azgreen.cli.footprint.grid import grids
from azgreen.errors import Fault, InputError
from azgreen.estimate.inventory import of_stack
from azgreen.estimate.measured import Trend, compare, pending_months, reasons

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from azgreen.azure import AzurePlace
    from azgreen.cli._deployed import Deployed
    from azgreen.estimate.inventory import Line
    from azgreen.estimate.measured import Compared

_GROUP_PARTS = 5  # /subscriptions/{id}/resourceGroups/{name}


def look(options: argparse.Namespace) -> Trend:
    """Read what was reported and measured, and estimate what is deployed.

    Raises:
        AzgreenError: nothing is deployed, or Azure does not tell.
    """
    if options.stack is None and options.export is None:
        place = place_of(options.azure, options.subscription)
        compared = _compared(place, options.months, None, {})
        return Trend("the subscription", place.url, place.subscription, compared)
    with deployed(options) as (resources, url):
        place = place_of(url, options.subscription)
        own = [item for item in resources if _subscription(item) == place.subscription.lower()]
        if not own:
            held = ", ".join(sorted({_subscription(item) for item in resources}))
            what = f"{place.subscription} has nothing of the stack, which is in {held}"
            raise InputError([Fault("--subscription", f"{what}; name that one")])
        name = f"stack {options.stack!r}" if options.stack is not None else options.export
        return _of_stack(name, place, options, own)


def now() -> datetime:
    """Return the present moment; what is over by then can have been measured."""
    return datetime.now(UTC)


def _of_stack(
    what: str, place: AzurePlace, options: argparse.Namespace, resources: Sequence[Deployed]
) -> Trend:
    lines = _lines(resources)
    compared = _compared(place, options.months, resources, lines)
    when = measured.When(now(), partial(grids, options))
    found = measured.measure(resources, lines, compared, place, when)
    flat = [line for held in lines.values() for line in held]
    return Trend(
        what,
        place.url,
        place.subscription,
        compared,
        reasons(compared, flat, found.gpus),
        found.gpus,
        found.avoided,
        found.refused,
        found.grids,
    )


def _compared(
    place: AzurePlace,
    count: int,
    resources: Sequence[Deployed] | None,
    lines: dict[str, list[Line]],
) -> Compared:
    groups = sorted({_group(item.id) for item in resources or ()} - {""})
    with CarbonReports(place) as reports:
        months = reports.months(count)
        reported = reports.read(months, groups)
    at, is_stack = now(), resources is not None
    pending = pending_months(months[-1], at.date(), running=is_stack)
    return compare(reported, months, lines if is_stack else None, pending, at)


def _lines(resources: Sequence[Deployed]) -> dict[str, list[Line]]:
    declared = [item.declared for item in resources if item.declared is not None]
    made: dict[str, list[Line]] = {}
    kept = [item for item in resources if item.declared is not None and item.declared.kind]
    for item, line in zip(kept, of_stack(declared).lines, strict=True):
        made.setdefault(item.id, []).append(line)
    return made


def _subscription(resource: Deployed) -> str:
    return resource.id.lower().removeprefix("/subscriptions/").partition("/")[0]


def _group(resource: str) -> str:
    """Return the id of the resource group, lower case; empty for what is in none."""
    parts = resource.lower().split("/")[:_GROUP_PARTS]
    return "/".join(parts) if "resourcegroups" in parts else ""
