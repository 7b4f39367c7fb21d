"""Do storage accounts and vaults live, refuse and leave as Azure's do?"""

from __future__ import annotations

from base64 import b64decode
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from azgreen_emulator.arm.identity import tenant_id

if TYPE_CHECKING:
    from conftest import Answer, Raw

    from azgreen_emulator.clock import ManualClock

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
OTHER = "99999999-2222-3333-4444-555555555555"
PLACE = "swedencentral"
TENANT = tenant_id(SUBSCRIPTION)
STORAGE, VAULT = "2024-01-01", "2024-11-01"
PROVIDER = "/providers/Microsoft.KeyVault"
GRAVE = f"{PROVIDER}/locations/{PLACE}/deletedVaults/safe"


@pytest.fixture
def azure_raw(raw: Raw) -> Raw:
    assert raw.group().status == 201
    return raw


def store_at(name: str = "traces1", group: str = "rg") -> str:
    return f"/resourceGroups/{group}/providers/Microsoft.Storage/storageAccounts/{name}"


def account(properties: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    body = {"location": PLACE, "kind": "StorageV2", "sku": {"name": "Standard_LRS"}, **changes}
    return body if properties is None else {**body, "properties": properties}


def make(raw: Raw, name: str = "traces1", **changes: Any) -> Answer:
    return raw.put(store_at(name), account(**changes), api=STORAGE)


def vault_at(name: str = "safe", group: str = "rg") -> str:
    return f"/resourceGroups/{group}/providers/Microsoft.KeyVault/vaults/{name}"


def vault(**changes: Any) -> dict[str, Any]:
    properties = {
        "tenantId": TENANT,
        "sku": {"family": "A", "name": "standard"},
        "enableRbacAuthorization": True,
        **changes,
    }
    kept = {key: item for key, item in properties.items() if item is not None}
    return {"location": PLACE, "properties": kept}


def put_vault(raw: Raw, name: str = "safe", **changes: Any) -> Answer:
    return raw.put(vault_at(name), vault(**changes), api=VAULT)


def without_date(answer: Answer) -> dict[str, Any]:
    return {key: item for key, item in answer.json.items() if key != "systemData"}


def test_an_account_has_its_hosts_its_defaults_and_two_keys(azure_raw: Raw) -> None:
    first = make(azure_raw, location="Sweden Central")
    again = make(azure_raw)
    assert (first.status, again.status) == (200, 200)
    assert first.json == again.json
    properties = first.json["properties"]
    assert first.json["sku"] == {"name": "Standard_LRS", "tier": "Standard"}
    assert properties["primaryEndpoints"]["blob"] == "https://traces1.blob.core.windows.net/"
    assert properties["primaryEndpoints"]["dfs"] == "https://traces1.dfs.core.windows.net/"
    assert (properties["accessTier"], properties["primaryLocation"]) == ("Hot", PLACE)
    assert properties["networkAcls"]["defaultAction"] == "Allow"
    assert properties["encryption"]["services"]["blob"]["enabled"] is True
    assert properties["provisioningState"] == "Succeeded"
    listed = azure_raw.send("POST", f"{store_at()}/listKeys", api=STORAGE).json["keys"]
    assert [key["keyName"] for key in listed] == ["key1", "key2"]
    assert {len(b64decode(key["value"])) for key in listed} == {64}
    assert listed[0]["value"] != listed[1]["value"]


def test_a_key_is_made_anew_and_the_other_stays(azure_raw: Raw, clock: ManualClock) -> None:
    make(azure_raw, properties={"allowSharedKeyAccess": False})
    before = azure_raw.send("POST", f"{store_at()}/listKeys", api=STORAGE).json["keys"]
    clock.advance(60)
    path = f"{store_at()}/regenerateKey"
    after = azure_raw.send("POST", path, {"keyName": "key2"}, api=STORAGE).json["keys"]
    assert after[0] == before[0]
    assert after[1]["value"] != before[1]["value"]
    assert after[1]["creationTime"] > before[1]["creationTime"]
    made = azure_raw.get(store_at(), api=STORAGE).json["properties"]["keyCreationTime"]
    assert made == {key["keyName"]: key["creationTime"] for key in after}
    wrong = azure_raw.send("POST", path, {"keyName": "key3"}, api=STORAGE)
    assert (wrong.status, wrong.message) == (
        400,
        "The request content was invalid: keyName: 'key3' is not allowed; expected 'key1', 'key2'",
    )


def test_an_account_is_patched_listed_and_deleted(azure_raw: Raw) -> None:
    make(azure_raw, tags={"a": "b"}, properties={"minimumTlsVersion": "TLS1_2"})
    changed = azure_raw.send(
        "PATCH", store_at(), {"properties": {"accessTier": "Cool"}}, api=STORAGE
    )
    assert changed.status == 200
    assert changed.json["properties"]["accessTier"] == "Cool"
    assert changed.json["properties"]["minimumTlsVersion"] == "TLS1_2"
    assert changed.json["tags"] == {"a": "b"}
    everywhere = azure_raw.get("/providers/Microsoft.Storage/storageAccounts", api=STORAGE)
    assert [item["name"] for item in everywhere.json["value"]] == ["traces1"]
    assert azure_raw.delete(store_at(), api=STORAGE).status == 200
    assert azure_raw.get(store_at(), api=STORAGE).status == 404
    assert azure_raw.delete(store_at(), api=STORAGE).status == 204
    assert make(azure_raw).status == 200


@pytest.mark.parametrize("name", ["ab", "a" * 25, "Traces", "tra-ces"])
def test_names_that_no_account_has(azure_raw: Raw, name: str) -> None:
    answer = make(azure_raw, name)
    assert (answer.status, answer.code) == (400, "AccountNameInvalid")
    assert answer.message == (
        f"{name} is not a valid storage account name. Storage account name must be between 3 and 24"
        " characters in length and use numbers and lower-case letters only."
    )


def test_an_account_has_its_name_alone(azure_raw: Raw) -> None:
    make(azure_raw)
    azure_raw.group("rg2")
    same = azure_raw.put(store_at(group="rg2"), account(), api=STORAGE)
    assert (same.status, same.code, same.message) == (
        409,
        "StorageAccountInAnotherResourceGroup",
        "The account traces1 is already in another resource group in this subscription.",
    )
    root = f"//subscriptions/{OTHER}"
    azure_raw.put(f"{root}/resourceGroups/rg", {"location": PLACE}, api="2024-03-01")
    other = azure_raw.put(root + store_at(), account(), api=STORAGE)
    assert (other.status, other.code, other.message) == (
        409,
        "StorageAccountAlreadyTaken",
        "The storage account named traces1 is already taken.",
    )


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("free1", {"nameAvailable": True}),
        (
            "traces1",
            {
                "nameAvailable": False,
                "reason": "AlreadyExists",
                "message": "The account traces1 is already in another resource group in this"
                " subscription.",
            },
        ),
        (
            "CAPS",
            {
                "nameAvailable": False,
                "reason": "AccountNameInvalid",
                "message": "CAPS is not a valid storage account name. Storage account name must be"
                " between 3 and 24 characters in length and use numbers and lower-case letters"
                " only.",
            },
        ),
    ],
)
def test_whether_a_name_is_free(azure_raw: Raw, name: str, answer: dict[str, Any]) -> None:
    make(azure_raw)
    asked = {"name": name, "type": "Microsoft.Storage/storageAccounts"}
    path = "/providers/Microsoft.Storage/checkNameAvailability"
    assert azure_raw.send("POST", path, asked, api=STORAGE).json == answer


