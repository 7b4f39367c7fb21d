"""What does an Azure Monitor autoscale setting say, and can it flap?

Semantics (azure-monitor-docs, autoscale best practices, 2026-08-07): any scale-out rule that fires
adds instances, the largest addition wins; all scale-in rules must agree; a cooldown counts from the
last change; a recurring profile holds until the next one starts; at most 20 profiles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PROFILES: Final = 20
METRIC_NAMESPACE: Final = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints"
METRIC_NAME: Final = "RequestsPerMinute"
LEAST_WINDOW_S: Final = 300
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Aggregation = Literal["Last", "Average", "Maximum"]


@dataclass(frozen=True, slots=True)
class Rule:
    """Change by `change` instances when requests per minute and instance pass `threshold`."""

    threshold: float
    change: int
    window_s: int = LEAST_WINDOW_S
    cooldown_s: int = LEAST_WINDOW_S
    aggregation: Aggregation = "Last"

    @property
    def scales_out(self) -> bool:
        """Whether the rule adds instances."""
        return self.change > 0

    def fires(self, per_instance: float) -> bool:
        """Whether a value of the metric, per instance, passes the threshold."""
        below_or_above = per_instance - self.threshold
        return below_or_above > 0 if self.scales_out else below_or_above < 0


@dataclass(frozen=True, slots=True)
class Start:
    """When a recurring profile starts: every week, UTC."""

    days: tuple[int, ...]
    """0 is Monday."""
    hour: int
    minute: int

    def minutes_of_week(self) -> Iterator[int]:
        """Yield each start, in minutes after Monday 00:00."""
        for day in self.days:
            yield (24 * day + self.hour) * 60 + self.minute


@dataclass(frozen=True, slots=True)
class Profile:
    """Bounds and rules that hold from `start` on; the one without a start when no other does."""

    name: str
    minimum: int
    maximum: int
    default: int
    rules: tuple[Rule, ...]
    start: Start | None = None

    def after_scale_in(self, count: int) -> int:
        """Return the count that the scale-in rules leave of `count`: Azure takes the mildest."""
        changes = [rule.change for rule in self.rules if not rule.scales_out]
        return count if not changes else max(self.minimum, count + max(changes))

    def faults(self, load_time_s: float) -> Iterator[Fault]:
        """Yield what is wrong; `load_time_s` is what a new instance takes until it serves."""
        where = f"profile {self.name!r}"
        if not 1 <= self.minimum <= self.default <= self.maximum:
            bounds = f"minimum {self.minimum}, default {self.default}, maximum {self.maximum}"
            yield Fault(where, f"{bounds} are out of order; allowed: 1 <= min <= default <= max")
        for rule in self.rules:
            if rule.cooldown_s < load_time_s:
                reason = f"cooldown of {rule.cooldown_s} s is shorter than the load time"
                yield Fault(where, f"{reason}; allowed: at least {load_time_s:g} s")
            if rule.window_s < LEAST_WINDOW_S:
                reason = f"window of {rule.window_s} s is not usable"
                yield Fault(where, f"{reason}; allowed: at least {LEAST_WINDOW_S} s")
        if len({rule.aggregation for rule in self.rules}) > 1:
            yield Fault(where, "rules aggregate differently, so no dead band holds; use one way")
        if self.minimum >= 1 and any(rule.scales_out for rule in self.rules):
            yield from self._flaps(where)

    def _flaps(self, where: str) -> Iterator[Fault]:
        """Prove the dead band: no count at which scaling in makes a scale-out rule fire.

        Scaling in from n to m happens below `low` per instance, that is below `low` n in all, and
        leaves less than `low` n / m per instance; that has to stay under every scale-out threshold.
        """
        highest = min(rule.threshold for rule in self.rules if rule.scales_out)
        lows = [rule.threshold for rule in self.rules if not rule.scales_out]
        if not lows:
            return
        low = min(lows)
        for count in range(self.minimum + 1, self.maximum + 1):
            left = self.after_scale_in(count)
            if left < count and low * count > highest * left:
                reason = f"scaling in at {count} instances below {low:g} leaves {left} with up to"
                load = f"{low * count / left:.4g}, over the scale-out threshold {highest:g}"
                fix = f"lower the scale-in threshold to {highest * left / count:.4g}"
                yield Fault(where, f"{reason} {load}; {fix}")
                return


@dataclass(frozen=True, slots=True)
class Setting:
    """An autoscale setting: one default profile and recurring ones."""

    profiles: tuple[Profile, ...]

    def check(self, load_time_s: float) -> None:
        """Refuse a setting that Azure would not take, or that can flap.

        Raises:
            InputError: every fault at once.
        """
        faults = [fault for profile in self.profiles for fault in profile.faults(load_time_s)]
        if not 1 <= len(self.profiles) <= MAX_PROFILES:
            allowed = f"allowed: 1 to {MAX_PROFILES}"
            faults.append(Fault("autoscale", f"{len(self.profiles)} profiles; {allowed}"))
        if sum(profile.start is None for profile in self.profiles) != 1:
            faults.append(Fault("autoscale", "exactly one profile must be without a recurrence"))
        if faults:
            raise InputError(faults)

    def schedule(self) -> list[tuple[int, Profile]]:
        """Return the recurring starts in minutes of the week, first to last."""
        starts = [
            (minute, profile)
            for profile in self.profiles
            if profile.start is not None
            for minute in profile.start.minutes_of_week()
        ]
        return sorted(starts, key=lambda item: item[0])

    @property
    def fallback(self) -> Profile:
        """The profile that holds when no other does."""
        return next(profile for profile in self.profiles if profile.start is None)

    def as_dict(self) -> dict[str, Any]:
        """Return the arguments of `monitor.AutoscaleSetting` that do not name a resource.

        Capacities and changes are strings, as Azure wants them; whoever deploys adds
        `metric_resource_uri` (the endpoint) to each trigger.
        """
        return {"profiles": [_as_profile(profile) for profile in self.profiles]}


def _as_profile(profile: Profile) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "name": profile.name,
        "capacity": {
            "minimum": str(profile.minimum),
            "maximum": str(profile.maximum),
            "default": str(profile.default),
        },
        "rules": [_as_rule(rule) for rule in profile.rules],
    }
    if profile.start is not None:
        schedule = {
            "days": [DAYS[day] for day in profile.start.days],
            "hours": [profile.start.hour],
            "minutes": [profile.start.minute],
            "time_zone": "UTC",
        }
        shown["recurrence"] = {"frequency": "Week", "schedule": schedule}
    return shown


def _as_rule(rule: Rule) -> dict[str, Any]:
    return {
        "metric_trigger": {
            "metric_name": METRIC_NAME,
            "metric_namespace": METRIC_NAMESPACE,
            "operator": "GreaterThan" if rule.scales_out else "LessThan",
            "threshold": rule.threshold,
            "statistic": "Average",
            "time_aggregation": rule.aggregation,
            "time_grain": "PT1M",
            "time_window": _duration(rule.window_s),
            "divide_per_instance": True,
        },
        "scale_action": {
            "direction": "Increase" if rule.scales_out else "Decrease",
            "type": "ChangeCount",
            "value": str(abs(rule.change)),
            "cooldown": _duration(rule.cooldown_s),
        },
    }


def _duration(seconds: int) -> str:
    """Write a duration as Azure does, in whole minutes, rounded up."""
    return f"PT{-(-seconds // 60)}M"
