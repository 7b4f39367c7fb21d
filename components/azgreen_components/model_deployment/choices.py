"""Which model, SKU, version and capacity does one deployment get?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from azgreen import catalog
from azgreen.estimate import Traffic
from azgreen_components._inputs import (
    Faults,
    at,
    check_keys,
    choice,
    given_or,
    mapping,
    whole_number,
)
from azgreen_components._models import (
    Target,
    over_quota,
    read_deployment_name,
    read_model,
    read_policies,
    read_traffic_below,
    read_version,
)
from azgreen_components._sizing import capacity_enqueued_kilotokens, capacity_ktpm
from azgreen_components.model_deployment.args import DEFAULT_SKU, ModelArgs, TrafficArgs


@dataclass(frozen=True)
class DeploymentPlan:
    """One deployment, every default filled in."""

    name: str
    model: str
    format: str
    version: str
    sku: str
    capacity: int
    content_filter: str
    version_upgrade_option: str
    traffic: Traffic | None


def plan_deployment(
    faults: Faults, path: str, given: object, location: str, today: date
) -> DeploymentPlan | None:
    """Fill in one deployment, or note why it cannot be; by `today` a model may have retired."""
    fields = mapping(faults, path, given)
    if fields is None:
        return None
    check_keys(faults, path, fields, ModelArgs)
    model = read_model(faults, path, fields, today)
    sku = _sku(faults, at(path, "sku"), given_or(fields, "sku", DEFAULT_SKU))
    target = Target(model, sku, location)
    version = read_version(faults, path, fields, target, catalog.skus())
    traffic = read_traffic_below(faults, path, fields, TrafficArgs)
    capacity = _capacity(faults, path, fields, target, traffic)
    name = read_deployment_name(faults, path, fields, "name")
    content_filter, upgrade = read_policies(faults, path, fields)
    if model is None or sku is None:
        return None
    chosen = (version or "", sku, capacity or 1, content_filter, upgrade, traffic)
    return DeploymentPlan(name or model.name, model.name, model.format, *chosen)


def _sku(faults: Faults, path: str, given: object) -> str | None:
    if isinstance(given, str) and given.lower() in map(str.lower, catalog.PTU_SKUS):
        what = f"{given!r} is provisioned throughput, which ProvisionedDeployment deploys"
        faults.add(path, f"{what}; use that, or one of {', '.join(catalog.skus())}")
        return None
    return choice(faults, path, given, catalog.skus())


def _capacity(
    faults: Faults,
    path: str,
    fields: Mapping[str, object],
    target: Target,
    traffic: Traffic | None,
) -> int | None:
    model, sku = target.model, target.sku
    where = at(path, "capacity")
    given, capacity = fields.get("capacity"), None
    is_batch = sku is not None and catalog.way_of(sku) == catalog.BATCH
    if given is not None:
        unit = "enqueued tokens" if is_batch else "tokens per minute"
        capacity = whole_number(faults, where, given, f"thousands of {unit}")
    elif traffic is not None:
        capacity = (capacity_enqueued_kilotokens if is_batch else capacity_ktpm)(traffic)
    elif fields.get("traffic") is None:
        faults.add(where, "missing; write it, or the traffic from which it is computed")
    if capacity is not None and model is not None and sku is not None:
        origin = "" if given is not None else ", computed from traffic,"
        wrong = over_quota(capacity, model.name, sku, origin)
        if wrong is not None:
            faults.add(where, f"{wrong}, or split the traffic")
    return capacity