def test_what_is_asked_about_a_name(azure_raw: Raw) -> None:
    path = "/providers/Microsoft.Storage/checkNameAvailability"
    nameless = azure_raw.send("POST", path, {"type": "x"}, api=STORAGE)
    assert nameless.message == "The request content was invalid: name: required: a string"
    wrong = azure_raw.send("POST", path, {"name": "free1", "type": "x"}, api=STORAGE)
    assert wrong.message == (
        "The request content was invalid: type: 'x' is not allowed; expected"
        " 'Microsoft.Storage/storageAccounts'"
    )


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        (
            account(kind="BlobStorage", sku={"name": "Standard_ZRS"}),
            [
                "sku.name: 'Standard_ZRS' is not allowed for the kind 'BlobStorage'; expected one"
                " of 'Standard_LRS', 'Standard_GRS', 'Standard_RAGRS'",
                "properties.accessTier: required for the kind 'BlobStorage': one of 'Hot', 'Cool',"
                " 'Cold'",
            ],
        ),
        (
            account({"accessTier": "Premium"}),
            [
                "properties.accessTier: 'Premium' is not allowed for the kind 'StorageV2'; expected"
                " one of 'Hot', 'Cool', 'Cold'"
            ],
        ),
        (
            account({"accessTier": "Hot"}, kind="BlockBlobStorage", sku={"name": "Premium_LRS"}),
            [
                "properties.accessTier: 'Hot' is not allowed for the kind 'BlockBlobStorage';"
                " expected 'Premium'"
            ],
        ),
        (
            account({"isHnsEnabled": True}, kind="Storage"),
            [
                "properties.isHnsEnabled: true is not allowed for the kind 'Storage'; allowed for"
                " StorageV2, BlockBlobStorage"
            ],
        ),
    ],
)
def test_accounts_that_are_refused(azure_raw: Raw, body: dict[str, Any], faults: list[str]) -> None:
    answer = azure_raw.put(store_at(), body, api=STORAGE)
    assert answer.status == 400
    assert answer.message == "The request content was invalid: " + "; ".join(faults)


