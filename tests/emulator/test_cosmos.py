"""Does Azure's own client find what Cosmos DB promises, and what it refuses?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.mgmt.cosmosdb import CosmosDBManagementClient
from hypothesis import given
from hypothesis import strategies as st

from azgreen_emulator.server import LocalAzure
from azgreen_emulator.services.cosmosdb.throughput import value_faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from azgreen_emulator.clock import ManualClock

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
ACCOUNT = "/resourceGroups/rg/providers/Microsoft.DocumentDB/databaseAccounts/data"
ID = f"/subscriptions/{SUBSCRIPTION}{ACCOUNT}"
OTHER = ACCOUNT.removesuffix("data") + "other"
DATABASE = f"{ACCOUNT}/sqlDatabases/app"
CONTAINER = f"{DATABASE}/containers/cache"
PLACE = "swedencentral"
PRINCIPAL = "00000000-0000-0000-0000-00000000000a"
NAME = "00000000-0000-0000-0000-0000000000aa"
READER = f"{ID}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000001"
WRITER = f"{ID}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002"
VECTORS = {"capabilities": [{"name": "EnableNoSQLVectorSearch"}]}
SERVERLESS = {"capabilities": [{"name": "EnableServerless"}]}
VERSIONS = ("2025-10-15", "2026-03-15")
NOT_ENABLED = (
    "A Container Vector Policy has been provided, but the capability has not been enabled on your"
    " account."
)


def account(*regions: str, **properties: Any) -> dict[str, Any]:
    places = [
        {"locationName": name, "failoverPriority": index}
        for index, name in enumerate(regions or (PLACE,))
    ]
    settings = {"databaseAccountOfferType": "Standard", "locations": places, **properties}
    return {"location": PLACE, "properties": settings}


def database(**options: Any) -> dict[str, Any]:
    return {"properties": {"resource": {"id": "app"}, "options": options}}


def container(
    paths: tuple[str, ...] = ("/user",), options: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    resource = {"id": "cache", "partitionKey": {"paths": [*paths], "kind": "Hash"}, **more}
    return {"properties": {"resource": resource, "options": options or {}}}


def vectors(dimensions: int = 1536, path: str = "/vector", **index: Any) -> dict[str, Any]:
    embedding = {
        "path": "/vector",
        "dataType": "float32",
        "dimensions": dimensions,
        "distanceFunction": "cosine",
    }
    return {
        "vectorEmbeddingPolicy": {"vectorEmbeddings": [embedding]},
        "indexingPolicy": {"vectorIndexes": [{"path": path, "type": "diskANN", **index}]},
    }


@pytest.fixture
def cosmos(made: Callable[[type[Any]], Any]) -> Any:
    return made(CosmosDBManagementClient)


@pytest.fixture(params=VERSIONS)
def here(raw: Any, request: pytest.FixtureRequest) -> Any:
    """Return a local Azure with a resource group, spoken to in each version."""
    raw.api = request.param
    assert raw.group().status in {200, 201}
    return raw


@pytest.fixture
def with_database(here: Any) -> Any:
    assert here.put(ACCOUNT, account()).status == 200
    assert here.put(DATABASE, database()).status == 200
    return here


def refused(answer: Any) -> str:
    assert (answer.status, answer.code) == (400, "BadRequest")
    return answer.message


def test_an_account_lives(cosmos: Any) -> None:
    accounts = cosmos.database_accounts
    assert accounts.check_name_exists("data") is False
    body = account("West Europe", PLACE) | {"tags": {"environment": "dev"}}
    made = accounts.begin_create_or_update("rg", "data", body).result()
    assert made.document_endpoint == "https://data.documents.azure.com:443/"
    assert (made.kind, made.provisioning_state) == ("GlobalDocumentDB", "Succeeded")
    assert made.consistency_policy.default_consistency_level == "Session"
    assert (made.public_network_access, made.disable_local_auth) == ("Enabled", False)
    names = [(item.id, item.location_name) for item in made.read_locations]
    assert names == [("data-westeurope", "West Europe"), ("data-swedencentral", "Sweden Central")]
    (write,) = made.write_locations
    assert write.document_endpoint == "https://data-westeurope.documents.azure.com:443/"
    assert {item.provisioning_state for item in made.locations} == {"Succeeded"}
    again = accounts.begin_create_or_update("rg", "data", body).result()
    assert without_time(again) == without_time(made)
    assert accounts.check_name_exists("data") is True
    change = {"properties": {"disableLocalAuth": True}}
    changed = accounts.begin_update("rg", "data", change).result()
    assert (changed.disable_local_auth, changed.tags) == (True, {"environment": "dev"})
    assert len(changed.locations) == 2
    assert [item.name for item in accounts.list()] == ["data"]
    assert [item.name for item in accounts.list_by_resource_group("rg")] == ["data"]
    accounts.begin_delete("rg", "data").result()
    with pytest.raises(ResourceNotFoundError):
        accounts.get("rg", "data")
    assert accounts.check_name_exists("data") is False


def without_time(model: Any) -> dict[str, Any]:
    return {key: value for key, value in model.as_dict().items() if key != "systemData"}


def test_keys_are_four(cosmos: Any) -> None:
    accounts = cosmos.database_accounts
    accounts.begin_create_or_update("rg", "data", account()).result()
    keys = accounts.list_keys("rg", "data").as_dict()
    assert len({*keys.values()}) == 4
    only = accounts.list_read_only_keys("rg", "data").as_dict()
    assert only == {key: value for key, value in keys.items() if "Readonly" in key}
    assert accounts.get_read_only_keys("rg", "data").as_dict() == only
    accounts.begin_regenerate_key("rg", "data", {"keyKind": "secondary"}).result()
    new = accounts.list_keys("rg", "data").as_dict()
    assert {key for key in keys if new[key] != keys[key]} == {"secondaryMasterKey"}
    strings = accounts.list_connection_strings("rg", "data").connection_strings
    assert [item.key_kind for item in strings] == [
        "Primary",
        "Secondary",
        "PrimaryReadonly",
        "SecondaryReadonly",
    ]
    assert strings[0].connection_string == (
        "AccountEndpoint=https://data.documents.azure.com:443/;"
        f"AccountKey={new['primaryMasterKey']};"
    )
    shown = accounts.get("rg", "data").as_dict()
    assert not [key for key in new.values() if key in str(shown)]


def test_databases_and_containers_live(cosmos: Any) -> None:
    cosmos.database_accounts.begin_create_or_update("rg", "data", account()).result()
    sql = cosmos.sql_resources
    made = sql.begin_create_update_sql_database("rg", "data", "app", database()).result()
    assert (made.resource.id, made.as_dict()["properties"].get("options")) == ("app", None)
    body = container(defaultTtl=3600)
    place = ("rg", "data", "app", "cache")
    first = sql.begin_create_update_sql_container(*place, body).result()
    assert first.resource.partition_key.paths == ["/user"]
    assert first.resource.indexing_policy.indexing_mode == "consistent"
    assert first.resource.conflict_resolution_policy.mode == "LastWriterWins"
    again = sql.begin_create_update_sql_container(*place, body).result()
    assert again.resource.as_dict() == first.resource.as_dict()
    changed = sql.begin_create_update_sql_container(*place, container(defaultTtl=-1)).result()
    assert (changed.resource.default_ttl, changed.resource.rid) == (-1, first.resource.rid)
    assert changed.resource.etag != first.resource.etag
    assert [item.name for item in sql.list_sql_databases("rg", "data")] == ["app"]
    assert [item.name for item in sql.list_sql_containers("rg", "data", "app")] == ["cache"]
    sql.begin_delete_sql_container(*place).result()
    assert list(sql.list_sql_containers("rg", "data", "app")) == []
    sql.begin_create_update_sql_container(*place, body).result()
    sql.begin_delete_sql_database("rg", "data", "app").result()
    assert list(sql.list_sql_databases("rg", "data")) == []


def test_what_is_in_an_account_goes_with_it(with_database: Any) -> None:
    assert with_database.put(CONTAINER, container()).status == 200
    assert with_database.put(f"{ACCOUNT}/sqlRoleAssignments/{NAME}", role()).status == 200
    assert with_database.delete(ACCOUNT).status == 202
    assert with_database.get(ACCOUNT).status == 404
    assert with_database.put(ACCOUNT, account()).status == 200
    for kind in ("sqlDatabases", "sqlRoleAssignments"):
        assert with_database.get(f"{ACCOUNT}/{kind}").json["value"] == []


def test_names_of_accounts(here: Any) -> None:
    for name in ("ab", "Data", "a_b", "-ab", "a" * 45):
        answer = here.put(ACCOUNT.removesuffix("data") + name, account())
        assert (answer.status, answer.code) == (400, "InvalidResourceName")
    assert here.put(ACCOUNT, account()).status == 200
    assert here.group("other").status == 201
    assert refused(here.put(ACCOUNT.replace("/rg/", "/other/"), account())) == (
        "Dns record for data under zone Document is already taken. Please use a different name for"
        " the account."
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            account(PLACE, "Sweden Central"),
            "properties.locations[1].locationName: 'swedencentral' is there twice.",
        ),
        (
            account(locations=[{"locationName": PLACE, "failoverPriority": 1}]),
            "properties.locations: the failover priorities [1] are not allowed; expected 0 to 0,"
            " each once.",
        ),
        (
            account(locations=[]),
            "properties.locations: at least one is needed.",
        ),
        (
            account(PLACE, "westeurope", enableFreeTier=True, **SERVERLESS),
            "properties.locations: a serverless account is in one region only."
            " properties.enableFreeTier: not available for a serverless account.",
        ),
        (account(capabilities=[{"name": "Serverless"}]), "Invalid capability Serverless."),
        (
            account(
                PLACE,
                "westeurope",
                consistencyPolicy={
                    "defaultConsistencyLevel": "BoundedStaleness",
                    "maxIntervalInSeconds": 10,
                    "maxStalenessPrefix": 200000,
                },
            ),
            "properties.consistencyPolicy: BoundedStaleness needs 'maxIntervalInSeconds' of at"
            " least 300 in several regions.",
        ),
        (
            account(
                enableMultipleWriteLocations=True,
                consistencyPolicy={"defaultConsistencyLevel": "Strong"},
            ),
            "properties.consistencyPolicy: Strong is not allowed with several write regions.",
        ),
    ],
)
def test_accounts_that_are_refused(here: Any, body: dict[str, Any], message: str) -> None:
    assert refused(here.put(ACCOUNT, body)) == message


def test_a_region_that_is_none_is_named_with_those_that_are(here: Any) -> None:
    message = refused(here.put(ACCOUNT, account("atlantis")))
    assert message.startswith(
        "properties.locations[0].locationName: 'atlantis' is no region; expected one of "
    )
    assert PLACE in message


def test_the_offer_type_is_needed(here: Any) -> None:
    body = {"location": PLACE, "properties": {"locations": [{"locationName": PLACE}]}}
    answer = here.put(ACCOUNT, body)
    assert (answer.status, answer.message) == (
        400,
        "The request content was invalid: properties.databaseAccountOfferType: required: one of"
        " 'Standard'",
    )


def test_capabilities_are_for_good(here: Any) -> None:
    assert here.put(ACCOUNT, account(**SERVERLESS)).status == 200
    kept = here.put(ACCOUNT, account()).json["properties"]["capabilities"]
    assert kept == SERVERLESS["capabilities"]
    change = {"properties": {"capabilities": []}}
    assert refused(here.send("PATCH", ACCOUNT, change)) == (
        "The capability EnableServerless cannot be removed once it is enabled."
    )
    both = {"properties": {"capabilities": [*SERVERLESS["capabilities"], *VECTORS["capabilities"]]}}
    assert here.send("PATCH", ACCOUNT, both).status == 200
    assert refused(here.put(ACCOUNT, account(**SERVERLESS))) == (
        "The capability EnableNoSQLVectorSearch cannot be removed once it is enabled."
    )
    assert here.put(OTHER, account()).status == 200
    assert refused(here.put(OTHER, account(**SERVERLESS))) == (
        "The capability EnableServerless can only be chosen when the account is made."
    )


def test_one_account_is_free(here: Any) -> None:
    assert here.put(ACCOUNT, account(enableFreeTier=True)).status == 200
    assert here.put(ACCOUNT, account(enableFreeTier=True)).status == 200
    assert refused(here.put(OTHER, account(enableFreeTier=True))) == (
        "properties.enableFreeTier: the account 'data' of the subscription has it already; there"
        " is one."
    )
    assert refused(here.put(ACCOUNT, account(enableFreeTier=False))) == (
        "properties.enableFreeTier: can only be chosen when the account is made."
    )


def test_regions_change_alone(here: Any) -> None:
    assert here.put(ACCOUNT, account()).status == 200
    body = account(PLACE, "westeurope", disableLocalAuth=True)
    assert refused(here.put(ACCOUNT, body)) == (
        "properties.locations: regions cannot be added or removed while other properties are"
        " changed; change one, then the other."
    )
    grown = here.put(ACCOUNT, account(PLACE, "westeurope"))
    assert [item["locationName"] for item in grown.json["properties"]["locations"]] == [
        "Sweden Central",
        "West Europe",
    ]


def test_backups_become_continuous_and_stay_so(here: Any) -> None:
    assert here.put(ACCOUNT, account()).status == 200
    continuous = {"backupPolicy": {"type": "Continuous"}}
    assert refused(here.put(ACCOUNT, account(**continuous, disableLocalAuth=True))) == (
        "Cannot update continuous backup mode and other properties at the same time."
    )
    assert here.put(ACCOUNT, account(**continuous)).status == 200
    assert refused(here.put(ACCOUNT, account(backupPolicy={"type": "Periodic"}))) == (
        "properties.backupPolicy: Continuous cannot become Periodic."
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"throughput": 300},
            "The offer should have valid throughput values between 400 and 1000000 inclusive in"
            " increments of 100.",
        ),
        (
            {"autoscaleSettings": {"maxThroughput": 1500}},
            "The offer should have valid throughput values between 1000 and 1000000 inclusive in"
            " increments of 1000.",
        ),
        (
            {"throughput": 400, "autoscaleSettings": {"maxThroughput": 1000}},
            "properties.options: 'throughput' and 'autoscaleSettings' exclude each other; choose"
            " one.",
        ),
    ],
)
def test_throughput_that_is_refused(
    with_database: Any, options: dict[str, Any], message: str
) -> None:
    assert refused(with_database.put(DATABASE, database(**options))) == message
    assert refused(with_database.put(CONTAINER, container(options=options))) == message


@given(st.integers(-1000, 2_000_000), st.booleans())
def test_throughput_goes_in_steps(units: int, scaled: bool) -> None:
    least, step = (1000, 1000) if scaled else (400, 100)
    for value in (units, units - units % step):
        asked = {"autoscaleSettings": {"maxThroughput": value}} if scaled else {"throughput": value}
        good = value % step == 0 and least <= value <= 1_000_000
        assert [*value_faults(asked, "properties.options")] == (
            []
            if good
            else [
                f"The offer should have valid throughput values between {least} and 1000000"
                f" inclusive in increments of {step}."
            ]
        )


def test_a_serverless_account_takes_no_throughput(here: Any) -> None:
    assert here.put(ACCOUNT, account(**SERVERLESS)).status == 200
    words = "Setting offer throughput or autopilot on {} is not supported for serverless accounts."
    answer = here.put(DATABASE, database(throughput=400))
    assert refused(answer) == words.format("database")
    assert here.put(DATABASE, database()).status == 200
    answer = here.put(CONTAINER, container(options={"throughput": 400}))
    assert refused(answer) == words.format("container")
    assert here.put(CONTAINER, container()).status == 200
    assert refused(here.get(f"{CONTAINER}/throughputSettings/default")) == (
        "Reading or replacing offers is not supported for serverless accounts."
    )


def test_an_account_has_a_limit_in_all(here: Any) -> None:
    limited = account(capacity={"totalThroughputLimit": 1000})
    assert here.put(ACCOUNT, limited).status == 200
    assert here.put(DATABASE, database()).status == 200
    assert here.put(CONTAINER, container(options={"throughput": 800})).status == 200
    other = container()
    other["properties"]["resource"]["id"] = "other"
    assert refused(here.put(CONTAINER.replace("/cache", "/other"), other)) == (
        "Your account is currently configured with a total throughput limit of 1000 RU/s. This"
        " operation failed because it would have increased the total throughput to 1200 RU/s. See"
        " https://aka.ms/cosmos-tp-limit for more information."
    )


def test_throughput_is_shown_and_changed(cosmos: Any) -> None:
    cosmos.database_accounts.begin_create_or_update("rg", "data", account()).result()
    sql = cosmos.sql_resources
    sql.begin_create_update_sql_database("rg", "data", "app", database()).result()
    with pytest.raises(ResourceNotFoundError):
        sql.get_sql_database_throughput("rg", "data", "app")
    place = ("rg", "data", "app", "cache")
    sql.begin_create_update_sql_container(*place, container()).result()
    assert sql.get_sql_container_throughput(*place).resource.throughput == 400
    more = {"properties": {"resource": {"throughput": 50_000}}}
    sql.begin_update_sql_container_throughput(*place, more).result()
    shown = sql.get_sql_container_throughput(*place).resource
    assert (shown.throughput, shown.minimum_throughput) == (50_000, "500")
    other = {"properties": {"resource": {"autoscaleSettings": {"maxThroughput": 1000}}}}
    with pytest.raises(HttpResponseError) as caught:
        sql.begin_update_sql_container_throughput(*place, other)
    assert caught.value.error is not None
    assert caught.value.error.message == (
        "properties.resource.throughput: required: the resource has it, and goes over to the other"
        " way by a migration only."
    )
    scaled = container(options={"autoscaleSettings": {"maxThroughput": 4000}})
    scaled["properties"]["resource"]["id"] = "scaled"
    other_place = (*place[:3], "scaled")
    sql.begin_create_update_sql_container(*other_place, scaled).result()
    shown = sql.get_sql_container_throughput(*other_place).resource
    assert (shown.autoscale_settings.max_throughput, shown.minimum_throughput) == (4000, "1000")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            {"properties": {"resource": {"id": "cache"}}},
            "properties.resource.partitionKey.paths: required: a list of one to 3 paths such as"
            " '/tenant'.",
        ),
        (
            container(("/a", "/b")),
            "properties.resource.partitionKey.paths: 2 are too many for 'Hash'; choose"
            " 'MultiHash'.",
        ),
        (
            container(partitionKey={"paths": ["/a", "/b", "/c", "/d"], "kind": "MultiHash"}),
            "properties.resource.partitionKey.paths: 4 are too many; the most is 3."
            " properties.resource.partitionKey.version: 'MultiHash' needs version 2.",
        ),
        (
            container(("user",), defaultTtl=0),
            "properties.resource.partitionKey.paths[0]: 'user' is no path such as '/tenant'."
            " properties.resource.defaultTtl: 0 is not allowed; expected -1 (items live until they"
            " say otherwise) or a positive number of seconds.",
        ),
        (
            container(id="other"),
            "properties.resource.id: 'other' is not the name in the path, 'cache'.",
        ),
        (container(**vectors()), NOT_ENABLED),
    ],
)
def test_containers_that_are_refused(
    with_database: Any, body: dict[str, Any], message: str
) -> None:
    assert refused(with_database.put(CONTAINER, body)) == message


def test_a_key_of_three_levels(with_database: Any) -> None:
    key = {"paths": ["/a", "/b", "/c"], "kind": "MultiHash", "version": 2}
    made = with_database.put(CONTAINER, container(partitionKey=key))
    assert made.json["properties"]["resource"]["partitionKey"] == key


POLICY = "The Vector Indexing Policy"


@pytest.mark.parametrize(
    ("resource", "message"),
    [
        (
            vectors(type="flat"),
            f"{POLICY}'s path::/vector is of type flat, which takes 505 dimensions at most, not"
            " 1536; choose quantizedFlat or diskANN.",
        ),
        (
            vectors(4097),
            "The Vector Embedding Policy has Dimensions:4097 which is more than the maximum"
            " supported value 4096.",
        ),
        (
            vectors(0),
            "The Vector Embedding Policy has Dimensions:0 which is less than the minimum supported"
            " value 1.",
        ),
        (
            vectors(path="/other"),
            f"{POLICY}'s path::/other not matching in Embedding's path.",
        ),
        (
            vectors(256, quantizationByteSize=257),
            f"{POLICY} parameter QuantizationByteSize value :: 257 is out of range. The allowed"
            " range is between 1 and 256.",
        ),
        (
            vectors(vectorIndexShardKey=["/city", "country"]),
            "The number of shard paths defined in the Vector Indexing Policy: 2 exceeds the"
            f" maximum: 1. {POLICY} has an invalid Shard Path: country.",
        ),
        (
            vectors() | {"analyticalStorageTtl": -1},
            "properties.resource.analyticalStorageTtl: not allowed with vectors.",
        ),
    ],
)
def test_vectors_that_are_refused(here: Any, resource: dict[str, Any], message: str) -> None:
    assert here.put(ACCOUNT, account(**VECTORS)).status == 200
    assert here.put(DATABASE, database()).status == 200
    assert refused(here.put(CONTAINER, container(**resource))) == message


def test_the_list_for_searching_has_a_length(here: Any) -> None:
    assert here.put(ACCOUNT, account(**VECTORS)).status == 200
    assert here.put(DATABASE, database()).status == 200
    answer = here.put(CONTAINER, container(**vectors(indexingSearchListSize=5)))
    assert answer.status == 400
    words = {
        "2025-10-15": "The request content was invalid: properties.resource.indexingPolicy"
        ".vectorIndexes[0].indexingSearchListSize: 5 is too small; the minimum is 25",
        "2026-03-15": f"{POLICY} parameter IndexingSearchListSize value :: 5 is out of range. The"
        " allowed range is between 25 and 500.",
    }
    assert answer.message == words[here.api]


def test_vectors_are_settled_with_the_container(here: Any) -> None:
    assert here.put(ACCOUNT, account(**VECTORS)).status == 200
    assert here.put(DATABASE, database()).status == 200
    body = container(**vectors())
    made = here.put(CONTAINER, body)
    assert made.status == 200
    shown = made.json["properties"]["resource"]
    assert shown["vectorEmbeddingPolicy"] == vectors()["vectorEmbeddingPolicy"]
    assert here.put(CONTAINER, body).json["properties"] == made.json["properties"]
    assert refused(here.put(CONTAINER, container(("/tenant",), **vectors(3072)))) == (
        "Paths in existing embedding policy cannot be modified in Collection Replace."
        " Document collection partition key cannot be changed."
    )
    assert refused(here.put(CONTAINER, container(**vectors(type="quantizedFlat")))) == (
        "Paths in existing vector indexing policy cannot be modified in Collection Replace."
    )


def test_vectors_do_not_share_throughput(here: Any) -> None:
    assert here.put(ACCOUNT, account(**VECTORS)).status == 200
    assert here.put(DATABASE, database(throughput=1000)).status == 200
    assert refused(here.put(CONTAINER, container(**vectors()))) == (
        "Vector Indexing is not supported for shared throughput offer."
    )
    own = container(options={"throughput": 400}, **vectors())
    assert here.put(CONTAINER, own).status == 200


def test_an_account_for_another_interface_has_no_sql_databases(here: Any) -> None:
    other = account(capabilities=[{"name": "EnableTable"}])
    assert here.put(ACCOUNT, other).status == 200
    assert refused(here.put(DATABASE, database())) == (
        "The account 'data' is not for SQL databases: it is for EnableTable."
    )


def role(
    principal: str = PRINCIPAL, definition: str = READER, scope: str = ID
) -> dict[str, dict[str, str]]:
    return {
        "properties": {"principalId": principal, "roleDefinitionId": definition, "scope": scope}
    }


def test_an_identity_is_given_the_data(cosmos: Any) -> None:
    cosmos.database_accounts.begin_create_or_update("rg", "data", account()).result()
    sql = cosmos.sql_resources
    place = (NAME, "rg", "data")
    created = _call(sql.begin_create_update_sql_role_assignment, place, role())
    assert (created.scope, created.principal_id) == (ID, PRINCIPAL)
    changed = _call(sql.begin_create_update_sql_role_assignment, place, role(definition=WRITER))
    assert changed.role_definition_id == WRITER
    (listed,) = sql.list_sql_role_assignments("rg", "data")
    assert listed.as_dict() == changed.as_dict()
    roles = {item.name: item.role_name for item in sql.list_sql_role_definitions("rg", "data")}
    assert roles == {
        READER[-36:]: "Cosmos DB Built-in Data Reader",
        WRITER[-36:]: "Cosmos DB Built-in Data Contributor",
    }
    common = {"resource_group_name": "rg", "account_name": "data"}
    found = sql.get_sql_role_definition(role_definition_id=READER[-36:], **common)
    assert (found.id, found.assignable_scopes) == (READER, [ID])
    with pytest.raises(ResourceNotFoundError):
        sql.get_sql_role_definition(role_definition_id=NAME, **common)
    sql.begin_delete_sql_role_assignment(role_assignment_id=NAME, **common).result()
    assert list(sql.list_sql_role_assignments("rg", "data")) == []


def _call(begin: Callable[..., Any], place: tuple[str, str, str], body: Any) -> Any:
    name, group, account_name = place
    return begin(
        role_assignment_id=name,
        resource_group_name=group,
        account_name=account_name,
        create_update_sql_role_assignment_parameters=body,
    ).result()


def test_roles_that_cannot_be_given(with_database: Any) -> None:
    place = f"{ACCOUNT}/sqlRoleAssignments"
    assert with_database.put(f"{place}/{NAME}", role(scope=f"{ID}/dbs/app")).status == 200
    other = role(PRINCIPAL[:-1] + "b", scope=f"{ID}/dbs/app")
    assert refused(with_database.put(f"{place}/{NAME}", other)) == (
        "Updating SQL Role Assignment Principal ID is not permitted. You may only update the"
        " associated Role Definition."
    )
    assert refused(with_database.put(f"{place}/{NAME}", role())) == (
        "Updating SQL Role Assignment Scope is not permitted. You may only update the associated"
        " Role Definition."
    )
    answer = with_database.put(f"{place}/{NAME[:-1]}b", role(scope=f"{ID}/dbs/app"))
    assert (answer.status, answer.code, answer.message) == (
        409,
        "Conflict",
        f"The role assignment '{NAME}' gives the same role already.",
    )
    wrong = role("me", "/roles/none", "/subscriptions/none")
    assert refused(with_database.put(f"{place}/mine", wrong)) == (
        "The role assignment ID 'mine' is not valid; it must be a GUID. The provided principal ID"
        " [me] is not valid; it must be a GUID. The role definition [/roles/none] does not exist in"
        f" the account; expected one of '{READER}', '{WRITER}'. The scope [/subscriptions/none] is"
        f" not valid; expected '{ID}', with '/dbs/<database>' or"
        " '/dbs/<database>/colls/<container>' after it for less."
    )
    assert refused(with_database.put(f"{place}/{NAME}", {"properties": {}})) == (
        "properties.principalId: required: a string. properties.roleDefinitionId: required: a"
        " string. properties.scope: required: a string."
    )


def assert_busy(answer: Any) -> None:
    assert (answer.status, answer.code, answer.message) == (
        412,
        "PreconditionFailed",
        "There is another user operation in progress which requires an exclusive lock on [data]."
        " Please retry after sometime.",
    )


def test_one_write_at_a_time(clock: ManualClock, speak: Callable[[str], Any]) -> None:
    with LocalAzure(None, clock=clock, latency_s=600) as azure:
        raw = speak(azure.url)
        raw.api = VERSIONS[0]
        assert raw.group().status == 201
        made = raw.put(ACCOUNT, account())
        (region,) = made.json["properties"]["locations"]
        assert (made.json["properties"]["provisioningState"], region["provisioningState"]) == (
            "Creating",
            "Creating",
        )
        assert_busy(raw.put(DATABASE, database()))
        assert_busy(raw.put(ACCOUNT, account()))
        clock.advance(601)
        assert raw.put(DATABASE, database()).status == 200
        places = [f"{ACCOUNT}/sqlRoleAssignments/{name}" for name in (NAME, PRINCIPAL)]
        assert raw.put(places[0], role()).status == 200
        assert_busy(raw.put(places[1], role(definition=WRITER)))
        clock.advance(601)
        assert raw.put(places[1], role(definition=WRITER)).status == 200
        (region,) = raw.get(ACCOUNT).json["properties"]["locations"]
        assert region["provisioningState"] == "Succeeded"
