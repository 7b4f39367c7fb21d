"""What is wrong with the bounds of an autoscale setting, and what does its target need?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from azgreen import catalog
from azgreen.estimate.sizing import limited_to
from azgreen_policies._autoscaled import Bounds
from azgreen_policies._online import served
from azgreen_policies._reading import need_of
from azgreen_policies._stack import Member
from azgreen_policies.size._gpu_need import sized


@dataclass(frozen=True)
class Needed:
    """The machines that a declared need takes in its busiest minute."""

    instances: int
    machine: catalog.InstanceType


def faults(bounds: Sequence[Bounds]) -> Iterator[str]:
    """Say which profiles Azure would refuse, and that none of them scales."""
    for each in bounds:
        if each.why_not is not None:
            yield f", profile {each.profile!r}: {each.why_not}"
    counts = {count for each in bounds for count in (each.least, each.most)}
    if len(counts) == 1:
        fix = "lower the minimum, or take the setting out"
        yield f" keeps {counts.pop():g} instances at all times, so it does not scale; {fix}"


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
