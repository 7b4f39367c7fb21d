"""What did Azure report of a stack or of a subscription, and what was estimated?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from azgreen.azure import place_of
from azgreen.azure.carbon import CarbonReports
from azgreen.cli._deployed import deployed
from azgreen.errors import Fault, InputError
from azgreen.estimate.inventory import of_stack
from azgreen.estimate.measured import compare, reasons

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from azgreen.azure import AzurePlace
    from azgreen.cli._deployed import Deployed
    from azgreen.estimate.inventory import Line
    from azgreen.estimate.measured import Compared, Reason

_GROUP_PARTS = 5  # /subscriptions/{id}/resourceGroups/{name}


@dataclass(frozen=True)
class Looked:
    """The months, and why the two figures may differ."""

    what: str
    """'stack 'dev'', the name of a file, or 'the subscription'."""
    place: AzurePlace
    compared: Compared
    reasons: Sequence[Reason]


def look(options: argparse.Namespace) -> Looked:
    """Read what was reported, and estimate what is deployed.

    Raises:
        AzgreenError: nothing is deployed, or Azure does not tell.
    """
    if options.stack is None and options.export is None:
        place = place_of(options.azure, options.subscription)
        return _looked("the subscription", place, options.months, None)
    with deployed(options) as (resources, url):
        place = place_of(url, options.subscription)
        own = [item for item in resources if _subscription(item) == place.subscription.lower()]
        if not own:
            held = ", ".join(sorted({_subscription(item) for item in resources}))
            what = f"{place.subscription} has nothing of the stack, which is in {held}"
            raise InputError([Fault("--subscription", f"{what}; name that one")])
        name = f"stack {options.stack!r}" if options.stack is not None else options.export
        return _looked(name, place, options.months, own)


def _looked(
    what: str, place: AzurePlace, count: int, resources: Sequence[Deployed] | None
) -> Looked:
    lines = None if resources is None else _lines(resources)
    groups = sorted({_group(item.id) for item in resources or ()} - {""})
    with CarbonReports(place) as reports:
        months = reports.months(count)
        compared = compare(reports.read(months, groups), months, lines)
    flat = [line for held in (lines or {}).values() for line in held]
    return Looked(what, place, compared, reasons(compared, flat))


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
