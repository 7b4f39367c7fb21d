"""What does recording recommended sizes change in a stack's file?

It is changed where the root program reads it: `azgreen:deployments[].capacity`,
`azgreen:provisioned.ptu`, sizes of `azgreen:cache` and `azgreen:retrieval`, and of
`azgreen:endpoint` the fewest machines, the hours of the week and the busiest of them, from which
the program learns the autoscale setting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from ruamel.yaml.comments import CommentedSeq

from azgreen.cli._stack_change import changed
from azgreen.cli.rightsize.entry import (
    Entry,
    Put,
    endpoint_entry,
    model_entry,
    provisioned_entry,
)
from azgreen.cli.rightsize.store_record import store_puts
from azgreen.errors import Fault, InputError
from azgreen.estimate.rightsizing import WORTH_SHARE, OnlineUse, PtuUse, TokenUse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from azgreen.cli._change import Change
    from azgreen.cli.rightsize.look import Look

_LEAST: Final = "minInstances"
_PROFILE: Final = "trafficProfile"
_PROFILES: Final = "trafficProfiles"
_DIGITS: Final = 3
"""Of a rate: more than one week tells of the next."""


def change(file: Path, looks: Sequence[Look]) -> Change:
    """Return what recording sizes changes.

    Raises:
        InputError: the file is not what a stack's file has to be, or no longer holds what was
            deployed; everything that is wrong, and nothing is changed.
    """

    def edit(config: Any) -> bool:
        faults, puts = list[Fault](), list[Put]()
        for look in looks:
            try:
                puts += _puts(config, look)
            except InputError as error:
                faults += [Fault(f"{file}: {fault.where}", fault.what) for fault in error.faults]
        if faults:
            raise InputError(faults)
        for put in puts:
            put.do()
        return bool(puts)

    return changed(file, edit)


def _puts(config: Any, look: Look) -> list[Put]:
    """Return what is to be set for one resource; empty where the file holds it already."""
    assert look.found is not None  # noqa: S101 - only what was sized is recorded
    assert look.found.size is not None  # noqa: S101 - only what is to change is recorded
    now, then = dict(look.found.current), dict(look.found.size)
    if isinstance(look.use, TokenUse):
        return _size(model_entry(config, look.resource.name), "capacity", now, then, look)
    if isinstance(look.use, PtuUse):
        return _size(provisioned_entry(config, look.use.model), "ptu", now, then, look)
    if isinstance(look.use, OnlineUse):
        entry = endpoint_entry(config, look.resource.name)
        return _machines(entry, look, _hours(look.use), _least(now), _least(then))
    return store_puts(config, look, now, then)


def _size(entry: Entry, key: str, now: Any, then: Any, look: Look) -> list[Put]:
    need = look.resource.need
    return entry.sized(key, now[key], then[key], lambda: entry.check_traffic(need))


def _machines(entry: Entry, look: Look, hours: list[float], deployed: int, least: int) -> list[Put]:
    busiest, traffic = max(hours), entry.traffic
    machines, told = _least_of(entry), _profile_of(entry, look.resource.name)
    has, hours_held = machines.held, told.held
    is_told = hours_held is not None and _alike(hours_held, hours)
    if not is_told:
        # the hours of another week are no edit: they are what was written after the last look
        entry.check_traffic(look.resource.need)
        if has is not None and has > deployed:
            entry.refuse(_LEAST, f"{has!r}, {deployed} are deployed")
    puts = [machines.put(least)] if has != least else []
    if is_told:
        return puts
    if traffic.get("requestsPerSecond") != busiest:
        puts.append(Put(traffic, ("requestsPerSecond",), busiest))
    line: Any = CommentedSeq(hours)
    line.fa.set_flow_style()
    return [*puts, told.put(line)]


@dataclass(frozen=True)
class _Written:
    """Where a value of one deployment is written, or is to be."""

    into: Any
    path: tuple[str, ...]
    held: Any

    def put(self, value: Any) -> Put:
        """Return the change to another value."""
        return Put(self.into, self.path, value)


def _least_of(entry: Entry) -> _Written:
    """Return the fewest machines: of its own where others share those of the endpoint."""
    own, shared = entry.fields.get(_LEAST), entry.above.get(_LEAST)
    if own is not None or entry.is_one_of_several:
        return _Written(entry.fields, (_LEAST,), shared if own is None else own)
    return _Written(entry.above, (_LEAST,), shared)


def _profile_of(entry: Entry, name: str) -> _Written:
    """Return its hours: of its own where others share those of the endpoint."""
    profiles: Any = entry.above.get(_PROFILES) or {}
    own: Any = profiles.get(name)
    shared = entry.above.get(_PROFILE)
    if own is not None or entry.is_one_of_several:
        return _Written(entry.above, (_PROFILES, name), shared if own is None else own)
    return _Written(entry.above, (_PROFILE,), shared)


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
