"""What will a ModelDeployment create? Values in, a plan or every fault out; nothing is deployed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from azgreen import catalog
from azgreen_components._account import AccountNames, read_account_names
from azgreen_components._common import Common, read_common
from azgreen_components._inputs import (
    NAME_BY_CASE,
    Faults,
    check_keys,
    check_names_differ,
    listed,
)
from azgreen_components.content_safety.of_account import check_filter
from azgreen_components.content_safety.plan import Safety, read_safety
from azgreen_components.model_deployment.args import ModelDeploymentArgs
from azgreen_components.model_deployment.choices import DeploymentPlan, plan_deployment


@dataclass(frozen=True)
class Plan:
    """Everything that a ModelDeployment creates."""

    common: Common
    names: AccountNames
    deployments: tuple[DeploymentPlan, ...]
    safety: Safety | None
    """Content filters of its own; None where there are only Azure's."""


def plan(name: str, args: ModelDeploymentArgs, today: date) -> Plan:
    """Say what will be created, or raise every fault at once.

    Args:
        name: The component's own name.
        args: What the user wrote.
        today: The date by which a model counts as retired.
    """
    faults, given = Faults(), dict[str, object](args)
    check_keys(faults, "", given, ModelDeploymentArgs)
    common, names = read_common(faults, given), read_account_names(faults, given)
    deployments = _deployments(faults, given.get("deployments"), common.location, today)
    safety = read_safety(faults, "contentSafety", given.get("content_safety"))
    if safety is not None:
        _check_filters(faults, given.get("deployments"), safety)
    faults.raise_any(f"ModelDeployment {name!r}")
    return Plan(common, names, deployments, safety)


def _deployments(
    faults: Faults, given: object, location: str, today: date
) -> tuple[DeploymentPlan, ...]:
    items = listed(faults, "deployments", given, "models", least=1)
    check_names_differ(faults, "deployments", map(_name_of, items), fix=NAME_BY_CASE)
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
        quota = catalog.quota_units(model, sku)
        if quota is not None and max(capacities) <= quota < sum(capacities):
            what = f"the capacities of {model!r} as {sku} add up to {sum(capacities)}"
            faults.add("deployments", f"{what}, over the default quota of {quota}; lower them")


def _name_of(item: object) -> str | None:
    """Return what clients will call a deployment, as far as that is written as a text."""
    if not isinstance(item, Mapping):
        return None
    fields = cast("Mapping[str, object]", item)
    name = fields.get("name") or fields.get("model")
    return name if isinstance(name, str) else None


def _check_filters(faults: Faults, given: object, safety: Safety) -> None:
    """Note content filters that the account will not have."""
    items = cast("Sequence[object]", given) if isinstance(given, Sequence) else ()
    for index, item in enumerate(items):
        if isinstance(item, Mapping):
            fields = cast("Mapping[str, object]", item)
            path = f"deployments[{index}].contentFilter"
            check_filter(faults, path, fields.get("content_filter"), safety)
