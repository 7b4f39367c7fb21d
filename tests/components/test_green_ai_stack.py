"""Does a stack deploy its parts, tell each what it has to know, and gather their faults?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

import ast
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen_components import GreenAiStack, GreenAiStackArgs
from azgreen_components._inputs import camel
from azgreen_components.green_ai_stack import (
    StackCacheArgs,
    StackEndpointArgs,
    StackMonitoringArgs,
    StackProvisionedArgs,
)
from azgreen_components.green_ai_stack.plan import plan
from azgreen_components.green_ai_stack.watching import Ids, daily_gco2e, targets

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES = Path(__file__).parents[2] / "components/examples/green_ai_stack"
TODAY = date(2026, 11, 23)
TRAFFIC = {"requests_per_second": 0.5, "input_tokens": 1155, "output_tokens": 211}
CHAT = {"name": "chat", "model": "gpt-4.1-mini", "traffic": TRAFFIC}
VECTORS = {"name": "vectors", "model": "text-embedding-3-large", "capacity": 20}
MACHINES = {"name": "summaries", "model": "Phi-4-mini-instruct", "traffic": TRAFFIC}
CACHE = {"tenant_key": "tenant", "version_tag": "v1", "hit_rate": 0.2}


def args(**more: Any) -> Any:
    models = [CHAT, VECTORS]
    base = {"location": "swedencentral", "resource_group_name": "rg", "deployments": models}
    return {key: item for key, item in {**base, **more}.items() if item is not None}


def whole(**more: Any) -> Any:
    every = {
        "deployments": [CHAT, VECTORS],
        "endpoint": {"deployments": [MACHINES]},
        "cache": CACHE,
        "monitoring": {"emails": ["a@contoso.com"], "carbon_budget_gco2e_per_day": 1000},
    }
    return args(**{**every, **more})


def faults(given: Any) -> list[tuple[str, str]]:
    with pytest.raises(pulumi.InputPropertiesError) as caught:
        plan("shop", given, TODAY)
    assert caught.value.errors is not None
    return [(error["property_path"], error["reason"]) for error in caught.value.errors]


def test_max_example_gives_every_input_and_output() -> None:
    tree = ast.parse((EXAMPLES / "max/__main__.py").read_text(encoding="utf-8"))
    keys = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    shapes = (
        GreenAiStackArgs,
        StackCacheArgs,
        StackEndpointArgs,
        StackMonitoringArgs,
        StackProvisionedArgs,
    )
    asked = {key for shape in shapes for key in shape.__annotations__}
    assert asked - keys == {"entries_per_hour"}  # goes with entries: one of the two
    read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert read >= set(GreenAiStack.__annotations__)


def test_every_part_belongs_to_the_stack(run: Callable[..., Any]) -> None:
    def program() -> None:
        GreenAiStack("shop", whole(provisioned={"model": "gpt-4.1", "ptu": 50, "spillover": False}))

    made = run(program)
    names = {item.typ.rpartition(":")[2]: item.name for item in made.made if "azgreen" in item.typ}
    assert names == {
        "GreenAiStack": "shop",
        "ModelDeployment": "shop-models",
        "ProvisionedDeployment": "shop-provisioned",
        "OnlineEndpoint": "shop-endpoint",
        "Autoscale": "shop-summaries-autoscale",
        "SemanticCache": "shop-cache",
        "Monitoring": "shop-monitoring",
    }
    parts = [item for item in made.requests if item.type.startswith("azgreen:index:")]
    parents = {item.name: item.parent for item in parts if item.name != "shop"}
    assert all(parent.endswith("azgreen:index:GreenAiStack::shop") for parent in parents.values())


def test_the_cache_is_asked_what_the_busiest_chat_model_is_asked() -> None:
    busy = {**CHAT, "name": "busy", "traffic": {**TRAFFIC, "requests_per_second": 2}}
    made = plan("shop", args(deployments=[VECTORS, CHAT, busy], cache=CACHE), TODAY)
    assert made.cache is not None
    assert made.cache.layout.dimensions == 3072
    assert made.cache.size.need.hit_rate == 0.2
    alone = plan("shop", args(deployments=[VECTORS, busy], cache=CACHE), TODAY)
    assert alone.cache is not None
    assert made.cache.layout.entries == alone.cache.layout.entries


def test_an_autoscale_follows_each_deployment_of_the_endpoint(run: Callable[..., Any]) -> None:
    profile = [0.1] * 8 + [0.5] * 10 + [0.1] * 6
    endpoint = {"deployments": [MACHINES], "traffic_profile": profile}
    made = run(lambda: GreenAiStack("shop", whole(endpoint=endpoint)) and None)
    (setting,) = made.of("azure-native:monitor:AutoscaleSetting")
    (deployment,) = made.of("azure-native:machinelearningservices:OnlineDeployment")
    assert setting.inputs["targetResourceUri"].endswith(
        f"/deployments/{deployment.inputs['deploymentName']}"
    )
    assert all(isinstance(each["capacity"]["minimum"], str) for each in setting.inputs["profiles"])


def test_endpoint_and_monitoring_share_their_logs(run: Callable[..., Any]) -> None:
    told = {"emails": ["a@contoso.com"], "retention_days": 60, "daily_quota_gb": 2}
    made = run(lambda: GreenAiStack("shop", whole(monitoring=told)) and None)
    (logs,) = made.of("azure-native:operationalinsights:Workspace")
    (traces,) = made.of("azure-native:applicationinsights:Component")
    assert (logs.name, traces.name) == ("shop-logs", "shop-traces")
    assert logs.inputs["retentionInDays"] == 60
    assert logs.inputs["workspaceCapping"] == {"dailyQuotaGb": 2}
    (deployment,) = made.of("azure-native:machinelearningservices:OnlineDeployment")
    assert deployment.inputs["properties"]["appInsightsEnabled"] is False


def test_monitoring_has_the_alerts_of_the_ptus(run: Callable[..., Any]) -> None:
    ptus = {"model": "gpt-4.1", "ptu": 50, "spillover": False}
    alone = run(lambda: GreenAiStack("shop", args(provisioned=ptus)) and None)
    names = {item.name for item in alone.of("azure-native:monitor:MetricAlert")}
    assert {name.startswith("shop-provisioned-") for name in names} == {True}
    told = {"emails": ["a@contoso.com"]}
    watched = run(lambda: GreenAiStack("shop", args(provisioned=ptus, monitoring=told)) and None)
    names = {item.name for item in watched.of("azure-native:monitor:MetricAlert")}
    assert {name.startswith("shop-monitoring-") for name in names} == {True}
    assert any("ptu" in name for name in names)


@given(st.floats(1, 1e6), st.floats(0.01, 5), st.floats(0.01, 5))
def test_the_carbon_budget_is_shared_in_proportion_and_whole(
    budget: float, first: float, second: float
) -> None:
    one = {**CHAT, "traffic": {**TRAFFIC, "requests_per_second": first}}
    two = {**CHAT, "name": "more", "traffic": {**TRAFFIC, "requests_per_second": second}}
    given = args(deployments=[one, two], monitoring={"carbon_budget_gco2e_per_day": budget})
    models = [
        {key: value for key, value in item.items() if key != "traffic"} for item in (one, two)
    ]
    capacities = [
        {**item, "capacity": 20, "traffic": each["traffic"]}
        for item, each in zip(models, (one, two), strict=True)
    ]
    planned = plan("shop", {**given, "deployments": capacities}, TODAY)
    watched = targets(given, planned, Ids("a", None, None, [], None))
    shares = {
        item["name"]: item["carbon_budget_gco2e_per_day"]
        for item in watched
        if "carbon_budget_gco2e_per_day" in item
    }
    expected = daily_gco2e(planned)
    assert set(shares) == set(expected) == {"model-chat", "model-more"}
    assert sum(shares.values()) == pytest.approx(budget)
    ratio = expected["model-chat"] / expected["model-more"]
    assert shares["model-chat"] / shares["model-more"] == pytest.approx(ratio)


PTUS = {"model": "gpt-4.1", "ptu": 50, "spillover": False}
MACHINE = {"deployments": [MACHINES]}
TOLD = {"emails": ["a@contoso.com"]}
WRONG = [
    ({"location": "atlantis"}, "location", "unknown region 'atlantis'; allowed: australiacentral, australiaeast, australiasoutheast, austriaeast, belgiumcentral and 59 more"),
    ({"resource_group_name": "rg."}, "resourceGroupName", "'rg.' is not a resource group name; use 1 to 90 letters, digits, '_', '.', '-' or brackets, not ending with '.'"),
    ({"deployments": None}, "deployments", "missing; write it, provisioned or endpoint: a model is needed"),
    ({"deployments": "gpt"}, "deployments", "'gpt' is not a list of models; write at least one"),
    ({"colour": "green"}, "colour", "unknown input 'colour'; allowed: account_name, cache, callers, deployments, endpoint and 11 more"),
    ({"provisioned": 3}, "provisioned", "3 is not an object with named fields"),
    ({"provisioned": {**PTUS, "model": "gpt"}}, "provisioned.model", "unknown model 'gpt'; did you mean 'gpt-4.1' or 'gpt-4.1-mini' or 'gpt-4.1-nano' or 'gpt-4o' or 'gpt-4o-mini'?"),
    ({"provisioned": {**PTUS, "traffic": 3}}, "provisioned.traffic", "3 is not an object with named fields"),
    ({"provisioned": {**PTUS, "ptu": 51}}, "provisioned.ptu", "51 PTU are not on sale: a deployment starts at 50 and grows by 50; write 50 or 100"),
    ({"provisioned": {**PTUS, "sku": "Standard"}}, "provisioned.sku", "'Standard' is not provisioned, so ModelDeployment deploys it; use that, or one of DataZoneProvisionedManaged, GlobalProvisionedManaged, ProvisionedManaged"),
    ({"provisioned": {**PTUS, "spillover": 1}}, "provisioned.spillover", "1 is not true or false; write one of the two"),
    ({"endpoint": 3}, "endpoint", "3 is not an object with named fields"),
    ({"endpoint": {**MACHINE, "colour": 1}}, "endpoint.colour", "unknown input 'colour'; allowed: deployments, gpu_quota_vcpus, min_instances, traffic, traffic_profile"),
    ({"endpoint": {"deployments": []}}, "endpoint.deployments", "[] is not a list of models; write at least one"),
    ({"endpoint": {**MACHINE, "traffic": {"summaries": 90}}}, "endpoint.traffic", "the shares add up to 90 percent; Azure takes 100 in all"),
    ({"endpoint": {**MACHINE, "traffic_profile": [1, 2]}}, "endpoint.trafficProfile", "2 values; allowed: 24 for a day, 168 for a week"),
    ({"endpoint": {**MACHINE, "min_instances": 0}}, "endpoint.minInstances", "0 is not a whole number of machines; write 1 or more"),
    ({"endpoint": {**MACHINE, "gpu_quota_vcpus": "x"}}, "endpoint.gpuQuotaVcpus", "'x' is not a whole number of vCPUs; write 1 or more"),
    ({"cache": 3}, "cache", "3 is not an object with named fields"),
    ({"cache": {"version_tag": "v1", "hit_rate": 0.2}}, "cache.tenantKey", "missing; it has no default, so write it"),
    ({"cache": {**CACHE, "version_tag": ""}}, "cache.versionTag", "'' is not a text; write a string that is not empty"),
    ({"cache": {**CACHE, "hit_rate": 2}}, "cache.hitRate", "2 is not a share from 0 to 1; write 0.3 for 30 %"),
    ({"cache": {**CACHE, "store": "disk"}}, "cache.store", "'disk' is not a choice; did you mean 'redis'?"),
    ({"cache": {**CACHE, "embedding_model": "gpt-4.1"}}, "cache.embeddingModel", "unknown embedding model 'gpt-4.1'; allowed: text-embedding-3-large, text-embedding-3-small, text-embedding-ada-002; or leave it out and write dimensions"),
    ({"cache": {**CACHE, "entries": 0}}, "cache.entries", "0 is not a whole number of entries; write 1 or more"),
    ({"cache": {**CACHE, "entries_per_hour": -1}}, "cache.entriesPerHour", "-1 is not a number above 0; write the requests per hour that miss"),
    ({"cache": {**CACHE, "ttl_hours": 0}}, "cache.ttlHours", "0 is not a number of hours above 0 and up to 8760; write how long an answer stays right"),
    ({"cache": {**CACHE, "similarity": 7}}, "cache.similarity", "7 is not a cosine between 0 and 1, where 1 is the same prompt; write one, such as 0.95"),
    ({"cache": {**CACHE, "high_availability": "no"}}, "cache.highAvailability", "'no' is not true or false; write one of the two"),
    ({"monitoring": 3}, "monitoring", "3 is not an object with named fields"),
    ({"monitoring": {"latency_ms": -1}}, "monitoring.latencyMs", "-1 is not usable; write a number of ms above 0"),
    ({"monitoring": {"carbon_budget_gco2e_per_day": "much"}}, "monitoring.carbonBudgetGco2ePerDay", "'much' is not usable; write a number of gCO2e a day above 0"),
    ({"monitoring": {"emails": "a@b.de"}}, "monitoring.emails", "'a@b.de' is not a list of addresses; write a list"),
    ({"monitoring": {**TOLD, "webhooks": ["http://b.de"]}}, "monitoring.webhooks[0]", "'http://b.de' is not an https:// address; write one"),
    ({"monitoring": {"retention_days": 3}}, "monitoring.retentionDays", "3 is not usable; write 30 to 730 days"),
    ({"monitoring": {"daily_quota_gb": 0}}, "monitoring.dailyQuotaGb", "0 is not usable; write a number of GB a day above 0"),
    ({"account_name": "a"}, "accountName", "'a' is not an account name; use 2 to 64 letters, digits, '_', '.' or '-', starting with a letter or digit"),
    ({"sub_domain": "Upper"}, "subDomain", "'Upper' is not a sub-domain; use 2 to 64 lower case letters, digits or '-', with no '-' at either end"),
    ({"public_network_access": "no"}, "publicNetworkAccess", "'no' is not true or false; write one of the two"),
    ({"name_suffix": "B!"}, "nameSuffix", "'B!' is not a suffix; use 1 to 12 lower case letters or digits"),
    ({"owner": 7}, "owner", "7 is not a text; write a string that is not empty"),
    ({"environment": ""}, "environment", "'' is not a text; write a string that is not empty"),
    ({"workload": 7}, "workload", "7 is not a text; write a string that is not empty"),
    ({"tags": {"environment": "x"}}, "tags.environment", "azgreen writes the tag 'environment' itself; use 'environment'"),
    ({"callers": [{"name": "a"}]}, "callers[0].principalId", "missing; it has no default, so write it"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "path", "reason"), WRONG, ids=lambda item: str(item)[:40])
def test_a_wrong_input_is_named_once_where_the_user_wrote_it(
    change: dict[str, Any], path: str, reason: str
) -> None:
    assert faults(args(**change)) == [(path, reason)]


def test_every_input_has_a_wrong_value() -> None:
    tried = {path.partition("[")[0] for _, path, _ in WRONG}
    parts = {"provisioned": StackProvisionedArgs, "endpoint": StackEndpointArgs}
    parts |= {"cache": StackCacheArgs, "monitoring": StackMonitoringArgs}
    wanted = {camel(key) for key in GreenAiStackArgs.__annotations__}
    wanted |= {
        f"{part}.{camel(key)}" for part, shape in parts.items() for key in shape.__annotations__
    }
    assert wanted - {path.removesuffix(".environment") for path in tried} == set()


def test_all_faults_of_all_parts_come_at_once() -> None:
    given = whole(location="atlantis", cache={**CACHE, "store": "disk"}, owner=7)
    given = deepcopy(given)
    given["monitoring"]["emails"] = "a@b.de"
    paths = [path for path, _ in faults(given)]
    assert sorted(paths) == ["cache.store", "location", "monitoring.emails", "owner"]
