"""How many provisioned throughput units (PTU) does a load need, and how much is there?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.paging import page
from azgreen_emulator.arm.tracked import check_location, checked, fault, schema_of
from azgreen_emulator.services.cognitiveservices import errors, offering, quota
from azgreen_emulator.services.cognitiveservices.kinds import table

if TYPE_CHECKING:
    from azgreen.catalog import Offer
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.records import Body
    from azgreen_emulator.services.cognitiveservices.offering import Sku

_ITEM = "locations/modelCapacities"
_QUERY = ("modelformat", "modelname", "modelversion")
_SPELLED = {"modelformat": "modelFormat", "modelname": "modelName", "modelversion": "modelVersion"}


@dataclass(frozen=True)
class Size:
    """How a model's PTUs are sized: (minimum, increment), tokens per minute, ratio."""

    wide: tuple[int, int]
    regional: tuple[int, int] | None
    input_tpm_per_ptu: float
    output_ratio: float

    def limits(self, sku: Sku) -> tuple[int, int]:
        """Return the smallest deployment and the increment."""
        return self.wide if sku.scope or self.regional is None else self.regional

    def units(self, requests_per_minute: float, prompt: float, generated: float) -> float:
        """Return PTUs, not rounded: (input TPM + ratio x output TPM) / input TPM per PTU.

        Formula and numbers: `data/SOURCES.md`, `ptu.csv`.
        """
        tpm = requests_per_minute * (prompt + self.output_ratio * generated)
        return tpm / self.input_tpm_per_ptu


def size_of(model: str) -> Size | None:
    """Return how a model's PTUs are sized; None where Microsoft's table does not list it."""
    return _sizes().get(model.lower())


def calculate(call: Call) -> Reply:
    """Answer how many PTUs a load needs: all workloads together, rounded up to what can be had."""
    sent = checked(call, "calculateModelCapacity")
    for key in ("model", "skuName", "workloads"):
        if not sent.get(key):
            raise fault(key, "MissingProperty", "required for the calculation")
    sku = offering.Sku(sent["skuName"])
    size = size_of(sent["model"].get("name", ""))
    if size is None:
        described = ",".join(f"{key.capitalize()}:{text}" for key, text in sent["model"].items())
        raise errors.model_not_supported(described)
    if not sku.is_provisioned or (not sku.scope and size.regional is None):
        name, version = sent["model"]["name"], sent["model"].get("version", "")
        raise errors.sku_not_for_model(sku.name, name, version)
    needed = sum(_units(size, load, index) for index, load in enumerate(sent["workloads"]))
    least, step = size.limits(sku)
    deployable = max(least, math.ceil(needed / step) * step)
    estimate = {"value": math.ceil(needed), "deployableValue": deployable}
    answer = {"model": sent["model"], "skuName": sku.name, "estimatedCapacity": estimate}
    return Reply(200, answer)


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


def _units(size: Size, load: Body, index: int) -> float:
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
    return size.units(rate, prompt, generated)


@cache
def _sizes() -> dict[str, Size]:
    return {
        row["model"].lower(): Size(
            (int(row["global_minimum"]), int(row["global_increment"])),
            (int(row["regional_minimum"]), int(row["regional_increment"]))
            if row["regional_minimum"]
            else None,
            float(row["input_tpm_per_ptu"]),
            float(row["output_ratio"]),
        )
        for row in table("ptu.csv")
    }
