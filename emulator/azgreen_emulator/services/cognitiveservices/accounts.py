"""How are accounts made, changed, shown and deleted?"""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from azgreen_emulator.arm import errors, operations, refusals
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.identity import shown_identity
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
    account_rules,
    account_view,
    deleted,
    pending,
    quota,
)
from azgreen_emulator.services.cognitiveservices.account_rules import TYPE
from azgreen_emulator.services.cognitiveservices.errors import active_resource

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.records import Body, Deleted

_KEY_BYTES = 42
_KEPT_BY_PATCH = ("location", "kind", "sku", "identity", "tags")
_NEW = Record("", TYPE, {})
_UNSENT = ("id", "name", "type", "etag", "systemData")


def put(call: Call) -> Reply:
    """Create an account, replace what can be replaced of it, or restore it."""
    group_of(call, write=True)
    account_id = _id(call)
    operations.refuse_if_busy(call, account_id)
    old = call.store.get(account_id)
    check_conditions(call, old)
    stored = _names(call) if old is None else old.body
    sent = checked(call, "accounts", stored)
    grave = _grave(call, account_id, sent, old)
    return _write(call, sent, old, grave)


def patch(call: Call) -> Reply:
    """Change some of an account's properties: tags, SKU and identity are replaced as a whole."""
    operations.refuse_if_busy(call, _id(call))
    old = found(call)
    group_of(call, write=True)
    check_conditions(call, old)
    sent = checked(call, "accounts", old.body)
    before: Body = old.body["properties"]
    merged = {key: old.body[key] for key in _KEPT_BY_PATCH if key in old.body} | sent
    writable = schema_of(call).types["AccountProperties"]
    kept = {key: item for key, item in before.items() if not _read_only(writable, key)}
    merged["properties"] = kept | sent.get("properties", {})
    return _write(call, merged, old, None)


def get(call: Call) -> Reply:
    """Show an account."""
    return shown(call, "accounts", found(call))


def head(call: Call) -> Reply:
    """Say whether an account is there."""
    return Reply(404 if call.store.get(_id(call)) is None else 204)


def delete(call: Call) -> Reply:
    """Begin to delete an account; it is kept for 48 hours."""
    group_of(call)
    record = call.store.get(_id(call))
    if record is None:
        return Reply(204)
    operations.refuse_if_busy(call, record.id)
    check_conditions(call, record)
    nested = call.store.children(record.key, quota.DEPLOYMENTS)
    if nested:
        names = [
            f"{quota.DEPLOYMENTS.rsplit('/', 1)[0]}/{record.name}/deployments/{child.name}"
            for child in nested
        ]
        raise refusals.nested_resources(names)
    properties = {**record.body["properties"], "provisioningState": "Deleting"}
    call.store.put(replace(record, body={**record.body, "properties": properties}))
    operation = operations.start(call, record.id, record.id, "bury")
    return pending.accepted(call, operation, record.location)


def in_group(call: Call) -> Reply:
    """List the accounts of a resource group."""
    return _list(call, group_of(call).id)


def in_subscription(call: Call) -> Reply:
    """List the accounts of a subscription."""
    return _list(call, call.subscription_id)


def found(call: Call) -> Record:
    """Find the account in the path."""
    group = group_of(call)
    record = call.store.get(_id(call))
    if record is None:
        name = call.params["accountName"]
        raise errors.resource_not_found(f"{TYPE}/{name}", group.name)
    return record


def _list(call: Call, prefix: str) -> Reply:
    shape = schema_of(call)
    records = [record for record in call.store.under(prefix) if record.type == TYPE]
    return page(call, [shape.project("accounts", record.body) for record in records])


def _grave(call: Call, account_id: str, sent: Body, old: Record | None) -> Deleted | None:
    restore = bool(sent.get("properties", {}).get("restore"))
    if old is None:
        return deleted.refuse_or_restore(call, account_id, restore=restore)
    if restore:
        raise active_resource(old.id)
    return None


def _write(call: Call, sent: Body, old: Record | None, grave: Deleted | None) -> Reply:
    if grave is not None:
        sent = _restored(grave, sent)
    account_id = _id(call) if old is None else old.id
    account_rules.check(call, account_id, sent, old)
    properties = account_view.completed(call, account_id, sent, old)
    names = _names(call) if old is None else old.body
    body: Body = {
        **{key: names[key] for key in ("id", "name", "type")},
        **{key: sent[key] for key in ("kind", "sku", "tags", "location") if key in sent},
        "properties": properties,
        "etag": new_etag(),
        "systemData": system_data(call, old),
    }
    if "identity" in sent:
        body["identity"] = shown_identity(call, account_id, sent["identity"])
    domain = properties.get("customSubDomainName", "")
    parent = call.group_id.lower()
    private = (old or grave or _NEW).private or _keys()
    record = Record(account_id, TYPE, body, parent, sent["location"], domain.lower(), private)
    call.store.put(record)
    if grave is not None:
        deleted.restore_children(call, grave, account_id)
    return pending.written(call, "accounts", record, account_id, new=old is None)


def _restored(grave: Deleted, sent: Body) -> Body:
    """A restored account is what it was, with what the request says on top."""
    old: Body = {key: item for key, item in grave.body.items() if key not in _UNSENT}
    kept = {
        key: old["properties"][key]
        for key in ("customSubDomainName", "disableLocalAuth", "publicNetworkAccess", "networkAcls")
        if key in old["properties"]
    }
    return {**old, **sent, "properties": kept | sent.get("properties", {})}


def _read_only(rules: dict[str, Body], key: str) -> bool:
    return bool(rules.get(key, {}).get("readOnly"))


def _id(call: Call) -> str:
    return f"{call.group_id}/providers/{TYPE}/{call.params['accountName']}"


def _names(call: Call) -> Body:
    return {"id": _id(call), "name": call.params["accountName"], "type": TYPE}


def _keys() -> Body:
    return {name: secrets.token_urlsafe(_KEY_BYTES) for name in ("key1", "key2")}
