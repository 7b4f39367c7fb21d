"""Is the cool-down of a rule long enough?"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from azgreen_policies._scaling import Scaling, seconds


@dataclass(frozen=True)
class Limits:
    """Fewest minutes, and who says so."""

    load_minutes: float
    source: str
    scale_in_minutes: float


def faults(rule: Scaling, limits: Limits) -> Iterator[str]:
    """Say why a cool-down is too short, or cannot be read."""
    cooldown_s = seconds(rule.cooldown)
    if cooldown_s is None:
        what = f"the cool-down {rule.cooldown!r} of the {rule.told} is no duration"
        yield f"{what}; write PT{math.ceil(limits.load_minutes)}M"
        return
    least, why = limits.load_minutes, f"that a machine loads ({limits.source})"
    if not rule.out and limits.scale_in_minutes > least:
        least, why = limits.scale_in_minutes, "of the setting scaleInMinutes"
    if cooldown_s < 60 * least:
        what = f"the cool-down {rule.cooldown} of the {rule.told} is under the {least:g} minutes"
        yield f"{what} {why}; set it to PT{math.ceil(least)}M"
