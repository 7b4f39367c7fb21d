"""Does an autoscale setting move between bounds that make sense, and no higher than is needed?

Azure refuses a minimum over the maximum; bounds that are equal scale nothing, so the machines of
the busiest hour run through the night. A maximum is what a loop of retries or a wrong rule can
make of the bill and the carbon within an hour.
"""

from collections.abc import Iterator

from pulumi_policy import Severity

from azgreen_policies._autoscaled import bounds_of, scales_online, targets
from azgreen_policies._environment import stage_of
from azgreen_policies._limits import NUMBER, NUMBER_PER_STAGE, limit_of
from azgreen_policies._rule import make_stack_rule
from azgreen_policies._stack import Member, Stack
from azgreen_policies.size._bounds import faults, needed

LIMITS = {"dev": 2, "test": 4, "prod": 20}  # our judgement
MOST_TIMES = 3  # our judgement: an hour has rarely over three times the mean load
_LIMITS, _TIMES = "limits", "mostTimesNeed"


def _check(member: Member, stack: Stack) -> Iterator[str]:
    bounds, found = bounds_of(member.props), targets(member, stack)
    for what in faults(bounds):
        yield f"{member.name!r}{what}"
    if not bounds or not scales_online(member, found):
        return
    widest = max(bounds, key=lambda each: each.most)
    what = f"{member.name!r}, profile {widest.profile!r}: up to {widest.most:g} instances"
    limits = {**LIMITS, **stack.settings.get(_LIMITS, {})}
    limit, where = limit_of(stage_of(member.props, stack.tags, limits), limits)
    if widest.most > limit:
        yield f"{what}, over the limit of {limit:g} for {where}; lower the maximum"
    times, need = stack.settings.get(_TIMES, MOST_TIMES), needed(member, found)
    if need is not None and widest.most > times * need.instances:
        takes = f"the {need.instances} of {need.machine.name} that its need takes"
        yield f"{what}, over {times:g} times {takes}; lower the maximum"


rule = make_stack_rule(
    __name__,
    ref="AZG-S007",
    severity=Severity.MEDIUM,
    of=("monitor", "AutoscaleSetting"),
    also=(("insights", "AutoscaleSetting"),),
    check=_check,
    summary="Autoscale moves between bounds that differ, and no higher than stage and need take.",
    fix="Set minimum, maximum and default of the profile as the message says.",
    links={"Autoscale": "docs/METHODOLOGY.md"},
    config={
        _LIMITS: {
            **NUMBER_PER_STAGE,
            "default": LIMITS,
            "description": "Most machines, by stage.",
        },
        _TIMES: {**NUMBER, "default": MOST_TIMES, "description": "Most times the need's machines."},
    },
)
