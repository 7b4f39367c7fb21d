"""Does Azure's own client find what Azure Managed Redis promises, and what it refuses?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.mgmt.redisenterprise import RedisEnterpriseManagementClient
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen_emulator.server import LocalAzure
from azgreen_emulator.services.redisenterprise.sizes import can_scale, larger, size_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from azgreen_emulator.clock import ManualClock

PLACE = "swedencentral"
API = "2025-07-01"
CLUSTER = "/resourceGroups/rg/providers/Microsoft.Cache/redisEnterprise/cache"
SEARCH = {
    "clusteringPolicy": "EnterpriseCluster",
    "evictionPolicy": "NoEviction",
    "modules": [{"name": "RediSearch"}],
}
PRINCIPAL = "00000000-0000-0000-0000-00000000000a"
BAD = "The request content was invalid: "


def cluster(sku: str = "Balanced_B5", **properties: Any) -> dict[str, Any]:
    settings = {"publicNetworkAccess": "Enabled", **properties}
    return {"location": PLACE, "sku": {"name": sku}, "properties": settings}


def database(**properties: Any) -> dict[str, Any]:
    return {"properties": properties}


@pytest.fixture
def redis(made: Callable[[type[Any]], Any]) -> Any:
    return made(RedisEnterpriseManagementClient)


@pytest.fixture
def with_cluster(raw: Any) -> Any:
    raw.api = API
    assert raw.group().status in {200, 201}
    assert raw.put(CLUSTER, cluster()).status == 201
    return raw


def test_a_cluster_lives(redis: Any) -> None:
    body = {
        "location": "Sweden Central",
        "sku": {"name": "balanced_b5"},
        "public_network_access": "Enabled",
        "tags": {"environment": "dev"},
    }
    made = redis.redis_enterprise.begin_create("rg", "Cache", body).result()
    assert made.host_name == "cache.swedencentral.redis.azure.net"
    assert (made.location, made.sku.name, made.kind) == (PLACE, "Balanced_B5", "v2")
    assert (made.provisioning_state, made.resource_state) == ("Succeeded", "Running")
    assert (made.high_availability, made.minimum_tls_version) == ("Enabled", "1.2")
    assert (made.redundancy_mode, made.redis_version) == ("LR", "7.4")
    again = redis.redis_enterprise.begin_create("rg", "Cache", body).result()
    assert again.as_dict() == made.as_dict()
    changed = redis.redis_enterprise.begin_update("rg", "cache", {"tags": {"a": "b"}}).result()
    assert (changed.tags, changed.host_name) == ({"a": "b"}, made.host_name)
    assert [item.name for item in redis.redis_enterprise.list()] == ["Cache"]
    assert [item.name for item in redis.redis_enterprise.list_by_resource_group("rg")] == ["Cache"]
    redis.redis_enterprise.begin_delete("rg", "cache").result()
    with pytest.raises(ResourceNotFoundError):
        redis.redis_enterprise.get("rg", "cache")
    assert list(redis.redis_enterprise.list()) == []


def test_a_database_lives_in_its_cluster(with_cluster: Any, redis: Any) -> None:
    databases = redis.databases
    made = databases.begin_create("rg", "cache", "default", {}).result()
    assert made.port == 10000
    assert (made.client_protocol, made.clustering_policy) == ("Encrypted", "OSSCluster")
    assert (made.eviction_policy, made.access_keys_authentication) == ("VolatileLRU", "Disabled")
    assert (made.defer_upgrade, made.modules) == ("NotDeferred", [])
    assert (made.provisioning_state, made.resource_state) == ("Succeeded", "Running")
    again = databases.begin_create("rg", "cache", "default", {}).result()
    first, second = made.as_dict(), again.as_dict()
    assert first.pop("system_data")["created_at"] == second.pop("system_data")["created_at"]
    assert first == second
    change = {"eviction_policy": "AllKeysLFU"}
    changed = databases.begin_update("rg", "cache", "default", change).result()
    assert (changed.eviction_policy, changed.clustering_policy) == ("AllKeysLFU", "OSSCluster")
    assert [item.name for item in databases.list_by_cluster("rg", "cache")] == ["default"]
    databases.begin_delete("rg", "cache", "default").result()
    assert list(databases.list_by_cluster("rg", "cache")) == []
    assert with_cluster.get(CLUSTER).status == 200


def test_keys_open_a_database_only_where_they_are_enabled(with_cluster: Any, redis: Any) -> None:
    databases = redis.databases
    databases.begin_create("rg", "cache", "default", {}).result()
    for ask in (
        lambda: databases.list_keys("rg", "cache", "default"),
        lambda: databases.begin_regenerate_key("rg", "cache", "default", {"key_type": "Primary"}),
    ):
        with pytest.raises(HttpResponseError) as caught:
            ask()
        assert caught.value.error is not None
        assert (caught.value.status_code, caught.value.error.code) == (
            400,
            "AccessKeysAuthenticationDisabled",
        )
        assert caught.value.error.message.endswith(
            f"{CLUSTER}/databases/default'. Set 'accessKeysAuthentication' to 'Enabled', or give"
            " access to a Microsoft Entra identity by an access policy assignment."
        )
    enabled = {"access_keys_authentication": "Enabled"}
    databases.begin_update("rg", "cache", "default", enabled).result()
    keys = databases.list_keys("rg", "cache", "default")
    new = databases.begin_regenerate_key("rg", "cache", "default", {"key_type": "Primary"}).result()
    assert new.secondary_key == keys.secondary_key
    assert len({new.primary_key, new.secondary_key, keys.primary_key}) == 3
    assert databases.list_keys("rg", "cache", "default").as_dict() == new.as_dict()
    assert "Key" not in with_cluster.get(f"{CLUSTER}/databases/default").raw.decode().replace(
        "accessKeysAuthentication", ""
    ).replace("AllKeys", "")


@pytest.mark.usefixtures("with_cluster")
def test_an_identity_is_given_access(redis: Any) -> None:
    redis.databases.begin_create("rg", "cache", "default", {}).result()
    place = ("rg", "cache", "default")
    body = {"access_policy_name": "default", "user": {"object_id": PRINCIPAL}}
    assignments = redis.access_policy_assignment
    made = assignments.begin_create_update(*place, "app", body).result()
    assert (made.provisioning_state, made.user.object_id) == ("Succeeded", PRINCIPAL)
    assert assignments.begin_create_update(*place, "app", body).result().as_dict() == made.as_dict()
    assert [item.name for item in assignments.list(*place)] == ["app"]
    assignments.begin_delete(*place, "app").result()
    assert list(assignments.list(*place)) == []


def test_what_is_in_a_cluster_goes_with_it(with_cluster: Any, redis: Any) -> None:
    redis.databases.begin_create("rg", "cache", "default", {}).result()
    redis.redis_enterprise.begin_delete("rg", "cache").result()
    answer = with_cluster.get(f"{CLUSTER}/databases/default")
    assert (answer.status, answer.code) == (404, "ParentResourceNotFound")
    assert with_cluster.put(CLUSTER, cluster()).status == 201
    assert with_cluster.get(f"{CLUSTER}/databases").json["value"] == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            {"location": PLACE, "sku": {"name": "Balanced_B5"}, "properties": {}},
            "properties.publicNetworkAccess: required: one of 'Enabled', 'Disabled'",
        ),
        (
            cluster(minimumTlsVersion="1.1"),
            "properties.minimumTlsVersion: '1.1' is not allowed; expected '1.2'",
        ),
        (
            cluster() | {"sku": {"name": "Balanced_B5", "capacity": 2}},
            "sku.capacity: 2 is not allowed; only SKUs named Enterprise and EnterpriseFlash take"
            " it",
        ),
        (
            cluster() | {"sku": {"name": "EnterpriseFlash_F300", "capacity": 4}},
            "sku.capacity: 4 is not allowed for 'EnterpriseFlash_F300'; expected 3, 9, 15 and so"
            " on",
        ),
        (
            cluster(highAvailability="Disabled") | {"zones": ["1", "4", "1"]},
            "zones: ['1', '4', '1'] is not allowed without high availability, which spreads over"
            " zones; zones: ['1', '4', '1'] is not allowed; expected some of '1', '2', '3', each"
            " once",
        ),
    ],
)
def test_clusters_that_are_refused(
    redis: Any, raw: Any, body: dict[str, Any], message: str
) -> None:
    assert redis is not None
    answer = raw.put(CLUSTER, body, api=API)
    assert (answer.status, answer.code) == (400, "InvalidRequestContent")
    assert answer.message == BAD + message


def test_names_of_clusters(with_cluster: Any) -> None:
    for name in ("a--b", "-a", "a_b", "a" * 61):
        answer = with_cluster.put(CLUSTER.replace("cache", name), cluster())
        assert (answer.status, answer.code) == (400, "InvalidResourceName")
    assert with_cluster.group("other").status == 201
    answer = with_cluster.put(CLUSTER.replace("/rg/", "/other/"), cluster())
    assert (answer.status, answer.code, answer.message) == (
        409,
        "NameNotAvailable",
        "The host name 'cache.swedencentral.redis.azure.net' is already in use; choose another"
        " cluster name.",
    )
    elsewhere = {**cluster(), "location": "norwayeast"}
    assert with_cluster.put(CLUSTER.replace("/rg/", "/other/"), elsewhere).status == 201


def test_high_availability_can_be_turned_on_and_never_off(with_cluster: Any) -> None:
    other = CLUSTER.replace("cache", "other")
    made = with_cluster.put(other, cluster(highAvailability="Disabled"))
    assert (made.status, made.json["properties"]["redundancyMode"]) == (201, "None")
    changed = with_cluster.put(other, cluster())
    assert (changed.status, changed.json["properties"]["redundancyMode"]) == (200, "LR")
    answer = with_cluster.send("PATCH", other, {"properties": {"highAvailability": "Disabled"}})
    assert (answer.status, answer.message) == (
        400,
        f"{BAD}properties.highAvailability: cannot be disabled once it is enabled; make another"
        " cluster without it",
    )


def test_zones_are_chosen_once(with_cluster: Any) -> None:
    other = CLUSTER.replace("cache", "other")
    made = with_cluster.put(other, cluster() | {"zones": ["1", "2"]})
    assert made.json["properties"]["redundancyMode"] == "ZR"
    assert with_cluster.put(other, cluster()).json["zones"] == ["1", "2"]
    answer = with_cluster.put(other, cluster() | {"zones": ["3"]})
    assert (answer.status, answer.code) == (409, "PropertyChangeNotAllowed")


def test_a_cluster_grows_and_does_not_shrink(with_cluster: Any, redis: Any) -> None:
    names = [item.name for item in redis.redis_enterprise.list_skus_for_scaling("rg", "cache").skus]
    assert "Balanced_B10" in names
    assert "ComputeOptimized_X5" in names
    assert not {"Balanced_B3", "Balanced_B5", "FlashOptimized_A250"} & set(names)
    for name in names:
        assert can_scale(size_of({"name": "Balanced_B5"}), size_of({"name": name}))
    grown = {"sku": {"name": "Balanced_B1000"}}
    assert with_cluster.send("PATCH", CLUSTER, grown).json["sku"] == grown["sku"]
    answer = with_cluster.put(CLUSTER, cluster())
    assert (answer.status, answer.message) == (
        400,
        f"{BAD}sku: a cluster of size 'Balanced_B1000' cannot be scaled to 'Balanced_B5'; expected"
        " one of: MemoryOptimized_M2000",
    )


SKUS = st.sampled_from([{"name": sku.name} for sku in catalog.cache_skus()])


@given(SKUS, SKUS, SKUS)
def test_scaling_goes_one_way(one: Any, two: Any, three: Any) -> None:
    first, second, third = map(size_of, (one, two, three))
    assert can_scale(first, first)
    if can_scale(first, second) and can_scale(second, third):
        assert can_scale(first, third)
    if can_scale(first, second):
        assert second.memory_gb >= first.memory_gb
        assert second.is_flash == first.is_flash
    assert one["name"] not in [sku.name for sku in larger(first)]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            SEARCH | {"evictionPolicy": "AllKeysLRU"},
            "properties.evictionPolicy: 'AllKeysLRU' is not allowed with the module 'RediSearch';"
            " expected 'NoEviction'",
        ),
        (
            {"modules": SEARCH["modules"]},
            "properties.clusteringPolicy: 'OSSCluster' is not allowed with the module 'RediSearch';"
            " expected 'EnterpriseCluster'; properties.evictionPolicy: 'VolatileLRU' is not allowed"
            " with the module 'RediSearch'; expected 'NoEviction'",
        ),
        (
            {"modules": [{"name": "RedisGraph"}, {"name": "RedisJSON"}, {"name": "RedisJSON"}]},
            "properties.modules[0].name: 'RedisGraph' is not allowed; expected one of 'RediSearch',"
            " 'RedisBloom', 'RedisTimeSeries', 'RedisJSON'; properties.modules[2].name: 'RedisJSON'"
            " is there twice",
        ),
        ({"port": 6379}, "properties.port: 6379 is not allowed; expected 10000"),
        (
            {"persistence": {"aofEnabled": True, "rdbEnabled": True, "rdbFrequency": "1h"}},
            "properties.persistence: AOF and RDB cannot be enabled at the same time; choose one;"
            " properties.persistence.aofFrequency: required where 'aofEnabled' is true: one of"
            " '1s', 'always'",
        ),
        (
            {"persistence": {"rdbFrequency": "1h"}},
            "properties.persistence.rdbFrequency: allowed only where 'rdbEnabled' is true",
        ),
    ],
)
def test_databases_that_are_refused(
    with_cluster: Any, changes: dict[str, Any], message: str
) -> None:
    answer = with_cluster.put(f"{CLUSTER}/databases/default", database(**changes))
    assert (answer.status, answer.code) == (400, "InvalidRequestContent")
    assert answer.message == BAD + message


@pytest.mark.parametrize(
    ("sku", "changes", "message"),
    [
        (
            "FlashOptimized_A250",
            SEARCH,
            "properties.modules[0].name: 'RediSearch' is not available on Flash Optimized sizes;"
            " expected 'RedisJSON'",
        ),
        (
            "Balanced_B50",
            {"clusteringPolicy": "NoCluster"},
            "properties.clusteringPolicy: 'NoCluster' is not allowed on a cluster of 60 GB; the"
            " most is 25 GB",
        ),
    ],
)
def test_databases_that_the_size_of_the_cluster_rules_out(
    with_cluster: Any, sku: str, changes: dict[str, Any], message: str
) -> None:
    other = CLUSTER.replace("cache", "other")
    assert with_cluster.put(other, cluster(sku)).status == 201
    answer = with_cluster.put(f"{other}/databases/default", database(**changes))
    assert (answer.status, answer.message) == (400, BAD + message)


def test_a_cluster_has_one_database(with_cluster: Any) -> None:
    answer = with_cluster.put(f"{CLUSTER}/databases/mine", database())
    assert (answer.status, answer.code, answer.message) == (
        400,
        "InvalidResourceName",
        "The resource name 'mine' of type 'Microsoft.Cache/redisEnterprise/databases' is invalid: a"
        " cluster has one database, 'default'.",
    )
    answer = with_cluster.put(f"{CLUSTER}x/databases/default", database())
    assert (answer.status, answer.code) == (404, "ParentResourceNotFound")


def test_what_a_database_is_made_with_stays(with_cluster: Any) -> None:
    place = f"{CLUSTER}/databases/default"
    made = with_cluster.put(place, database(**SEARCH)).json["properties"]
    assert made["modules"] == [{"name": "RediSearch", "args": ""}]
    assert (
        with_cluster.put(place, database(**SEARCH)).json["properties"]["modules"]
        == (made["modules"])
    )
    answer = with_cluster.put(place, database(clusteringPolicy="OSSCluster", modules=[]))
    assert (answer.status, answer.message) == (
        400,
        f"{BAD}properties.clusteringPolicy: 'EnterpriseCluster' cannot become 'OSSCluster'; delete"
        " the database and make it anew; properties.modules: modules are chosen when the database"
        " is made; delete it and make it anew",
    )
    answer = with_cluster.send("PATCH", place, database(evictionPolicy="AllKeysLRU"))
    assert answer.message.endswith(
        "'AllKeysLRU' is not allowed with the module 'RediSearch'; expected 'NoEviction'"
    )


def test_only_no_clustering_can_be_changed(with_cluster: Any) -> None:
    place = f"{CLUSTER}/databases/default"
    assert with_cluster.put(place, database(clusteringPolicy="NoCluster")).status == 201
    answer = with_cluster.send("PATCH", CLUSTER, {"sku": {"name": "Balanced_B50"}})
    assert (answer.status, answer.message) == (
        400,
        f"{BAD}sku: 'Balanced_B50' is larger than 25 GB, the most for the clustering policy"
        " 'NoCluster' of its database; change the policy first",
    )
    changed = with_cluster.put(place, database(clusteringPolicy="EnterpriseCluster"))
    assert (changed.status, changed.json["properties"]["clusteringPolicy"]) == (
        200,
        "EnterpriseCluster",
    )
    assert with_cluster.send("PATCH", CLUSTER, {"sku": {"name": "Balanced_B50"}}).status == 200


def test_access_that_is_refused(with_cluster: Any) -> None:
    place = f"{CLUSTER}/databases/default"
    assert with_cluster.put(place, database()).status == 201
    where = f"{place}/accessPolicyAssignments/app"
    answer = with_cluster.put(where, database(accessPolicyName="reader", user={"objectId": "me"}))
    assert (answer.status, answer.message) == (
        400,
        f"{BAD}properties.accessPolicyName: 'reader' is not allowed; expected 'default';"
        " properties.user.objectId: 'me' is not allowed; expected the GUID of a Microsoft Entra"
        " principal",
    )
    answer = with_cluster.put(where, database(accessPolicyName="default", user={}))
    assert answer.message == f"{BAD}properties.user.objectId: required: a string"
    good = database(accessPolicyName="default", user={"objectId": PRINCIPAL})
    answer = with_cluster.put(where.replace("app", "my-app"), good)
    assert (answer.status, answer.code) == (400, "InvalidResourceName")


def group(*names: str, nickname: str = "world") -> dict[str, Any]:
    where = "/subscriptions/11111111-2222-3333-4444-555555555555"
    ids = [{"id": f"{where}{CLUSTER.replace('cache', name)}/databases/default"} for name in names]
    return {"geoReplication": {"groupNickname": nickname, "linkedDatabases": ids}}


def test_databases_of_a_group_know_each_other(with_cluster: Any) -> None:
    other = CLUSTER.replace("cache", "other")
    assert with_cluster.put(other, cluster() | {"location": "norwayeast"}).status == 201
    first = f"{CLUSTER}/databases/default"
    assert with_cluster.put(first, database(**group("cache"))).status == 201
    second = with_cluster.put(f"{other}/databases/default", database(**group("cache", "other")))
    linked = second.json["properties"]["geoReplication"]["linkedDatabases"]
    assert [item["state"] for item in linked] == ["Linked", "Linked"]
    shown = with_cluster.get(first).json["properties"]["geoReplication"]
    assert shown["linkedDatabases"] == linked


def test_groups_that_are_refused(with_cluster: Any) -> None:
    other = CLUSTER.replace("cache", "other")
    small = cluster("Balanced_B0", highAvailability="Disabled")
    assert with_cluster.put(other, small).status == 201
    body = database(
        **group("cache"),
        modules=[{"name": "RedisBloom"}],
        persistence={"rdbEnabled": True, "rdbFrequency": "1h"},
    )
    answer = with_cluster.put(f"{other}/databases/default", body)
    where = "properties.geoReplication"
    assert answer.status == 400
    assert answer.message.removeprefix(BAD).split("; ") == [
        f"{where}: not available on clusters of size 'Balanced_B0'",
        f"{where}: not available without high availability of the cluster",
        f"{where}: not allowed with the module 'RedisBloom'",
        "expected RediSearch, RedisJSON",
        f"{where}: not allowed with persistence",
        f"{where}.linkedDatabases: the database itself has to be in it:"
        f" '/subscriptions/11111111-2222-3333-4444-555555555555{other}/databases/default'",
        f"{where}.linkedDatabases[0].id: '/subscriptions/11111111-2222-3333-4444-555555555555"
        f"{CLUSTER}/databases/default' was not found",
    ]


def test_one_write_at_a_time(clock: ManualClock, speak: Callable[[str], Any]) -> None:
    with LocalAzure(None, clock=clock, latency_s=600) as azure:
        raw = speak(azure.url)
        raw.api = API
        assert raw.group().status == 201
        made = raw.put(CLUSTER, cluster())
        assert (made.status, made.json["properties"]["resourceState"]) == (201, "Creating")
        answer = raw.put(f"{CLUSTER}/databases/default", database())
        assert (answer.status, answer.code) == (409, "RequestConflict")
        poll = made.headers["Azure-AsyncOperation"].replace("operationStatuses", "operationsStatus")
        assert raw.get(poll, api="").json["status"] == "InProgress"
        clock.advance(601)
        assert raw.get(poll, api="").json["status"] == "Succeeded"
        assert raw.get(CLUSTER).json["properties"]["resourceState"] == "Running"
        assert raw.put(f"{CLUSTER}/databases/default", database()).status == 201
        clock.advance(601)
        given_to = database(accessPolicyName="default", user={"objectId": PRINCIPAL})
        places = [f"{CLUSTER}/databases/default/accessPolicyAssignments/{x}" for x in ("a", "b")]
        assert raw.put(places[0], given_to).status == 201
        assert raw.put(places[1], given_to).code == "RequestConflict"
        clock.advance(601)
        assert raw.put(places[1], given_to).status == 201
