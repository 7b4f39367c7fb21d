"""Which vaults does Azure refuse?

Most words are as users of Azure have published them; those of tenants, of the days of retention
and of a recovery that finds nothing are ours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm import refusals
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.graves import owner
from azgreen_emulator.arm.identity import tenant_id
from azgreen_emulator.arm.records import Deleted

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_NAME: Final = re.compile(r"(?=.{3,24}$)[a-zA-Z](-?[a-zA-Z0-9])+")
_DAYS: Final = range(7, 91)
_POLICIES: Final = 1024


def domain(name: str) -> str:
    """Return the host that a name becomes."""
    return f"{name}.vault.azure.net"


def refused_name(call: Call, name: str, resource_id: str = "") -> ArmError | None:
    """Say why a name cannot be had."""
    if not _NAME.fullmatch(name):
        message = (
            f"The vault name '{name}' is invalid. A vault's name must be between 3-24 alphanumeric"
            " characters. The name must begin with a letter, end with a letter or digit, and not"
            " contain consecutive hyphens."
        )
        return ArmError(400, "VaultNameNotValid", message)
    other = owner(call.store, domain(name), resource_id)
    if other is None:
        return None
    where = call.subscription_id.lower() + "/"
    if isinstance(other, Deleted) and other.key.startswith(where):
        return deleted_conflict()
    message = (
        f"The vault name '{name}' is already in use. Vault names are globally unique so it is"
        " possible that the name is already taken."
    )
    return ArmError(409, "VaultAlreadyExists", message)


def deleted_conflict() -> ArmError:
    """The name belongs to a vault that was deleted."""
    message = (
        "A vault with the same name already exists in deleted state. You need to either recover or"
        " purge existing key vault."
    )
    return ArmError(409, "ConflictError", message)


def check(write: Write) -> None:
    """Refuse a vault that breaks a rule; a recovered one becomes what it was."""
    if write.is_new:
        _recover_or_refuse(write)
    sent = write.properties
    tenant = tenant_id(write.call.subscription)
    if sent["tenantId"].lower() != tenant:
        raise _bad(
            "properties.tenantId",
            f"The tenant ID '{sent['tenantId']}' is invalid; expected that of the subscription,"
            f" '{tenant}'.",
        )
    _check_policies(sent)
    _check_deletion(sent, write.before)


def _recover_or_refuse(write: Write) -> None:
    call = write.call
    if error := refused_name(call, write.name, write.id):
        raise error
    grave = call.store.grave(write.id)
    wanted = write.properties.get("createMode") == "recover"
    if grave is None and wanted:
        message = f"No deleted vault '{write.name}' can be recovered in this resource group."
        raise ArmError(404, "VaultNotFound", message)
    if grave is not None:
        if not wanted:
            raise deleted_conflict()
        if write.location != grave.location:
            group = call.params["resourceGroupName"]
            place = grave.location
            raise refusals.resource_elsewhere(write.name, group, write.location, place)
        write.sent["properties"] = {**grave.body["properties"], "createMode": "recover"}
        write.sent.setdefault("tags", grave.body.get("tags", {}))
        call.store.purge(grave.key)


def _check_policies(sent: Body) -> None:
    if "accessPolicies" not in sent and not sent.get("enableRbacAuthorization"):
        message = "The parameter accessPolicies is not specified."
        raise _bad("properties.accessPolicies", message)
    policies: list[Body] = sent.get("accessPolicies", [])
    if len(policies) > _POLICIES:
        message = f"{len(policies)} access policies are given; the most is {_POLICIES}."
        raise _bad("properties.accessPolicies", message)
    for index, policy in enumerate(policies):
        if policy["tenantId"].lower() != sent["tenantId"].lower():
            message = (
                f"The tenant ID '{policy['tenantId']}' is invalid; expected that of the vault,"
                f" '{sent['tenantId']}'."
            )
            raise _bad(f"properties.accessPolicies[{index}].tenantId", message)


def _check_deletion(sent: Body, before: Body) -> None:
    if sent.get("enablePurgeProtection") is False:
        message = (
            'The property "enablePurgeProtection" cannot be set to false. Enabling the purge'
            " protection for a vault is an irreversible action."
        )
        raise _bad("properties.enablePurgeProtection", message)
    if sent.get("enableSoftDelete") is False:
        message = (
            'The property "enableSoftDelete" can be set to false only for creating new vault.'
            " Enabling the 'soft delete' functionality is an irreversible action."
        )
        raise _bad("properties.enableSoftDelete", message)
    days = sent.get("softDeleteRetentionInDays")
    if days is not None and days not in _DAYS:
        message = f"{days} is not allowed; expected {_DAYS[0]} to {_DAYS[-1]} days."
        raise _bad("properties.softDeleteRetentionInDays", message)
    if days is not None and before.get("softDeleteRetentionInDays", days) != days:
        message = (
            'The property "softDeleteRetentionInDays" has been set already and it can\'t be'
            " modified."
        )
        raise _bad("properties.softDeleteRetentionInDays", message)


def _bad(target: str, message: str) -> ArmError:
    return ArmError(400, "BadRequest", message, target=target)
