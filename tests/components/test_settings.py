"""Is every key of the configuration read, and every wrong one named?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pulumi
import pytest

from azgreen import catalog
from azgreen.errors import InputError
from azgreen_components import GreenAiStack, GreenAiStackArgs, load_settings
from azgreen_components._inputs import camel
from azgreen_components.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TRAFFIC = {"requestsPerSecond": 0.5, "inputTokens": 1155, "outputTokens": 211}
READ = {"requests_per_second": 0.5, "input_tokens": 1155, "output_tokens": 211}
LEAST = {
    "location": "swedencentral",
    "environment": "dev",
    "workload": "shop",
    "deployments": [{"model": "gpt-4.1-mini", "capacity": 2}],
}


@pytest.fixture(autouse=True)
def empty() -> Iterator[None]:
    yield
    pulumi.runtime.set_all_config({}, [])


def configure(secret: list[str] | None = None, **more: Any) -> None:
    """Set the configuration as the engine does: texts as they are, all else as JSON."""
    given = {"location": "swedencentral", "deployments": [{"model": "gpt-4.1-mini", "capacity": 2}]}
    texts = {
        f"azgreen:{key}": value if isinstance(value, str) else json.dumps(value)
        for key, value in {**given, **more}.items()
        if value is not None
    }
    pulumi.runtime.set_all_config({**texts, "azure-native:location": "elsewhere"}, secret or [])


def faults(**more: Any) -> list[str]:
    configure(**more)
    with pytest.raises(InputError) as caught:
        load_settings(pulumi.Config("azgreen"))
    return [str(fault) for fault in caught.value.faults]


def test_least_configuration(run: Callable[..., Any]) -> None:
    read: list[Settings] = []
    configure()
    run(lambda: read.append(load_settings(pulumi.Config("azgreen"))))
    assert read == [Settings(LEAST)]


def test_what_commands_record_is_for_people_and_policies(run: Callable[..., Any]) -> None:
    read: list[Settings] = []
    placed = {"region": "swedencentral", "gco2ePerMonth": {"low": 1}, "runnerUp": None}
    configure(placement=placed, evidence=[{"baseline": "gpt-4.1", "verdict": "promote"}])
    run(lambda: read.append(load_settings(pulumi.Config("azgreen"))))
    assert read == [Settings(LEAST)]
    assert faults(placement=["swedencentral"]) == [
        "config azgreen:placement: ['swedencentral'] is no record; "
        "run 'azgreen place --write' or take it out"
    ]
    assert faults(evidence={"verdict": "promote"}) == [
        "config azgreen:evidence: {'verdict': 'promote'} is no record; "
        "run 'azgreen evaluate --write' or take it out"
    ]


def test_budgets_are_for_policies(run: Callable[..., Any]) -> None:
    read: list[Settings] = []
    configure(budget=500, carbonBudget=12.5)
    run(lambda: read.append(load_settings(pulumi.Config("azgreen"))))
    assert read == [Settings(LEAST)]
    assert faults(budget="much", carbonBudget=[1]) == [
        "config azgreen:budget: 'much' is not a number; write it without quotes",
        "config azgreen:carbonBudget: [1] is not a number; write it without quotes",
    ]


def test_whole_configuration_reaches_the_component(run: Callable[..., Any]) -> None:
    def program() -> None:
        settings = load_settings(pulumi.Config("azgreen"))
        GreenAiStack(settings.workload, settings.stack_args("rg"))

    chat = {"model": "gpt-4.1-mini", "contentFilter": "Microsoft.Default", "version": "2025-04-14"}
    configure(
        deployments=[{**chat, "traffic": TRAFFIC}],
        environment="prod",
        owner="me",
        workload="chat",
        accountName="contoso",
        subDomain="contoso-ai",
        nameSuffix="b",
        publicNetworkAccess=True,
        tags={"cost-centre": "4711"},
    )  # fmt: skip
    made = run(program)
    (account,) = made.of("azure-native:cognitiveservices:Account")
    (deployment,) = made.of("azure-native:cognitiveservices:Deployment")
    assert account.inputs["accountName"] == "contoso"
    assert account.inputs["properties"]["customSubDomainName"] == "contoso-ai"
    assert account.inputs["properties"]["publicNetworkAccess"] == "Enabled"
    assert account.inputs["tags"].keys() >= {"environment", "owner", "workload", "cost-centre"}
    assert deployment.inputs["sku"]["capacity"] == 63
    assert deployment.inputs["properties"]["raiPolicyName"] == "Microsoft.Default"


def test_every_input_of_the_component_is_a_setting() -> None:
    names = {camel(name) for name in GreenAiStackArgs.__annotations__} - {"resourceGroupName"}
    told = faults(**{key: ["?"] for key in names - {"location", "deployments"}})
    assert [fault for fault in told if "unknown key" in fault] == []
    (unknown,) = faults(resourceGroupName="rg")
    assert unknown.startswith("config azgreen:resourceGroupName: unknown key; ")


def test_parts_are_read_as_the_component_declares_them() -> None:
    machines = {"model": "Phi-4-mini-instruct", "traffic": TRAFFIC, "latencyTargetMs": 60}
    configure(
        environment="dev",
        workload="shop",
        endpoint={
            "deployments": [machines],
            "traffic": {"blue": 100},
            "trafficProfile": [0.5] * 24,
        },
        cache={"tenantKey": "tenant", "versionTag": "7", "hitRate": 0.2, "highAvailability": True},
        callers=[{"name": "shop", "principalId": "5b1d9b3a-6a0f-4a59-9a0b-2f6d6f0c7f11"}],
    )
    values = load_settings(pulumi.Config("azgreen")).values
    assert values["endpoint"] == {
        "deployments": [{"model": "Phi-4-mini-instruct", "traffic": READ, "latency_target_ms": 60}],
        "traffic": {"blue": 100},
        "traffic_profile": [0.5] * 24,
    }
    assert values["cache"]["high_availability"] is True
    assert values["callers"][0]["principal_id"] == "5b1d9b3a-6a0f-4a59-9a0b-2f6d6f0c7f11"


def test_keys_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "azgreen:location": "swedencentral",
        "azgreen:deployments": '[{"model": "a"}]',
        "azgreen:environment": "dev",
        "azgreen:workload": "shop",
    }
    monkeypatch.setenv("PULUMI_CONFIG", json.dumps(given))
    assert load_settings(pulumi.Config("azgreen")).values["deployments"] == [{"model": "a"}]


MODEL = {"model": "gpt-4.1-mini"}


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("loction", "x", "loction: unknown key; did you mean 'azgreen:location'?"),
        ("location", None, "location: missing; it has no default, so set it"),
        ("location", "", "location: '' is not a text; write it in quotes"),
        ("deployments", [], "deployments: [] is not a list; write at least one"),
        ("deployments", "gpt", "deployments: 'gpt' is not a list or object; set it with --path or in the file"),
        ("deployments", ["gpt"], "deployments[0]: 'gpt' is not an object with named fields"),
        ("deployments", [{}], "deployments[0].model: missing; it has no default, so set it"),
        ("deployments", [{**MODEL, "vrsion": "1"}], "deployments[0].vrsion: unknown key; did you mean 'version'?"),
        ("deployments", [{**MODEL, "version": 1}], "deployments[0].version: 1 is not a text; write it in quotes"),
        ("deployments", [{**MODEL, "capacity": "2"}], "deployments[0].capacity: '2' is not a number; write it without quotes"),
        ("deployments", [{**MODEL, "traffic": 2}], "deployments[0].traffic: 2 is not an object with named fields"),
        ("publicNetworkAccess", "yes", "publicNetworkAccess: 'yes' is not a choice; write true or false"),
        ("tags", [1], "tags: [1] is not an object with named fields"),
        ("tags", {"a": 1}, "tags.a: 1 is not a text; write it in quotes"),
        ("deployments", [{**MODEL, "traffic": {**TRAFFIC, "inputToken": 1}}], "deployments[0].traffic.inputToken: unknown key; did you mean 'inputTokens'?"),
        ("cache", {"versionTag": "7"}, "cache.tenantKey: missing; it has no default, so set it"),
        ("endpoint", {"deployments": [MODEL]}, "endpoint.deployments[0].traffic: missing; it has no default, so set it"),
        ("endpoint", {"deployments": [{**MODEL, "traffic": TRAFFIC}], "traffic": {"a": "1"}}, "endpoint.traffic.a: '1' is not a number; write it without quotes"),
        ("monitoring", {"emails": "a@b.de"}, "monitoring.emails: 'a@b.de' is not a list; write at least one"),
    ],
)  # fmt: skip
def test_a_wrong_key_is_named_in_full(key: str, value: Any, fault: str) -> None:
    assert faults(**{key: value}) == [f"config azgreen:{fault}"]


def test_every_fault_is_told_at_once_and_no_secret() -> None:
    secret = ["azgreen:publicNetworkAccess"]
    told = faults(secret=secret, publicNetworkAccess="hush", location=None, owner="")
    assert told == [
        "config azgreen:location: missing; it has no default, so set it",
        "config azgreen:owner: '' is not a text; write it in quotes",
        "config azgreen:publicNetworkAccess: [secret] is not a choice; write true or false",
    ]


def test_camel_is_the_spelling_of_the_schema() -> None:
    assert camel("public_network_access") == "publicNetworkAccess"


def test_the_group_has_the_tags_of_the_workload() -> None:
    settings = Settings({"environment": "prod", "owner": "me", "tags": {"a": "b"}})
    assert dict(settings.group_tags) == {
        "a": "b",
        "azgreen-carbon-data": catalog.CARBON_DATA_VERSION,
        "environment": "prod",
        "owner": "me",
    }
