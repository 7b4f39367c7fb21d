"""What does Azure make of an online endpoint, and with what is it called?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm import whereabouts
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.identity import guid
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.services.machinelearning import endpoint_rules, keys
from azgreen_emulator.services.machinelearning.quota import ENDPOINTS as TYPE
from azgreen_emulator.services.machinelearning.quota import VERSIONS

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body, Record

# azure-ai-docs, how-to-authenticate-online-endpoint: a token lasts an hour
_TOKEN_S: Final = 3600
_REFRESH_S: Final = 1800


def _complete(write: Write) -> Body:
    # REST reference: `keys` is always returned as null
    sent = {key: item for key, item in write.properties.items() if key != "keys"}
    base = f"https://{endpoint_rules.domain(write.name, write.location)}"
    return {
        "publicNetworkAccess": "Enabled",
        "traffic": {},
        "mirrorTraffic": {},
        **sent,
        "scoringUri": f"{base}/score",
        "swaggerUri": f"{base}/swagger.json",
    }


def _domain(write: Write) -> str:
    return endpoint_rules.domain(write.name, write.location)


def _new_keys(write: Write) -> Body:
    return keys.new_keys(write.properties.get("keys", {}))


def _with_mode(call: Call, action: str, wanted: str) -> Record:
    record = whereabouts.found(ENDPOINTS, call)
    keys.check_mode(record, action, (wanted,))
    return record


def _list_keys(call: Call) -> Reply:
    return Reply(200, _with_mode(call, "listKeys", "Key").private)


def _regenerate(call: Call) -> Reply:
    record = _with_mode(call, "regenerateKeys", "Key")
    keys.regenerate(call, record, "workspaces/onlineEndpoints:regenerateKeys")
    return Reply(200)


def _token(call: Call) -> Reply:
    """Answer with a token that names the endpoint and the hour, and opens nothing."""
    record = _with_mode(call, "token", "AMLToken")
    now = int(call.world.now_s())
    answer = {
        "accessToken": guid(record.id, f"token-{now // _TOKEN_S}"),
        "tokenType": "Bearer",
        "expiryTimeUtc": now + _TOKEN_S,
        "refreshAfterTimeUtc": now + _REFRESH_S,
    }
    return Reply(200, answer)


ENDPOINTS = Kind(
    type=TYPE,
    versions=VERSIONS,
    path="/providers/Microsoft.MachineLearningServices/workspaces/{workspaceName}/onlineEndpoints"
    "/{endpointName}",
    operations="OnlineEndpoints",
    name_rule={},  # the provider has words of its own
    refuse=endpoint_rules.check,
    complete=_complete,
    private=_new_keys,
    domain=_domain,
    long_running=True,
    needs_location=True,
    extra=(
        ("ListKeys", "POST", "/listKeys", _list_keys),
        ("RegenerateKeys", "POST", "/regenerateKeys", _regenerate),
        ("GetToken", "POST", "/token", _token),
    ),
)