def test_changes_that_an_account_does_not_take(azure_raw: Raw) -> None:
    make(azure_raw)
    answer = make(
        azure_raw,
        kind="BlockBlobStorage",
        sku={"name": "Premium_LRS"},
        properties={"isHnsEnabled": True},
    )
    assert answer.message == (
        "The request content was invalid: kind: 'StorageV2' cannot be changed to"
        " 'BlockBlobStorage'; make another account; sku.name: 'Standard_LRS' cannot be changed to"
        " 'Premium_LRS'; make another account; properties.isHnsEnabled: cannot be changed once the"
        " account is there; make another account"
    )
    assert make(azure_raw, sku={"name": "Standard_GRS"}).json["sku"]["name"] == "Standard_GRS"
    assert make(azure_raw, "older", kind="Storage").status == 200
    assert make(azure_raw, "older").json["kind"] == "StorageV2"


def test_a_vault_has_its_host_and_its_defaults(azure_raw: Raw) -> None:
    first, again = put_vault(azure_raw), put_vault(azure_raw)
    assert (first.status, again.status) == (201, 200)
    assert without_date(first) == without_date(again)
    assert first.json["properties"] == {
        "tenantId": TENANT,
        "sku": {"family": "A", "name": "standard"},
        "accessPolicies": [],
        "enabledForDeployment": False,
        "enableRbacAuthorization": True,
        "enableSoftDelete": True,
        "publicNetworkAccess": "Enabled",
        "softDeleteRetentionInDays": 90,
        "vaultUri": "https://safe.vault.azure.net/",
        "provisioningState": "Succeeded",
    }
    patch = {"properties": {"enabledForDeployment": True}, "tags": {"a": "b"}}
    changed = azure_raw.send("PATCH", vault_at(), patch, api=VAULT).json
    assert changed["properties"]["enabledForDeployment"] is True
    assert (changed["properties"]["tenantId"], changed["tags"]) == (TENANT, {"a": "b"})


