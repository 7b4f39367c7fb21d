"""Does a ProvisionedDeployment create what its plan says, in Azure's order and the safe way?"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
import pytest

from azgreen_components._access import CallerArgs
from azgreen_components.provisioned_deployment import (
    ProvisionedDeployment,
    ProvisionedDeploymentArgs,
    ProvisionedTrafficArgs,
)

if TYPE_CHECKING:
    from collections.abc import Callable

ACCOUNT = "azure-native:cognitiveservices:Account"
DEPLOYMENT = "azure-native:cognitiveservices:Deployment"
ALERT = "azure-native:monitor:MetricAlert"
ROLE = "azure-native:authorization:RoleAssignment"
COMPONENT = "azgreen:index:ProvisionedDeployment"
EXAMPLES = Path(__file__).parents[2] / "components/examples/provisioned_deployment"
TRAFFIC = {"requests_per_second": 1, "input_tokens": 1155, "output_tokens": 211}
GROUP_ID = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Insights/actionGroups/ops"
WANTED: dict[str, Any] = {
    "location": "swedencentral",
    "resource_group_name": "rg",
    "model": "gpt-4.1",
    "traffic": TRAFFIC,
}


@pytest.fixture
def warned(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, pulumi.Resource | None]]:
    found: list[tuple[str, pulumi.Resource | None]] = []
    monkeypatch.setattr(
        pulumi.log, "warn", lambda text, resource=None: found.append((text, resource))
    )
    return found


def program(**more: Any) -> Callable[[], None]:
    def deploy() -> None:
        made = ProvisionedDeployment("ai", {**WANTED, **more})
        for key in ProvisionedDeployment.__annotations__:
            pulumi.export(key, getattr(made, key))

    return deploy


def test_max_example_gives_every_input_and_output() -> None:
    tree = ast.parse((EXAMPLES / "max/__main__.py").read_text(encoding="utf-8"))
    keys = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    shapes = (ProvisionedDeploymentArgs, ProvisionedTrafficArgs, CallerArgs)
    assert keys >= {key for shape in shapes for key in shape.__annotations__}
    read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert read >= set(ProvisionedDeployment.__annotations__)


def test_account_has_no_keys_and_no_public_access(run: Callable[..., Any]) -> None:
    (account,) = run(program()).of(ACCOUNT)
    assert account.name == "ai-account"
    assert account.inputs["identity"] == {"type": "SystemAssigned"}
    assert account.inputs["properties"]["disableLocalAuth"] is True
    assert account.inputs["properties"]["publicNetworkAccess"] == "Disabled"
    (public,) = run(program(public_network_access=True)).of(ACCOUNT)
    assert public.inputs["properties"]["publicNetworkAccess"] == "Enabled"
    assert public.inputs["properties"]["disableLocalAuth"] is True


def test_ptus_name_the_spillover_of_their_pool(run: Callable[..., Any]) -> None:
    made = run(program(environment="dev"))
    spillover, provisioned = made.of(DEPLOYMENT)
    model = {"format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14"}
    assert provisioned.name == "ai-gpt-4.1"
    assert provisioned.inputs["deploymentName"] == "gpt-4.1"
    assert provisioned.inputs["sku"] == {"name": "ProvisionedManaged", "capacity": 100}
    assert provisioned.inputs["properties"] == {
        "model": model,
        "raiPolicyName": "Microsoft.DefaultV2",
        "versionUpgradeOption": "OnceCurrentVersionExpired",
        "spilloverDeploymentName": "gpt-4.1-spillover",
    }
    assert spillover.name == "ai-gpt-4.1-spillover"
    assert spillover.inputs["deploymentName"] == "gpt-4.1-spillover"
    assert spillover.inputs["sku"] == {"name": "Standard", "capacity": 103}
    assert spillover.inputs["properties"] == {
        "model": model,
        "raiPolicyName": "Microsoft.DefaultV2",
        "versionUpgradeOption": "OnceCurrentVersionExpired",
    }
    account = made.of(ACCOUNT)[0].inputs["accountName"]
    assert {item.inputs["accountName"] for item in (spillover, provisioned)} == {account}


def test_the_spillover_is_made_before_the_ptus(run: Callable[..., Any]) -> None:
    waits = {
        request.name: {urn.rpartition("::")[2] for urn in request.dependencies}
        for request in run(program()).requested(DEPLOYMENT)
    }
    assert waits == {
        "ai-gpt-4.1-spillover": {"ai-account"},
        "ai-gpt-4.1": {"ai-account", "ai-gpt-4.1-spillover"},
    }


def test_both_deployments_wait_for_the_filter_that_they_name(run: Callable[..., Any]) -> None:
    safety = {"policies": [{"name": "strict"}]}
    made = run(program(content_safety=safety, content_filter="strict"))
    for request in made.requested(DEPLOYMENT):
        assert "ai-safety-strict" in {urn.rpartition("::")[2] for urn in request.dependencies}
    filters = {item.inputs["properties"]["raiPolicyName"] for item in made.of(DEPLOYMENT)}
    assert filters == {"strict"}


def test_without_spillover_nothing_is_named(run: Callable[..., Any]) -> None:
    made = run(program(spillover=False))
    (provisioned,) = made.of(DEPLOYMENT)
    assert "spilloverDeploymentName" not in provisioned.inputs["properties"]
    assert made.exports["spillover_deployment_name"] is None


def test_both_ends_of_use_are_watched_at_the_account(run: Callable[..., Any]) -> None:
    def deploy() -> None:
        groups = [pulumi.Output.from_input(GROUP_ID), GROUP_ID]
        program(name="chat", action_group_ids=groups)()

    made = run(deploy)
    alerts = {item.name: item.inputs for item in made.of(ALERT)}
    assert set(alerts) == {"ai-high-use", "ai-low-use"}
    for inputs in alerts.values():
        assert inputs["scopes"] == [made.exports["account_id"]]
        assert inputs["actions"] == [{"actionGroupId": GROUP_ID}] * 2
        (criterion,) = inputs["criteria"]["allOf"]
        assert criterion["metricName"] == "AzureOpenAIProvisionedManagedUtilizationV2"
        assert criterion["dimensions"] == [
            {"name": "ModelDeploymentName", "operator": "Include", "values": ["chat"]}
        ]
    ends = {
        name: (item["criteria"]["allOf"][0]["operator"], item["criteria"]["allOf"][0]["threshold"])
        for name, item in alerts.items()
    }
    assert ends == {"ai-high-use": ("GreaterThan", 80.0), "ai-low-use": ("LessThan", 50.0)}
    assert (alerts["ai-high-use"]["windowSize"], alerts["ai-low-use"]["windowSize"]) == (
        "PT15M",
        "P1D",
    )


def test_callers_get_the_narrowest_role(run: Callable[..., Any]) -> None:
    callers = [{"name": "shop", "principal_id": "11111111-1111-1111-1111-111111111111"}]
    openai = run(program(callers=callers)).of(ROLE)
    assert [item.name for item in openai] == ["ai-shop-may-call"]
    other = {"model": "Llama-3.3-70B-Instruct", "sku": "GlobalProvisionedManaged"}
    wider = run(program(callers=callers, **other)).of(ROLE)
    assert openai[0].inputs["roleDefinitionId"] != wider[0].inputs["roleDefinitionId"]


def test_every_resource_is_a_tagged_child(run: Callable[..., Any]) -> None:
    made = run(program(owner="assistants"))
    tokens = (ACCOUNT, DEPLOYMENT, ALERT)
    children = [request for token in tokens for request in made.requested(token)]
    assert len(children) == 5
    assert all(request.parent.endswith("::ai") for request in children)
    assert all(
        item.inputs["tags"]["owner"] == "assistants" for token in tokens for item in made.of(token)
    )
    needs = [item.inputs["tags"].get("azgreen-need") for item in made.of(DEPLOYMENT)]
    # what spills over is a part of the same traffic
    assert needs == [None, "requests-per-second=1 input-tokens=1155 output-tokens=211"]


def test_outputs_tell_size_money_and_footprint(run: Callable[..., Any]) -> None:
    exports = run(program()).exports
    assert exports["deployment_name"] == "gpt-4.1"
    assert exports["spillover_deployment_name"] == "gpt-4.1-spillover"
    assert exports["account_id"].endswith("/accounts/" + exports["account_name"])
    assert exports["principal_id"] == "principal"
    assert exports["endpoint"].startswith("https://")
    assert exports["ptu"] == 100
    assert exports["utilisation"] == pytest.approx(0.605, abs=0.001)
    assert any(line.startswith("bought: 100 PTU") for line in exports["sizing"])
    assert exports["reservation"]["pays"] == {"hourly": False, "month": False, "year": False}
    footprint = exports["footprint"]
    assert (footprint["sku"], footprint["counted_as"]) == ("ProvisionedManaged", "Standard")
    assert footprint["operational_gco2e"]["mid"] > 0
    assert not any(key.startswith("usd") for key in footprint)
    assert footprint["not_counted"].startswith("what PTUs draw when idle is not published")


def test_a_footprint_that_is_not_known_says_why(run: Callable[..., Any]) -> None:
    silent = run(program(traffic=None, ptu=50, spillover=False)).exports
    assert silent["footprint"] == {"not_known": "no traffic is stated"}
    assert silent["utilisation"] is None
    unlisted = run(program(location="germanywestcentral")).exports["footprint"]
    assert set(unlisted) == {"not_known"}
    assert "not offered under sku 'Standard'" in unlisted["not_known"]


def test_a_reservation_that_could_not_pay_is_warned_of_once(
    run: Callable[..., Any], warned: list[tuple[str, pulumi.Resource | None]]
) -> None:
    exports = run(program()).exports
    about = [text for text, _ in warned if "reservation" in text]
    assert about == [exports["reservation"]["verdict"]]
    assert all(isinstance(resource, ProvisionedDeployment) for _, resource in warned)


def test_nothing_is_warned_of_where_nothing_is_wrong(
    run: Callable[..., Any], warned: list[tuple[str, pulumi.Resource | None]]
) -> None:
    traffic = {**TRAFFIC, "requests_per_second": 2, "cache_rate": 0.7}
    run(program(sku="DataZoneProvisionedManaged", ptu=60, traffic=traffic))
    assert warned == []


def test_two_runs_are_the_same_and_two_instances_fit(run: Callable[..., Any]) -> None:
    def both() -> None:
        ProvisionedDeployment("one", {**WANTED})
        ProvisionedDeployment("two", {**WANTED})

    first, second = run(both), run(both)
    made = [{(item.typ, item.name): item.inputs for item in each.made} for each in (first, second)]
    assert made[0] == made[1]
    assert len({item.inputs["accountName"] for item in first.of(ACCOUNT)}) == 2
    assert len({item.inputs["ruleName"] for item in first.of(ALERT)}) == 4


def test_options_reach_the_children(run: Callable[..., Any]) -> None:
    options = pulumi.ResourceOptions(protect=True)
    made = run(lambda: ProvisionedDeployment("ai", {**WANTED}, options) and None)
    tokens = (COMPONENT, ACCOUNT, DEPLOYMENT, ALERT)
    assert all(request.protect for token in tokens for request in made.requested(token))


def test_nothing_is_registered_when_an_input_is_wrong(run: Callable[..., Any]) -> None:
    found: list[Any] = []

    def wrong() -> None:
        try:
            ProvisionedDeployment("ai", {**WANTED, "ptu": 55})
        except pulumi.InputPropertiesError as error:
            found.append(str(error))

    made = run(wrong)
    assert made.made == [item for item in made.made if item.typ == "pulumi:pulumi:Stack"]
    rule = "a deployment starts at 50 and grows by 50"
    assert found == [
        "ProvisionedDeployment 'ai': 1 input cannot be used\n"
        f"  ptu: 55 PTU are not on sale: {rule}; write 50 or 100"
    ]
