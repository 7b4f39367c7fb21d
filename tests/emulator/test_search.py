"""Does Azure's own client find what Azure AI Search promises, and what it refuses?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from azure.core.exceptions import ResourceNotFoundError
from azure.mgmt.search import SearchManagementClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from azgreen import catalog

if TYPE_CHECKING:
    from collections.abc import Callable

PLACE = "swedencentral"
SERVICE = "/resourceGroups/rg/providers/Microsoft.Search/searchServices"
BAD = "The request content was invalid: "
ALLOWED = "expected one of 1, 2, 3, 4, 6, 12"
FEW = "expected one of 1, 2, 3"


def service(sku: str = "standard", **properties: Any) -> dict[str, Any]:
    return {"location": PLACE, "sku": {"name": sku}, "properties": properties}


@pytest.fixture
def search(made: Callable[[type[Any]], Any]) -> Any:
    return made(SearchManagementClient)


@pytest.fixture
def wire(raw: Any) -> Any:
    raw.api = "2025-05-01"
    assert raw.group().status in {200, 201}
    return raw


def put(wire: Any, name: str = "docs", **body: Any) -> Any:
    return wire.put(f"{SERVICE}/{name}", {**service(), **body})


def test_a_service_lives(search: Any) -> None:
    body = {
        "location": "Sweden Central",
        "sku": {"name": "basic"},
        "identity": {"type": "SystemAssigned"},
        "properties": {"replicaCount": 2, "semanticSearch": "free"},
        "tags": {"environment": "dev"},
    }
    services = search.services
    made = services.begin_create_or_update("rg", "docs", body).result()
    assert (made.name, made.location, made.sku.name) == ("docs", PLACE, "basic")
    assert made.endpoint == "https://docs.search.windows.net"
    assert (made.provisioning_state, made.status, made.status_details) == (
        *("Succeeded", "running"),
        "",
    )
    assert (made.replica_count, made.partition_count, made.semantic_search) == (2, 1, "free")
    assert (made.hosting_mode, made.public_network_access) == ("Default", "Enabled")
    assert (made.disable_local_auth, made.auth_options.api_key_only) == (False, {})
    assert made.identity.principal_id
    again = services.begin_create_or_update("rg", "docs", body).result()
    first, second = made.as_dict(), again.as_dict()
    assert first.pop("system_data")["created_at"] == second.pop("system_data")["created_at"]
    assert first == second
    changed = services.update("rg", "docs", {"tags": {"a": "b"}})
    assert (changed.tags, changed.replica_count) == ({"a": "b"}, 2)
    assert [item.name for item in services.list_by_resource_group("rg")] == ["docs"]
    assert [item.name for item in services.list_by_subscription()] == ["docs"]
    services.delete("rg", "docs")
    with pytest.raises(ResourceNotFoundError):
        services.get("rg", "docs")
    assert list(services.list_by_subscription()) == []


def test_a_put_resets_what_it_leaves_out(search: Any) -> None:
    services = search.services
    services.begin_create_or_update("rg", "docs", service(replicaCount=3)).result()
    again = services.begin_create_or_update("rg", "docs", service(partitionCount=2)).result()
    assert (again.replica_count, again.partition_count) == (1, 2)


def test_keys_are_handed_out_and_renewed(search: Any) -> None:
    body = service(disableLocalAuth=True)
    search.services.begin_create_or_update("rg", "docs", body).result()
    admin = search.admin_keys.get("rg", "docs")
    assert {len(admin.primary_key), len(admin.secondary_key)} == {52}
    new = search.admin_keys.regenerate("rg", "docs", "primary")
    assert new.secondary_key == admin.secondary_key
    assert len({new.primary_key, new.secondary_key, admin.primary_key}) == 3
    (first,) = search.query_keys.list_by_search_service("rg", "docs")
    assert (first.name, len(first.key)) == (None, 52)
    second = search.query_keys.create("rg", "docs", "reader")
    listed = list(search.query_keys.list_by_search_service("rg", "docs"))
    assert [item.name for item in listed] == [None, "reader"]
    search.query_keys.delete("rg", "docs", first.key)
    (left,) = search.query_keys.list_by_search_service("rg", "docs")
    assert left.key == second.key
    search.query_keys.delete("rg", "docs", first.key)
    search.services.begin_create_or_update("rg", "docs", body).result()
    assert search.admin_keys.get("rg", "docs").as_dict() == new.as_dict()
    assert "rimaryKey" not in str(search.services.get("rg", "docs").serialize(keep_readonly=True))


def test_keys_have_their_limits(wire: Any) -> None:
    assert put(wire).status == 201
    answer = wire.send("POST", f"{SERVICE}/docs/regenerateAdminKey/third")
    assert (answer.status, answer.message) == (
        400,
        f"{BAD}keyKind: 'third' is not allowed; expected one of primary, secondary",
    )
    for number in range(49):
        path = f"{SERVICE}/docs/createQueryKey/k{number}"
        assert wire.send("POST", path).status == 200
    answer = wire.send("POST", f"{SERVICE}/docs/createQueryKey/more")
    assert (answer.status, answer.code, answer.message) == (
        409,
        "QueryKeyQuotaExceeded",
        "The search service 'docs' has 50 query keys; the most is 50. Delete one first.",
    )


def test_key_authentication_is_switched_off_and_on(search: Any, wire: Any) -> None:
    assert put(wire).status == 201
    off = search.services.update("rg", "docs", {"properties": {"disableLocalAuth": True}})
    assert (off.disable_local_auth, off.auth_options) == (True, None)
    both = {"aadOrApiKey": {"aadAuthFailureMode": "http403"}}
    answer = wire.send("PATCH", f"{SERVICE}/docs", {"properties": {"authOptions": both}})
    assert (answer.status, answer.message) == (
        400,
        f"{BAD}properties.authOptions: cannot be set where 'disableLocalAuth' is true; leave one "
        "of the two out",
    )
    on = search.services.update("rg", "docs", {"properties": {"disableLocalAuth": False}})
    assert on.auth_options.api_key_only == {}


def test_a_tier_can_be_raised_only(search: Any, wire: Any) -> None:
    assert put(wire, sku={"name": "basic"}).status == 201
    raised = search.services.update("rg", "docs", {"sku": {"name": "standard2"}})
    assert raised.sku.name == "standard2"
    for wanted, known in (("standard", "standard3"), ("storage_optimized_l1", "standard3")):
        answer = put(wire, sku={"name": wanted})
        assert (answer.status, answer.message) == (
            400,
            f"{BAD}sku.name: a service of tier 'standard2' cannot become '{wanted}'; expected "
            f"{known}",
        )
    assert put(wire, "other", sku={"name": "free"}).status == 201
    assert put(wire, "other", sku={"name": "basic"}).message == (
        f"{BAD}sku.name: a service of tier 'free' cannot become 'basic'; expected no other"
    )


@pytest.mark.parametrize(
    ("sku", "properties", "reason"),
    [
        ("standard", {"partitionCount": 5}, f"Count: 5 is not allowed for 'standard'; {ALLOWED}"),
        ("basic", {"partitionCount": 4}, f"Count: 4 is not allowed for 'basic'; {FEW}"),
        (
            "free",
            {"partitionCount": 2},
            "Count: 2 is not allowed for 'free'; expected one of 1",
        ),
        (
            "standard3",
            {"partitionCount": 4, "hostingMode": "HighDensity"},
            f"Count: 4 is not allowed for 'standard3'; {FEW}",
        ),
    ],
)
def test_partitions_come_in_certain_numbers(
    wire: Any, sku: str, properties: dict[str, Any], reason: str
) -> None:
    answer = put(wire, sku={"name": sku}, properties=properties)
    assert answer.status == 400
    assert answer.message.startswith(f"{BAD}properties.partition{reason}")


@pytest.mark.parametrize(
    ("sku", "properties", "message"),
    [
        (
            "basic",
            {"replicaCount": 4},
            "properties.replicaCount: 4 is not allowed for 'basic'; the most is 3",
        ),
        (
            "standard",
            {"replicaCount": 12, "partitionCount": 4},
            "properties: 12 replicas x 4 partitions = 48 search units; the most for 'standard' is "
            "36",
        ),
        (
            "standard",
            {"hostingMode": "HighDensity"},
            "properties.hostingMode: 'HighDensity' is not allowed for 'standard'; only 'standard3' "
            "has it",
        ),
        (
            "free",
            {"semanticSearch": "free"},
            "properties.semanticSearch: the semantic ranker is not available on 'free'; take "
            "'basic' or higher",
        ),
        (
            "standard",
            {"semanticSearch": "on"},
            "properties.semanticSearch: 'on' is not allowed; expected one of 'disabled', 'free', "
            "'standard'",
        ),
        (
            "standard",
            {"disableLocalAuth": True, "authOptions": {"aadOrApiKey": {}, "apiKeyOnly": {}}},
            "properties.authOptions: cannot be set where 'disableLocalAuth' is true; leave one of "
            "the two out; properties.authOptions: 'apiKeyOnly' and 'aadOrApiKey' exclude each "
            "other; choose one",
        ),
    ],
)
def test_what_a_tier_has_not_is_refused(
    wire: Any, sku: str, properties: dict[str, Any], message: str
) -> None:
    answer = put(wire, sku={"name": sku}, properties=properties)
    assert (answer.status, answer.message) == (400, f"{BAD}{message}")
    assert wire.get(f"{SERVICE}/docs").status == 404


def test_the_free_tier_has_no_identity(wire: Any) -> None:
    answer = put(wire, sku={"name": "free"}, identity={"type": "SystemAssigned"})
    assert (answer.status, answer.message) == (
        400,
        f"{BAD}identity: managed identities are not available on 'free'; take 'basic' or higher",
    )


def test_a_service_has_a_tier_and_keeps_its_hosting_mode(wire: Any) -> None:
    answer = wire.put(f"{SERVICE}/docs", {"location": PLACE})
    assert answer.message == f"{BAD}sku.name: required: a string"
    dense = {"hostingMode": "HighDensity"}
    assert put(wire, sku={"name": "standard3"}, properties=dense).status == 201
    answer = put(wire, sku={"name": "standard3"}, properties={"hostingMode": "Default"})
    assert (answer.status, answer.code) == (409, "PropertyChangeNotAllowed")
    kept = put(wire, sku={"name": "standard3"})
    assert kept.json["properties"]["hostingMode"] == "HighDensity"


@pytest.mark.parametrize("name", ["a", "-docs", "d-ocs", "docs-", "do--cs", "Docs", "x" * 61])
def test_names_keep_to_the_rule(wire: Any, search: Any, name: str) -> None:
    answer = put(wire, name)
    assert (answer.status, answer.code) == (400, "InvalidResourceName")
    told = search.services.check_name_availability(name)
    assert (told.is_name_available, told.reason) == (False, "Invalid")
    assert told.message == answer.message


def test_a_name_is_unique_in_azure(wire: Any, search: Any) -> None:
    assert search.services.check_name_availability("docs").is_name_available is True
    assert put(wire).status == 201
    assert wire.group("other").status == 201
    answer = wire.put(f"{SERVICE.replace('/rg/', '/other/')}/docs", service())
    words = (
        "Cannot provision service 'docs' because a service with this name is already in use, or "
        "another request to provision a service with this name is still in progress"
    )
    assert (answer.status, answer.code, answer.message) == (409, "ServiceNameUnavailable", words)
    told = search.services.check_name_availability("docs")
    assert (told.is_name_available, told.reason, told.message) == (False, "AlreadyExists", words)


def test_a_subscription_has_room_for_so_many(wire: Any, search: Any) -> None:
    assert put(wire, "one", sku={"name": "free"}).status == 201
    answer = put(wire, "two", sku={"name": "free"}, location="westus3")
    assert (answer.status, answer.code, answer.message) == (
        409,
        "ServiceQuotaExceeded",
        "Operation would exceed 'free' tier service quota. You are using 1 out of 1 'free' tier "
        "service quota. If you need more quota, please submit a quota increase request with issue "
        "type 'Service and subscription limits (quota)' and quota type 'Search' following "
        "https://docs.microsoft.com/en-us/azure/azure-resource-manager/"
        "resource-manager-quota-errors.",
    )
    for number in range(6):
        assert put(wire, f"big{number}", sku={"name": "standard3"}).status == 201
    assert put(wire, "big6", sku={"name": "standard3"}).code == "ServiceQuotaExceeded"
    assert put(wire, "big6", sku={"name": "standard3"}, location="westus3").status == 201
    usage = {item.name.value: item for item in search.usages.list_by_subscription(PLACE)}
    assert {*usage} == {sku.name for sku in catalog.search_skus()}
    assert (usage["standard3"].current_value, usage["standard3"].limit) == (6, 6)
    assert usage["standard3"].name.localized_value == "S3"
    one = search.usage_by_subscription_sku(PLACE, "basic")
    assert (one.current_value, one.limit, one.unit) == (0, 16, "Count")
    answer = wire.get(f"/providers/Microsoft.Search/locations/{PLACE}/usages/huge")
    assert answer.status == 404


SIZES = [(sku.name, sku) for sku in catalog.search_skus()]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    known=st.sampled_from(SIZES),
    replicas=st.integers(1, 12),
    partitions=st.integers(1, 12),
)
def test_exactly_the_documented_sizes_are_made(
    wire: Any, known: tuple[str, Any], replicas: int, partitions: int
) -> None:
    name, sku = known
    size = {"replicaCount": replicas, "partitionCount": partitions}
    answer = put(wire, sku={"name": name}, properties=size)
    fits = (
        partitions in {1, 2, 3, 4, 6, 12}
        and partitions <= (sku.max_partitions or 1)
        and replicas <= (sku.max_replicas or 1)
        and replicas * partitions <= (sku.max_search_units or 1)
    )
    assert (answer.status == 201) is fits, answer.raw
    if fits:
        assert wire.delete(f"{SERVICE}/docs").status == 200
