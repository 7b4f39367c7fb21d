"""Do the rules of a profile undo each other, and can they flap?

Azure estimates what a scale-in would do, value x machines before / machines after, and skips it or
takes fewer away where a scale-out rule would then fire (azure-monitor-docs, autoscale-flapping). So
rules that flap keep machines that nobody needs.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from azgreen.estimate.scaling import Profile, Rule
from azgreen_policies._reading import fields
from azgreen_policies._scaling import COUNTED, Scaling, number, scalings

_MOST: Final = 1000
"""Machines in a profile beyond which no count is looked at."""


def faults(profile: Mapping[str, Any]) -> Iterator[str]:
    """Say what is wrong with the rules of a profile, metric by metric."""
    by_metric: dict[str, list[Scaling]] = {}
    for each in scalings(profile):
        by_metric.setdefault(each.metric.lower(), []).append(each)
    for rules in by_metric.values():
        outs, ins = ([each for each in rules if each.out is out] for out in (True, False))
        yield from _of_metric(rules[0].metric, outs, ins, fields(profile.get("capacity")))


def _of_metric(
    metric: str, outs: Sequence[Scaling], ins: Sequence[Scaling], capacity: Mapping[str, Any]
) -> Iterator[str]:
    if not ins:
        what = f"scales out on {metric} and never in, so machines stay that nobody needs"
        yield f"{what}; add a rule on it that decreases"
        return
    if not outs:
        what = f"scales in on {metric} and never out, so requests queue once machines are gone"
        yield f"{what}; add a rule on it that increases"
        return
    for up in outs:
        for down in ins:
            if up.above is not None and up.above is down.above:
                what = f"adds machines at {metric} {up.operator} {up.threshold:g} and takes them"
                fix = "let one of the two look the other way"
                yield f"{what} away at {down.operator} {down.threshold:g}, the same way; {fix}"
                return
    if all(each.above for each in outs):
        yield from _flaps(metric, outs, ins, capacity)


def _flaps(
    metric: str, outs: Sequence[Scaling], ins: Sequence[Scaling], capacity: Mapping[str, Any]
) -> Iterator[str]:
    """Find the count at which scaling in comes closest to a scale-out rule, or goes past it."""
    high, low = min(each.threshold for each in outs), min(each.threshold for each in ins)
    before, after = _worst(ins, low, capacity)
    estimate = low * before / after
    if estimate <= high:
        return
    fix = f"lower its threshold to {high * after / before:.4g} or less"
    if before == after:
        what = f"takes machines away at {metric} below {low:g} and adds them above {high:g}"
        yield f"{what}, so it does both at once; {fix}"
        return
    what = f"scaling in from {before} machines to {after} at {metric} below {low:g} leaves up to"
    yield f"{what} {estimate:.4g} by Azure's estimate, over the scale-out's {high:g}; {fix}"


def _worst(ins: Sequence[Scaling], low: float, capacity: Mapping[str, Any]) -> tuple[int, int]:
    """Return machines before and after the scale-in that raises the value the most.

    Only rules that take away a number of machines are followed: others count as none at all.
    """
    changes = [round(each.value) for each in ins if each.kind == COUNTED]
    least = _bounded(number(capacity.get("minimum"), 1))
    most = _bounded(number(capacity.get("maximum"), least))
    if len(changes) < len(ins) or most <= least:
        return 1, 1
    rules = tuple(Rule(low, -change) for change in changes)
    profile = Profile("", least, most, least, rules)
    counts = range(least + 1, most + 1)
    before = max(counts, key=lambda count: count / profile.after_scale_in(count))
    return before, profile.after_scale_in(before)


def _bounded(machines: float) -> int:
    return int(min(max(machines, 1), _MOST))
