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
from azgreen_components.evaluation.plan import Models
from azgreen_components.green_ai_stack import (
    StackCacheArgs,
    StackEndpointArgs,
    StackEvaluationArgs,
    StackFineTuningArgs,
    StackGatewayArgs,
    StackMonitoringArgs,
    StackProvisionedArgs,
    StackRetrievalArgs,
    StackServerlessArgs,
)
from azgreen_components.green_ai_stack.plan import plan
from azgreen_components.green_ai_stack.serving import autoscale_args
from azgreen_components.green_ai_stack.watching import Ids, daily_gco2e, targets

if TYPE_CHECKING:
    from collections.abc import Callable

ROLE = "azure-native:authorization:RoleAssignment"
ACCOUNT = "azure-native:cognitiveservices:Account"
EXAMPLES = Path(__file__).parents[2] / "components/examples/green_ai_stack"
TODAY = date(2026, 11, 23)
TRAFFIC = {"requests_per_second": 0.5, "input_tokens": 1155, "output_tokens": 211}
CHAT = {"name": "chat", "model": "gpt-4.1-mini", "traffic": TRAFFIC}
VECTORS = {"name": "vectors", "model": "text-embedding-3-large", "capacity": 20}
MACHINES = {"name": "summaries", "model": "Phi-4-mini-instruct", "traffic": TRAFFIC}
DRAFTS = {"name": "drafts", "model": "gpt-4.1-nano", "sku": "GlobalStandard", "capacity": 20}
OPEN = {"model": "Phi-4"}
CACHE = {"tenant_key": "tenant", "version_tag": "v1", "hit_rate": 0.2}
GATE = {"publisher_name": "Contoso", "publisher_email": "ai@contoso.com", "public_backends": True}
SEARCH = {"documents": 2000, "chunks_per_document": 8}
SAFETY = {"policies": [{"name": "strict"}]}
COMPARED = {
    "baseline": "chat",
    "candidate": "drafts",
    "baseline_answers": "azureml://datastores/store/paths/chat.jsonl",
    "candidate_answers": "azureml://datastores/store/paths/drafts.jsonl",
    "environment_id": "azureml://registries/contoso/environments/azgreen/versions/1",
    "hour": 3,
}

SHAPES = {
    "provisioned": StackProvisionedArgs,
    "endpoint": StackEndpointArgs,
    "serverless": StackServerlessArgs,
    "cache": StackCacheArgs,
    "gateway": StackGatewayArgs,
    "retrieval": StackRetrievalArgs,
    "evaluation": StackEvaluationArgs,
    "fine_tuning": StackFineTuningArgs,
    "monitoring": StackMonitoringArgs,
}


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


TUNED = {
    "weights": "azureml://datastores/store/paths/weights",
    "training_data": "azureml://datastores/store/paths/training",
    "training_tokens": 2_000_000,
    "answer_command": "python answer.py",
    "training_environment_id": "azureml://registries/contoso/environments/lora/versions/1",
    "every": "week",
}


def tuned(**more: Any) -> Any:
    return {"endpoint": {"deployments": [MACHINES]}, **compared(), "fine_tuning": {**TUNED, **more}}


def compared(**more: Any) -> Any:
    models = [CHAT, VECTORS, DRAFTS]
    return {"deployments": models, "evaluation": {**COMPARED, **more}}


def faults(given: Any) -> list[tuple[str, str]]:
    with pytest.raises(pulumi.InputPropertiesError) as caught:
        plan("shop", given, TODAY)
    assert caught.value.errors is not None
    return [(error["property_path"], error["reason"]) for error in caught.value.errors]


def test_max_example_gives_every_input_and_output() -> None:
    tree = ast.parse((EXAMPLES / "max/__main__.py").read_text(encoding="utf-8"))
    keys = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    asked = {key for shape in (GreenAiStackArgs, *SHAPES.values()) for key in shape.__annotations__}
    # each of these goes instead of another
    instead = {"entries_per_hour", "chunks_per_document", "hour", "on", "autoscale_max_throughput"}
    assert asked - keys == instead
    read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert read >= set(GreenAiStack.__annotations__)


@pytest.fixture(scope="module")
def everything() -> dict[str, Any]:
    """Hold what all parts together deployed, once for all that is asked of it."""
    return {}


