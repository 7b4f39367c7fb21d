"""What does Azure make of a search service?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from azgreen_emulator.arm import whereabouts
from azgreen_emulator.arm.identity import guid
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.services.search import keys, quota, rules

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body, Record

_BY_DEFAULT: Body = {
    "computeType": "Default",
    "dataExfiltrationProtections": [],
    "disableLocalAuth": False,
    "encryptionWithCmk": {"enforcement": "Unspecified"},
    "hostingMode": "Default",
    "networkRuleSet": {"ipRules": [], "bypass": "None"},
    "partitionCount": 1,
    "publicNetworkAccess": "Enabled",
    "replicaCount": 1,
    # azure-ai-docs, `semantic-how-to-enable-disable`: off on a new service
    "semanticSearch": "disabled",
    "upgradeAvailable": "notAvailable",
}


def _complete(write: Write) -> Body:
    sent = write.properties
    # keys only, unless something else is asked for: azure-ai-docs, `search-security-enable-roles`
    auth: Body = {} if sent.get("disableLocalAuth") else {"authOptions": {"apiKeyOnly": {}}}
    shown: Body = {
        **_BY_DEFAULT,
        **auth,
        **sent,
        "endpoint": f"https://{rules.host_name(write.name)}",
        "privateEndpointConnections": [],
        "sharedPrivateLinkResources": [],
        "status": "running",
        "statusDetails": "",
    }
    written = json.dumps([write.sent.get("sku"), write.sent.get("tags"), shown], sort_keys=True)
    return {**shown, "eTag": f'"{guid(write.id, written)}"'}


def _domain(write: Write) -> str:
    return rules.host_name(write.name)


def _find(call: Call) -> Record:
    return whereabouts.found(SERVICES, call)


SERVICES = Kind(
    type=quota.TYPE,
    versions=("2025-05-01",),
    path=f"/providers/{quota.TYPE}/{{searchServiceName}}",
    operations="Services",
    name_rule=rules.NAME_RULE,
    refuse=rules.refuse,
    complete=_complete,
    private=keys.made,
    domain=_domain,
    long_running=True,
    slow_delete=False,
    begun=("Provisioning", "Provisioning"),
    needs_location=True,
    # terraform-provider-azurerm: another hosting mode is another service
    fixed=("properties.hostingMode",),
    extra=keys.operations(_find),
)
