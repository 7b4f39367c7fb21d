"""What will an Autoscale create? Values in, a plan or every fault out; nothing is deployed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from statistics import fmean
from typing import cast

import pulumi

from azgreen.estimate import Traffic
from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.estimate.need import Need
from azgreen.estimate.scaling import (
    Case,
    Deferral,
    Instance,
    Outcome,
    Setting,
    autoscale,
    autoscaled,
    bounded,
    from_hours,
)
from azgreen.estimate.sizing.gpu_option import MOST_INSTANCES
from azgreen_components._common import Common, read_common, read_id, read_name
from azgreen_components._inputs import Faults, at, check_keys, listed, text, whole_number
from azgreen_components._naming import AUTOSCALE_SETTING
from azgreen_components.autoscale.args import AutoscaleArgs
from azgreen_components.autoscale.load import read_deferral, read_rates
from azgreen_components.autoscale.serving import read_instance

DEPLOYMENTS = "/deployments/"
_WORKSPACES = "Microsoft.MachineLearningServices/workspaces"
_OF_A_DEPLOYMENT = re.compile(rf"/onlineEndpoints/[^/]+{DEPLOYMENTS}[^/]+$")


@dataclass(frozen=True)
class Plan:
    """Everything that an Autoscale creates."""

    common: Common
    setting_name: str | None
    deployment_id: pulumi.Input[str]
    traffic: Traffic
    """Mean over the week, as the machines get it."""
    instance: Instance
    setting: Setting
    learned: Outcome
    """What the setting did to the week that it was learned from."""
    deferral: Deferral | None
    emails: tuple[str, ...]

    @property
    def need(self) -> Need:
        """What is declared: the mean load, when an answer is late, and the load time."""
        one = self.instance
        return Need.of(
            self.traffic,
            latency_ms=1000 * one.latency_target_s,
            load_minutes=one.load_time_s / 60,
        )


@dataclass(frozen=True)
class Bounds:
    """Fewest and most machines that the user allows."""

    least: int
    most: int


def plan(name: str, args: AutoscaleArgs, today: date) -> Plan:
    """Say what will be created, or raise every fault at once.

    Args:
        name: The component's own name.
        args: What the user wrote.
        today: The date by which an instance type counts as retired.
    """
    faults, given = Faults(), dict[str, object](args)
    check_keys(faults, "", given, AutoscaleArgs)
    common, rates = read_common(faults, given), read_rates(faults, given)
    deferral, bounds = read_deferral(faults, given, rates), _bounds(faults, given)
    instance = read_instance(faults, given, common.location, today)
    setting_name = read_name(faults, given, "autoscale_setting_name", AUTOSCALE_SETTING)
    deployment_id, emails = _deployment_id(faults, given), _emails(faults, given)
    title = f"Autoscale {name!r}"
    faults.raise_any(title)
    assert instance is not None  # noqa: S101 - there was no fault
    assert deployment_id is not None  # noqa: S101 - there was no fault
    week = _Week(
        deferral.planned if deferral else rates,
        float(cast("float", given["input_tokens"])),
        float(cast("float", given["output_tokens"])),
        instance,
    )
    setting = _within(faults, bounds, _shaped(_learned(week), deferral, instance))
    faults.raise_any(title)
    setting.check(instance.load_time_s)
    learned = _replayed(week, setting)
    own = (deployment_id, week.mean, instance, setting, learned, deferral, emails)
    return Plan(common, setting_name, *own)


@dataclass(frozen=True)
class _Week:
    """What a setting is learned from."""

    requests_per_second: tuple[float, ...]
    input_tokens: float
    output_tokens: float
    instance: Instance

    @property
    def mean(self) -> Traffic:
        """The load of the mean hour."""
        return Traffic(fmean(self.requests_per_second), self.input_tokens, self.output_tokens)


# Kept, because preview and update ask for the same, the stack's check and the component as well.
@cache
def _case(week: _Week) -> Case:
    """Return the week as a load, and the machine that serves it."""
    sizes = week.input_tokens, week.output_tokens
    return Case(from_hours(week.requests_per_second, *sizes), week.instance)


@cache
def _learned(week: _Week) -> Setting:
    """Learn a setting."""
    return autoscale(_case(week), quick=True).setting


@cache
def _replayed(week: _Week, setting: Setting) -> Outcome:
    """Return what a setting does to the week."""
    return autoscaled(_case(week), setting)


def _shaped(setting: Setting, deferral: Deferral | None, instance: Instance) -> Setting:
    return setting if deferral is None else bounded(setting, deferral, instance, PEAK_FACTOR)


def _within(faults: Faults, bounds: Bounds, setting: Setting) -> Setting:
    """Keep every profile within what the user allows, or note a need that is over it."""
    needed = max(profile.minimum for profile in setting.profiles)
    if needed > bounds.most:
        what = f"{bounds.most} are fewer than the {needed} that the busiest hour needs"
        fix = "raise it, lower the traffic or take larger machines"
        faults.add("maxInstances", f"{what}; {fix} (Azure takes {MOST_INSTANCES} at most)")
    return Setting(
        tuple(
            replace(
                profile,
                minimum=max(profile.minimum, bounds.least),
                default=max(profile.default, bounds.least),
                maximum=max(min(profile.maximum, bounds.most), bounds.least),
            )
            for profile in setting.profiles
        )
    )


def _bounds(faults: Faults, given: Mapping[str, object]) -> Bounds:
    least, most = (
        _machines(faults, given, field, default)
        for field, default in (("min_instances", 1), ("max_instances", MOST_INSTANCES))
    )
    if least > most:
        faults.add("minInstances", f"{least} is over maxInstances {most}; lower it")
    return Bounds(least, most)


def _machines(faults: Faults, given: Mapping[str, object], field: str, default: int) -> int:
    if given.get(field) is None:
        return default
    count = whole_number(faults, at("", field), given[field], "machines") or default
    if count > MOST_INSTANCES:
        faults.add(at("", field), f"{count} is over Azure's {MOST_INSTANCES}; write that or less")
    return count


def _deployment_id(faults: Faults, given: Mapping[str, object]) -> pulumi.Input[str] | None:
    known = read_id(faults, given, "deployment_id", _WORKSPACES)
    if not isinstance(known, str) or _OF_A_DEPLOYMENT.search(known):
        return known
    if f"/providers/{_WORKSPACES}/".lower() in known.lower():  # else it has been noted
        end = "/onlineEndpoints/<endpoint>/deployments/<deployment>"
        faults.add("deploymentId", f"{known!r} is no online deployment's; it ends with {end}")
    return known


def _emails(faults: Faults, given: Mapping[str, object]) -> tuple[str, ...]:
    items = listed(faults, "notifyEmails", given.get("notify_emails"), "addresses")
    emails: list[str] = []
    for index, item in enumerate(items):
        address = text(faults, f"notifyEmails[{index}]", item)
        if address is not None and "@" not in address.strip("@"):
            faults.add(f"notifyEmails[{index}]", f"{address!r} is no e-mail address; write one")
        emails.append(address or "")
    return tuple(emails)
