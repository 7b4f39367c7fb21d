"""What does Azure make of a serverless endpoint, and of a subscription to its model's offer?

A subscription may go before its endpoint. Azure then calls the endpoint unhealthy; here it stays as
it was, for no interface shows that state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm import whereabouts
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.services.machinelearning import keys, serverless_rules
from azgreen_emulator.services.machinelearning.quota import VERSIONS
from azgreen_emulator.services.machinelearning.workspaces import WORKSPACES

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body, Record

_WITH_KEYS: Final = ("Key", "KeyAndAAD")


def _subscribed(write: Write) -> Body:
    return {**write.properties, "marketplaceSubscriptionStatus": "Subscribed"}


def _check(write: Write) -> None:
    serverless_rules.check_endpoint(write)
    write.sent.setdefault("sku", {"name": "Consumption"})


def _complete(write: Write) -> Body:
    sent = write.properties
    held = serverless_rules.subscription_to(write, sent["modelSettings"]["modelId"])
    return {
        "contentSafety": {"contentSafetyStatus": "Enabled"},
        **sent,
        "endpointState": "Creating" if write.is_new else "Online",
        "inferenceEndpoint": {"uri": f"https://{_domain(write)}"},
        **({} if held is None else {"marketplaceSubscriptionId": held.id}),
    }


def _domain(write: Write) -> str:
    return serverless_rules.domain(write.name, write.location)


def _new_keys(_: Write) -> Body:
    return keys.new_keys({})


def _keyed(call: Call, action: str) -> Record:
    record = whereabouts.found(SERVERLESS_ENDPOINTS, call)
    keys.check_mode(record, action, _WITH_KEYS)
    return record


def _list_keys(call: Call) -> Reply:
    return Reply(200, _keyed(call, "listKeys").private)


def _regenerate(call: Call) -> Reply:
    record = _keyed(call, "regenerateKeys")
    return Reply(
        200, keys.regenerate(call, record, "workspaces/serverlessEndpoints:regenerateKeys")
    )


MARKETPLACE_SUBSCRIPTIONS = Kind(
    type=serverless_rules.SUBSCRIPTIONS,
    versions=VERSIONS,
    path=WORKSPACES.path + "/marketplaceSubscriptions/{name}",
    operations="MarketplaceSubscriptions",
    # bicep-types-az, Microsoft.MachineLearningServices
    name_rule={"maxLength": 255, "pattern": r"[a-zA-Z0-9][a-zA-Z0-9_-]*"},
    refuse=serverless_rules.check_subscription,
    complete=_subscribed,
    long_running=True,
    patch=False,
)
SERVERLESS_ENDPOINTS = Kind(
    type=serverless_rules.ENDPOINTS,
    versions=VERSIONS,
    path=WORKSPACES.path + "/serverlessEndpoints/{name}",
    operations="ServerlessEndpoints",
    # REST reference, Serverless Endpoints - Create Or Update
    name_rule={"maxLength": 52, "pattern": r"[a-zA-Z][a-zA-Z0-9-]*"},
    refuse=_check,
    complete=_complete,
    private=_new_keys,
    domain=_domain,
    long_running=True,
    needs_location=True,
    extra=(
        ("ListKeys", "POST", "/listKeys", _list_keys),
        ("RegenerateKeys", "POST", "/regenerateKeys", _regenerate),
    ),
)
