"""Is what a stack takes added up from its resources, and is nothing unknown counted as nothing?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.estimate import Spread, Traffic, footprint
from azgreen.estimate.inventory import (
    QUANTITIES,
    UNKNOWN,
    Line,
    Resource,
    Total,
    of_resource,
    of_stack,
    total,
)
from azgreen.estimate.placement.workload import SECONDS_PER_MONTH
from azgreen_emulator.native.table import RESOURCES

MONTH_H = 730
CHAT = Traffic(0.5, 1155, 211)
NEED = {"tags": {"azgreen-need": "requests-per-second=0.5 input-tokens=1155 output-tokens=211"}}
STORED = "entries=20000 dimensions=1536 entry-bytes=4096"
NO_TRAFFIC = "no traffic is declared; tag it azgreen-need (requests-per-second, ...)"
LATER = "is not known before the deployment"
GPU = "Standard_NC24ads_A100_v4"
PHI = "azureml://registries/azureml/models/Phi-4/versions/7"
TYPES = [spec.token.removeprefix("azure-native:").split(":") for spec in RESOURCES]

KEYS = st.sampled_from(
    [
        "sku",
        "name",
        "capacity",
        "properties",
        "model",
        "tags",
        "azgreen-need",
        "instanceType",
        "options",
        "autoscaleSettings",
        "maxThroughput",
        "throughput",
        "capabilities",
        "locations",
        "replicaCount",
        "partitionCount",
        "highAvailability",
        "location",
        "accountName",
    ]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.just(UNKNOWN)
    | st.floats()
    | st.integers(-(10**400), 10**400)
    | st.sampled_from(["", "Standard", "standard", "gpt-4.1-mini", "entries=1e308", GPU, PHI]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
PROPS = st.dictionaries(KEYS, VALUES, max_size=6)


def model(sku: str = "Standard", capacity: Any = 50, **more: Any) -> dict[str, Any]:
    return {
        "sku": {"name": sku, "capacity": capacity},
        "properties": {"model": {"format": "OpenAI", "name": "gpt-4.1-mini"}},
        **more,
    }


def chat(props: dict[str, Any], region: str | None = "swedencentral") -> Line:
    return of_resource("cognitiveservices", "Deployment", props, region)


def usd(module: str, kind: str, props: dict[str, Any]) -> Any:
    line = of_resource(module, kind, props, "eastus2")
    return line.not_known.get("usd") if line.usd is None else line.usd.mid


@given(st.sampled_from(TYPES) | st.tuples(st.text(), st.text()), PROPS, st.none() | st.text())
def test_each_quantity_has_a_figure_or_a_reason(
    kind: tuple[str, str], props: dict[str, Any], region: str | None
) -> None:
    line = of_resource(*kind, props, region)
    assert set(line.not_known) == {key for key in QUANTITIES if line.figure(key) is None}
    assert all(line.not_known.values())
    json.dumps(line.as_dict(), allow_nan=False)


@pytest.mark.parametrize("kind", TYPES, ids=":".join)
def test_every_type_of_azgreens_components_is_known(kind: list[str]) -> None:
    reasons = set(of_resource(*kind, {}).not_known.values())
    # what an ARM template deploys is nothing that its type tells
    known = not any("is in the catalogue" in reason for reason in reasons)
    assert known is (kind != ["resources", "Deployment"])


def test_requests_of_a_month_take_what_the_estimate_says_of_them() -> None:
    line = chat(model(**NEED))
    each = footprint("gpt-4.1-mini", "Standard", "swedencentral", CHAT, 1000)
    thousands = 0.5 * SECONDS_PER_MONTH / 1000
    assert line.energy_wh is not None
    assert line.gco2e is not None
    assert line.energy_wh.mid == pytest.approx(each.energy_wh.mid * thousands)
    assert line.gco2e.high == pytest.approx(each.gco2e.high * thousands)
    assert each.usd is not None
    assert line.usd is not None
    assert line.usd.mid == pytest.approx(each.usd.mid * thousands)


@pytest.mark.parametrize(
    ("props", "region", "reason"),
    [
        (model(), "swedencentral", NO_TRAFFIC),
        (model(**NEED), None, "its region is not known"),
        (model("ProvisionedManaged", UNKNOWN), "eastus", f"sku.capacity {LATER}"),
        (model(sku=UNKNOWN), "swedencentral", f"sku.name {LATER}"),
        ({**model(**NEED), "properties": {}}, "atlantis", "unknown model ''"),
        (model(tags={"azgreen-need": "a=3"}), "eastus", "azgreen-need: unknown key 'a'"),
        (model(tags=UNKNOWN), "swedencentral", f"tags {LATER}"),
    ],
)  # fmt: skip
def test_what_is_not_known_says_why(props: dict[str, Any], region: str | None, reason: str) -> None:
    line = chat(props, region)
    assert line.gco2e is None
    assert all(found.startswith(reason) for found in line.not_known.values())


def test_a_model_of_no_known_size_still_has_its_price() -> None:
    props = {"sku": {"name": "GlobalStandard"}, **NEED}
    props["properties"] = {"model": {"name": "text-embedding-3-large"}}
    line = chat(props, "eastus2")
    assert "size of model" in line.not_known["gco2e"]
    assert line.usd is not None


def test_ptus_cost_by_the_hour_and_their_tokens_emit() -> None:
    line, tokens = chat(model("DataZoneProvisionedManaged", 50, **NEED)), chat(model(**NEED))
    price = catalog.ptu_price("DataZoneProvisionedManaged", "swedencentral")
    assert price is not None
    assert line.usd == Spread.exactly(50 * price.usd_per_ptu_hour * MONTH_H)
    assert line.energy_wh == tokens.energy_wh
    (missing,) = line.left_out
    assert missing.startswith("what PTUs draw when idle is not published")
    idle = chat(model("DataZoneProvisionedManaged", 50))
    assert idle.usd == line.usd
    assert (idle.gco2e, idle.left_out) == (None, ())


def machines(count: Any = 2, **more: Any) -> Line:
    props = {
        "sku": {"name": "Default", "capacity": count},
        "properties": {"instanceType": GPU, "endpointComputeType": "Managed", "model": PHI},
        **more,
    }
    return of_resource("machinelearningservices", "OnlineDeployment", props, "swedencentral")


def test_machines_draw_and_cost_for_as_long_as_they_are_there() -> None:
    price = catalog.instance(GPU).usd_per_h
    assert price is not None
    one, two = machines(1), machines(2)
    assert two.usd == Spread.exactly(2 * price * MONTH_H)
    assert one.energy_wh is not None
    assert two.energy_wh is not None
    assert two.energy_wh.mid == pytest.approx(2 * one.energy_wh.mid)
    assert two.basis[0] == f"2 of {GPU}, how busy they are is not known"


def test_a_declared_load_says_how_busy_machines_are() -> None:
    declared = NEED["tags"]["azgreen-need"] + " latency-ms=21100"
    known, idle = machines(2, tags={"azgreen-need": declared}), machines(2)
    assert known.energy_wh is not None
    assert idle.energy_wh is not None
    assert idle.energy_wh.low < known.energy_wh.low
    assert known.energy_wh.high < idle.energy_wh.high
    assert "% busy in the mean" in known.basis[0]


@pytest.mark.parametrize(
    ("props", "reason"),
    [
        ({"properties": {"endpointComputeType": "Kubernetes"}}, "its machines belong to a cluster of its owner"),
        ({"properties": {"instanceType": GPU}}, "no number of machines is stated"),
        ({"properties": {"instanceType": "Standard_X"}}, "unknown instance type 'Standard_X'"),
    ],
)  # fmt: skip
def test_machines_that_are_not_known_say_why(props: dict[str, Any], reason: str) -> None:
    line = of_resource("machinelearningservices", "OnlineDeployment", props, "swedencentral")
    assert all(found.startswith(reason) for found in line.not_known.values())
    assert set(line.not_known) == set(QUANTITIES)


def test_machines_without_gpus_cost_and_their_power_is_not_known() -> None:
    props = {"sku": {"capacity": 1}, "properties": {"instanceType": "Standard_F8s_v2"}}
    line = of_resource("machinelearningservices", "OnlineDeployment", props, "swedencentral")
    told = "the power of machines without GPUs is not in the catalogue"
    assert line.not_known["energy_wh"] == told


@pytest.mark.parametrize(
    ("module", "kind", "props", "expected"),
    [
        ("redisenterprise", "RedisEnterprise", {"sku": {"name": "Balanced_B5"}}, 2 * 0.156 * 730),
        ("redisenterprise", "RedisEnterprise", {"sku": {"name": "balanced_b5"}, "highAvailability": "Disabled"}, 0.156 * 730),
        ("redisenterprise", "RedisEnterprise", {"sku": {"name": "Enterprise_E10"}}, "no price of Enterprise_E10 is listed"),
        ("redisenterprise", "RedisEnterprise", {}, "no price of a size that is not stated is listed"),
        ("search", "Service", {"sku": {"name": "standard"}, "replicaCount": 3, "partitionCount": 2}, 6 * 0.336 * 730),
        ("search", "Service", {"sku": {"name": "basic"}}, 0.101 * 730),
        ("search", "Service", {"sku": {"name": "basic"}, "replicaCount": "2"}, "replicaCount '2' is not a number"),
        ("apimanagement", "ApiManagementService", {"sku": {"name": "Premium", "capacity": 2}}, 2 * 3.829 * 730),
        ("apimanagement", "ApiManagementService", {"sku": {"name": "Consumption", "capacity": 0}}, "Consumption is paid by the call, whose price is not in the catalogue"),
        ("cosmosdb", "SqlResourceSqlContainer", {"options": {"autoscaleSettings": {"maxThroughput": 4000}}}, 0.55 * 40 * 0.012 * 730),
        ("cosmosdb", "SqlResourceSqlContainer", {"options": {"throughput": 400}}, "the price of throughput that is not autoscaled is not listed here"),
        ("cosmosdb", "SqlResourceSqlContainer", {}, 0),
        ("cosmosdb", "DatabaseAccount", {}, "neither entries, dimensions nor entry-bytes are declared, so its storage is unknown"),
        ("cosmosdb", "DatabaseAccount", {"tags": {"azgreen-need": STORED}}, 20_000 * (4096 + 4 * 1536) / 1e9 * 0.25),
        ("cosmosdb", "DatabaseAccount", {"tags": {"azgreen-need": STORED}, "capabilities": [{"name": "EnableServerless"}]}, "no requests-per-second are declared, so its request units are not known"),
        ("redis", "Redis", {}, "neither price nor power of redis:Redis is in the catalogue"),
        ("storage", "StorageAccount", {}, "it is billed by the gigabytes that are kept, and the operations; not counted"),
        ("resources", "ResourceGroup", {}, 0),
    ],
)  # fmt: skip
def test_services_cost_by_the_hour(
    module: str, kind: str, props: dict[str, Any], expected: Any
) -> None:
    found = usd(module, kind, props)
    assert found == (expected if isinstance(expected, str) else pytest.approx(expected))


def test_serverless_is_paid_by_the_request_unit() -> None:
    def cost(rate: float, regions: int = 1) -> Any:
        declared = {"azgreen-need": f"requests-per-second={rate} repeated-share=0.2 {STORED}"}
        features = {"capabilities": [{"name": "EnableServerless"}], "locations": [{}] * regions}
        return usd("cosmosdb", "DatabaseAccount", {"tags": declared, **features})

    assert 1.9 * cost(1) < cost(2) < 2 * cost(1)
    assert cost(1, 2) == pytest.approx(2 * cost(1))


ACCOUNT = "azure-native:cognitiveservices:Account"
DEPLOYMENT = "azure-native:cognitiveservices:Deployment"


@pytest.mark.parametrize(
    ("account", "named", "made_from", "region"),
    [
        ({"accountName": "ai", "location": "Sweden Central"}, "ai", {}, "swedencentral"),
        ({"name": "ai", "location": "swedencentral"}, "ai", {}, "swedencentral"),
        ({"accountName": UNKNOWN, "location": "swedencentral"}, UNKNOWN, {"accountName": ["urn:a"]}, "swedencentral"),
        ({"accountName": UNKNOWN, "location": "swedencentral"}, UNKNOWN, {}, None),
        ({"accountName": "other", "location": "swedencentral"}, "ai", {}, None),
        ({"accountName": "ai", "location": UNKNOWN}, "ai", {}, None),
        ({"accountName": ["ai"], "location": "atlantis"}, "ai", {}, None),
    ],
)  # fmt: skip
def test_a_deployment_runs_where_its_account_is(
    account: dict[str, Any], named: Any, made_from: dict[str, list[str]], region: str | None
) -> None:
    child = Resource(DEPLOYMENT, "chat", model(accountName=named, **NEED), "urn:c", made_from)
    found = of_stack([Resource(ACCOUNT, "ai", account, "urn:a"), child])
    assert found.lines[1].region == region
    assert (found.gco2e.mid > 0) == (region is not None)


def test_a_sum_says_what_it_lacks() -> None:
    stack = of_stack(
        [
            Resource("azure-native:search/v20250501:Service", "find", {"sku": {"name": "basic"}}),
            Resource("azure-native_redis_v2024:redis:Redis", "old", {}),
            Resource("random:index:RandomId", "id", {}),
        ]
    )
    assert [line.name for line in stack.lines] == ["find", "old"]
    assert [line.name for line in stack.not_known("usd")] == ["old"]
    assert stack.usd.mid == pytest.approx(0.101 * MONTH_H)
    assert (stack.told("usd"), stack.told("gco2e")) == (
        "of 1 of 2 resources",
        "of 0 of 2 resources",
    )
    told = stack.as_dict()
    assert told["not_known"]["usd"] == {
        "old": "neither price nor power of redis:Redis is in the catalogue"
    }
    json.dumps(told, allow_nan=False)


LINES = st.builds(
    lambda figures, name: Line.of("m:T", dict(zip(QUANTITIES, figures, strict=True))).called(
        name, None
    ),
    st.lists(st.floats(0, 1e9).map(Spread.exactly) | st.just("why"), min_size=4, max_size=4),
    st.text(),
)


@given(st.lists(LINES, max_size=5), st.lists(LINES, max_size=5))
def test_sums_add_up_and_no_line_makes_one_smaller(first: list[Line], more: list[Line]) -> None:
    part, rest, whole = total(first), total(more), total([*first, *more])
    for key in QUANTITIES:
        sums = [getattr(item, key).mid for item in (part, rest, whole)]
        assert sums[2] == pytest.approx(sums[0] + sums[1])
        assert sums[2] >= sums[0] * (1 - 1e-12)
        assert len(whole.not_known(key)) == len(part.not_known(key)) + len(rest.not_known(key))


@given(st.lists(st.tuples(st.sampled_from(TYPES), PROPS), max_size=4))
def test_any_stack_is_reckoned(items: list[tuple[list[str], dict[str, Any]]]) -> None:
    found = of_stack(
        [Resource(f"azure-native:{':'.join(kind)}", str(n), p) for n, (kind, p) in enumerate(items)]
    )
    assert isinstance(found, Total)
    assert len(found.lines) == len(items)