@pytest.mark.parametrize("name", ["ab", "a" * 25, "1safe", "sa--fe", "safe-", "sa_fe"])
def test_names_that_no_vault_has(azure_raw: Raw, name: str) -> None:
    answer = put_vault(azure_raw, name)
    assert (answer.status, answer.code) == (400, "VaultNameNotValid")
    assert answer.message == (
        f"The vault name '{name}' is invalid. A vault's name must be between 3-24 alphanumeric"
        " characters. The name must begin with a letter, end with a letter or digit, and not"
        " contain consecutive hyphens."
    )


POLICY = {"objectId": "me", "permissions": {"secrets": ["get"]}}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"tenantId": OTHER},
            f"The tenant ID '{OTHER}' is invalid; expected that of the subscription, '{TENANT}'.",
        ),
        ({"enableRbacAuthorization": None}, "The parameter accessPolicies is not specified."),
        (
            {"accessPolicies": [{**POLICY, "tenantId": OTHER}]},
            f"The tenant ID '{OTHER}' is invalid; expected that of the vault, '{TENANT}'.",
        ),
        (
            {"accessPolicies": [{**POLICY, "tenantId": TENANT}] * 1025},
            "1025 access policies are given; the most is 1024.",
        ),
        (
            {"enablePurgeProtection": False},
            'The property "enablePurgeProtection" cannot be set to false. Enabling the purge'
            " protection for a vault is an irreversible action.",
        ),
        (
            {"enableSoftDelete": False},
            'The property "enableSoftDelete" can be set to false only for creating new vault.'
            " Enabling the 'soft delete' functionality is an irreversible action.",
        ),
        (
            {"softDeleteRetentionInDays": 6},
            "6 is not allowed; expected 7 to 90 days.",
        ),
    ],
)
def test_vaults_that_are_refused(azure_raw: Raw, changes: dict[str, Any], message: str) -> None:
    answer = put_vault(azure_raw, **changes)
    assert (answer.status, answer.code, answer.message) == (400, "BadRequest", message)


def test_what_a_vault_keeps_once_it_is_set(azure_raw: Raw) -> None:
    put_vault(azure_raw, softDeleteRetentionInDays=7, enablePurgeProtection=True)
    answer = put_vault(azure_raw, softDeleteRetentionInDays=8)
    assert (answer.status, answer.message) == (
        400,
        'The property "softDeleteRetentionInDays" has been set already and it can\'t be modified.',
    )
    kept = put_vault(azure_raw).json["properties"]
    assert (kept["softDeleteRetentionInDays"], kept["enablePurgeProtection"]) == (7, True)


def test_a_deleted_vault_holds_its_name_until_it_is_purged(azure_raw: Raw) -> None:
    put_vault(azure_raw, softDeleteRetentionInDays=7)
    assert azure_raw.delete(vault_at(), api=VAULT).status == 200
    assert azure_raw.get(vault_at(), api=VAULT).status == 404
    refused = put_vault(azure_raw)
    assert (refused.status, refused.code, refused.message) == (
        409,
        "ConflictError",
        "A vault with the same name already exists in deleted state. You need to either recover or"
        " purge existing key vault.",
    )
    listed = azure_raw.get(f"{PROVIDER}/deletedVaults", api=VAULT).json["value"]
    grave = azure_raw.get(GRAVE, api=VAULT).json
    assert listed == [grave]
    assert grave["properties"] == {
        "vaultId": f"/subscriptions/{SUBSCRIPTION}{vault_at()}",
        "location": PLACE,
        "tags": {},
        "deletionDate": "2026-11-23T12:00:00.0000000Z",
        "scheduledPurgeDate": "2026-11-30T12:00:00.0000000Z",
    }
    assert azure_raw.send("POST", f"{GRAVE}/purge", api=VAULT).status == 200
    gone = azure_raw.send("POST", f"{GRAVE}/purge", api=VAULT)
    assert (gone.status, gone.code, gone.message) == (
        404,
        "DeletedVaultNotFound",
        "The specified deleted vault 'safe' does not exist.",
    )
    assert put_vault(azure_raw).status == 201