@pytest.fixture
def made(run: Callable[..., Any], everything: dict[str, Any]) -> Any:
    def program() -> None:
        bought = {"model": "gpt-4.1-mini", "ptu": 50, "spillover": False}
        more = {"gateway": GATE, "retrieval": SEARCH, "content_safety": SAFETY, "serverless": OPEN}
        GreenAiStack("shop", whole(provisioned=bought, **more, **tuned()))

    if not everything:
        everything["made"] = run(program)
    return everything["made"]


def test_every_part_belongs_to_the_stack(made: Any) -> None:
    names = [item.name for item in made.made if item.typ.startswith("azgreen:index:")]
    assert sorted(names) == [
        "shop",
        "shop-cache",
        "shop-endpoint",
        "shop-evaluation",
        "shop-fine-tuning",
        "shop-gateway",
        "shop-models",
        "shop-models-safety",
        "shop-monitoring",
        "shop-provisioned",
        "shop-provisioned-safety",
        "shop-retrieval",
        "shop-serverless",
        "shop-summaries-autoscale",
    ]
    parts = [item for item in made.requests if item.type.startswith("azgreen:index:")]
    parents = {item.name: item.parent.rpartition("::")[2] for item in parts if item.name != "shop"}
    assert {parents.pop(f"shop-{part}-safety") for part in ("models", "provisioned")} == {
        "shop-models",
        "shop-provisioned",
    }
    assert set(parents.values()) == {"shop"}


def test_the_gateway_is_told_whom_it_calls_and_where_answers_are_kept(made: Any) -> None:
    backends = {item.name: item.inputs for item in made.of("azure-native:apimanagement:Backend")}
    urls = {
        name.removeprefix("shop-gateway-to-"): item["url"].partition(".com/")[2]
        for name, item in backends.items()
        if "url" in item
    }
    assert urls == {
        "provisioned": "openai/deployments/gpt-4.1-mini",
        "models": "openai/deployments/chat",
        "embeddings": "openai/deployments/vectors/embeddings",
    }
    ranks = [item["priority"] for item in backends["shop-gateway-to-pool"]["pool"]["services"]]
    assert ranks == [1, 2]
    roles = {item.name: item.inputs["scope"] for item in made.of(ROLE)}
    for part in ("models", "provisioned"):
        (account,) = [item for item in made.of(ACCOUNT) if item.name == f"shop-{part}-account"]
        scope = roles[f"shop-gateway-{part}-may-answer"]
        assert scope.endswith(f"/{account.inputs['accountName']}")
    (policy,) = made.of("azure-native:apimanagement:ApiPolicy")
    assert 'score-threshold="0.05"' in policy.inputs["value"]
    assert '<llm-semantic-cache-store duration="86400" />' in policy.inputs["value"]
    (traces,) = made.of("azure-native:applicationinsights:Component")[:1]
    (logger,) = made.of("azure-native:apimanagement:Logger")
    assert logger.inputs["resourceId"].endswith(f"/{traces.inputs['resourceName']}")
    (database,) = made.of("azure-native:redisenterprise:Database")
    assert database.inputs["accessKeysAuthentication"] == "Enabled"


def test_only_what_the_gateway_calls_answers_on_the_internet(made: Any) -> None:
    told = {
        item.name: item.inputs.get("publicNetworkAccess")
        or item.inputs.get("publicNetworkAccessForIngestion")
        or item.inputs.get("properties", {}).get("publicNetworkAccess")
        for item in made.made
    }
    assert {name for name, value in told.items() if value == "Enabled"} == {
        "shop-cache-cluster",
        "shop-logs",
        "shop-models-account",
        "shop-provisioned-account",
        "shop-traces",
    }
    assert {name for name, value in told.items() if value == "Disabled"} == {
        "shop-endpoint-endpoint",
        "shop-endpoint-storage",
        "shop-endpoint-vault",
        "shop-endpoint-workspace",
        "shop-evaluation-logs",
        "shop-evaluation-storage",
        "shop-evaluation-traces",
        "shop-evaluation-vault",
        "shop-evaluation-workspace",
        "shop-fine-tuning-logs",
        "shop-fine-tuning-storage",
        "shop-fine-tuning-traces",
        "shop-fine-tuning-vault",
        "shop-fine-tuning-workspace",
        "shop-retrieval-service",
        "shop-serverless-hub",
        "shop-serverless-project",
        "shop-serverless-storage",
        "shop-serverless-vault",
    }


