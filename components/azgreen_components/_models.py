"""Which model and version does a deployment get, under which name and filter, for what traffic?"""

import math
from collections.abc import Mapping, Sequence
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
    given_or,
    mapping,
    number,
    text,
    text_below,
)
from azgreen_components._naming import DEPLOYMENT, check_name

DEFAULT_CONTENT_FILTER = "Microsoft.DefaultV2"
"""Azure's own current filter; a deployment without a named one gets an older version of it."""

DEFAULT_VERSION_UPGRADE = "OnceCurrentVersionExpired"
"""The model, and with it the energy per token, changes only if its version would stop working."""

VERSION_UPGRADES = (
    "NoAutoUpgrade",
    "OnceCurrentVersionExpired",
    "OnceNewDefaultVersionAvailable",
)

_TRAFFIC = ("requests_per_second", "input_tokens", "output_tokens")


@dataclass(frozen=True)
class Target:
    """What is to be deployed and where, as far as it could be read."""

    model: catalog.Model | None
    sku: str | None
    location: str
    """Empty when there is no such region."""


def read_model(
    faults: Faults, path: str, fields: Mapping[str, object], today: date
) -> catalog.Model | None:
    """Return the model, and note one that is not known or, by `today`, retired."""
    model = known_model(faults, path, fields)
    if model is not None and model.retires_on is not None and model.retires_on <= today:
        fix = f"use its successor {model.successor!r}" if model.successor else "use another model"
        what = f"{model.name!r} was retired on {model.retires_on:%Y-%m-%d}"
        faults.add(at(path, "model"), f"{what}; {fix}")
    return model


def known_model(faults: Faults, path: str, fields: Mapping[str, object]) -> catalog.Model | None:
    """Return the model, retired or not, and note one that is not known."""
    name = text_below(faults, path, fields, "model")
    try:
        return catalog.model(name) if name else None
    except UnknownNameError as error:
        faults.add(at(path, "model"), str(error))
        return None


def read_version(
    faults: Faults,
    path: str,
    fields: Mapping[str, object],
    target: Target,
    skus: Sequence[str],
) -> str | None:
    """Return the version, the default where it is offered, and note one that is not.

    `skus` are those that the component deploys, to be named where the wanted one is not offered.
    """
    model, sku, location = target.model, target.sku, target.location
    given = fields.get("version")
    given = None if given is None else text(faults, at(path, "version"), given)
    if model is None or sku is None or not location:
        return given
    versions = [item.version for item in catalog.deployable_offers(model.name, sku, location)]
    if not versions:
        faults.add(at(path, "model"), not_offered(model.name, sku, location, skus))
        return given
    if given is not None and given not in versions:
        what = f"version {given!r} of {model.name!r} is not offered as {sku} in {location}"
        faults.add(at(path, "version"), f"{what}; {nearest(given, versions)}")
    return given or (model.version if model.version in versions else versions[-1])


def not_offered(model: str, sku: str, location: str, skus: Sequence[str]) -> str:
    """Say where the model is offered instead: near, and with less carbon if there is such."""
    what = f"{model!r} is not offered as {sku} in {location!r}"
    here = catalog.region(location)
    offering = (catalog.region(item.region) for item in catalog.deployable_offers(model, sku))
    there = [region for region in offering if region.grid_gco2e_per_kwh_by_year]
    if not there:
        offers = catalog.deployable_offers(model, region=location)
        kinds = sorted({item.sku for item in offers} & set(skus))
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


def read_traffic(faults: Faults, path: str, fields: Mapping[str, object]) -> Traffic | None:
    """Return the mean load, or None where a number of it is missing or cannot be used."""
    values: dict[str, Any] = {
        key: number(faults, at(path, key), fields[key])
        for key in _TRAFFIC
        if fields.get(key) is not None
    }
    if len(values) < len(_TRAFFIC) or None in values.values():
        return None
    return Traffic(**values)


def read_traffic_below(
    faults: Faults, path: str, fields: Mapping[str, object], shape: type[Mapping[str, object]]
) -> Traffic | None:
    """Return the mean load under `traffic`, an object of the TypedDict `shape`."""
    where, given = at(path, "traffic"), fields.get("traffic")
    inner = None if given is None else mapping(faults, where, given)
    if inner is None:
        return None
    check_keys(faults, where, inner, shape)
    return read_traffic(faults, where, inner)


def over_quota(capacity: int, model: str, sku: str, origin: str) -> str | None:
    """Say that a capacity is over the default quota, if it is; `origin` is where it comes from."""
    quota = catalog.quota_units(model, sku)
    if quota is None or capacity <= quota:
        return None
    what = f"{capacity}{origin} is over the default quota of {quota} for {sku}"
    return f"{what}; write {quota} or less"


def read_deployment_name(
    faults: Faults, path: str, fields: Mapping[str, object], field: str
) -> str | None:
    """Return what clients call a deployment; None when left out."""
    if fields.get(field) is None:
        return None
    name = text(faults, at(path, field), fields[field])
    if name is not None:
        check_name(faults, at(path, field), name, DEPLOYMENT)
    return name


def read_policies(faults: Faults, path: str, fields: Mapping[str, object]) -> tuple[str, str]:
    """Return the content filter, and when Azure may change the version."""
    rai = given_or(fields, "content_filter", DEFAULT_CONTENT_FILTER)
    option = given_or(fields, "version_upgrade_option", DEFAULT_VERSION_UPGRADE)
    return (
        text(faults, at(path, "content_filter"), rai) or "",
        choice(faults, at(path, "version_upgrade_option"), option, VERSION_UPGRADES) or "",
    )
