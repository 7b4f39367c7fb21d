"""Does an OnlineEndpoint get machines that hold its models, and the safe settings around them?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

import ast
import inspect
import math
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
import pulumi_azure_native.machinelearningservices as ml
import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.estimate.sizing import kv_bytes_per_gpu
from azgreen.estimate.sizing.memory import ENGINE_OVERHEAD_GIB, GIB, MEMORY_SHARE
from azgreen_components._inputs import camel
from azgreen_components._naming import (
    IDENTITY,
    KEY_VAULT,
    ML_WORKSPACE,
    ONLINE_ENDPOINT,
    STORAGE_ACCOUNT,
    NameRule,
    Scope,
    derived_name,
)
from azgreen_components.online_endpoint import (
    EndpointTrafficArgs,
    OnlineDeploymentArgs,
    OnlineEndpoint,
    OnlineEndpointArgs,
)
from azgreen_components.online_endpoint.choices import deployment_name
from azgreen_components.online_endpoint.plan import Plan, plan
from azgreen_components.online_endpoint.routing import API_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 11, 23)
EXAMPLES = Path(__file__).parents[2] / "components/examples/online_endpoint"
TRAFFIC = {"requests_per_second": 0.5, "input_tokens": 1155, "output_tokens": 211}
PHI = {"model": "Phi-4", "traffic": TRAFFIC}
OPEN = sorted(item.model for item in catalog.registry_models())
REGIONS = sorted(item.name for item in catalog.regions() if item.grid_gco2e_per_kwh_by_year)
ENDPOINT = "azure-native:machinelearningservices:OnlineEndpoint"
DEPLOYMENT = "azure-native:machinelearningservices:OnlineDeployment"
TEMPLATE = "azure-native:resources:Deployment"
WORKSPACE = "azure-native:machinelearningservices:Workspace"
STORAGE = "azure-native:storage:StorageAccount"
VAULT = "azure-native:keyvault:Vault"
UAI = "azure-native:managedidentity:UserAssignedIdentity"
TRACES = "azure-native:applicationinsights:Component"
LOGS = "azure-native:operationalinsights:Workspace"
ROLE = "azure-native:authorization:RoleAssignment"


def args(*deployments: Any, **more: Any) -> Any:
    given: dict[str, Any] = {
        "location": "swedencentral",
        "resource_group_name": "rg",
        "deployments": list(deployments) or [PHI],
    }
    return {**given, **more}


def planned(*deployments: Any, **more: Any) -> Plan:
    return plan("ai", args(*deployments, **more), TODAY)


def faults(*deployments: Any, **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(pulumi.InputPropertiesError) as caught:
        planned(*deployments, **more)
    assert caught.value.errors is not None
    return [(error["property_path"], error["reason"]) for error in caught.value.errors]


@given(
    st.sampled_from(OPEN),
    st.sampled_from(REGIONS),
    st.floats(0.01, 3),
    st.floats(100, 4000),
    st.floats(10, 800),
    st.integers(1, 5),
)
def test_machines_hold_the_weights_and_a_sequence_and_carry_the_busiest_minute(  # noqa: PLR0917
    model: str, region: str, rate: float, read: float, written: float, least: int
) -> None:
    traffic = {"requests_per_second": rate, "input_tokens": read, "output_tokens": written}
    made = planned({"model": model, "traffic": traffic}, location=region, min_instances=least)
    (item,) = made.deployments
    best, size = item.machine, item.size
    gpu = best.instance.gpu
    assert gpu is not None
    each_gib = best.instance.gpu_memory_gib / max(1, best.instance.gpus)
    room = (MEMORY_SHARE * each_gib - ENGINE_OVERHEAD_GIB) * GIB
    weights = size.shape.weights_gib * GIB / best.gpus_per_replica
    one = kv_bytes_per_gpu(size.shape.architecture, read + written, best.gpus_per_replica)
    assert weights + best.batch * one <= room
    assert best.instances >= least
    assert best.instances * best.requests_per_second >= rate * PEAK_FACTOR
    assert item.concurrent_requests == best.batch * best.replicas_per_instance >= 1
    assert 0 < item.reading_seconds <= item.load_time_seconds
    assert best.instance.serves_endpoints
    assert best.instance.retires_on is None or best.instance.retires_on > TODAY


@given(st.integers(1, 20), st.sampled_from(["Standard_NC24ads_A100_v4", "Standard_NV36ads_A10_v5"]))
def test_quota_has_a_fifth_in_hand_where_azure_wants_it(instances: int, kind: str) -> None:
    small = {**PHI, "model": "Phi-4-mini-instruct", "instance_type": kind, "instances": instances}
    small["traffic"] = {**TRAFFIC, "requests_per_second": 0.01}
    made = planned(small)
    type_ = catalog.instance(kind)
    counted = instances if type_.skips_upgrade_reserve else math.ceil(round(1.2 * instances, 9))
    assert made.deployments[0].machine.instances == instances
    assert made.quota_vcpus == counted * type_.vcpus
    assert planned(small, gpu_quota_vcpus=made.quota_vcpus).quota_vcpus == made.quota_vcpus
    needs = f"phi-4-mini-instruct {made.quota_vcpus} for {instances} of {kind}"
    what = f"{made.quota_vcpus} vCPUs are needed, upgrades included ({needs})"
    short = made.quota_vcpus - 1
    fix = "ask Azure for more, or lower the traffic"
    assert faults(small, gpu_quota_vcpus=short) == [
        ("gpuQuotaVcpus", f"{what}, over {short}; {fix}")
    ]


@given(st.lists(st.integers(0, 100), min_size=1, max_size=4))
def test_a_split_is_taken_if_it_adds_up_and_refused_otherwise(shares: list[int]) -> None:
    items = [{**PHI, "name": f"part-{index}"} for index in range(len(shares))]
    split = {f"part-{index}": float(share) for index, share in enumerate(shares)}
    if sum(shares) == 100:
        assert planned(*items, traffic=split).traffic == split
    else:
        what = f"the shares add up to {sum(shares)} percent; Azure takes 100 in all"
        assert faults(*items, traffic=split) == [("traffic", what)]


def test_everything_goes_to_the_first_when_no_split_is_given() -> None:
    assert planned({**PHI, "name": "one"}, {**PHI, "name": "two"}).traffic == {"one": 100}


@given(
    st.text(max_size=60),
    st.none() | st.from_regex(r"[a-z0-9]{1,12}", fullmatch=True),
    st.sampled_from([ONLINE_ENDPOINT, ML_WORKSPACE, STORAGE_ACCOUNT, KEY_VAULT, IDENTITY]),
)
def test_derived_names_are_those_that_azure_takes(
    name: str, suffix: str | None, rule: NameRule
) -> None:
    made = derived_name(name, Scope("o", "p", "s"), "swedencentral", "rg", suffix, rule)
    assert rule.pattern.fullmatch(made)
    assert len(made) <= rule.length


@given(st.text(max_size=60) | st.sampled_from([item.name for item in catalog.models()]))
def test_a_model_makes_a_name_that_azure_takes(model: str) -> None:
    assert ONLINE_ENDPOINT.pattern.fullmatch(deployment_name(model))


def test_production_has_three_machines_and_others_as_many_as_they_need() -> None:
    assert planned().deployments[0].machine.instances == 1
    assert planned(environment="prod").deployments[0].machine.instances == 3
    assert planned(environment="prod", min_instances=1).deployments[0].machine.instances == 1


def test_the_machine_of_ones_choice_is_taken_in_any_case() -> None:
    (item,) = planned({**PHI, "instance_type": "standard_nc40ads_h100_v5"}).deployments
    assert item.machine.instance.name == "Standard_NC40ads_H100_v5"


def test_the_choice_is_the_least_carbon_of_all_that_would_do() -> None:
    (item,) = planned().deployments
    assert item.machine.gco2e_per_h.mid == min(
        option.gco2e_per_h.mid for option in item.size.options
    )


@pytest.mark.parametrize("name", [item.name for item in catalog.instances()])
def test_every_type_is_taken_or_refused_with_its_reason(name: str) -> None:
    options = {option.instance.name for option in planned().deployments[0].size.options}
    if name in options:
        (item,) = planned({**PHI, "instance_type": name}).deployments
        assert item.machine.instance.name == name
    else:
        ((path, reason),) = faults({**PHI, "instance_type": name})
        assert path == "deployments[0].instanceType"
        assert reason.startswith(repr(name))
        assert reason.endswith("; use 'Standard_NC24ads_A100_v4' or leave it out")


NAME_RULE = "is not the name of an online endpoint or deployment; use 3 to 32 letters, digits or single '-', starting with a letter and not ending with '-'"
WHOLE = "is not a whole number of machines; write 1 or more"
NUMBER = "is not a number above 0; write one, or leave the traffic out"
ID_EXAMPLE = "azureml://registries/<registry>/models/<name>/versions/<version>"
BAD_DEPLOYMENTS: list[tuple[Any, str, str]] = [
    ("phi", "", "'phi' is not an object with named fields"),
    ({"traffic": TRAFFIC}, ".model", "missing; it has no default, so write it"),
    ({"model": "Phi-4"}, ".traffic", "missing; it has no default, so write it"),
    ({**PHI, "modle": 1}, ".modle", "unknown input 'modle'; did you mean 'model'?"),
    ({**PHI, "model": "Phi-5"}, ".model", "unknown model 'Phi-5'; did you mean 'Phi-4'?"),
    ({**PHI, "model": "gpt-4.1"}, ".model", "'gpt-4.1' has no open weights to run; choose one that has"),
    ({**PHI, "model": "Qwen3-8B"}, ".modelId", "missing; no registry's id of 'Qwen3-8B' is known, so write it (azureml://registries/<registry>/models/<name>/versions/<v>)"),
    ({**PHI, "model_id": "phi"}, ".modelId", f"'phi' is not the id of a model; write {ID_EXAMPLE}"),
    ({**PHI, "environment_id": 3}, ".environmentId", "3 is not a text; write a string that is not empty"),
    ({**PHI, "name": "1st"}, ".name", f"'1st' {NAME_RULE}"),
    ({**PHI, "name": "a--b"}, ".name", f"'a--b' {NAME_RULE}"),
    ({**PHI, "name": "x" * 33}, ".name", f"{'x' * 33!r} {NAME_RULE}"),
    ({**PHI, "traffic": 5}, ".traffic", "5 is not an object with named fields"),
    ({**PHI, "traffic": {**TRAFFIC, "rate": 1}}, ".traffic.rate", "unknown input 'rate'; allowed: input_tokens, output_tokens, requests_per_second"),
    ({**PHI, "traffic": {**TRAFFIC, "input_tokens": 0}}, ".traffic.inputTokens", f"0 {NUMBER}"),
    ({**PHI, "traffic": {**TRAFFIC, "output_tokens": "x"}}, ".traffic.outputTokens", f"'x' {NUMBER}"),
    ({**PHI, "traffic": {**TRAFFIC, "requests_per_second": -1}}, ".traffic.requestsPerSecond", f"-1 {NUMBER}"),
    ({**PHI, "traffic": {**TRAFFIC, "input_tokens": 17000}}, ".traffic", "17211 is too many; the context of 'Phi-4' is 16,384 tokens"),
    ({**PHI, "latency_target_ms": -1}, ".latencyTargetMs", f"-1 {NUMBER}"),
    ({**PHI, "latency_target_ms": 1}, ".model", "no instance type serves 'Phi-4' so; raise the latency target to 3 ms, which Standard_ND96is_H100_v5 meets"),
    ({**PHI, "instance_type": "Standard_F4s_v2"}, ".instanceType", "'Standard_F4s_v2' has no GPU; use 'Standard_NC24ads_A100_v4' or leave it out"),
    ({**PHI, "instance_type": "Standard_NC6s_v3"}, ".instanceType", "'Standard_NC6s_v3' is retired since 2025-09-30; use 'Standard_NC24ads_A100_v4' or leave it out"),
    ({**PHI, "instance_type": "Standard_NC4as_T4_v3"}, ".instanceType", "'Standard_NC4as_T4_v3' 27.4 GiB of weights on each GPU and one sequence do not fit; 11.9 GiB are free; use 'Standard_NC24ads_A100_v4' or leave it out"),
    ({**PHI, "instance_type": "Standard_NC24ads_A100"}, ".instanceType", "unknown instance type 'Standard_NC24ads_A100'; did you mean 'Standard_NC24ads_A100_v4'?"),
    ({**PHI, "instance_type": 4}, ".instanceType", "4 is not a text; write a string that is not empty"),
    ({**PHI, "instances": 0}, ".instances", f"0 {WHOLE}"),
    ({**PHI, "instances": 1, "traffic": {**TRAFFIC, "requests_per_second": 4}, "instance_type": "Standard_NC24ads_A100_v4"}, ".instances", "1 of Standard_NC24ads_A100_v4 would be 258% full in the busiest minute; write 4 or more, or leave it out"),
    ({**PHI, "min_instances": 0}, ".minInstances", f"0 {WHOLE}"),
    ({**PHI, "autoscaled": "yes"}, ".autoscaled", "'yes' is not true or false; write one of the two"),
    ({**PHI, "load_time_minutes": 0}, ".loadTimeMinutes", f"0 {NUMBER}"),
    ({**PHI, "request_timeout_seconds": 181}, ".requestTimeoutSeconds", "181 is over Azure's 180; write that or less"),
    ({**PHI, "request_timeout_seconds": 1.5}, ".requestTimeoutSeconds", "1.5 is not a whole number of seconds; write 1 or more"),
    ({**PHI, "request_timeout_seconds": 9}, ".requestTimeoutSeconds", "a mean answer takes 21 s, longer than 9; lower latencyTargetMs or the output tokens, or give it up to 180"),
]  # fmt: skip


@pytest.mark.parametrize(("deployment", "path", "reason"), BAD_DEPLOYMENTS)
def test_a_wrong_deployment_is_named_in_full(deployment: Any, path: str, reason: str) -> None:
    fine = {**PHI, "name": "fine"}
    assert faults(fine, deployment) == [(f"deployments[1]{path}", reason)]


INSIGHTS = "/subscriptions/.../resourceGroups/.../providers/Microsoft.Insights/components/<name>"
BAD: list[tuple[str, Any, str, str]] = [
    ("location", "swedncentral", "location", "unknown region 'swedncentral'; did you mean 'swedencentral'?"),
    ("resource_group_name", "rg.", "resourceGroupName", "'rg.' is not a resource group name; use 1 to 90 letters, digits, '_', '.', '-' or brackets, not ending with '.'"),
    ("deployments", [], "deployments", "[] is not a list of models; write at least one"),
    ("deployments", None, "deployments", "missing; it has no default, so write it"),
    ("traffic", 5, "traffic", "5 is not an object with named fields"),
    ("traffic", {"phi-4": 99.5}, "traffic.phi-4", "99.5 is not a whole percentage; write a number from 0 to 100"),
    ("min_instances", 0, "minInstances", f"0 {WHOLE}"),
    ("gpu_quota_vcpus", 0, "gpuQuotaVcpus", "0 is not a whole number of vCPUs; write 1 or more"),
    ("gpu_quota_vcpus", 23, "gpuQuotaVcpus", "24 vCPUs are needed, upgrades included (phi-4 24 for 1 of Standard_NC24ads_A100_v4), over 23; ask Azure for more, or lower the traffic"),
    ("endpoint_name", "a_b", "endpointName", f"'a_b' {NAME_RULE}"),
    ("workspace_name", "w!", "workspaceName", "'w!' is not a workspace name; use 3 to 33 letters, digits, '_' or '-', starting with a letter or digit"),
    ("trace_requests", "yes", "traceRequests", "'yes' is not true or false; write one of the two"),
    ("trace_requests", True, "traceRequests", "there is no applicationInsightsId to trace them to; write it"),
    ("application_insights_id", "x", "applicationInsightsId", f"'x' is not an id of Microsoft.Insights/components; write {INSIGHTS}"),
    ("name_suffix", "A", "nameSuffix", "'A' is not a suffix; use 1 to 12 lower case letters or digits"),
    ("public_network_access", 1, "publicNetworkAccess", "1 is not true or false; write one of the two"),
    ("callers", 1, "callers", "1 is not a list of callers; write a list"),
    ("owner", 5, "owner", "5 is not a text; write a string that is not empty"),
    ("environment", 5, "environment", "5 is not a text; write a string that is not empty"),
    ("workload", 5, "workload", "5 is not a text; write a string that is not empty"),
    ("tags", [], "tags", "[] is not an object with named fields"),
    ("endpont_name", "x", "endpontName", "unknown input 'endpont_name'; did you mean 'endpoint_name'?"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "path", "reason"), BAD)
def test_a_wrong_input_is_named_in_full(field: str, value: Any, path: str, reason: str) -> None:
    found = faults(**{field: value})
    assert (path, reason) in found
    extra = [item for item in found if item != (path, reason)]
    assert all(item[0] == "traffic" for item in extra)  # a share that cannot be read counts as 0


def test_every_input_has_a_wrong_value() -> None:
    tried = {path.partition(".")[0] for _, _, path, _ in BAD}
    assert tried >= {camel(key) for key in OnlineEndpointArgs.__annotations__}
    of_a_deployment = {path.removeprefix(".") for _, path, _ in BAD_DEPLOYMENTS}
    wanted = {camel(key) for key in OnlineDeploymentArgs.__annotations__}
    wanted |= {f"traffic.{camel(key)}" for key in EndpointTrafficArgs.__annotations__}
    assert wanted - of_a_deployment == set()


def test_two_deployments_of_one_name_are_refused() -> None:
    what = "'PHI-4' is the name of deployments[0] too; give one of the two another name"
    assert faults(PHI, {**PHI, "name": "PHI-4"}) == [
        ("deployments[1].name", f"{what} (Azure ignores case)")
    ]


def test_a_share_for_a_deployment_that_is_not_there_is_refused() -> None:
    assert faults(traffic={"phi-4": 90, "ph-4": 10}) == [
        ("traffic.ph-4", "no deployment is called 'ph-4'; did you mean 'phi-4'?")
    ]


def test_more_deployments_than_an_endpoint_has_are_refused() -> None:
    items = [{**PHI, "name": f"part-{index}"} for index in range(21)]
    what = "21 deployments; an endpoint has 20 at most, so split them over endpoints"
    assert faults(*items) == [("deployments", what)]


def test_insights_of_a_workspace_that_is_there_are_its_own() -> None:
    given = INSIGHTS.replace("...", "x")
    what = "workspaceName names a workspace of yours, which has its own; leave one of the two out"
    assert faults(workspace_name="own", application_insights_id=given) == [
        ("applicationInsightsId", what)
    ]


def test_a_vault_in_production_cannot_be_purged(made: Callable[..., Any]) -> None:
    (vault,) = made(environment="prod").of(VAULT)
    assert vault.inputs["properties"]["enablePurgeProtection"] is True


def test_max_example_gives_every_input() -> None:
    tree = ast.parse((EXAMPLES / "max/__main__.py").read_text(encoding="utf-8"))
    keys = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    shapes = (OnlineEndpointArgs, OnlineDeploymentArgs, EndpointTrafficArgs)
    assert keys >= {key for shape in shapes for key in shape.__annotations__}


def test_the_endpoint_is_written_again_in_the_shape_of_the_first() -> None:
    source = inspect.getsource(ml.OnlineEndpoint)
    assert f"Uses Azure REST API version {API_VERSION}." in source


@pytest.fixture
def made(run: Callable[..., Any]) -> Callable[..., Any]:
    def deploy(**more: Any) -> Any:
        def program() -> None:
            made = OnlineEndpoint("ai", args(**more))
            for key in OnlineEndpoint.__annotations__:
                pulumi.export(key, getattr(made, key))

        return run(program)

    return deploy


def test_nothing_has_keys_or_is_public(made: Callable[..., Any]) -> None:
    result = made()
    (store,), (vault,), (space,) = (result.of(token) for token in (STORAGE, VAULT, WORKSPACE))
    (endpoint,) = result.of(ENDPOINT)
    assert store.inputs["allowSharedKeyAccess"] is False
    assert store.inputs["allowBlobPublicAccess"] is False
    assert store.inputs["minimumTlsVersion"] == "TLS1_2"
    assert store.inputs["publicNetworkAccess"] == "Disabled"
    assert store.inputs["networkRuleSet"]["defaultAction"] == "Deny"
    properties = vault.inputs["properties"]
    assert properties["enableRbacAuthorization"] is True
    assert "enablePurgeProtection" not in properties
    assert properties["publicNetworkAccess"] == "Disabled"
    assert properties["networkAcls"] == {"defaultAction": "Deny", "bypass": "AzureServices"}
    assert properties["tenantId"] == "ai-identity-tenantId"
    assert space.inputs["publicNetworkAccess"] == "Disabled"
    assert space.inputs["systemDatastoresAuthMode"] == "identity"
    assert space.inputs["identity"] == {"type": "SystemAssigned"}
    assert space.inputs["managedNetwork"]["isolationMode"] == "AllowInternetOutbound"
    assert endpoint.inputs["properties"] == {
        "authMode": "AADToken",
        "publicNetworkAccess": "Disabled",
    }
    assert endpoint.inputs["identity"]["type"] == "UserAssigned"


def test_public_access_only_when_asked(made: Callable[..., Any]) -> None:
    result = made(public_network_access=True)
    assert result.of(STORAGE)[0].inputs["networkRuleSet"]["defaultAction"] == "Allow"
    assert result.of(VAULT)[0].inputs["properties"]["publicNetworkAccess"] == "Enabled"
    assert result.of(WORKSPACE)[0].inputs["publicNetworkAccess"] == "Enabled"
    assert result.of(ENDPOINT)[0].inputs["properties"]["publicNetworkAccess"] == "Enabled"


def test_a_deployment_says_everything(made: Callable[..., Any]) -> None:
    (item,) = made().of(DEPLOYMENT)
    assert item.name == "ai-phi-4"
    assert item.inputs["sku"] == {"name": "Default", "capacity": 1}
    assert item.inputs["properties"] == {
        "endpointComputeType": "Managed",
        "model": "azureml://registries/azureml/models/Phi-4/versions/7",
        "instanceType": "Standard_NC24ads_A100_v4",
        "appInsightsEnabled": False,
        "egressPublicNetworkAccess": "Enabled",
        "requestSettings": {
            "maxConcurrentRequestsPerInstance": 49,
            "maxQueueWait": "PT0.5S",  # azure-native's own
            "requestTimeout": "PT180S",
        },
        "livenessProbe": {**PROBE, "initialDelay": "PT1190S"},
        "readinessProbe": {**PROBE, "initialDelay": "PT110S"},
        "scaleSettings": {"scaleType": "Default"},
    }


PROBE = {"period": "PT10S", "timeout": "PT2S", "failureThreshold": 30, "successThreshold": 1}


def test_deployments_are_made_in_turn_and_get_their_requests_last(
    made: Callable[..., Any],
) -> None:
    items = [{**PHI, "name": f"part-{index}"} for index in range(3)]
    result = made(deployments=items, traffic={"part-0": 50, "part-1": 50})
    waits = [
        {urn.rpartition("::")[2] for urn in request.dependencies}
        & {f"ai-part-{n}" for n in range(3)}
        for request in result.requested(DEPLOYMENT)
    ]
    assert waits == [set(), {"ai-part-0"}, {"ai-part-1"}]
    (request,) = result.requested(TEMPLATE)
    before = {urn.rpartition("::")[2] for urn in request.dependencies}
    assert before >= {"ai-endpoint", "ai-part-0", "ai-part-1", "ai-part-2"}


def test_traffic_is_set_by_writing_the_same_endpoint_again(made: Callable[..., Any]) -> None:
    result = made(public_network_access=True, owner="me")
    (first,), (template,) = result.of(ENDPOINT), result.of(TEMPLATE)
    assert template.inputs["properties"]["mode"] == "Incremental"
    (second,) = template.inputs["properties"]["template"]["resources"]
    assert second["type"] == "Microsoft.MachineLearningServices/workspaces/onlineEndpoints"
    names = f"{first.inputs['workspaceName']}/{first.inputs['endpointName']}"
    assert (second["name"], second["location"]) == (names, first.inputs["location"])
    assert second["tags"] == first.inputs["tags"]
    assert second["properties"] == {**first.inputs["properties"], "traffic": {"phi-4": 100}}
    assert (
        list(second["identity"]["userAssignedIdentities"])
        == (first.inputs["identity"]["userAssignedIdentities"])
    )
    (request,) = result.requested(ENDPOINT)
    assert list(request.ignoreChanges) == ["properties.traffic"]


def test_roles_are_few_and_narrow(made: Callable[..., Any]) -> None:
    shop = {"name": "shop", "principal_id": "p"}
    result = made(callers=[shop])
    given = {item.name: item.inputs for item in result.of(ROLE)}
    assert set(given) == {
        "ai-endpoint-may-read-blobs",
        "ai-endpoint-may-write-metrics",
        "ai-shop-may-call",
    }
    assert "/storageAccounts/" in given["ai-endpoint-may-read-blobs"]["scope"]
    assert given["ai-endpoint-may-write-metrics"]["scope"].split("/")[-2] == "workspaces"
    assert given["ai-shop-may-call"]["scope"].split("/")[-2] == "onlineEndpoints"
    data_scientist = catalog.role_definition("AzureML Data Scientist").resource_id
    assert given["ai-shop-may-call"]["roleDefinitionId"].endswith(data_scientist)
    waits = {urn.rpartition("::")[2] for urn in result.requested(ENDPOINT)[0].dependencies}
    assert waits >= {"ai-endpoint-may-read-blobs", "ai-endpoint-may-write-metrics"}


def test_a_workspace_of_ones_own_gets_no_storage_and_no_vault(made: Callable[..., Any]) -> None:
    result = made(workspace_name="own-models")
    assert [result.of(token) for token in (STORAGE, VAULT, WORKSPACE, TRACES, ROLE)] == [[]] * 5
    assert result.of(ENDPOINT)[0].inputs["workspaceName"] == "own-models"
    assert result.exports["workspace_id"].endswith("/workspaces/own-models")


def test_a_workspace_has_insights_that_take_no_keys(made: Callable[..., Any]) -> None:
    result = made()
    (traces,), (logs,) = result.of(TRACES), result.of(LOGS)
    assert traces.inputs["disableLocalAuth"] is True
    assert logs.inputs["features"]["disableLocalAuth"] is True
    for item in (traces, logs):
        assert item.inputs["publicNetworkAccessForIngestion"] == "Disabled"
        assert item.inputs["publicNetworkAccessForQuery"] == "Disabled"
    assert "/components/" in result.of(WORKSPACE)[0].inputs["applicationInsights"]


def test_insights_of_ones_own_trace_requests(made: Callable[..., Any]) -> None:
    given = INSIGHTS.replace("...", "x")
    result = made(application_insights_id=given)
    assert result.of(TRACES) == result.of(LOGS) == []
    assert result.of(WORKSPACE)[0].inputs["applicationInsights"] == given
    assert result.of(DEPLOYMENT)[0].inputs["properties"]["appInsightsEnabled"] is True


def test_an_autoscaled_deployment_keeps_its_number_and_goes_with_the_endpoint(
    made: Callable[..., Any],
) -> None:
    items = [{**PHI, "name": "moves", "autoscaled": True}, {**PHI, "name": "stays"}]
    result = made(deployments=items)
    moves, stays = result.requested(DEPLOYMENT)
    need = result.of(DEPLOYMENT)[0].inputs["tags"]["azgreen-need"]
    assert need.startswith(f"requests-per-second={TRAFFIC['requests_per_second']} input-tokens=")
    # 100 ms between two tokens of 211
    assert " latency-ms=21100 load-minutes=" in need
    assert list(moves.ignoreChanges) == ["sku.capacity"]
    assert list(stays.ignoreChanges) == []
    assert moves.deletedWith.endswith("::ai-endpoint")


def test_tags_parents_and_names(made: Callable[..., Any]) -> None:
    result = made(owner="me", environment="dev", workload="chat", name_suffix="b")
    tags = {"azgreen-carbon-data", "owner", "environment", "workload"}
    for item in result.made:
        if item.typ.startswith("azure-native:") and item.typ != ROLE:
            declared = {"azgreen-need"} if item.typ == DEPLOYMENT else set[str]()
            assert set(item.inputs["tags"]) == tags | declared, item.name
    own = [request for request in result.requests if request.type.startswith("azure-native:")]
    assert all(request.parent.endswith("::ai") for request in own)
    for token, key, rule in (
        (STORAGE, "accountName", STORAGE_ACCOUNT),
        (VAULT, "vaultName", KEY_VAULT),
        (WORKSPACE, "workspaceName", ML_WORKSPACE),
        (ENDPOINT, "endpointName", ONLINE_ENDPOINT),
        (UAI, "resourceName", IDENTITY),
    ):
        assert rule.pattern.fullmatch(result.of(token)[0].inputs[key])


def test_outputs_tell_places_and_sizes(made: Callable[..., Any]) -> None:
    exports = made().exports
    assert exports["deployment_names"] == ["phi-4"]
    assert exports["deployment_ids"][0].startswith(exports["endpoint_id"] + "/deployments/")
    assert exports["endpoint_id"].startswith(exports["workspace_id"] + "/onlineEndpoints/")
    assert exports["instance_types"] == ["Standard_NC24ads_A100_v4"]
    assert exports["instances"] == [1.0]
    assert exports["quota_vcpus"] == 24.0
    assert exports["principal_id"] == "ai-identity-principalId"
    (hour,) = exports["footprint"]
    assert hour["deployment"] == "phi-4"
    assert hour["gco2e_per_h"]["low"] < hour["gco2e_per_h"]["mid"] < hour["gco2e_per_h"]["high"]
    assert exports["explain"][0] == (
        "phi-4: 1 of Standard_NC24ads_A100_v4, 32% full; a new one serves after 20 minutes"
    )
    assert exports["explain"][-1] == (
        "phi-4: weak: 1 of 3 machines that Microsoft wants in production"
    )
    assert all(re.match(r"phi-4: \S", line) for line in exports["explain"])


def test_two_instances_share_a_program(run: Callable[..., Any]) -> None:
    def program() -> None:
        OnlineEndpoint("one", args())
        OnlineEndpoint("two", args())

    result = run(program)
    names = [(item.typ, item.name) for item in result.made]
    assert len(names) == len(set(names))
    assert len({item.inputs["endpointName"] for item in result.of(ENDPOINT)}) == 2
