"""Which workspaces does Azure refuse?

Which resources a workspace depends on: azure-ai-docs, how-to-create-workspace-template, and what
Azure answers without them. Which accounts it cannot keep its files in: concept-workspace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm import errors
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.schema.check import SchemaFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body, Record

KINDS: Final = ("Default", "Hub", "Project", "FeatureStore")
_INSIGHTS, _STORAGE, _VAULT = "applicationInsights", "storageAccount", "keyVault"
_ALL: Final = (_STORAGE, _VAULT, _INSIGHTS)
_NEEDED: Final = {
    "Default": _ALL,
    "FeatureStore": _ALL,
    "Hub": (_STORAGE, _VAULT),
    "Project": (),
}
_TYPES: Final = {
    _INSIGHTS: "Microsoft.Insights/components",
    _STORAGE: "Microsoft.Storage/storageAccounts",
    _VAULT: "Microsoft.KeyVault/vaults",
    "hubResourceId": "Microsoft.MachineLearningServices/workspaces",
}
_FIXED: Final = (_STORAGE, _VAULT, "hubResourceId")
_USER: Final = "UserAssigned"


def check(write: Write) -> None:
    """Refuse a workspace that breaks a rule; fill in its kind and its SKU."""
    if write.is_new and write.call.store.grave(write.id) is not None:
        # a workspace that was deleted holds its name for 14 days
        message = "Soft-deleted workspace exists. Please purge or recover it."
        raise ArmError(400, "BadRequest", f"{message} https://aka.ms/wsoftdelete")
    given = write.sent.get("kind", "Default")
    kind = next((name for name in KINDS if name.lower() == given.lower()), None)
    if kind is None:
        reason = f"'{given}' is not allowed; expected one of {', '.join(map(repr, KINDS))}"
        raise errors.invalid_properties([SchemaFault("kind", "InvalidEnumValue", reason)])
    write.sent["kind"] = kind
    write.sent.setdefault("sku", {"name": "Basic", "tier": "Basic"})
    _check_needed(kind, write.properties)
    found = [*_identity(write.sent), *_dependencies(write, kind), *_changes(write)]
    if found:
        raise errors.invalid_properties(found)


def refuse_hub_in_use(call: Call, record: Record) -> None:
    """Refuse to delete a hub that has projects."""
    for other in call.store.select("type = ?", record.type):
        if other.body["properties"].get("hubResourceId", "").lower() == record.key:
            raise ArmError(400, "BadRequest", "AI hub still has associated AI projects")


def _check_needed(kind: str, sent: Body) -> None:
    missing = [name for name in _NEEDED[kind] if not sent.get(name)]
    if missing:
        details = [
            {
                "code": "MissingProperty",
                "target": f"properties.{name}",
                "message": f"properties.{name}: required: the id of a resource of type"
                f" '{_TYPES[name]}'",
            }
            for name in missing
        ]
        message = "Missing dependent resources in workspace json"
        raise ArmError(400, "Invalid", message, details=details)


def _identity(sent: Body) -> Iterator[SchemaFault]:
    kind = sent.get("identity", {}).get("type", "None")
    if kind == "None":
        reason = "required: 'SystemAssigned', 'UserAssigned' or 'SystemAssigned,UserAssigned'"
        yield SchemaFault("identity.type", "MissingProperty", reason)
    first = sent.get("properties", {}).get("primaryUserAssignedIdentity")
    if kind == _USER and first is None:
        reason = "required for an identity of type 'UserAssigned': the id of one of its identities"
        yield SchemaFault("properties.primaryUserAssignedIdentity", "MissingProperty", reason)
    named = {name.lower() for name in sent.get("identity", {}).get("userAssignedIdentities", {})}
    if first is not None and first.lower() not in named:
        reason = f"'{first}' is none of 'identity.userAssignedIdentities'"
        yield SchemaFault("properties.primaryUserAssignedIdentity", "InvalidIdentity", reason)


def _dependencies(write: Write, kind: str) -> Iterator[SchemaFault]:
    sent = write.properties
    for name, type_name in _TYPES.items():
        if resource_id := sent.get(name):
            yield from _reference(write.call, name, type_name, resource_id)
    if store := write.call.store.get(sent.get(_STORAGE, "")):
        yield from _unfit_storage(store.body)
    if kind != "Project":
        return
    if not sent.get("hubResourceId"):
        reason = "required for the kind 'Project': the id of a workspace of the kind 'Hub'"
        yield SchemaFault("properties.hubResourceId", "MissingProperty", reason)
    for name in (_STORAGE, _VAULT):
        if sent.get(name):
            reason = "not allowed for the kind 'Project': it has that of its hub"
            yield SchemaFault(f"properties.{name}", "InvalidProperty", reason)


def _reference(call: Call, name: str, type_name: str, resource_id: str) -> Iterator[SchemaFault]:
    path = f"properties.{name}"
    if f"/providers/{type_name}/".lower() not in resource_id.lower():
        reason = f"'{resource_id}' is not allowed; expected the id of a '{type_name}'"
        yield SchemaFault(path, "InvalidResourceId", reason)
    elif (record := call.store.get(resource_id)) is None:
        yield SchemaFault(path, "ResourceNotFound", f"'{resource_id}' was not found")
    elif name == "hubResourceId" and record.body["kind"] != "Hub":
        reason = f"'{resource_id}' is of the kind '{record.body['kind']}'; expected 'Hub'"
        yield SchemaFault(path, "InvalidResourceId", reason)


def _unfit_storage(account: Body) -> Iterator[SchemaFault]:
    path = f"properties.{_STORAGE}"
    if account["kind"] == "BlobStorage" or account["sku"]["tier"] == "Premium":
        reason = f"an account of kind '{account['kind']}' and SKU '{account['sku']['name']}' cannot"
        yield SchemaFault(path, "InvalidStorageAccount", f"{reason} be a workspace's own")
    if account["properties"].get("isHnsEnabled"):
        reason = "an account with a hierarchical namespace cannot be a workspace's own"
        yield SchemaFault(path, "InvalidStorageAccount", reason)


def _changes(write: Write) -> Iterator[SchemaFault]:
    if write.old is None:
        return
    kinds = (write.old.body["kind"], write.sent["kind"])
    if kinds[0] != kinds[1]:
        reason = f"'{kinds[0]}' cannot be changed to '{kinds[1]}'; make another workspace"
        yield SchemaFault("kind", "InvalidChange", reason)
    for name in _FIXED:
        before, after = write.before.get(name, ""), write.properties.get(name, "")
        if before.lower() != after.lower():
            reason = f"'{before}' cannot be changed to '{after}'; make another workspace"
            yield SchemaFault(f"properties.{name}", "InvalidChange", reason)
