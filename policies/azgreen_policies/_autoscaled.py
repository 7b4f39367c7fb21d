"""Which online deployments does an autoscale setting scale, and between how many machines?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from azgreen_policies._online import ONLINE
from azgreen_policies._pointing import targets_at
from azgreen_policies._reading import fields, number
from azgreen_policies._scaling import profiles
from azgreen_policies._stack import Member, Stack

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


def targets(setting: Member, stack: Stack) -> list[Member]:
    """Return the online deployments of the stack that a setting may scale.

    While ids are not known there may be several: an id that was taken out of a list of them.
    """
    pointed = targets_at(stack, setting, _TARGET, ONLINE)
    own_id = str(setting.known(_TARGET)).lower()
    exact = [each for each in pointed if str(each.known("id")).lower() == own_id]
    return exact or pointed


def scales_online(setting: Member, found: Sequence[Member]) -> bool:
    """Tell whether a setting scales an online deployment, of this stack or another.

    Raises:
        UnknownValueError: it scales nothing of the stack, and its target is not known.
    """
    return bool(found) or _OF_ENDPOINTS in str(setting.props.get(_TARGET)).lower()