def test_what_stands_around_the_models_is_watched_too(made: Any) -> None:
    alerts = {
        item.name: item.inputs["scopes"][0].rpartition("/")[2]
        for item in made.of("azure-native:monitor:MetricAlert")
    }
    (service,) = made.of("azure-native:apimanagement:ApiManagementService")
    (search,) = made.of("azure-native:search:Service")
    assert alerts["shop-monitoring-gateway-errors"] == service.inputs["serviceName"]
    assert alerts["shop-monitoring-retrieval-throttling"] == search.inputs["searchServiceName"]


def test_models_that_are_asked_have_the_filter_of_the_stack() -> None:
    own = {**CHAT, "name": "own", "content_filter": "Microsoft.Default"}
    bought = {"model": "gpt-4.1", "ptu": 50, "spillover": False}
    given = args(deployments=[CHAT, own, VECTORS], provisioned=bought, content_safety=SAFETY)
    planned = plan("shop", given, TODAY)
    assert planned.models is not None
    assert planned.provisioned is not None
    assert {item.name: item.content_filter for item in planned.models.deployments} == {
        "chat": "strict",
        "own": "Microsoft.Default",
        "vectors": "Microsoft.DefaultV2",
    }
    assert planned.provisioned.content_filter == "strict"


def test_ptus_are_asked_before_the_same_model_by_the_token() -> None:
    bought = {"model": "gpt-4.1-mini", "ptu": 50, "spillover": False}
    both = plan("shop", args(provisioned=bought, gateway=GATE), TODAY)
    assert both.gateway is not None
    ranked = [(item.name, item.deployment, item.priority) for item in both.gateway.reach.backends]
    assert ranked == [("provisioned", "gpt-4.1-mini", 1), ("models", "chat", 2)]
    alone = plan("shop", args(gateway=GATE), TODAY)
    assert alone.gateway is not None
    assert [(item.name, item.deployment) for item in alone.gateway.reach.backends] == [
        ("models", None)
    ]
    assert alone.gateway.requests_per_second == 0.5
    ptus = plan("shop", args(deployments=None, provisioned=bought, gateway=GATE), TODAY)
    assert ptus.gateway is not None
    assert [item.name for item in ptus.gateway.reach.backends] == ["provisioned"]


def test_the_stack_says_who_publishes_and_where_a_cache_in_cosmos_stays_its_own() -> None:
    gate = {"public_backends": True}
    told = {"monitoring": {"emails": ["ai@contoso.com"]}, "owner": "assistants"}
    planned = plan("shop", args(gateway=gate, cache={**CACHE, "store": "cosmos"}, **told), TODAY)
    assert planned.gateway is not None
    names = planned.gateway.names
    assert (names.publisher, names.email) == ("assistants", "ai@contoso.com")
    assert planned.gateway.cache is None
    assert planned.gateway.insights_id is not None


def test_a_comparison_tells_carbon_where_both_models_have_one_sku() -> None:
    unlike = plan("shop", args(**compared()), TODAY)
    assert unlike.evaluation is not None
    assert unlike.evaluation.models is None
    same = {**CHAT, "name": "drafts", "model": "gpt-4.1"}
    planned = plan("shop", args(deployments=[CHAT, same], evaluation=COMPARED), TODAY)
    assert planned.evaluation is not None
    assert planned.evaluation.models == Models("gpt-4.1-mini", "gpt-4.1", "Standard")


def test_a_model_of_the_older_route_has_its_share_of_the_carbon_budget() -> None:
    own = {**OPEN, "traffic": TRAFFIC}
    expected = daily_gco2e(plan("shop", args(serverless=own), TODAY))
    assert set(expected) == {"model-chat", "serverless"}
    told = plan("shop", args(serverless=own, monitoring=TOLD), TODAY)
    given = args(serverless=own, monitoring={"carbon_budget_gco2e_per_day": 1000})
    watched = targets(given, told, Ids("a", None, None, [], None))
    (share,) = [
        item["carbon_budget_gco2e_per_day"]
        for item in watched
        if "carbon_budget_gco2e_per_day" in item
    ]
    assert share == pytest.approx(1000 * expected["model-chat"] / sum(expected.values()))


