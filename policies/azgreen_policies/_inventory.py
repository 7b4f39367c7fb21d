"""What does the stack take in a month, as far as its resources say? For rules over the sum."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import pulumi
from pulumi_policy.proxy import UnknownValueError

from azgreen.catalog import Spread
from azgreen.estimate.inventory import UNKNOWN, Resource, Total, of_stack
from azgreen_policies._reading import number
from azgreen_policies._stack import Member, Stack

_MOST_NAMED: Final = 3
_WHOLE_FROM: Final = 1000
"""From here on digits after the point are noise."""


@dataclass(frozen=True)
class Budget:
    """What a month may take, and where that is written."""

    most: float
    source: str


def over_budget(
    stack: Stack, setting: str, config: str, judged: Callable[[Total, Budget], Iterator[str]]
) -> Iterator[str]:
    """Yield what `judged` says to the stack's month and its budget; what is no budget is told."""
    budget = _budget_of(stack, setting, config)
    if budget is None:
        return stack.not_applicable(f"no budget is set: {setting}, or azgreen:{config}")
    if not isinstance(budget, Budget):
        yield budget
        return None
    found = of_stack(resources_of(stack))  # what is not known before the update is not known
    if not found.lines:
        return stack.not_applicable("the stack has no resource of Azure")
    yield from judged(found, budget)
    return None


def resources_of(stack: Stack) -> list[Resource]:
    """Return all resources with what is known of them."""
    return [_resource(member) for member in stack.members]


def largest(found: Total, quantity: str, unit: str, per_unit: float = 1) -> str:
    """Name the resources that take most of a quantity: "'chat' 12.3 USD, 'cache' 4 USD"."""
    known = [
        (figure.mid / per_unit, line.name)
        for line in found.lines
        if (figure := line.figure(quantity)) is not None and figure.mid > 0
    ]
    most = sorted(known, key=lambda item: (-item[0], item[1]))[:_MOST_NAMED]
    return ", ".join(f"{name!r} {_told(amount)} {unit}" for amount, name in most)


def missing(found: Total, quantity: str) -> str:
    """Say how many resources a sum lacks, and why the first; empty where it lacks none."""
    lines = found.not_known(quantity)
    if not lines:
        return ""
    first, count = lines[0], len(lines)
    what = "1 resource" if count == 1 else f"{count} resources"
    return f"; not in it: {what} ({first.name!r}: {first.not_known[quantity]})"


def spread(figure: Spread, per_unit: float = 1) -> str:
    """Write a figure with its ends."""
    low, mid, high = (_told(each / per_unit) for each in (figure.low, figure.mid, figure.high))
    return mid if low == high else f"{mid} ({low} to {high})"


def _budget_of(stack: Stack, setting: str, config: str) -> Budget | str | None:
    """Return the rule's setting, else the stack's configuration; a text where it is no number."""
    own, configured = stack.settings.get(setting), pulumi.Config("azgreen").get(config)
    source = f"azgreen:{config}" if own is None else setting
    given = configured if own is None else own
    most = number(given)
    if most is not None and most >= 0:
        return Budget(most, source)
    return None if given is None else f"{source} {given!r} is not a number from 0 on; write one"


def _told(amount: float) -> str:
    return f"{amount:,.4g}" if amount < _WHOLE_FROM else f"{amount:,.0f}"


def _resource(member: Member) -> Resource:
    made_from = {
        key: [source.urn for source in sources]
        for key, sources in member.resource.property_dependencies.items()
    }
    props = cast("Mapping[str, Any]", _plain(member.props))
    return Resource(member.resource.resource_type, member.name, props, member.urn, made_from)


def _plain(value: Any) -> Any:
    """Return nested values as they are; `UNKNOWN` for what raises when it is read."""
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, Any]", value)
        return {key: _item(fields, key) for key in fields}
    if isinstance(value, Sequence) and not isinstance(value, str):
        listed = cast("Sequence[Any]", value)
        return [_item(listed, index) for index in range(len(listed))]
    return value


def _item(holder: Any, key: Any) -> Any:
    try:
        return _plain(holder[key])
    except UnknownValueError:
        return UNKNOWN
