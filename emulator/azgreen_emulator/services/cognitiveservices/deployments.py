"""How are model deployments made, changed, shown and deleted?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from azgreen_emulator.arm import errors, operations
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.paging import page
from azgreen_emulator.arm.records import Record
from azgreen_emulator.arm.tracked import (
    check_conditions,
    checked,
    group_of,
    new_etag,
    schema_of,
    shown,
    system_data,
)
from azgreen_emulator.services.cognitiveservices import (
    deployment_rules,
    listings,
    offering,
    pending,
    safety_rules,
)
from azgreen_emulator.services.cognitiveservices.account_rules import TYPE as ACCOUNTS
from azgreen_emulator.services.cognitiveservices.quota import DEPLOYMENTS

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.records import Body
    from azgreen_emulator.services.cognitiveservices.deployment_rules import Choice

_BODY = "accounts/deployments"


def put(call: Call) -> Reply:
    """Create a deployment or replace it."""
    group_of(call, write=True)
    account = _account(call, "write")
    operations.refuse_if_busy(call, account.id)
    old = call.store.get(_id(account, call))
    check_conditions(call, old)
    sent = checked(call, _BODY, _names(account, call) if old is None else old.body)
    return _write(call, account, sent, old)


def patch(call: Call) -> Reply:
    """Change a deployment's SKU, or replace its tags."""
    group_of(call, write=True)
    account = _account(call, "write")
    operations.refuse_if_busy(call, account.id)
    old = _found(call, account)
    check_conditions(call, old)
    sent = checked(call, f"{_BODY}:patch", old.body)
    merged = {key: old.body[key] for key in ("tags", "properties") if key in old.body}
    sku = {**old.body["sku"], **sent.get("sku", {})}
    tags = {"tags": sent["tags"]} if "tags" in sent else {}
    return _write(call, account, {**merged, "sku": sku, **tags}, old)


def get(call: Call) -> Reply:
    """Show a deployment."""
    return shown(call, _BODY, _found(call, _account(call, "read")))


def head(call: Call) -> Reply:
    """Say whether a deployment is there."""
    account_id = f"{call.group_id}/providers/{ACCOUNTS}/{call.params['accountName']}"
    path = f"{account_id}/deployments/{call.params['deploymentName']}"
    return Reply(404 if call.store.get(path) is None else 204)


def delete(call: Call) -> Reply:
    """Begin to delete a deployment."""
    account = _account(call, "delete")
    record = call.store.get(_id(account, call))
    if record is None:
        return Reply(204)
    operations.refuse_if_busy(call, account.id)
    check_conditions(call, record)
    properties = {**record.body["properties"], "provisioningState": "Deleting"}
    call.store.put(replace(record, body={**record.body, "properties": properties}))
    operation = operations.start(call, record.id, account.id, "remove")
    return pending.accepted(call, operation, account.location)


def listed(call: Call) -> Reply:
    """List the deployments of an account."""
    shape = schema_of(call)
    records = call.store.children(_account(call, "read").key, DEPLOYMENTS)
    return page(call, [shape.project(_BODY, record.body) for record in records])


def skus(call: Call) -> Reply:
    """List the SKUs that a deployment could have."""
    account = _account(call, "read")
    record = _found(call, account)
    chosen: Body = record.body["properties"]["model"]
    model = offering.find(chosen["name"])
    offers = () if model is None else offering.offered(model, None, account.location)
    return page(
        call,
        [
            {
                "resourceType": DEPLOYMENTS,
                "sku": {"name": offer.sku},
                "capacity": listings.capacity_of(offer),
            }
            for offer in offers
            if offer.version == chosen["version"]
        ],
    )


def _write(call: Call, account: Record, sent: Body, old: Record | None) -> Reply:
    choice = deployment_rules.check(call, account, sent, old)
    names = (
        _names(account, call) if old is None else {k: old.body[k] for k in ("id", "name", "type")}
    )
    body: Body = {
        **names,
        "sku": {**sent["sku"], "name": choice.sku.name, "capacity": choice.capacity},
        **({"tags": sent["tags"]} if "tags" in sent else {}),
        "properties": _properties(sent["properties"], choice, new=old is None),
        "etag": new_etag(),
        "systemData": system_data(call, old),
    }
    record = Record(body["id"], DEPLOYMENTS, body, account.key, account.location)
    call.store.put(record)
    return pending.written(call, _BODY, record, account.id, new=old is None)


def _properties(sent: Body, choice: Choice, *, new: bool) -> Body:
    model = {
        **sent["model"],
        "format": choice.model.format,
        "name": choice.model.name,
        "version": choice.version,
    }
    return {
        "versionUpgradeOption": "OnceNewDefaultVersionAvailable",
        "raiPolicyName": safety_rules.BUILT_IN[-1],
        **sent,
        "model": model,
        "currentCapacity": choice.capacity,
        "capabilities": offering.capabilities(choice.model),
        "rateLimits": offering.rate_limits(choice.sku, choice.capacity),
        "provisioningState": "Creating" if new else "Accepted",
    }


def _account(call: Call, action: str) -> Record:
    group_of(call)
    account_id = f"{call.group_id}/providers/{ACCOUNTS}/{call.params['accountName']}"
    account = call.store.get(account_id)
    if account is None:
        raise errors.parent_not_found(action, _BODY, account_id)
    return account


def _found(call: Call, account: Record) -> Record:
    record = call.store.get(_id(account, call))
    if record is None:
        name = call.params["deploymentName"]
        group = call.params["resourceGroupName"]
        raise errors.resource_not_found(f"{ACCOUNTS}/{account.name}/deployments/{name}", group)
    return record


def _id(account: Record, call: Call) -> str:
    return f"{account.id}/deployments/{call.params['deploymentName']}"


def _names(account: Record, call: Call) -> Body:
    name = call.params["deploymentName"]
    return {"id": _id(account, call), "name": name, "type": DEPLOYMENTS}
