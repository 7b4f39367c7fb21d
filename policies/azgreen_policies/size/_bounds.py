"""Between how many machines does an autoscale setting move, and what does its target need?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from azgreen import catalog
from azgreen.estimate.sizing import limited_to
from azgreen_policies._online import ONLINE, served
from azgreen_policies._pointing import endpoint_of, points_at
from azgreen_policies._reading import fields, need_of, number
from azgreen_policies._scaling import profiles
from azgreen_policies._stack import Member, Stack
from azgreen_policies.size._gpu_need import sized

_TARGET: Final = "targetResourceUri"
_OF_ENDPOINTS: Final = "/onlineendpoints/"


@dataclass(frozen=True)
class Bounds:
    """What a profile allows; Azure has these numbers as texts."""

    profile: str
    least: float
    most: float
    default: float | None

    @property
    def why_not(self) -> str | None:
        """Say what Azure would refuse; None where it takes them."""
        if self.least > self.most:
            return f"the minimum {self.least:g} is over the maximum {self.most:g}; lower it"
        if self.default is None or self.least <= self.default <= self.most:
            return None
        within = f"from {self.least:g} to {self.most:g}, the minimum and the maximum"
        return f"the default {self.default:g} is not {within}; set it to one of them"


@dataclass(frozen=True)
class Needed:
    """The machines that a declared need takes in its busiest minute."""

    instances: int
    machine: catalog.InstanceType


def bounds_of(props: Mapping[str, Any]) -> list[Bounds]:
    """Return the bounds of each profile whose minimum and maximum are stated."""
    found: list[Bounds] = []
    for name, profile in profiles(props):
        capacity = fields(profile.get("capacity"))
        least, most, default = (
            number(capacity.get(key)) for key in ("minimum", "maximum", "default")
        )
        if least is not None and most is not None:
            found.append(Bounds(name, least, most, default))
    return found


def faults(bounds: Sequence[Bounds]) -> Iterator[str]:
    """Say which profiles Azure would refuse, and that none of them scales."""
    for each in bounds:
        if each.why_not is not None:
            yield f", profile {each.profile!r}: {each.why_not}"
    counts = {count for each in bounds for count in (each.least, each.most)}
    if len(counts) == 1:
        fix = "lower the minimum, or take the setting out"
        yield f" keeps {counts.pop():g} instances at all times, so it does not scale; {fix}"


def targets(setting: Member, stack: Stack) -> list[Member]:
    """Return the online deployments of the stack that a setting may scale.

    While ids are not known there may be several: an id that was taken out of a list of them.
    """
    pointed = [
        each
        for each in stack.of(*ONLINE)
        if points_at(setting, _TARGET, each, endpoint_of(each, stack))
    ]
    own_id = str(setting.known(_TARGET)).lower()
    exact = [each for each in pointed if str(each.known("id")).lower() == own_id]
    return exact or pointed


def scales_online(setting: Member, found: Sequence[Member]) -> bool:
    """Tell whether a setting scales an online deployment, of this stack or another.

    Raises:
        UnknownValueError: it scales nothing of the stack, and its target is not known.
    """
    return bool(found) or _OF_ENDPOINTS in str(setting.props.get(_TARGET)).lower()


def needed(setting: Member, found: Sequence[Member]) -> Needed | None:
    """Return what the need takes that the setting, else its one target, declares.

    Raises:
        InputError: the tag of the need cannot be read.
    """
    if len(found) != 1:
        return None
    (target,) = found
    runs = served(target.resource.resource_type, target.props)
    if isinstance(runs, str):
        return None
    own, of_target = need_of(setting.props), need_of(target.props)
    need, today = own if own.traffic else of_target, datetime.now(UTC).date()
    size = sized(runs.model, need, target.props, today)
    fit = None if size is None else limited_to(size, runs.machine.name)
    return None if fit is None else Needed(fit.choice.instances, runs.machine)
