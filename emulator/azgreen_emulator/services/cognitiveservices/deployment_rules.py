"""Which deployments does Azure refuse?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from azgreen.estimate.sizing.ptu import bought
from azgreen_emulator.arm.tracked import check_name, fault
from azgreen_emulator.services.cognitiveservices import (
    capacity,
    errors,
    offering,
    quota,
    safety_rules,
)
from azgreen_emulator.services.cognitiveservices.kinds import kinds

if TYPE_CHECKING:
    from azgreen.catalog import Model, Offer
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.records import Body, Record
    from azgreen_emulator.services.cognitiveservices.offering import Sku

_NAME = {"minLength": 1, "maxLength": 64, "pattern": r"[a-zA-Z0-9][a-zA-Z0-9_.-]*"}


@dataclass(frozen=True)
class Choice:
    """What a deployment comes down to, in the catalogue's terms."""

    model: Model
    version: str
    sku: Sku
    capacity: int


def check(call: Call, account: Record, sent: Body, old: Record | None) -> Choice:
    """Refuse a deployment that breaks a rule; say what it deploys."""
    check_name(call.params["deploymentName"], quota.DEPLOYMENTS, _NAME)
    for key in ("sku", "properties"):
        if key not in sent:
            raise fault(key, "MissingProperty", "required for a deployment")
    properties: Body = sent["properties"]
    model, version = _model(call, account, properties)
    sku = _sku(account, model, version, sent["sku"]["name"])
    units = _capacity(sent["sku"], model, sku)
    _check_policy(call, account, properties)
    _check_siblings(call, account, properties, sku)
    before = _units_before(old, model, sku)
    subscription = call.subscription_id
    quota.refuse_if_exceeded(
        call.store, subscription, account.location, model=model, sku=sku, more=units - before
    )
    return Choice(model, version, sku, units)


def _model(call: Call, account: Record, properties: Body) -> tuple[Model, str]:
    wanted: Body = properties.get("model", {})
    for key in ("format", "name"):
        if not wanted.get(key):
            raise fault(f"properties.model.{key}", "MissingProperty", "required: a string")
    described = ",".join(
        f"{key.capitalize()}:{wanted[key]}"
        for key in ("publisher", "format", "name", "version")
        if wanted.get(key)
    )
    model = offering.find(wanted["name"])
    kind = kinds()[account.body["kind"].lower()]
    if model is None or model.format.lower() != wanted["format"].lower():
        raise errors.model_not_supported(described)
    if not kind.serves_models or (kind.name == "OpenAI" and model.format != "OpenAI"):
        raise errors.model_not_supported(described)
    version = wanted.get("version") or model.version
    if version not in model.versions:
        raise errors.model_not_supported(described)
    today = call.world.clock.now().date()
    if model.retires_on is not None and offering.lifecycle(model, today) == "Deprecated":
        raise errors.model_deprecated(described, model.retires_on)
    return model, version


def _sku(account: Record, model: Model, version: str, name: str) -> Sku:
    sku = offering.sku_named(name)
    if sku is None or version not in _versions(offering.offered(model, sku)):
        raise errors.sku_not_for_model(name, model.name, version)
    if version not in _versions(offering.offered(model, sku, account.location)):
        raise errors.sku_not_in_region(sku.name, model.name, version, account.location)
    return sku


def _versions(offers: tuple[Offer, ...]) -> set[str]:
    return {offer.version for offer in offers}


def _capacity(sku: Body, model: Model, chosen: Sku) -> int:
    units: int = sku.get("capacity", 1)
    if units < 1:
        message = f"The specified capacity '{units}' of account deployment should be at least 1."
        raise errors.properties(message, "sku.capacity")
    lot = capacity.lot_of(model.name, chosen.name) if chosen.is_provisioned else None
    if lot is not None and units != bought(units, lot):
        message = (
            f"The specified capacity '{units}' of account deployment should be at least"
            f" {lot.min_ptu} and grow by {lot.increment_ptu}."
        )
        raise errors.properties(message, "sku.capacity")
    return units


def _check_policy(call: Call, account: Record, properties: Body) -> None:
    name = properties.get("raiPolicyName")
    if name is not None and not safety_rules.has_policy(call.store, account, name):
        own = call.store.children(account.key, f"{account.type}/raiPolicies")
        known = [*safety_rules.BUILT_IN, *(item.name for item in own)]
        message = (
            f"The specified RAI policy '{name}' of account deployment does not exist. Available"
            f" policies: {', '.join(known)}."
        )
        raise errors.properties(message, "properties.raiPolicyName")


def _check_siblings(call: Call, account: Record, properties: Body, sku: Sku) -> None:
    for key in ("spilloverDeploymentName", "parentDeploymentName"):
        name = properties.get(key)
        if name is None:
            continue
        other = call.store.get(f"{account.id}/deployments/{name}")
        if other is None or other.name.lower() == call.params["deploymentName"].lower():
            message = f"The deployment '{name}' named by '{key}' does not exist in the account."
            raise errors.properties(message, f"properties.{key}")
        target = offering.Sku(other.body["sku"]["name"])
        online = not (target.is_provisioned or target.is_batch)
        if key.startswith("spillover") and (not online or target.scope != sku.scope):
            message = (
                f"The spillover deployment '{name}' has the SKU '{target.name}'; it has to be a"
                " standard deployment with the same data processing location."
            )
            raise errors.properties(message, f"properties.{key}")


def _units_before(old: Record | None, model: Model, sku: Sku) -> int:
    """A deployment that is replaced gives back what it has of the same quota."""
    if old is None or old.body["sku"]["name"] != sku.name:
        return 0
    same = old.body["properties"]["model"]["name"].lower() == model.name.lower()
    units: int = old.body["sku"]["capacity"]
    return units if same else 0
