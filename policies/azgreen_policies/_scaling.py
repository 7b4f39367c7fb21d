"""What does an autoscale setting do: which rules, on which metric, in which direction, how soon?"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from azgreen_policies._reading import fields, is_type, items

COUNTED: Final = "ChangeCount"
_DURATION: Final = re.compile(
    r"P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.IGNORECASE
)
_SECONDS: Final = (86_400, 3600, 60, 1)
_MODULES: Final = ("monitor", "insights")
_SIDES: Final = {"greater": True, "less": False}


@dataclass(frozen=True)
class Scaling:
    """One rule of a profile."""

    metric: str
    above: bool | None
    """Whether it looks for values above its threshold, or below; None for another comparison."""
    operator: str
    threshold: float
    out: bool
    """Whether it adds machines."""
    kind: str
    value: float
    cooldown: str

    @property
    def told(self) -> str:
        """Name it."""
        return f"{'scale-out' if self.out else 'scale-in'} rule on {self.metric}"


def is_setting(token: str) -> bool:
    """Tell whether a type token is that of an autoscale setting."""
    return any(is_type(token, module, "AutoscaleSetting") for module in _MODULES)


def profiles(props: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the name and the fields of each profile."""
    for each in items(props.get("profiles")):
        profile = fields(each)
        yield str(profile.get("name")), profile


def scalings(profile: Mapping[str, Any]) -> Iterator[Scaling]:
    """Yield the rules of a profile that add or take away."""
    for each in items(profile.get("rules")):
        trigger = fields(fields(each).get("metricTrigger"))
        action = fields(fields(each).get("scaleAction"))
        direction, operator = str(action.get("direction")).lower(), str(trigger.get("operator"))
        if direction not in {"increase", "decrease"}:
            continue
        side = next((up for word, up in _SIDES.items() if operator.lower().startswith(word)), None)
        yield Scaling(
            metric=str(trigger.get("metricName")),
            above=side,
            operator=operator,
            threshold=number(trigger.get("threshold"), 0),
            out=direction == "increase",
            kind=str(action.get("type")),
            value=number(action.get("value"), 1),
            cooldown=str(action.get("cooldown")),
        )


def number(value: object, missing: float) -> float:
    """Return a number that Azure writes as a text, or another where it is none."""
    try:
        found = float(str(value))
    except ValueError:
        return missing
    return found if math.isfinite(found) else missing


def seconds(duration: str) -> int | None:
    """Return the length of an ISO 8601 duration as Azure takes it; None where it is none."""
    found = _DURATION.fullmatch(duration)
    if found is None or not any(found.groups()):
        return None
    return sum(unit * int(part or 0) for unit, part in zip(_SECONDS, found.groups(), strict=True))
