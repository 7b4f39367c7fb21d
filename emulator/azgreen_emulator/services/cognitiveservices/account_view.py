"""What does Azure add to an account that its owner did not write?"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from azgreen_emulator.arm.identity import guid
from azgreen_emulator.clock import timestamp

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.records import Body, Record

_ENDPOINTS = {
    "OpenAI": {
        "OpenAI Language Model Instance API": "openai.azure.com",
        "OpenAI Dall-E API": "openai.azure.com",
        "OpenAI Moderations API": "openai.azure.com",
        "OpenAI Whisper API": "openai.azure.com",
        "OpenAI Model Scaleset API": "openai.azure.com",
        "OpenAI Realtime API": "openai.azure.com",
        "Token Service API": "openai.azure.com",
    },
    "AIServices": {
        "AI Foundry API": "services.ai.azure.com",
        "Azure AI Model Inference API": "services.ai.azure.com",
        "Azure OpenAI Legacy API - Latest moniker": "openai.azure.com",
        "OpenAI Language Model Instance API": "openai.azure.com",
        "Content Safety": "cognitiveservices.azure.com",
        "Token Service API": "cognitiveservices.azure.com",
    },
}
_CAPABILITIES = (
    ("VirtualNetworks", None),
    ("CustomerManagedKey", None),
    ("TrustedServices", "Microsoft.CognitiveServices,Microsoft.MachineLearningServices"),
)
_CALL_RATE = {
    "rules": [
        {
            "key": "default",
            "renewalPeriod": 1,
            "count": 30,
            "matchPatterns": [{"path": "*", "method": "*"}],
        }
    ]
}


def completed(call: Call, account_id: str, sent: Body, old: Record | None) -> Body:
    """Return the properties that a GET shows: what was sent, with what Azure adds."""
    given: Body = dict(sent.get("properties", {}))
    before: Body = {} if old is None else old.body["properties"]
    given.pop("restore", None)
    domain = given.get("customSubDomainName") or before.get("customSubDomainName")
    host = _host(sent["kind"])
    added: Body = {
        **_constant(account_id),
        "endpoint": f"https://{domain}.{host}/" if domain else _regional(sent["location"]),
        "dateCreated": before.get("dateCreated", timestamp(call.world.clock.now())),
        "endpoints": _endpoints(sent["kind"], domain, sent["location"]),
    }
    if domain:
        given["customSubDomainName"] = domain
        open_to_all: Body = {"defaultAction": "Allow", "virtualNetworkRules": [], "ipRules": []}
        given["networkAcls"] = open_to_all | given.get("networkAcls", {})
    return {**added, **given, "provisioningState": "Creating" if old is None else "Accepted"}


def _constant(account_id: str) -> Body:
    return {
        "internalId": UUID(guid(account_id, "internal")).hex,
        "capabilities": [
            {"name": name} if value is None else {"name": name, "value": value}
            for name, value in _CAPABILITIES
        ],
        "isMigrated": False,
        "privateEndpointConnections": [],
        "publicNetworkAccess": "Enabled",
        "callRateLimit": _CALL_RATE,
    }


def _endpoints(kind: str, domain: str | None, location: str) -> dict[str, str]:
    known = _ENDPOINTS.get(kind, {"Token Service API": _host(kind)})
    if not domain:
        return dict.fromkeys(known, _regional(location))
    return {name: f"https://{domain}.{host}/" for name, host in known.items()}


def _host(kind: str) -> str:
    return "openai.azure.com" if kind == "OpenAI" else "cognitiveservices.azure.com"


def _regional(location: str) -> str:
    return f"https://{location}.api.cognitive.microsoft.com/"
