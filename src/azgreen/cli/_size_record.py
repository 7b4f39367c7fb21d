"""What does recording recommended sizes change in a stack's file?

It is changed where the root program reads it: `azgreen:deployments[].capacity`,
`azgreen:provisioned.ptu`, and of `azgreen:endpoint` the fewest machines, the hours of the week and
the busiest of them, from which the program learns the autoscale setting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from ruamel.yaml.comments import CommentedSeq

from azgreen.cli._stack_change import Change, changed
from azgreen.cli._stack_entry import Entry, endpoint_entry, model_entry, provisioned_entry
from azgreen.errors import Fault, InputError
from azgreen.estimate.rightsizing import WORTH_SHARE, OnlineUse, PtuUse, TokenUse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from azgreen.cli._rightsizing import Look

_PROFILE: Final = "trafficProfile"
_DIGITS: Final = 3
"""Of a rate: more than one week tells of the next."""


@dataclass(frozen=True)
class _Put:
    """One value to set."""

    into: Any
    key: str
    value: Any


def change(file: Path, looks: Sequence[Look]) -> Change:
    """Return what recording sizes changes.

    Raises:
        InputError: the file is not what a stack's file has to be, or no longer holds what was
            deployed; everything that is wrong, and nothing is changed.
    """

    def edit(config: Any) -> bool:
        faults, puts = list[Fault](), list[_Put]()
        for look in looks:
            try:
                puts += _puts(config, look)
            except InputError as error:
                faults += [Fault(f"{file}: {fault.where}", fault.what) for fault in error.faults]
        if faults:
            raise InputError(faults)
        for put in puts:
            put.into[put.key] = put.value
        return bool(puts)

    return changed(file, edit)


def _puts(config: Any, look: Look) -> list[_Put]:
    """Return what is to be set for one resource; empty where the file holds it already."""
    assert look.found is not None  # noqa: S101 - only what was sized is recorded
    assert look.found.size is not None  # noqa: S101 - only what is to change is recorded
    now, then = dict(look.found.current), dict(look.found.size)
    if isinstance(look.use, TokenUse):
        return _size(model_entry(config, look.resource.name), "capacity", now, then, look)
    if isinstance(look.use, PtuUse):
        return _size(provisioned_entry(config, look.use.model), "ptu", now, then, look)
    assert isinstance(look.use, OnlineUse)  # noqa: S101 - nothing else is looked at
    return _machines(endpoint_entry(config, look.resource.name), look, look.use)


def _size(entry: Entry, key: str, now: Any, then: Any, look: Look) -> list[_Put]:
    held = entry.fields.get(key)
    if held == then[key]:
        return []
    if held is None:
        entry.check_traffic(look.resource.need)
    elif held != now[key]:
        entry.refuse(key, f"{held!r}, {now[key]} is deployed")
    return [_Put(entry.fields, key, then[key])]


def _machines(entry: Entry, look: Look, use: OnlineUse) -> list[_Put]:
    hours = _hours(use)
    busiest, least = max(hours), _least(dict(look.found.size or {}) if look.found else {})
    has, traffic = entry.above.get("minInstances"), entry.traffic
    told = entry.above.get(_PROFILE)
    is_told = told is not None and _alike(told, hours)
    if not is_told:
        # the hours of another week are no edit: they are what was written after the last look
        entry.check_traffic(look.resource.need)
        _check_least(entry, has, look)
    puts = [_Put(entry.above, "minInstances", least)] if has != least else []
    if is_told:
        return puts
    if traffic.get("requestsPerSecond") != busiest:
        puts.append(_Put(traffic, "requestsPerSecond", busiest))
    line: Any = CommentedSeq(hours)
    line.fa.set_flow_style()
    return [*puts, _Put(entry.above, _PROFILE, line)]


def _check_least(entry: Entry, has: Any, look: Look) -> None:
    """Refuse a file that asks for more machines than were deployed."""
    deployed = _least(dict(look.found.current)) if look.found else 1
    if has is not None and has > deployed:
        entry.refuse("minInstances", f"{has!r}, {deployed} are deployed")


def _least(size: dict[str, Any]) -> int:
    if "instances" in size:
        return size["instances"]
    return min(int(each["capacity"]["minimum"]) for each in size["autoscale"]["profiles"])


def _hours(use: OnlineUse) -> list[float]:
    """Return the mean requests per second of each hour of the week."""
    means = (sum(hour) / len(hour) for hour in use.requests.filled().by_hour_of_week())
    return [float(f"{mean / 60:.{_DIGITS}g}") for mean in means]


def _alike(told: Any, hours: Sequence[float]) -> bool:
    """Tell whether hours differ by no more than is worth a change."""
    held = cast("list[Any]", told) if isinstance(told, list) else []
    if len(held) != len(hours):
        return False
    near = WORTH_SHARE * max(hours)
    return all(
        isinstance(one, int | float) and abs(one - other) <= near
        for one, other in zip(held, hours, strict=True)
    )
