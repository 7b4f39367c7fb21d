"""How many provisioned throughput units (PTU) does a load need, and how much is there?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from azgreen.catalog import ptu
from azgreen.errors import CatalogError
from azgreen.estimate.sizing.ptu import bought
from azgreen.estimate.sizing.ptu_load import PtuLoad, normalised_tokens
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.paging import page
from azgreen_emulator.arm.tracked import check_location, checked, fault, schema_of
from azgreen_emulator.services.cognitiveservices import errors, offering, quota

if TYPE_CHECKING:
    from azgreen.catalog import Offer, PtuLot, PtuRow
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.records import Body

_ITEM = "locations/modelCapacities"
_QUERY = ("modelformat", "modelname", "modelversion")
_SPELLED = {"modelformat": "modelFormat", "modelname": "modelName", "modelversion": "modelVersion"}


def lot_of(model: str, sku: str) -> PtuLot | None:
    """Return the fewest PTUs and their step; None where the model is not sold so."""
    try:
        return ptu(model).lot(sku)
    except CatalogError:
        return None


def calculate(call: Call) -> Reply:
    """Answer how many PTUs a load needs: all workloads together, rounded up to what can be had."""
    sent = checked(call, "calculateModelCapacity")
    for key in ("model", "skuName", "workloads"):
        if not sent.get(key):
            raise fault(key, "MissingProperty", "required for the calculation")
    sku, name = offering.Sku(sent["skuName"]), sent["model"].get("name", "")
    row = _row(name)
    if row is None:
        described = ",".join(f"{key.capitalize()}:{text}" for key, text in sent["model"].items())
        raise errors.model_not_supported(described)
    lot = lot_of(name, sku.name)
    if lot is None:
        raise errors.sku_not_for_model(sku.name, name, sent["model"].get("version", ""))
    needed = sum(_units(row, load, index) for index, load in enumerate(sent["workloads"]))
    deployable = bought(needed, lot)
    estimate = {"value": math.ceil(needed), "deployableValue": deployable}
    answer = {"model": sent["model"], "skuName": sku.name, "estimatedCapacity": estimate}
    return Reply(200, answer)


def _row(model: str) -> PtuRow | None:
    """Return how a model's tokens count; None where that is not published."""
    try:
        row = ptu(model)
    except CatalogError:
        return None
    return None if row.output_ratio is None and row.short_context is None else row


def everywhere(call: Call) -> Reply:
    """List how much of a model there is in every region."""
    return _available(call, None)


def in_location(call: Call) -> Reply:
    """List how much of a model there is in one region."""
    kind = "Microsoft.CognitiveServices/locations/modelCapacities"
    return _available(call, check_location(call.params["location"], kind))


def _available(call: Call, region: str | None) -> Reply:
    form, name, version = (_asked(call, key) for key in _QUERY)
    model = offering.find(name)
    if model is None or model.format.lower() != form.lower() or version not in model.versions:
        raise errors.model_not_supported(f"Format:{form},Name:{name},Version:{version}")
    shape = schema_of(call)
    return page(
        call,
        [
            shape.project(_ITEM, _item(call, offer, model.format))
            for offer in offering.offered(model, None, region)
            if offer.version == version
        ],
    )


def _item(call: Call, offer: Offer, form: str) -> Body:
    place = f"{call.subscription_id}/providers/Microsoft.CognitiveServices/locations/{offer.region}"
    properties: Body = {
        "model": {"format": form, "name": offer.model, "version": offer.version},
        "skuName": offer.sku,
    }
    sku, model = offering.Sku(offer.sku), offering.find(offer.model)
    limit = None if model is None else offering.quota(model, sku)
    if limit is not None:  # what is not known is left out
        now = quota.used(call.store, call.subscription_id, offer.region, offer.model, sku)
        properties["availableCapacity"] = max(0, limit - now)
    return {
        "id": f"{place}/models/{form}.{offer.model}.{offer.version}/skuCapacities/{offer.sku}",
        "name": offer.sku,
        "type": "Microsoft.CognitiveServices/locations/models/skuCapacities",
        "location": offer.region,
        "properties": properties,
    }


def _asked(call: Call, key: str) -> str:
    text = call.query.get(key)
    if not text:
        name = _SPELLED[key]
        raise ArmError(400, "BadRequest", f"The query parameter '{name}' is required.", target=name)
    return text


def _units(row: PtuRow, load: Body, index: int) -> float:
    tokens: Body = load.get("requestParameters", {})
    numbers = {
        "requestPerMinute": load.get("requestPerMinute"),
        "requestParameters.avgPromptTokens": tokens.get("avgPromptTokens"),
        "requestParameters.avgGeneratedTokens": tokens.get("avgGeneratedTokens"),
    }
    for key, number in numbers.items():
        if number is None or number < 0:
            raise fault(f"workloads[{index}].{key}", "OutOfRange", "required: a number from 0 up")
    rate, prompt, generated = (float(number or 0) for number in numbers.values())
    tokens_per_request = normalised_tokens(row, PtuLoad(rate, prompt, generated))
    return rate * tokens_per_request / row.input_tpm_per_ptu