def test_a_tuned_model_is_judged_as_the_deployments_are_compared() -> None:
    planned = plan("shop", args(**tuned(confidence=0.9)), TODAY).fine_tuning
    assert planned is not None
    assert planned.training.size.need.model == "Phi-4-mini-instruct"
    assert planned.files.baseline_answers == COMPARED["baseline_answers"]
    assert planned.programs.environment_id == COMPARED["environment_id"]
    assert (planned.window.hour, planned.terms.confidence) == (3, 0.9)
    profile = [30.0] * 20 + [10.0] * 4
    own = plan("shop", args(**tuned(carbon_profile=profile)), TODAY).fine_tuning
    assert own is not None
    assert own.window.hour >= 18


def test_an_index_has_the_vectors_of_the_stack_s_own_model() -> None:
    planned = plan("shop", args(retrieval=SEARCH), TODAY)
    assert planned.retrieval is not None
    assert planned.retrieval.layout.dimensions == 3072


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


def test_each_deployment_of_the_endpoint_may_have_hours_and_a_least_of_its_own() -> None:
    other = {**MACHINES, "name": "titles", "min_instances": 2}
    day, night = [0.2] * 8 + [0.4] * 16, [0.3] * 24
    endpoint = {"deployments": [MACHINES, other], "traffic_profile": day}
    given = args(endpoint={**endpoint, "traffic_profiles": {"titles": night}})
    made = plan("shop", given, TODAY).endpoint
    assert made is not None
    told = [autoscale_args(given, index, item, "id") for index, item in enumerate(made.deployments)]
    assert [each.get("traffic_profile") for each in told] == [day, night]
    assert [each.get("min_instances") for each in told] == [1, 2]


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
    ({"deployments": None}, "deployments", "missing; write it, provisioned, endpoint or serverless: a model is needed"),
    ({"deployments": "gpt"}, "deployments", "'gpt' is not a list of models; write at least one"),
    ({"colour": "green"}, "colour", "unknown input 'colour'; allowed: account_name, cache, callers, content_safety, deployments and 17 more"),
    ({"provisioned": 3}, "provisioned", "3 is not an object with named fields"),
    ({"provisioned": {**PTUS, "model": "gpt"}}, "provisioned.model", "unknown model 'gpt'; did you mean 'gpt-4.1' or 'gpt-4.1-mini' or 'gpt-4.1-nano' or 'gpt-4o' or 'gpt-4o-mini'?"),
    ({"provisioned": {**PTUS, "traffic": 3}}, "provisioned.traffic", "3 is not an object with named fields"),
    ({"provisioned": {**PTUS, "ptu": 51}}, "provisioned.ptu", "51 PTU are not on sale: a deployment starts at 50 and grows by 50; write 50 or 100"),
    ({"provisioned": {**PTUS, "sku": "Standard"}}, "provisioned.sku", "'Standard' is not provisioned, so ModelDeployment deploys it; use that, or one of DataZoneProvisionedManaged, GlobalProvisionedManaged, ProvisionedManaged"),
    ({"provisioned": {**PTUS, "spillover": 1}}, "provisioned.spillover", "1 is not true or false; write one of the two"),
    ({"endpoint": 3}, "endpoint", "3 is not an object with named fields"),
    ({"endpoint": {**MACHINE, "colour": 1}}, "endpoint.colour", "unknown input 'colour'; allowed: deployments, gpu_quota_vcpus, min_instances, traffic, traffic_profile and 1 more"),
    ({"endpoint": {"deployments": []}}, "endpoint.deployments", "[] is not a list of models; write at least one"),
    ({"endpoint": {**MACHINE, "traffic": {"summaries": 90}}}, "endpoint.traffic", "the shares add up to 90 percent; Azure takes 100 in all"),
    ({"endpoint": {**MACHINE, "traffic_profile": [1, 2]}}, "endpoint.trafficProfile", "2 values; allowed: 24 for a day, 168 for a week"),
    ({"endpoint": {**MACHINE, "min_instances": 0}}, "endpoint.minInstances", "0 is not a whole number of machines; write 1 or more"),
    ({"endpoint": {**MACHINE, "gpu_quota_vcpus": "x"}}, "endpoint.gpuQuotaVcpus", "'x' is not a whole number of vCPUs; write 1 or more"),
    ({"serverless": 3}, "serverless", "3 is not an object with named fields"),
    ({"serverless": {"model": "gpt-4.1"}}, "serverless.model", "'gpt-4.1' can be deployed without a hub and without keys, as DataZoneBatch or DataZoneProvisionedManaged or DataZoneStandard or GlobalBatch or GlobalProvisionedManaged or GlobalStandard or ProvisionedManaged or Standard; use ModelDeployment"),
    ({"serverless": OPEN, "location": "norwayeast", "deployments": None}, "location", "'norwayeast' has no serverless 'Phi-4'; allowed: eastus, eastus2, northcentralus, southcentralus, swedencentral, westus, westus3. The least carbon has 'swedencentral' (20 gCO2e/kWh)"),
    ({"serverless": {**OPEN, "traffic": 3}}, "serverless.traffic", "3 is not an object with named fields"),
    ({"serverless": {**OPEN, "accept_marketplace_terms": True}}, "serverless.acceptMarketplaceTerms", "'Phi-4' is Microsoft's own and not sold in Azure Marketplace; leave it out"),
    ({"serverless": {**OPEN, "workspace_name": "a b"}}, "serverless.workspaceName", "'a b' is not a workspace name; use 3 to 33 letters, digits, '_' or '-', starting with a letter or digit"),
    ({"serverless": {**OPEN, "filter_content": "no"}}, "serverless.filterContent", "'no' is not true or false; write one of the two"),
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
    ({"deployments": None, "endpoint": MACHINE, "gateway": GATE}, "gateway", "it stands before deployments and provisioned, and neither is written; write one of them, or leave the gateway out"),
    ({"deployments": [VECTORS], "gateway": GATE}, "gateway", "no model of deployments answers chats; add one, or leave the gateway out"),
    ({"gateway": 3}, "gateway", "3 is not an object with named fields"),
    ({"gateway": {**GATE, "colour": 1}}, "gateway.colour", "unknown input 'colour'; allowed: api_path, backends, bounds, circuit_breaker, max_tokens and 9 more"),
    ({"gateway": {**GATE, "publisher_name": None}}, "gateway.publisherName", "missing; it has no default, so write it"),
    ({"gateway": {**GATE, "publisher_email": "me"}}, "gateway.publisherEmail", "'me' is not an email address; use up to 100 characters with one '@'"),
    ({"gateway": {**GATE, "public_backends": None}}, "gateway.publicBackends", "the gateway reaches models, cache and traces on the internet alone; write true, or publicNetworkAccess true"),
    ({"gateway": {**GATE, "public_backends": False}, "public_network_access": True}, "gateway.publicBackends", "the gateway reaches models, cache and traces on the internet alone; write true, or publicNetworkAccess true"),
    ({"gateway": {**GATE, "public_backends": "yes"}}, "gateway.publicBackends", "'yes' is not true or false; write one of the two"),
    ({"gateway": GATE, "provisioned": PTUS}, "gateway.backends", "missing; no chat model is both in deployments and in provisioned, so write which deployments take each other's place"),
    ({"gateway": {**GATE, "backends": 3}}, "gateway.backends", "3 is not a list of backends; write at least one"),
    ({"gateway": {**GATE, "backends": [{"account": "provisioned"}]}}, "gateway.backends[0].account", "'provisioned' is not a choice; allowed: models"),
    ({"gateway": {**GATE, "backends": [{"account": "models", "deployment": "chta"}]}}, "gateway.backends[0].deployment", "'chta' is not a choice; did you mean 'chat'?"),
    ({"endpoint": {"deployments": [MACHINES], "traffic_profiles": 5}}, "endpoint.trafficProfiles", "5 is not an object with named fields"),
    ({"endpoint": {"deployments": [MACHINES], "traffic_profiles": {"sumaries": [1] * 24}}}, "endpoint.trafficProfiles.sumaries", "is no deployment of the endpoint; did you mean 'summaries'?"),
    ({"endpoint": {"deployments": [MACHINES], "traffic_profiles": {"summaries": [1, 2]}}}, "endpoint.trafficProfiles.summaries", "2 values; allowed: 24 for a day, 168 for a week"),
    ({"cache": {**CACHE, "sku": "B1"}}, "cache.sku", "'B1' is not a choice; allowed: Balanced_B0, Balanced_B1, Balanced_B10, Balanced_B100, Balanced_B1000 and 32 more"),
    ({"cache": {**CACHE, "autoscale_max_throughput": 1000}}, "cache.autoscaleMaxThroughput", "Redis has a size and no throughput; write sku, or store 'cosmos'"),
    ({"cache": {**CACHE, "name_suffix": "B!"}}, "cache.nameSuffix", "'B!' is not a suffix; use 1 to 12 lower case letters or digits"),
    ({"retrieval": {**SEARCH, "replicas": 0}}, "retrieval.replicas", "0 is not a whole number of replicas; write 1 or more"),
    ({"gateway": GATE, "cache": {**CACHE, "embedding_model": "text-embedding-3-small"}}, "cache.embeddingModel", "the gateway has the vectors of 'text-embedding-3-small' made by a deployment of the stack, and there is none; add it to deployments"),
    ({"gateway": {**GATE, "sku": "Consumption"}}, "gateway.sku", "'Consumption' has no circuit breakers; leave it out, and it is 'BasicV2'"),
    ({"gateway": {**GATE, "units": 0}}, "gateway.units", "0 is not a whole number of units; write 1 or more"),
    ({"gateway": {**GATE, "token_budget": {}}}, "gateway.tokenBudget", "a budget without a number; write tokensPerMinute, quota or both"),
    ({"gateway": {**GATE, "tenant_header": "a b"}}, "gateway.tenantHeader", "'a b' is not the name of a header; use 1 to 64 letters, digits or '-', starting with a letter"),
    ({"gateway": {**GATE, "max_tokens": 0}}, "gateway.maxTokens", "0 is not a whole number of tokens; write 1 or more"),
    ({"gateway": {**GATE, "bounds": {"temperature": {"most": 3}}}}, "gateway.bounds.temperature.most", "3 is no value of temperature; write 0 to 2"),
    ({"gateway": {**GATE, "over_limit": "cap"}}, "gateway.overLimit", "there is no limit; write maxTokens or bounds as well"),
    ({"gateway": {**GATE, "circuit_breaker": {"failures": 0}}}, "gateway.circuitBreaker.failures", "0 is not a whole number of failures; write 1 or more"),
    ({"gateway": {**GATE, "retry": {"count": 51}}}, "gateway.retry.count", "51 is too many; write 1 to 50 tries"),
    ({"gateway": {**GATE, "api_path": "/a"}}, "gateway.apiPath", "'/a' is not a path; use 1 to 400 letters, digits, '.', '_', '~' or '-', parts apart by '/', with none at either end"),
    ({"retrieval": 3}, "retrieval", "3 is not an object with named fields"),
    ({"retrieval": {**SEARCH, "documents": 0}}, "retrieval.documents", "0 is not a whole number of documents; write 1 or more"),
    ({"retrieval": {**SEARCH, "chunks_per_document": 0.5}}, "retrieval.chunksPerDocument", "0.5 is not a number of chunks; write 1 or more"),
    ({"retrieval": {**SEARCH, "document_tokens": 900}}, "retrieval.documentTokens", "the chunks of a document are given too; write one of the two"),
    ({"retrieval": {**SEARCH, "chunk_tokens": 0}}, "retrieval.chunkTokens", "0 is not a whole number of tokens; write 1 or more"),
    ({"retrieval": {**SEARCH, "embedding_model": "gpt-4.1"}}, "retrieval.embeddingModel", "unknown embedding model 'gpt-4.1'; allowed: text-embedding-3-large, text-embedding-3-small, text-embedding-ada-002; or leave it out and write dimensions"),
    ({"deployments": [CHAT], "retrieval": SEARCH}, "retrieval.dimensions", "missing; write it, or the embedding model that makes vectors"),
    ({"retrieval": {**SEARCH, "dimensions": 3073}}, "retrieval.dimensions", "3073 is not what 'text-embedding-3-large' makes; write 3072 or fewer"),
    ({"retrieval": {**SEARCH, "payload_bytes": 0}}, "retrieval.payloadBytes", "0 is not a whole number of bytes; write 1 or more"),
    ({"retrieval": {**SEARCH, "compression": "zip"}}, "retrieval.compression", "'zip' is not a choice; allowed: binary, none, scalar"),
    ({"retrieval": {**SEARCH, "availability": "most"}}, "retrieval.availability", "'most' is not a choice; allowed: index, none, query"),
    ({"retrieval": {**SEARCH, "semantic_ranker": "on"}}, "retrieval.semanticRanker", "'on' is not a choice; allowed: disabled, free, standard"),
    ({"retrieval": {**SEARCH, "queries_per_second": 0}}, "retrieval.queriesPerSecond", "0 is not a number of queries per second; write one above 0"),
    ({"retrieval": {**SEARCH, "index_name": "A"}}, "retrieval.indexName", "'A' is not an index name; use 2 to 128 lower case letters, digits or single '-', with none at either end"),
    ({"retrieval": {**SEARCH, "writers": 3}}, "retrieval.writers", "3 is not a list of callers; write a list"),
    ({"content_safety": 3}, "contentSafety", "3 is not an object with named fields"),
    ({"content_safety": {"policies": []}}, "contentSafety.policies", "no policy; write at least one"),
    ({"content_safety": {"policies": [{"name": "strict"}]}, "deployments": [{**CHAT, "content_filter": "strikt"}]}, "deployments[0].contentFilter", "'strikt' is not a content filter of the account; did you mean 'strict'?"),
    ({"content_safety": {"policies": [{"name": "strict", "mode": "x"}]}, "provisioned": PTUS}, "contentSafety.policies[0].mode", "'x' is not a choice; allowed: Asynchronous_filter, Blocking"),
    ({"content_safety": {"policies": [{"name": "strict"}]}, "deployments": None, "endpoint": MACHINE}, "contentSafety", "it filters deployments and provisioned, and neither is written; leave it out"),
    ({"evaluation": 3}, "evaluation", "3 is not an object with named fields"),
    (compared(baseline="chta"), "evaluation.baseline", "'chta' is not a choice; did you mean 'chat'?"),
    (compared(candidate="chat"), "evaluation.candidate", "'chat' is the baseline too; name the deployment that may replace it"),
    (compared(candidate="vectors"), "evaluation.candidate", "'vectors' is not a choice; allowed: chat, drafts"),
    (compared(baseline_answers="a b"), "evaluation.baselineAnswers", "'a b' is not usable; write azureml://datastores/<store>/paths/<file>.jsonl"),
    (compared(candidate_answers=None), "evaluation.candidateAnswers", "missing; it has no default, so write it"),
    (compared(environment_id="azureml:azgreen:1"), "evaluation.environmentId", "'azureml:azgreen:1' is not of a registry, and a new workspace has no environments; write azureml://registries/<registry>/environments/<name>/versions/<version>"),
    (compared(every="month"), "evaluation.every", "'month' is not a choice; allowed: day, week"),
    (compared(hour=None, carbon_profile=[1, 2]), "evaluation.carbonProfile", "2 values; allowed: 24 for a day, 168 for a week"),
    (compared(carbon_profile=[20] * 24), "evaluation.carbonProfile", "both are given; write it or hour, one of the two"),
    (compared(hour=24), "evaluation.hour", "24 is not an hour of the day; write a whole number from 0 to 23"),
    (compared(margin=1), "evaluation.margin", "1.0 is not usable; allowed: above 0 and below 1"),
    (compared(confidence=0.5), "evaluation.confidence", "0.5 is not usable; allowed: above 0.5 and below 1"),
    (compared(instance_type="Standard_D2as_v4"), "evaluation.instanceType", "unknown instance type 'Standard_D2as_v4'; did you mean 'Standard_D8as_v4'?"),
    (compared(low_priority=1), "evaluation.lowPriority", "1 is not true or false; write one of the two"),
    ({"fine_tuning": 3}, "fineTuning", "3 is not an object with named fields"),
    ({"fine_tuning": {**TUNED, "hour": 3, "baseline_answers": COMPARED["baseline_answers"], "environment_id": COMPARED["environment_id"]}}, "fineTuning.model", "missing; it has no default, so write it"),
    (tuned(model="gpt-4.1"), "fineTuning.model", "the widths of 'gpt-4.1' are not in the catalogue, so its training cannot be sized; allowed: Llama-3.3-70B-Instruct, Meta-Llama-3.1-405B-Instruct, Meta-Llama-3.1-8B-Instruct, Mistral-7B-Instruct-v0.3, Mistral-Small-24B-Instruct-2501, Phi-3.5-mini-instruct, Phi-4, Phi-4-mini-instruct, Qwen3-14B, Qwen3-32B, Qwen3-8B, gemma-3-12b-it, gemma-3-27b-it"),
    (tuned(weights="a b"), "fineTuning.weights", "'a b' is not usable; write azureml://datastores/<store>/paths/<folder>"),
    (tuned(training_data=None), "fineTuning.trainingData", "missing; it has no default, so write it"),
    (tuned(training_tokens=0), "fineTuning.trainingTokens", "0 is not usable; write a number of tokens above 0"),
    (tuned(baseline_answers="a b"), "fineTuning.baselineAnswers", "'a b' is not usable; write azureml://datastores/<store>/paths/<file>.jsonl"),
    (tuned(answer_command="a; b"), "fineTuning.answerCommand", "'a; b' is more than one command, which options cannot follow; put it into a program, and write 'python answer.py' say"),
    (tuned(training_environment_id="a b"), "fineTuning.trainingEnvironmentId", "'a b' is not usable; write azureml://registries/<registry>/environments/<name>/versions/<version>"),
    (tuned(environment_id="a b"), "fineTuning.environmentId", "'a b' is not usable; write azureml://registries/<registry>/environments/<name>/versions/<version>"),
    (tuned(on="2026-12-01"), "fineTuning.on", "both are given; write a day such as 2026-12-01, or every, one of the two"),
    (tuned(every="month"), "fineTuning.every", "'month' is not a choice; allowed: day, week"),
    (tuned(carbon_profile=[1, 2]), "fineTuning.carbonProfile", "2 values; allowed: 24 for a day, 168 for a week"),
    (tuned(hour=24), "fineTuning.hour", "24 is not an hour of the day; write a whole number from 0 to 23"),
    (tuned(code_id="a b"), "fineTuning.codeId", "'a b' is not usable; write azureml://registries/<registry>/codes/<name>/versions/<version>"),
    (tuned(rank=0), "fineTuning.rank", "0 is not a whole number of dimensions; write 1 or more"),
    (tuned(epochs=0), "fineTuning.epochs", "0 is not usable; write a number of times above 0"),
    (tuned(sequence_tokens=0), "fineTuning.sequenceTokens", "0 is not a whole number of tokens; write 1 or more"),
    (tuned(four_bit=1), "fineTuning.fourBit", "1 is not true or false; write one of the two"),
    (tuned(instance_type="Standard_D4as_v4"), "fineTuning.instanceType", "Standard_D4as_v4: has no GPU; leave it out, or write another"),
    (tuned(low_priority=1), "fineTuning.lowPriority", "1 is not true or false; write one of the two"),
    (tuned(margin=1), "fineTuning.margin", "1.0 is not usable; allowed: above 0 and below 1"),
    (tuned(confidence=0.5), "fineTuning.confidence", "0.5 is not usable; allowed: above 0.5 and below 1"),
    (tuned(least_verdict="roll-back"), "fineTuning.leastVerdict", "'roll-back' is not a choice; allowed: keep, promote"),
    (tuned(model_name="a b"), "fineTuning.modelName", "'a b' is not the name of a registered model; use 1 to 255 letters, digits, '_' or '-', starting with a letter or digit"),
    (tuned(prompt_tokens_saved=0), "fineTuning.promptTokensSaved", "0 is not usable; write a number of tokens above 0"),
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
    tried |= {".".join(path.split(".")[:2]) for path in tried}
    wanted = {camel(key) for key in GreenAiStackArgs.__annotations__}
    wanted |= {
        f"{camel(part)}.{camel(key)}"
        for part, shape in SHAPES.items()
        for key in shape.__annotations__
    }
    assert wanted - {path.removesuffix(".environment") for path in tried} == set()


def test_all_faults_of_all_parts_come_at_once() -> None:
    given = whole(location="atlantis", cache={**CACHE, "store": "disk"}, owner=7)
    given = deepcopy(given)
    given["monitoring"]["emails"] = "a@b.de"
    paths = [path for path, _ in faults(given)]
    assert sorted(paths) == ["cache.store", "location", "monitoring.emails", "owner"]