def test_a_deleted_vault_is_gone_after_its_days(azure_raw: Raw, clock: ManualClock) -> None:
    put_vault(azure_raw, softDeleteRetentionInDays=7)
    azure_raw.delete(vault_at(), api=VAULT)
    clock.advance(timedelta(days=7).total_seconds() - 1)
    assert put_vault(azure_raw).status == 409
    clock.advance(1)
    assert put_vault(azure_raw).status == 201


def test_a_protected_vault_cannot_be_purged_and_comes_back(azure_raw: Raw) -> None:
    body = vault(enablePurgeProtection=True, enabledForDeployment=True)
    azure_raw.put(vault_at(), {**body, "tags": {"a": "b"}}, api=VAULT)
    azure_raw.delete(vault_at(), api=VAULT)
    shown = azure_raw.get(GRAVE, api=VAULT).json["properties"]
    assert shown["purgeProtectionEnabled"] is True
    answer = azure_raw.send("POST", f"{GRAVE}/purge", api=VAULT)
    assert (answer.status, answer.code, answer.message) == (
        405,
        "MethodNotAllowed",
        "Operation 'DeletedVaultPurge' is not allowed.",
    )
    elsewhere = {**vault(createMode="recover"), "location": "westeurope"}
    assert azure_raw.put(vault_at(), elsewhere, api=VAULT).message == (
        "The resource 'safe' already exists in location 'swedencentral' in resource group 'rg'. A"
        " resource with the same name cannot be created in location 'westeurope'. Please select a"
        " new resource name."
    )
    back = put_vault(azure_raw, createMode="recover")
    assert back.status == 201
    assert back.json["properties"]["enabledForDeployment"] is True
    assert back.json["properties"]["enablePurgeProtection"] is True
    assert (back.json["tags"], "createMode" in back.json["properties"]) == ({"a": "b"}, False)
    assert azure_raw.get(f"{PROVIDER}/deletedVaults", api=VAULT).json["value"] == []


def test_nothing_is_recovered_where_nothing_was_deleted(azure_raw: Raw) -> None:
    answer = put_vault(azure_raw, createMode="recover")
    assert (answer.status, answer.code, answer.message) == (
        404,
        "VaultNotFound",
        "No deleted vault 'safe' can be recovered in this resource group.",
    )


def test_a_vault_has_its_name_alone_even_when_it_was_deleted(azure_raw: Raw) -> None:
    put_vault(azure_raw)
    azure_raw.group("rg2")
    same = azure_raw.put(vault_at("SAFE", "rg2"), vault(), api=VAULT)
    assert (same.status, same.code, same.message) == (
        409,
        "VaultAlreadyExists",
        "The vault name 'SAFE' is already in use. Vault names are globally unique so it is"
        " possible that the name is already taken.",
    )
    azure_raw.delete(vault_at(), api=VAULT)
    assert azure_raw.put(vault_at(group="rg2"), vault(), api=VAULT).code == "ConflictError"
    asked = {"name": "safe", "type": "Microsoft.KeyVault/vaults"}
    path = f"{PROVIDER}/checkNameAvailability"
    assert azure_raw.send("POST", path, asked, api=VAULT).json["reason"] == "AlreadyExists"
    asked["name"] = "safer"
    assert azure_raw.send("POST", path, asked, api=VAULT).json == {"nameAvailable": True}


def test_a_resource_group_leaves_its_vaults_behind(azure_raw: Raw) -> None:
    put_vault(azure_raw)
    make(azure_raw)
    azure_raw.delete("/resourceGroups/rg", api="2024-03-01")
    azure_raw.group()
    assert put_vault(azure_raw).code == "ConflictError"
    assert make(azure_raw).status == 200
    path = "/providers/Microsoft.CognitiveServices/deletedAccounts"
    assert azure_raw.get(path).json["value"] == []
