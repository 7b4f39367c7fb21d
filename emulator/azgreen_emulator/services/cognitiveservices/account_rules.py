"""Which accounts does Azure refuse?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from azgreen_emulator.arm import refusals
from azgreen_emulator.arm.graves import owner
from azgreen_emulator.arm.identity import check_identity
from azgreen_emulator.arm.tracked import check_location, check_name, fault, normal, schema_of
from azgreen_emulator.services.cognitiveservices import errors
from azgreen_emulator.services.cognitiveservices.kinds import kinds

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.records import Body, Record

TYPE = "Microsoft.CognitiveServices/accounts"
DOMAIN = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?")
_SHORTEST_DOMAIN = 2
# The one change of kind that Microsoft's documents describe.
_UPGRADE = ("OpenAI", "AIServices")


def check(call: Call, account_id: str, sent: Body, old: Record | None) -> None:
    """Refuse an account that breaks a rule; bring `sent` into the form that is stored."""
    if old is None:
        rule = schema_of(call).names["account_name"]
        check_name(call.params["accountName"], TYPE, rule)
    _check_location(call, sent, old)
    _check_kind(sent, old)
    check_identity(sent)
    _check_domain(call, account_id, sent, old)


def _check_location(call: Call, sent: Body, old: Record | None) -> None:
    if old is not None and normal(sent.get("location") or old.location) != old.location:
        group = call.params["resourceGroupName"]
        wanted = normal(sent["location"])
        raise refusals.resource_elsewhere(old.name, group, wanted, old.location)
    sent["location"] = check_location(sent.get("location"), TYPE)


def _check_kind(sent: Body, old: Record | None) -> None:
    for key in ("kind", "sku"):
        if key not in sent:
            raise fault(key, "MissingProperty", "required for an account")
    kind = kinds().get(sent["kind"].lower())
    if kind is None:
        raise errors.invalid_kind(sent["kind"])
    if old is not None and (old.body["kind"], kind.name) not in {_UPGRADE, (kind.name,) * 2}:
        message = f"The kind '{old.body['kind']}' of an existing account cannot be changed to"
        raise errors.properties(f"{message} '{kind.name}'.", "kind")
    skus = {name.lower(): name for name in kind.skus}
    if sent["sku"]["name"].lower() not in skus:
        raise errors.invalid_sku(sent["sku"]["name"], kind.skus)
    sent["kind"] = kind.name
    sent["sku"] = {**sent["sku"], "name": skus[sent["sku"]["name"].lower()]}


def _check_domain(call: Call, account_id: str, sent: Body, old: Record | None) -> None:
    properties: Body = sent.get("properties", {})
    before = "" if old is None else old.domain
    domain = properties.get("customSubDomainName") or before
    if before and domain.lower() != before:
        message = f"The custom subdomain name '{before}' of an account cannot be changed."
        raise errors.properties(message, "properties.customSubDomainName")
    if not domain:
        _check_needless(properties)
        return
    if len(domain) < _SHORTEST_DOMAIN or not DOMAIN.fullmatch(domain):
        raise errors.invalid_domain(domain)
    if domain_taken(call, domain, account_id):
        raise errors.domain_in_use(domain)


def domain_taken(call: Call, domain: str, account_id: str = "") -> bool:
    """Say whether another account has a subdomain, in any subscription, deleted ones included."""
    return owner(call.store, domain, account_id) is not None


def _check_needless(properties: Body) -> None:
    # Without a subdomain there is no token to log in with, and no host that a rule could guard.
    for key in ("disableLocalAuth", "allowProjectManagement", "networkAcls"):
        if properties.get(key):
            message = f"The property 'customSubDomainName' is required when '{key}' is set."
            raise errors.properties(message, "properties.customSubDomainName")
