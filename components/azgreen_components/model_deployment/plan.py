"""What will a ModelDeployment create? Values in, a plan or every fault out; nothing is deployed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

import pulumi

from azgreen import catalog
from azgreen.errors import UnknownNameError
from azgreen_components._inputs import Faults, at, check_keys, text
from azgreen_components._naming import (
    check_account,
    check_resource_group,
    check_sub_domain,
    check_suffix,
)
from azgreen_components._tags import resource_tags
from azgreen_components.model_deployment.args import ModelDeploymentArgs
from azgreen_components.model_deployment.choices import DeploymentPlan, plan_deployment


@dataclass(frozen=True)
class Plan:
    """Everything that a ModelDeployment creates."""

    location: str
    account_name: str | None
    sub_domain: str | None
    name_suffix: str | None
    public_network_access: bool
    tags: Mapping[str, str]
    deployments: tuple[DeploymentPlan, ...]


def plan(name: str, args: ModelDeploymentArgs, today: date) -> Plan:
    """Say what will be created, or raise every fault at once.

    Args:
        name: The component's own name.
        args: What the user wrote.
        today: The date by which a model counts as retired.
    """
    faults, given = Faults(), dict[str, object](args)
    check_keys(faults, "", given, ModelDeploymentArgs)
    location = _location(faults, given)
    _check_group(faults, given.get("resource_group_name"))
    result = Plan(
        location,
        _optional(faults, given, "account_name", check_account),
        _optional(faults, given, "sub_domain", check_sub_domain),
        _optional(faults, given, "name_suffix", check_suffix),
        _public(faults, given),
        resource_tags(faults, given),
        _deployments(faults, given.get("deployments"), location, today),
    )
    faults.raise_any(f"ModelDeployment {name!r}")
    return result


def _location(faults: Faults, given: Mapping[str, object]) -> str:
    """Return the region's own spelling; an empty text when there is no such region."""
    name = text(faults, "location", given["location"]) if given.get("location") else None
    try:
        return catalog.region(name).name if name else ""
    except UnknownNameError as error:
        faults.add("location", str(error))
        return ""


def _check_group(faults: Faults, given: object) -> None:
    if given is None or isinstance(given, pulumi.Output):
        return
    name = text(faults, "resourceGroupName", given)
    if name is not None:
        check_resource_group(faults, "resourceGroupName", name)


def _optional(
    faults: Faults,
    given: Mapping[str, object],
    field: str,
    check: Callable[[Faults, str, str], None],
) -> str | None:
    if given.get(field) is None:
        return None
    value = text(faults, at("", field), given[field])
    if value is not None:
        check(faults, at("", field), value)
    return value


def _public(faults: Faults, given: Mapping[str, object]) -> bool:
    value = given.get("public_network_access") or False
    if not isinstance(value, bool):
        faults.add("publicNetworkAccess", f"{value!r} is not true or false; write one of the two")
    return value is True


def _deployments(
    faults: Faults, given: object, location: str, today: date
) -> tuple[DeploymentPlan, ...]:
    if given is None:
        return ()
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        faults.add("deployments", f"{given!r} is not a list of models; write at least one")
        return ()
    items = cast("Sequence[object]", given)
    _check_names_differ(faults, items)
    plans = [
        plan_deployment(faults, f"deployments[{index}]", item, location, today)
        for index, item in enumerate(items)
    ]
    found = tuple(item for item in plans if item is not None)
    _check_shared_quota(faults, found)
    return found


def _check_shared_quota(faults: Faults, deployments: Sequence[DeploymentPlan]) -> None:
    """Note deployments that each fit but together do not: a model's quota is one for the region."""
    by_pool: dict[tuple[str, str], list[int]] = {}
    for item in deployments:
        by_pool.setdefault((item.model, item.sku), []).append(item.capacity)
    for (model, sku), capacities in by_pool.items():
        quota = catalog.quota_ktpm(model, sku)
        if quota is not None and max(capacities) <= quota < sum(capacities):
            what = f"the capacities of {model!r} as {sku} add up to {sum(capacities)}"
            faults.add("deployments", f"{what}, over the default quota of {quota}; lower them")


def _check_names_differ(faults: Faults, items: Sequence[object]) -> None:
    first: dict[str, int] = {}
    for index, item in enumerate(items):
        if not isinstance(item, Mapping):
            continue
        fields = cast("Mapping[str, object]", item)
        name = fields.get("name") or fields.get("model")
        earlier = first.setdefault(name.lower(), index) if isinstance(name, str) else index
        if earlier != index:
            fix = "give one of the two another name (Azure ignores case)"
            what = f"{name!r} is the name of deployments[{earlier}] too"
            faults.add(f"deployments[{index}].name", f"{what}; {fix}")
