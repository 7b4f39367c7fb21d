"""Does a SemanticCache create what its plan says, the safe way, in either store?"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
import pytest

from azgreen_components.semantic_cache import CachedTrafficArgs, SemanticCache, SemanticCacheArgs
from azgreen_emulator.native.resource import body
from azgreen_emulator.native.table import spec_for
from azgreen_emulator.native.values import from_struct
from azgreen_emulator.schema.check import check
from azgreen_emulator.schema.load import schema

if TYPE_CHECKING:
    from collections.abc import Callable

COMPONENT = "azgreen:index:SemanticCache"
CLUSTER = "azure-native:redisenterprise:RedisEnterprise"
DATABASE = "azure-native:redisenterprise:Database"
POLICY = "azure-native:redisenterprise:AccessPolicyAssignment"
ACCOUNT = "azure-native:cosmosdb:DatabaseAccount"
SQL_DATABASE = "azure-native:cosmosdb:SqlResourceSqlDatabase"
CONTAINER = "azure-native:cosmosdb:SqlResourceSqlContainer"
ROLE = "azure-native:cosmosdb:SqlResourceSqlRoleAssignment"
EXAMPLES = Path(__file__).parents[2] / "components/examples/semantic_cache"
# the list's size is the SDK's own default, which only diskANN reads
VECTOR_INDEX = {"path": "/vector", "type": "quantizedFlat", "indexingSearchListSize": 100}
CALLERS = [{"name": "shop", "principal_id": "p1"}, {"name": "blog", "principal_id": "p2"}]
TRAFFIC = {
    "model": "gpt-4.1-mini",
    "requests_per_second": 0.5,
    "input_tokens": 1155,
    "output_tokens": 211,
    "hit_rate": 0.2,
}


def args(**more: Any) -> Any:
    given = {
        "location": "swedencentral",
        "resource_group_name": "rg",
        "tenant_key": "tenant",
        "version_tag": "v1",
        "dimensions": 1536,
        "entries": 20_000,
    }
    return {**given, **more}


def made_by(run: Callable[..., Any], **more: Any) -> Any:
    def program() -> None:
        cache = SemanticCache("answers", args(**more))
        for key in SemanticCache.__annotations__:
            pulumi.export(key, getattr(cache, key))

    return run(program)


def waits(made: Any, token: str) -> list[set[str]]:
    return [
        {urn.rpartition("::")[2] for urn in request.dependencies}
        for request in made.requested(token)
    ]


def test_redis_is_set_up_for_search_without_keys_or_public_access(run: Callable[..., Any]) -> None:
    made = made_by(run)
    (cluster,), (database,) = made.of(CLUSTER), made.of(DATABASE)
    name = cluster.inputs["clusterName"]
    assert re.fullmatch(r"answers-[0-9a-f]{10}", name)
    assert cluster.inputs == {
        "clusterName": name,
        "resourceGroupName": "rg",
        "location": "swedencentral",
        "sku": {"name": "Balanced_B1"},
        "highAvailability": "Disabled",
        "minimumTlsVersion": "1.2",
        "publicNetworkAccess": "Disabled",
        "tags": cluster.inputs["tags"],
    }
    assert set(cluster.inputs["tags"]) == {"azgreen-carbon-data", "azgreen-need"}
    held = "entries=20000 dimensions=1536 entry-bytes=4096"
    assert cluster.inputs["tags"]["azgreen-need"] == held
    assert database.inputs == {
        "clusterName": name,
        "resourceGroupName": "rg",
        "databaseName": "default",
        "port": 10000,
        "clientProtocol": "Encrypted",
        "clusteringPolicy": "EnterpriseCluster",
        "evictionPolicy": "NoEviction",
        "modules": [{"name": "RediSearch"}],
        "accessKeysAuthentication": "Disabled",
        "persistence": {"aofEnabled": False, "rdbEnabled": False},
    }
    assert waits(made, DATABASE) == [{"answers-cluster"}]


def test_redis_opens_only_what_is_asked_for(run: Callable[..., Any]) -> None:
    more = {"public_network_access": True, "api_management": True, "environment": "prod"}
    made = made_by(run, store_name="contoso-cache", owner="me", **more)
    cluster = made.of(CLUSTER)[0].inputs
    assert cluster["clusterName"] == "contoso-cache"
    assert cluster["publicNetworkAccess"] == "Enabled"
    assert cluster["highAvailability"] == "Enabled"
    own = {"azgreen-carbon-data", "azgreen-need", "environment", "owner"}
    assert set(cluster["tags"]) == own
    asked = made_by(run, traffic=TRAFFIC).of(CLUSTER)[0].inputs["tags"]["azgreen-need"]
    assert asked.startswith("requests-per-second=0.5 repeated-share=0.2 entries=20000 ")
    assert made.of(DATABASE)[0].inputs["accessKeysAuthentication"] == "Enabled"


def test_callers_of_redis_get_access_one_after_another(run: Callable[..., Any]) -> None:
    made = made_by(run, callers=CALLERS)
    given = [item.inputs for item in made.of(POLICY)]
    names = [item["accessPolicyAssignmentName"] for item in given]
    assert all(re.fullmatch(r"[A-Za-z0-9]{1,60}", name) for name in names)
    assert len(set(names)) == 2
    assert [item["user"] for item in given] == [{"objectId": "p1"}, {"objectId": "p2"}]
    assert {item["accessPolicyName"] for item in given} == {"default"}
    assert waits(made, POLICY) == [
        {"answers-cluster", "answers-database"},
        {"answers-cluster", "answers-database", "answers-shop-may-call"},
    ]


def test_cosmos_keeps_tenants_apart_and_forgets(run: Callable[..., Any]) -> None:
    made = made_by(run, store="cosmos", ttl_hours=2)
    (container,) = made.of(CONTAINER)
    (account,) = made.of(ACCOUNT)
    assert container.inputs["accountName"] == account.inputs["accountName"]
    assert "options" not in container.inputs
    assert container.inputs["resource"] == {
        "id": "entries",
        "defaultTtl": 7200,
        "partitionKey": {"paths": ["/tenant", "/version"], "kind": "MultiHash", "version": 2},
        "indexingPolicy": {
            "indexingMode": "consistent",
            "automatic": True,
            "includedPaths": [{"path": path} for path in ("/tenant/?", "/version/?", "/tags/[]/?")],
            "excludedPaths": [{"path": "/*"}, {"path": "/vector/*"}],
            "vectorIndexes": [VECTOR_INDEX],
        },
        "vectorEmbeddingPolicy": {
            "vectorEmbeddings": [
                {
                    "path": "/vector",
                    "dataType": "float32",
                    "dimensions": 1536,
                    "distanceFunction": "cosine",
                }
            ]
        },
    }
    assert waits(made, SQL_DATABASE) == [{"answers-account"}]
    assert waits(made, CONTAINER) == [{"answers-account", "answers-database"}]


def test_cosmos_has_no_keys_no_public_access_and_the_least_backup(run: Callable[..., Any]) -> None:
    (account,) = made_by(run, store="cosmos").of(ACCOUNT)
    own = {"accountName", "resourceGroupName", "tags"}
    assert {key: value for key, value in account.inputs.items() if key not in own} == {
        "location": "swedencentral",
        "kind": "GlobalDocumentDB",
        "createMode": "Default",
        "databaseAccountOfferType": "Standard",
        "capabilities": [{"name": "EnableNoSQLVectorSearch"}, {"name": "EnableServerless"}],
        "locations": [
            {"locationName": "swedencentral", "failoverPriority": 0, "isZoneRedundant": False}
        ],
        "consistencyPolicy": {"defaultConsistencyLevel": "Session"},
        "backupPolicy": {
            "type": "Periodic",
            "periodicModeProperties": {
                "backupIntervalInMinutes": 1440,
                "backupRetentionIntervalInHours": 48,
                "backupStorageRedundancy": "Local",
            },
        },
        "disableLocalAuth": True,
        "minimalTlsVersion": "Tls12",
        "publicNetworkAccess": "Disabled",
    }
    assert re.fullmatch(r"answers-[0-9a-f]{10}", account.inputs["accountName"])


def test_autoscale_is_on_the_container_and_the_account_not_serverless(
    run: Callable[..., Any],
) -> None:
    traffic = {**TRAFFIC, "requests_per_second": 100}
    more = {"entries": 60_000, "high_availability": True, "public_network_access": True}
    made = made_by(run, store="cosmos", traffic=traffic, **more)
    account, container = made.of(ACCOUNT)[0].inputs, made.of(CONTAINER)[0].inputs
    assert account["capabilities"] == [{"name": "EnableNoSQLVectorSearch"}]
    assert account["locations"][0]["isZoneRedundant"] is True
    assert account["publicNetworkAccess"] == "Enabled"
    assert container["options"] == {"autoscaleSettings": {"maxThroughput": 19000}}
    (request,) = made.requested(CONTAINER)
    # Azure takes it when a container is made, and never again
    assert (list(request.replaceOnChanges), request.deleteBeforeReplace) == (["options"], True)
    written = made_by(run, store="cosmos", autoscale_max_throughput=2000).of(CONTAINER)[0].inputs
    assert written["options"] == {"autoscaleSettings": {"maxThroughput": 2000}}
    assert container["resource"]["indexingPolicy"]["vectorIndexes"] == [
        {**VECTOR_INDEX, "type": "diskANN", "vectorIndexShardKey": ["/tenant"]}
    ]


def test_callers_of_cosmos_get_the_database_only(run: Callable[..., Any]) -> None:
    group = {"name": "team", "principal_id": "p3", "principal_type": "Group"}
    made = made_by(run, store="cosmos", callers=[*CALLERS, group])
    account = made.exports["store_id"]
    given = [item.inputs for item in made.of(ROLE)]
    contributor = f"{account}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002"
    assert {item["roleDefinitionId"] for item in given} == {contributor}
    assert {item["scope"] for item in given} == {f"{account}/dbs/cache"}
    assert [item["principalId"] for item in given] == ["p1", "p2", "p3"]
    assert len({item["roleAssignmentId"] for item in given}) == 3
    assert "answers-blog-may-call" in waits(made, ROLE)[2]


def test_outputs_of_redis_are_what_a_program_takes_over(run: Callable[..., Any]) -> None:
    exports = made_by(run, api_management=True, traffic=TRAFFIC).exports
    told = {"store", "port", "database_name", "container_name", "partition_key_paths", "sku"}
    assert {key: exports[key] for key in told} == {
        "store": "redis",
        "port": 10000,
        "database_name": "default",
        "container_name": None,
        "partition_key_paths": [],
        "sku": "Balanced_B1",
    }
    assert exports["database_id"].endswith("/databases/default")
    assert exports["store_id"].endswith("/redisEnterprise/" + exports["store_name"])
    assert exports["key_prefix"] == "cache:t_v1:"
    assert exports["index_definition"][0] == "FT.CREATE"
    assert exports["look_up"][0] == "FT.SEARCH"
    assert [command[0] for command in exports["store_entry"]] == [
        *("MULTI", "HSET", "EXPIRE", "EXEC"),
    ]
    assert exports["store_entry"][2][2] == str(exports["ttl_seconds"]) == "86400"
    assert set(exports["purge"]) == {"tag", "tenant", "tenant_tag", "version"}
    assert exports["similarity"]["apim_score_threshold"] == 0.05
    assert exports["policy_values"]["vary_by_version"] == '@("t_v1")'
    assert exports["size"]["entries"] == 20_000
    assert exports["size"]["high_availability"] is exports["high_availability"] is False
    assert exports["avoided"]["requests_per_h"] == 360
    assert exports["token_rule"].startswith("'t_'")


def test_outputs_of_cosmos_are_what_a_program_takes_over(run: Callable[..., Any]) -> None:
    exports = made_by(run, store="cosmos").exports
    assert exports["host_name"] == exports["store_name"] + ".documents.azure.com"
    assert (exports["port"], exports["database_name"]) == (443, "cache")
    assert (exports["container_name"], exports["sku"]) == ("entries", "serverless")
    assert exports["partition_key_paths"] == ["/tenant", "/version"]
    assert exports["index_definition"] == []
    assert exports["key_prefix"] is None
    assert exports["look_up"][0].startswith("SELECT TOP 1 ")
    assert json.loads(exports["store_entry"][0][1])["version"] == "v1"
    assert (exports["policy_values"], exports["avoided"]) == (None, None)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"api_management": True, "public_network_access": True, "high_availability": True},
        {"store": "cosmos"},
        {"store": "cosmos", "entries": 60_000, "throughput_mode": "autoscale"},
        {"store": "cosmos", "entries": 100, "dimensions": 505},
    ],
)
def test_every_body_keeps_to_azure_s_published_schema(
    run: Callable[..., Any], more: dict[str, Any]
) -> None:
    made = made_by(run, callers=CALLERS, **more)
    faults: list[str] = []
    for request in made.requests:
        if not request.type.startswith("azure-native:"):
            continue
        spec = spec_for(request.type)
        namespace, _, name = spec.arm_type.partition("/")
        sent = body(spec, from_struct(request.object))
        _, found = check(schema(namespace, spec.api_version), name, sent)
        faults += [f"{name}: {fault}" for fault in found]
    assert faults == []


@pytest.mark.parametrize("store", ["redis", "cosmos"])
def test_children_have_the_component_as_parent_and_its_options(
    run: Callable[..., Any], store: str
) -> None:
    def program() -> None:
        options = pulumi.ResourceOptions(protect=True)
        SemanticCache("answers", args(store=store, callers=CALLERS), options)

    made = run(program)
    children = [request for request in made.requests if request.type.startswith("azure-native:")]
    assert len(children) == (4 if store == "redis" else 5)
    assert all(request.protect for request in children)
    assert all(request.parent.endswith("::answers") for request in children)
    assert all(request.name.startswith("answers-") for request in children)


def test_two_caches_share_a_program(run: Callable[..., Any]) -> None:
    def program() -> None:
        for name in ("one", "two"):
            SemanticCache(name, args(callers=CALLERS))

    made = run(program)
    names = [(item.typ, item.name) for item in made.made]
    assert len(names) == len(set(names))
    assert len({item.inputs["clusterName"] for item in made.of(CLUSTER)}) == 2


def test_nothing_is_registered_when_an_input_is_wrong(run: Callable[..., Any]) -> None:
    told: list[str] = []

    def program() -> None:
        try:
            SemanticCache("answers", args(tenant_key=None))
        except pulumi.InputPropertiesError as error:
            told.append(str(error))

    made = run(program)
    assert told == [
        "SemanticCache 'answers': 1 input cannot be used\n"
        "  tenantKey: missing; it has no default, so write it"
    ]
    assert made.of(COMPONENT) == []


def test_max_example_gives_every_input() -> None:
    tree = ast.parse((EXAMPLES / "max/__main__.py").read_text(encoding="utf-8"))
    keys = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert keys >= {*SemanticCacheArgs.__annotations__, *CachedTrafficArgs.__annotations__}


@pytest.mark.parametrize("case", ["defaults", "recommended", "max"])
def test_examples_run_twice_with_the_same_result(run: Callable[..., Any], case: str) -> None:
    path = EXAMPLES / case / "__main__.py"
    source = path.read_text(encoding="utf-8").replace(
        "from azgreen_components import", "from azgreen_components.semantic_cache import"
    )

    def program() -> None:
        exec(compile(source, str(path), "exec"), {"__name__": "__main__"})  # noqa: S102

    first, second = run(program), run(program)
    made = [{(item.typ, item.name): item.inputs for item in each.made} for each in (first, second)]
    assert made[0] == made[1]
    assert len(first.of(COMPONENT)) == (2 if case == "max" else 1)
    assert first.exports == second.exports
