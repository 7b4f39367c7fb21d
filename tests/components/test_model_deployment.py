"""Does a ModelDeployment create what its plan says, the safe way?"""

from __future__ import annotations

import ast
import runpy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi
import pytest

from azgreen_components import ModelArgs, ModelDeployment, ModelDeploymentArgs

if TYPE_CHECKING:
    from collections.abc import Callable

ACCOUNT = "azure-native:cognitiveservices:Account"
DEPLOYMENT = "azure-native:cognitiveservices:Deployment"
COMPONENT = "azgreen:index:ModelDeployment"
EXAMPLES = Path(__file__).parents[2] / "components/examples/model_deployment"
LOCATION = "swedencentral"
TRAFFIC = {"requests_per_second": 0.5, "input_tokens": 1155, "output_tokens": 211}


def args(**more: Any) -> Any:
    given = {
        "location": LOCATION,
        "resource_group_name": "rg",
        "deployments": [{"model": "gpt-4.1-mini", "capacity": 20}],
    }
    return {**given, **more}


@pytest.mark.parametrize("case", ["defaults", "recommended", "max"])
def test_examples_run_twice_with_the_same_result(run: Callable[..., Any], case: str) -> None:
    def program() -> None:
        runpy.run_path(str(EXAMPLES / case / "__main__.py"), run_name="__main__")

    first, second = run(program), run(program)
    made = [{(item.typ, item.name): item.inputs for item in each.made} for each in (first, second)]
    assert made[0] == made[1]
    assert len(first.of(COMPONENT)) == len(first.of(ACCOUNT)) == 1
    assert first.exports["endpoint"].startswith("https://")
    assert first.exports == second.exports


def test_max_example_gives_every_input() -> None:
    tree = ast.parse((EXAMPLES / "max/__main__.py").read_text(encoding="utf-8"))
    keys = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert keys >= {*ModelDeploymentArgs.__annotations__, *ModelArgs.__annotations__}


def test_account_has_no_keys_and_no_public_access(run: Callable[..., Any]) -> None:
    made = run(lambda: ModelDeployment("ai", args()) and None)
    (account,) = made.of(ACCOUNT)
    assert account.name == "ai-account"
    assert account.inputs["kind"] == "AIServices"
    assert account.inputs["sku"] == {"name": "S0"}
    assert account.inputs["identity"] == {"type": "SystemAssigned"}
    assert account.inputs["location"] == LOCATION
    assert account.inputs["properties"] == {
        "customSubDomainName": account.inputs["accountName"],
        "allowProjectManagement": True,
        "disableLocalAuth": True,
        "publicNetworkAccess": "Disabled",
        "networkAcls": {"defaultAction": "Deny"},
    }


def test_public_access_only_when_asked(run: Callable[..., Any]) -> None:
    made = run(lambda: ModelDeployment("ai", args(public_network_access=True)) and None)
    properties = made.of(ACCOUNT)[0].inputs["properties"]
    assert properties["publicNetworkAccess"] == "Enabled"
    assert properties["networkAcls"] == {"defaultAction": "Allow"}
    assert properties["disableLocalAuth"] is True


def test_deployment_has_every_default(run: Callable[..., Any]) -> None:
    made = run(lambda: ModelDeployment("ai", args(environment="dev")) and None)
    (deployment,) = made.of(DEPLOYMENT)
    assert deployment.name == "ai-gpt-4.1-mini"
    assert deployment.inputs["accountName"] == made.of(ACCOUNT)[0].inputs["accountName"]
    assert deployment.inputs["deploymentName"] == "gpt-4.1-mini"
    assert deployment.inputs["sku"] == {"name": "Standard", "capacity": 20}
    assert deployment.inputs["properties"] == {
        "model": {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"},
        "raiPolicyName": "Microsoft.DefaultV2",
        "versionUpgradeOption": "OnceCurrentVersionExpired",
    }
    assert deployment.inputs["tags"]["environment"] == "dev"
    assert set(deployment.inputs["tags"]) == {"environment", "azgreen-carbon-data"}


def test_deployments_are_made_one_after_another(run: Callable[..., Any]) -> None:
    models = [{"model": "gpt-4.1-mini", "name": f"d{index}", "capacity": 1} for index in range(3)]
    made = run(lambda: ModelDeployment("ai", args(deployments=models)) and None)
    waits = [
        {urn.rpartition("::")[2] for urn in request.dependencies}
        for request in made.requested(DEPLOYMENT)
    ]
    assert waits == [{"ai-account"}, {"ai-account", "ai-d0"}, {"ai-account", "ai-d1"}]


def test_outputs_tell_names_and_footprint(run: Callable[..., Any]) -> None:
    def program() -> None:
        models = [
            {"model": "gpt-4.1-mini", "name": "chat", "traffic": TRAFFIC},
            {"model": "gpt-4.1-mini", "name": "quiet", "capacity": 1},
        ]
        made = ModelDeployment("ai", args(deployments=models))
        for key in ModelDeployment.__annotations__:
            pulumi.export(key, getattr(made, key))

    made = run(program)
    chat, quiet = (item.inputs["tags"] for item in made.of(DEPLOYMENT))
    told = "requests-per-second=0.5 input-tokens=1155 output-tokens=211"
    assert (chat["azgreen-need"], "azgreen-need" in quiet) == (told, False)
    exports = made.exports
    assert exports["deployment_names"] == ["chat", "quiet"]
    assert exports["account_id"].endswith(
        "/Microsoft.CognitiveServices/accounts/" + exports["account_name"]
    )
    assert exports["principal_id"] == "principal"
    (footprint,) = exports["footprint"]
    assert footprint["deployment"] == "chat"
    assert "default_choice" in footprint


def test_a_footprint_that_is_not_known_says_so(run: Callable[..., Any]) -> None:
    def program() -> None:
        models = [{"model": "text-embedding-3-large", "traffic": TRAFFIC}]
        pulumi.export("footprint", ModelDeployment("ai", args(deployments=models)).footprint)

    (footprint,) = run(program).exports["footprint"]
    assert set(footprint) == {"deployment", "not_known"}


def test_two_instances_share_a_program(run: Callable[..., Any]) -> None:
    def program() -> None:
        ModelDeployment("one", args())
        ModelDeployment("two", args())

    made = run(program)
    names = [(item.typ, item.name) for item in made.made]
    assert len(names) == len(set(names))
    assert len({item.inputs["accountName"] for item in made.of(ACCOUNT)}) == 2


def test_options_reach_the_children_as_pulumi_does(run: Callable[..., Any]) -> None:
    def program() -> None:
        options = pulumi.ResourceOptions(protect=True, aliases=[pulumi.Alias(name="old")])
        ModelDeployment("ai", args(), options)

    made = run(program)
    requests = [made.requested(token)[0] for token in (COMPONENT, ACCOUNT, DEPLOYMENT)]
    assert all(request.protect for request in requests)
    assert "old" in str(requests[0].aliases)
    assert all(request.parent.endswith("::ai") for request in requests[1:])


def test_nothing_is_registered_when_an_input_is_wrong(run: Callable[..., Any]) -> None:
    made: list[Any] = []

    def program() -> None:
        try:
            ModelDeployment("ai", args(location="nowhere"))
        except pulumi.InputPropertiesError as error:
            made.append(error.errors)

    result = run(program)
    assert made[0][0]["property_path"] == "location"
    assert result.of(COMPONENT) == []
