"""What can be had where: models, SKUs, usages, names that are free?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen import catalog
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.paging import page
from azgreen_emulator.arm.tracked import check_location, checked, places, schema_of
from azgreen_emulator.services.cognitiveservices import (
    account_rules,
    accounts,
    capacity,
    offering,
    quota,
)
from azgreen_emulator.services.cognitiveservices.kinds import kinds

if TYPE_CHECKING:
    from azgreen.catalog import Model, Offer
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.records import Body

_TYPE = account_rules.TYPE
_FREE = ("F0",)


def models(call: Call) -> Reply:
    """List the models that can be deployed in a region, for each kind of account."""
    region = check_location(call.params["location"], "Microsoft.CognitiveServices/locations/models")
    shape = schema_of(call)
    items = [
        {"kind": kind, "skuName": sku, "model": described}
        for described in _models(call, region)
        for kind, sku in _homes(described["format"])
    ]
    return page(call, [shape.project("locations/models", item) for item in items])


def account_models(call: Call) -> Reply:
    """List the models that can be deployed in an account."""
    account = accounts.found(call)
    shape = schema_of(call)
    mine = [
        described
        for described in _models(call, account.location)
        if account.body["kind"] in {kind for kind, _ in _homes(described["format"])}
    ]
    return page(call, [shape.project("accounts:listModels", item) for item in mine])


def usages(call: Call) -> Reply:
    """List the quotas of a region, with what is in use of each."""
    region = check_location(call.params["location"], "Microsoft.CognitiveServices/locations/usages")
    shape = schema_of(call)
    return page(
        call, [shape.project("accounts:usages", item) for item in _usages(call, region, None)]
    )


def account_usages(call: Call) -> Reply:
    """List the quotas that the deployments of an account draw on."""
    account = accounts.found(call)
    mine = {
        (record.body["properties"]["model"]["name"], record.body["sku"]["name"])
        for record in call.store.children(account.key, quota.DEPLOYMENTS)
    }
    shape = schema_of(call)
    found = _usages(call, account.location, mine)
    return page(call, [shape.project("accounts:usages", item) for item in found])


def account_skus(call: Call) -> Reply:
    """List the SKUs that an account could have."""
    kind = kinds()[accounts.found(call).body["kind"].lower()]
    return page(call, [{"resourceType": _TYPE, "sku": {"name": name}} for name in kind.skus])


def skus(call: Call) -> Reply:
    """List the SKUs of accounts, by kind and region."""
    shape = schema_of(call)
    items = [
        {
            "resourceType": "accounts",
            "name": name,
            "tier": "Free" if name in _FREE else "Standard",
            "kind": kind.name,
            "locations": [place.upper()],
            "restrictions": [],
        }
        for kind in kinds().values()
        for name in kind.skus
        for place in places()
    ]
    return page(call, [shape.project("skus", item) for item in items])


def check_domain(call: Call) -> Reply:
    """Say whether a subdomain is free."""
    sent = checked(call, "checkDomainAvailability")
    _check_type(sent["type"])
    name = sent["subdomainName"]
    answer: Body = {"isSubdomainAvailable": True, **sent}
    if not account_rules.DOMAIN.fullmatch(name):
        answer |= {
            "isSubdomainAvailable": False,
            "reason": f"Sub domain name '{name}' is not valid",
        }
    elif account_rules.domain_taken(call, name):
        answer |= {
            "isSubdomainAvailable": False,
            "reason": f"Sub domain name '{name}' is already used. Please pick a different name.",
        }
    return Reply(200, answer)


def check_skus(call: Call) -> Reply:
    """Say which SKUs a kind of account has in a region."""
    check_location(call.params["location"], _TYPE)
    sent = checked(call, "checkSkuAvailability")
    _check_type(sent["type"])
    kind = kinds().get(sent["kind"].lower())
    known = {name.lower() for name in kind.skus} if kind else set[str]()
    return Reply(
        200,
        {
            "value": [
                {
                    "kind": sent["kind"],
                    "type": sent["type"],
                    "skuName": name,
                    "skuAvailable": name.lower() in known,
                    **({} if name.lower() in known else _no_sku(name, sent["kind"])),
                }
                for name in sent["skus"]
            ]
        },
    )


def capacity_of(offer: Offer) -> Body:
    """Return how much of a model can be deployed at once."""
    lot = capacity.lot_of(offer.model, offer.sku)
    if lot is not None:
        return {"minimum": lot.min_ptu, "step": lot.increment_ptu, "default": lot.min_ptu}
    model = offering.find(offer.model)
    limit = None if model is None else offering.quota(model, offering.Sku(offer.sku))
    return {"minimum": 1, "step": 1, "default": 1, **({} if limit is None else {"maximum": limit})}


def _models(call: Call, region: str) -> list[Body]:
    today = call.world.clock.now().date()
    found: dict[tuple[str, str], list[Offer]] = {}
    for offer in catalog.deployable_offers(region=region):
        found.setdefault((offer.model, offer.version), []).append(offer)
    described: list[Body] = []
    for (name, version), offers in found.items():
        model = catalog.model(name)
        body: Body = {
            "format": model.format,
            "name": name,
            "version": version,
            "isDefaultVersion": version == model.version,
            "skus": [_model_sku(model, offer) for offer in offers],
            "capabilities": offering.capabilities(model),
            "lifecycleStatus": offering.lifecycle(model, today),
            "systemData": {},
        }
        if model.retires_on is not None:
            body["deprecation"] = {"inference": f"{model.retires_on:%Y-%m-%d}T00:00:00Z"}
        described.append(body)
    return described


def _model_sku(model: Model, offer: Offer) -> Body:
    sku = offering.Sku(offer.sku)
    body: Body = {
        "name": offer.sku,
        "usageName": offering.usage_name(model, sku),
        "capacity": capacity_of(offer),
    }
    if model.retires_on is not None:
        body["deprecationDate"] = f"{model.retires_on:%Y-%m-%d}T00:00:00Z"
    return body


def _usages(call: Call, region: str, only: set[tuple[str, str]] | None) -> list[Body]:
    seen: dict[tuple[str, str], Body] = {}
    for offer in catalog.deployable_offers(region=region):
        key = (offer.model, offer.sku)
        model, sku = catalog.model(offer.model), offering.Sku(offer.sku)
        limit = offering.quota(model, sku)
        if limit is None or key in seen or (only is not None and key not in only):
            continue
        seen[key] = {
            "name": {
                "value": offering.usage_name(model, sku),
                "localizedValue": offering.quota_name(model.name, sku),
            },
            "limit": float(limit),
            "currentValue": float(
                quota.used(call.store, call.subscription_id, region, offer.model, sku)
            ),
            "unit": "Count",
        }
    return list(seen.values())


def _homes(form: str) -> list[tuple[str, str]]:
    """Which kinds of account, with which SKU, serve models of this format."""
    return [
        (kind.name, kind.skus[0])
        for kind in kinds().values()
        if kind.serves_models and kind.name in ("AIServices", form)
    ]


def _check_type(text: str) -> None:
    if text.lower() != _TYPE.lower():
        message = f"The resource type '{text}' is invalid; expected '{_TYPE}'."
        raise ArmError(400, "InvalidResourceType", message, target="type")


def _no_sku(name: str, kind: str) -> Body:
    return {
        "reason": "NotAvailableForSubscription",
        "message": f"The SKU '{name}' is not available for kind '{kind}' in this region.",
    }
