"""Which model, SKU, version and capacity does one deployment get?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from azgreen import catalog
from azgreen.errors import UnknownNameError, nearest
from azgreen.estimate import Traffic
from azgreen_components._inputs import (
    Faults,
    at,
    check_keys,
    choice,
    mapping,
    number,
    text,
    whole_number,
)
from azgreen_components._naming import DEPLOYMENT, check_name
from azgreen_components._sizing import capacity_enqueued_kilotokens, capacity_ktpm
from azgreen_components.model_deployment.args import (
    DEFAULT_CONTENT_FILTER,
    DEFAULT_SKU,
    DEFAULT_VERSION_UPGRADE,
    ModelArgs,
    TrafficArgs,
)

VERSION_UPGRADES = (
    "NoAutoUpgrade",
    "OnceCurrentVersionExpired",
    "OnceNewDefaultVersionAvailable",
)


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


@dataclass(frozen=True)
class _Target:
    """What is to be deployed and where, as far as it could be read."""

    model: catalog.Model | None
    sku: str | None
    location: str


def plan_deployment(
    faults: Faults, path: str, given: object, location: str, today: date
) -> DeploymentPlan | None:
    """Fill in one deployment, or note why it cannot be; by `today` a model may have retired."""
    fields = mapping(faults, path, given)
    if fields is None:
        return None
    check_keys(faults, path, fields, ModelArgs)
    model = _model(faults, path, fields, today)
    sku = _sku(faults, at(path, "sku"), fields.get("sku") or DEFAULT_SKU)
    target = _Target(model, sku, location)
    version = _version(faults, path, fields, target)
    traffic = _traffic(faults, at(path, "traffic"), fields.get("traffic"))
    capacity = _capacity(faults, path, fields, target, traffic)
    name, content_filter, upgrade = _names(faults, path, fields)
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


def _names(faults: Faults, path: str, fields: Mapping[str, object]) -> tuple[str, str, str]:
    name, where = fields.get("name"), at(path, "name")
    name = None if name is None else text(faults, where, name)
    if name is not None:
        check_name(faults, where, name, DEPLOYMENT)
    rai = fields.get("content_filter") or DEFAULT_CONTENT_FILTER
    option = fields.get("version_upgrade_option") or DEFAULT_VERSION_UPGRADE
    return (
        name or "",
        text(faults, at(path, "content_filter"), rai) or "",
        choice(faults, at(path, "version_upgrade_option"), option, VERSION_UPGRADES) or "",
    )


def _model(
    faults: Faults, path: str, fields: Mapping[str, object], today: date
) -> catalog.Model | None:
    where = at(path, "model")
    name = text(faults, where, fields["model"]) if fields.get("model") is not None else None
    try:
        model = catalog.model(name) if name else None
    except UnknownNameError as error:
        faults.add(where, str(error))
        return None
    if model is not None and model.retires_on is not None and model.retires_on <= today:
        fix = f"use its successor {model.successor!r}" if model.successor else "use another model"
        faults.add(where, f"{model.name!r} was retired on {model.retires_on:%Y-%m-%d}; {fix}")
    return model


def _version(
    faults: Faults, path: str, fields: Mapping[str, object], target: _Target
) -> str | None:
    model, sku, location = target.model, target.sku, target.location
    given = fields.get("version")
    given = None if given is None else text(faults, at(path, "version"), given)
    if model is None or sku is None or not location:
        return given
    offers = catalog.offers(model=model.name, sku=sku, region=location)
    if not offers:
        faults.add(at(path, "model"), _not_offered(model.name, sku, location))
        return given
    versions = [offer.version for offer in offers]
    if given is not None and given not in versions:
        what = f"version {given!r} of {model.name!r} is not offered as {sku} in {location}"
        faults.add(at(path, "version"), f"{what}; {nearest(given, versions)}")
    return given or catalog.offer(model.name, sku, location).version


def _not_offered(model: str, sku: str, location: str) -> str:
    """Say where the model is offered instead: near, and with less carbon if there is such."""
    what = f"{model!r} is not offered as {sku} in {location!r}"
    here = catalog.region(location)
    offering = (catalog.region(offer.region) for offer in catalog.offers(model=model, sku=sku))
    there = [region for region in offering if region.grid_gco2e_per_kwh_by_year]
    if not there:
        kinds = sorted({offer.sku for offer in catalog.offers(model=model, region=location)})
        fix = f"offered there as {' or '.join(kinds)}" if kinds else "choose another model"
        return f"{what}, nor in any other region; {fix}"
    limit = here.grid_gco2e_per_kwh if here.grid_gco2e_per_kwh_by_year else math.inf
    cleaner = [region for region in there if region.grid_gco2e_per_kwh < limit]
    best = min(
        cleaner or there,
        key=lambda r: (
            r.geography != here.geography,
            r.data_zone != here.data_zone,
            r.grid_gco2e_per_kwh,
            r.name,
        ),
    )
    kind = "the nearest region with less carbon" if cleaner else "the region with the least carbon"
    return f"{what}; {kind} is {best.name!r} ({best.grid_gco2e_per_kwh:.0f} gCO2e/kWh)"


def _traffic(faults: Faults, path: str, given: object) -> Traffic | None:
    fields = None if given is None else mapping(faults, path, given)
    if fields is None:
        return None
    check_keys(faults, path, fields, TrafficArgs)
    values: dict[str, Any] = {
        key: number(faults, at(path, key), fields[key])
        for key in TrafficArgs.__annotations__
        if fields.get(key) is not None
    }
    if len(values) < len(TrafficArgs.__annotations__) or None in values.values():
        return None
    return Traffic(**values)


def _capacity(
    faults: Faults,
    path: str,
    fields: Mapping[str, object],
    target: _Target,
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
    quota = catalog.quota_units(model.name, sku) if model and sku else None
    if capacity is not None and quota is not None and capacity > quota:
        origin = "" if given is not None else ", computed from traffic,"
        what = f"{capacity}{origin} is over the default quota of {quota} for {sku}"
        faults.add(where, f"{what}; write {quota} or less, or split the traffic")
    return capacity
