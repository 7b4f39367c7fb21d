"""Which storage accounts does Azure refuse?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm import errors
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.graves import owner
from azgreen_emulator.schema.check import SchemaFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_NAME: Final = re.compile(r"[a-z0-9]{3,24}")
_OLD_SKUS: Final = ("Standard_LRS", "Standard_GRS", "Standard_RAGRS")
_PREMIUM: Final = ("Premium_LRS", "Premium_ZRS")
# azure-docs, storage-account-overview: redundancy of each type of account
SKUS: Final = {
    "StorageV2": (*_OLD_SKUS, "Standard_ZRS", "Standard_GZRS", "Standard_RAGZRS", *_PREMIUM),
    "Storage": (*_OLD_SKUS, "Premium_LRS"),
    "BlobStorage": _OLD_SKUS,
    "BlockBlobStorage": _PREMIUM,
    "FileStorage": (
        *_PREMIUM,
        *("StandardV2_LRS", "StandardV2_ZRS", "StandardV2_GRS", "StandardV2_GZRS"),
        *("PremiumV2_LRS", "PremiumV2_ZRS"),
    ),
}
_WITH_HNS: Final = ("StorageV2", "BlockBlobStorage")
# REST reference, Storage Accounts - Update: these can neither be left nor be reached by an update
_STUCK: Final = ("Standard_ZRS", "Premium_LRS", "Premium_ZRS")
_UPGRADED: Final = "StorageV2"
_UPGRADABLE: Final = ("Storage", "BlobStorage")


def domain(name: str) -> str:
    """Return the host that a name becomes."""
    return f"{name}.blob.core.windows.net"


def refused_name(call: Call, name: str, resource_id: str = "") -> ArmError | None:
    """Say why a name cannot be had (azure-docs, error-storage-account-name)."""
    if not _NAME.fullmatch(name):
        message = (
            f"{name} is not a valid storage account name. Storage account name must be between 3"
            " and 24 characters in length and use numbers and lower-case letters only."
        )
        return ArmError(400, "AccountNameInvalid", message)
    other = owner(call.store, domain(name), resource_id)
    if other is None:
        return None
    if other.key.startswith(f"{call.subscription_id.lower()}/"):
        message = f"The account {name} is already in another resource group in this subscription."
        return ArmError(409, "StorageAccountInAnotherResourceGroup", message)
    message = f"The storage account named {name} is already taken."
    return ArmError(409, "StorageAccountAlreadyTaken", message)


def check(write: Write) -> None:
    """Refuse an account that breaks a rule; say of which tier its SKU is."""
    if write.is_new and (error := refused_name(write.call, write.name, write.id)):
        raise error
    if found := [*_faults(write.sent), *_changes(write)]:
        raise errors.invalid_properties(found)
    name = write.sent["sku"]["name"]
    write.sent["sku"] = {"name": name, "tier": name.partition("_")[0].removesuffix("V2")}


def _faults(sent: Body) -> Iterator[SchemaFault]:
    kind, sku = sent["kind"], sent["sku"]["name"]
    properties: Body = sent.get("properties", {})
    if sku not in SKUS[kind]:
        allowed = ", ".join(map(repr, SKUS[kind]))
        reason = f"'{sku}' is not allowed for the kind '{kind}'; expected one of {allowed}"
        yield SchemaFault("sku.name", "InvalidSku", reason)
    tier = properties.get("accessTier")
    path = "properties.accessTier"
    if tier is None and kind == "BlobStorage":
        reason = "required for the kind 'BlobStorage': one of 'Hot', 'Cool', 'Cold'"
        yield SchemaFault(path, "MissingProperty", reason)
    if tier is not None and (tier == "Premium") != (kind == "BlockBlobStorage"):
        allowed = "'Premium'" if kind == "BlockBlobStorage" else "one of 'Hot', 'Cool', 'Cold'"
        reason = f"'{tier}' is not allowed for the kind '{kind}'; expected {allowed}"
        yield SchemaFault(path, "InvalidAccessTier", reason)
    if properties.get("isHnsEnabled") and kind not in _WITH_HNS:
        reason = f"true is not allowed for the kind '{kind}'; allowed for {', '.join(_WITH_HNS)}"
        yield SchemaFault("properties.isHnsEnabled", "InvalidProperty", reason)


def _changes(write: Write) -> Iterator[SchemaFault]:
    if write.old is None:
        return
    old, new = write.old.body, write.sent
    kinds = (old["kind"], new["kind"])
    if kinds[0] != kinds[1] and not (kinds[0] in _UPGRADABLE and kinds[1] == _UPGRADED):
        reason = f"'{kinds[0]}' cannot be changed to '{kinds[1]}'; make another account"
        yield SchemaFault("kind", "InvalidChange", reason)
    skus = (old["sku"]["name"], new["sku"]["name"])
    if skus[0] != skus[1] and any(sku in _STUCK for sku in skus):
        reason = f"'{skus[0]}' cannot be changed to '{skus[1]}'; make another account"
        yield SchemaFault("sku.name", "InvalidChange", reason)
    wanted = write.properties.get("isHnsEnabled")
    if wanted is not None and wanted != bool(write.before.get("isHnsEnabled")):
        reason = "cannot be changed once the account is there; make another account"
        yield SchemaFault("properties.isHnsEnabled", "InvalidChange", reason)
