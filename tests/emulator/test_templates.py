"""Does a template write its resources as their own requests would, and nothing that it cannot?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.mgmt.resource.deployments import DeploymentsMgmtClient
from tests.emulator import test_machine_learning as learning

from azgreen_emulator.server import LocalAzure

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Raw

    from azgreen_emulator.clock import ManualClock

API = "2024-03-01"
PLACE = "swedencentral"
IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities"
CREDENTIAL = f"{IDENTITY}/federatedIdentityCredentials"
WORKSPACE = "Microsoft.OperationalInsights/workspaces"
AT = "/resourceGroups/rg/providers/Microsoft.Resources/deployments/traffic"
ROOT = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg"
FAILED = "Deployment template validation failed: "
BROKEN = (
    "At least one resource deployment operation failed. Please list deployment operations for"
    " details. Please see https://aka.ms/arm-deployment-operations for usage details."
)


def resource(name: str = "app", **more: Any) -> dict[str, Any]:
    named = {"type": IDENTITY, "apiVersion": "2023-01-31", "name": name}
    return {**named, "location": PLACE, **more}


def account(name: str = "acc", **more: Any) -> dict[str, Any]:
    return {
        "type": "Microsoft.CognitiveServices/accounts",
        "apiVersion": "2025-06-01",
        "name": name,
        "location": PLACE,
        "kind": "AIServices",
        "sku": {"name": "S0"},
        "properties": {},
        **more,
    }


def model(name: str = "acc/chat", **more: Any) -> dict[str, Any]:
    return {
        "type": "Microsoft.CognitiveServices/accounts/deployments",
        "apiVersion": "2025-06-01",
        "name": name,
        "sku": {"name": "GlobalStandard", "capacity": 1},
        "properties": {
            "model": {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}
        },
        **more,
    }


def body(
    *resources: Any, mode: str = "Incremental", given: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    listed = list(resources or (resource(),))
    template = {"$schema": "s", "contentVersion": "1.0.0.0", "resources": listed, **more}
    properties: dict[str, Any] = {"mode": mode, "template": template}
    return {"properties": properties | ({"parameters": given} if given else {})}


@pytest.fixture
def group(raw: Raw) -> Raw:
    assert raw.group().status == 201
    return raw


def deployed(group: Raw, sent: dict[str, Any]) -> dict[str, Any]:
    answer = group.put(AT, sent, api=API)
    assert answer.status in {200, 201}, answer.raw
    assert answer.json["properties"]["provisioningState"] == "Accepted"
    return group.get(AT, api=API).json["properties"]


def identity(group: Raw, name: str = "app") -> Any:
    return group.get(f"/resourceGroups/rg/providers/{IDENTITY}/{name}", api="2023-01-31")


def test_a_template_writes_its_resources_and_writes_them_again(group: Raw) -> None:
    deployed(group, body(resource("one"), resource("two")))
    assert [identity(group, name).json["name"] for name in ("one", "two")] == ["one", "two"]
    deployed(group, body(resource("one", tags={"team": "chat"})))
    assert identity(group, "one").json["tags"] == {"team": "chat"}
    assert identity(group, "two").status == 200


def test_a_deployment_tells_what_it_wrote_and_not_its_template(group: Raw) -> None:
    told = deployed(group, body(model(dependsOn=["acc"]), account()))
    acc = f"{ROOT}/providers/Microsoft.CognitiveServices/accounts/acc"
    hash_, correlation = told.pop("templateHash"), told.pop("correlationId")
    assert hash_.isdigit()
    assert correlation
    assert told == {
        "mode": "Incremental",
        "provisioningState": "Succeeded",
        "timestamp": "2026-11-23T12:00:00.0000000Z",
        "duration": "PT0.0S",
        "parameters": {},
        "outputs": {},
        "outputResources": [{"id": acc}, {"id": f"{acc}/deployments/chat"}],
        "providers": [
            {
                "namespace": "Microsoft.CognitiveServices",
                "resourceTypes": [
                    {"resourceType": "accounts", "locations": [PLACE]},
                    {"resourceType": "accounts/deployments", "locations": []},
                ],
            }
        ],
        "dependencies": [
            {
                "dependsOn": [
                    {
                        "id": acc,
                        "resourceType": "Microsoft.CognitiveServices/accounts",
                        "resourceName": "acc",
                    }
                ],
                "id": f"{acc}/deployments/chat",
                "resourceType": "Microsoft.CognitiveServices/accounts/deployments",
                "resourceName": "acc/chat",
            }
        ],
    }
    assert deployed(group, body(model(dependsOn=["acc"]), account()))["templateHash"] == hash_
    assert deployed(group, body(account()))["templateHash"] != hash_


def test_each_resource_waits_for_those_that_it_needs(
    clock: ManualClock, speak: Callable[[str], Raw]
) -> None:
    with LocalAzure(None, clock=clock, latency_s=10) as slow:
        raw = speak(slow.url)
        raw.group()
        need = "[resourceId('Microsoft.CognitiveServices/accounts', 'acc')]"
        answer = raw.put(AT, body(model(dependsOn=[need]), account()), api=API)
        poll = answer.headers["Azure-AsyncOperation"]
        seen = []
        for _ in range(4):
            told = raw.get(AT, api=API).json["properties"]
            child = f"{raw.at()}/deployments/chat"
            there = [raw.get(path).status for path in (raw.at(), child)]
            seen.append((raw.get(poll, api="").json["status"], told["provisioningState"], there))
            clock.advance(10)
    assert seen == [
        ("InProgress", "Accepted", [404, 404]),
        ("InProgress", "Running", [200, 404]),
        ("InProgress", "Running", [200, 200]),
        ("Succeeded", "Succeeded", [200, 200]),
    ]
    assert told["duration"] == "PT30.0S"


def test_a_deployment_that_is_under_way_is_not_replaced(
    clock: ManualClock, speak: Callable[[str], Raw]
) -> None:
    with LocalAzure(None, clock=clock, latency_s=10) as slow:
        raw = speak(slow.url)
        raw.group()
        raw.put(AT, body(), api=API)
        busy = raw.put(AT, body(), api=API)
    assert (busy.status, busy.code) == (409, "DeploymentActive")
    assert busy.message == (
        "Unable to edit or replace deployment 'traffic': the previous deployment is still active."
        " Please see https://aka.ms/arm-deploy for usage details."
    )


def test_what_was_written_stays_when_the_deployment_goes(group: Raw) -> None:
    deployed(group, body())
    assert group.send("HEAD", AT, api=API).status == 204
    assert group.delete(AT, api=API).status == 202
    assert group.get(AT, api=API).status == 404
    assert group.send("HEAD", AT, api=API).status == 404
    assert identity(group).status == 200


def test_a_refused_resource_fails_the_deployment_and_leaves_what_was_before(group: Raw) -> None:
    bad = resource("two", location="nowhere", dependsOn=["one"])
    answer = group.put(
        AT, body(bad, resource("one"), resource("three", dependsOn=["two"])), api=API
    )
    assert answer.status == 201
    told = group.get(AT, api=API).json["properties"]
    assert told["provisioningState"] == "Failed"
    error = told["error"]
    assert (error["code"], error["message"]) == ("DeploymentFailed", BROKEN)
    (detail,) = error["details"]
    assert detail["code"] == "LocationNotAvailableForResourceType"
    assert detail["target"] == f"{ROOT}/providers/{IDENTITY}/two"
    status = group.get(answer.headers["Azure-AsyncOperation"], api="").json
    assert (status["status"], status["error"]) == ("Failed", error)
    assert [identity(group, name).status for name in ("one", "two", "three")] == [200, 404, 404]
    assert "outputs" not in told
    assert deployed(group, body())["provisioningState"] == "Succeeded"
    assert "error" not in group.get(AT, api=API).json["properties"]


PARAMETERS = {
    "who": {"type": "string", "defaultValue": "[concat(resourceGroup().name, '-me')]"},
    "count": {"type": "int", "minValue": 1, "maxValue": 3},
    "key": {"type": "secureString"},
    "place": {"type": "string", "allowedValues": [PLACE, "norwayeast"], "defaultValue": PLACE},
}
VARIABLES = {
    "name": "[format('{0}-{1}', parameters('who'), variables('end'))]",
    "end": "it''s",
    "a": {"b": [7]},
}


def test_expressions_are_worked_out(group: Raw) -> None:
    outputs = {
        "id": f"[resourceId('{IDENTITY}', 'it')]",
        "other": f"[resourceId('sub', 'group', '{IDENTITY}', 'it')]",
        "near": f"[resourceId('group', '{CREDENTIAL}', 'it', 'fed')]",
        "name": "[variables('name')]",
        "text": "[concat('a', 1, '''', parameters('place'))]",
        "braces": "[format('{{{0}}}', 7)]",
        "plain": "[[not an expression]",
        "subscription": "[subscription().subscriptionId]",
    }
    shown = {name: {"type": "string", "value": text} for name, text in outputs.items()}
    shown |= {
        "list": {"type": "Array", "value": "[concat(variables('a').b, variables('a').b)]"},
        "first": {"type": "int", "value": "[variables('a')['b'][0]]"},
        "hidden": {"type": "secureString", "value": "[parameters('key')]"},
    }
    made = resource(
        "[parameters('who')]",
        location="[resourceGroup().location]",
        tags={"[parameters('who')]": "[format('{0}', parameters('count'))]"},
    )
    given = {"count": {"value": 2}, "key": {"value": "hunter2"}}
    whole = {"parameters": PARAMETERS, "variables": VARIABLES, "outputs": shown}
    told = deployed(group, body(made, given=given, **whole))
    assert identity(group, "rg-me").json["tags"] == {"rg-me": "2"}
    assert told["parameters"] == {
        "who": {"type": "String", "value": "rg-me"},
        "count": {"type": "Int", "value": 2},
        "key": {"type": "SecureString"},
        "place": {"type": "String", "value": PLACE},
    }
    values = {name: item.get("value") for name, item in told["outputs"].items()}
    assert values == {
        "id": f"{ROOT}/providers/{IDENTITY}/it",
        "other": f"/subscriptions/sub/resourceGroups/group/providers/{IDENTITY}/it",
        "near": f"{ROOT.rpartition('/')[0]}/group/providers/{IDENTITY}/it/federatedIdentityCredentials/fed",
        "name": "rg-me-it''s",
        "text": "a1'swedencentral",
        "braces": "{7}",
        "plain": "[not an expression]",
        "subscription": ROOT.split("/")[2],
        "list": [7, 7],
        "first": 7,
        "hidden": None,
    }
    assert b"hunter2" not in group.get(AT, api=API).raw


BAD: list[tuple[dict[str, Any], str]] = [
    (body(mode="Complete"), "mode Complete, which deletes what a template leaves out, is not served"),
    ({"properties": {"mode": "Incremental"}}, "there is no template in it; links are not followed"),
    (body(functions=[{}]), "'functions' is not served"),
    (body(parameters=["a"], outputs={"a": 1}), "'parameters' is not an object of objects; 'outputs' is not an object of objects"),
    (body({"type": IDENTITY, "name": "a"}), "the template resource 'a' has no 'apiVersion'"),
    (body(7), "the template resource 0 is no object"),
    (body(resource(copy={"count": 2})), "'copy' of the template resource 'app' is not served"),
    (body(resource(condition=True)), "'condition' of the template resource 'app' is not served"),
    (body(resource(resources=[])), "'resources' of the template resource 'app' is not served"),
    (body(resource(dependsOn="x")), "'dependsOn' of the template resource 'app' is not a list of names"),
    (body(resource(dependsOn=["x"])), "the resource 'x', which 'app' depends on, is not defined in the template"),
    (body(resource("a", dependsOn=["b"]), resource("b", dependsOn=["a"])), f"circular dependency detected on resource: '{ROOT}/providers/{IDENTITY}/a'"),
    (body(resource("a"), resource("A")), f"the resource '{ROOT}/providers/{IDENTITY}/A' is defined multiple times in a template; the resource '{ROOT}/providers/{IDENTITY}/a' is defined multiple times in a template"),
    (body(resource("a"), account("a"), resource("b", dependsOn=["a"])), "the dependsOn 'a' of 'b' means more than one resource"),
    (body(resource("a/b")), f"the template resource 'a/b' for type '{IDENTITY}' has incorrect segment lengths: a name has as many parts as the type has after its namespace"),
    (body(resource(location="[reference('x').location]")), "the function 'reference' of '[reference('x').location]' is not served; served are concat, format, parameters, resourcegroup, resourceid, subscription, variables"),
    (body(resource(location="[concat('a']")), "the expression '[concat('a']' is not valid"),
    (body(resource(location="[concat('a') 'b']")), "the expression '[concat('a') 'b']' is not valid"),
    (body(resource(location="[concat 'b']")), "the expression '[concat 'b']' is not valid"),
    (body(resource(location="[concat('a' 'b')]")), "the expression '[concat('a' 'b')]' is not valid"),
    (body(resource(location="[?]")), "the expression '[?]' is not valid"),
    (body(resource(location="[]")), "the expression '[]' is not valid"),
    (body(resource(location="[resourceGroup().7]")), "the expression '[resourceGroup().7]' is not valid"),
    (body(resource(location="[resourceGroup()['name'(]")), "the expression '[resourceGroup()['name'(]' is not valid"),
    (body(resource(location="[resourceGroup().place]")), "the property 'place' of the expression '[resourceGroup().place]' doesn't exist"),
    (body(resource(location="[resourceGroup('rg').name]")), "'resourceGroup' of '[resourceGroup('rg').name]' has other arguments"),
    (body(resource(location="[parameters('a')]")), "the template parameter 'a' is not found"),
    (body(resource(location="[variables('a')]")), "the template variable 'a' is not found"),
    (body(resource(location="[variables('a')]"), variables={"a": "[variables('b')]", "b": "[variables('a')]"}), "the template variable 'a' is made of itself"),
    (body(resource(location="[concat('a', resourceGroup())]")), "only texts and numbers can be put together to a text"),
    (body(resource(location="[format('{0:N}', 1)]")), "the format '{0:N}' is not served; write places as {0}"),
    (body(resource(location="[format('{1}', 1)]")), "the format '{1}' is not served; write places as {0}"),
    (body(resource(location="[resourceId('Microsoft.A/b/c', 'x')]")), "unable to make a resource id of 'Microsoft.A/b/c, x'"),
    (body(resource(location="[resourceId('a', 'b', 'c', 'Microsoft.A/b', 'x')]")), "unable to make a resource id of 'a, b, c, Microsoft.A/b, x'"),
    (body(resource(location="[resourceId('a')]")), "unable to make a resource id of 'a'"),
    (body(outputs={"a": {"type": "string", "value": 7}, "b": {"value": 7}}), "the template output 'a': a value is no String; the template output 'b': there is no type 'None'; there are String, SecureString, Int, Bool, Object, SecureObject, Array"),
    (body(given={"a": {"value": 1}}, parameters={"b": {"type": "int"}}), "the following parameters were supplied, but do not correspond to any parameters defined in the template: 'a'. The parameters defined in the template are: 'b'; the value for the template parameter 'b' is not provided"),
    (body(parameters={"b": {}}), "the template parameter 'b' has no type"),
    (body(given={"b": {"reference": {}}}, parameters={"b": {"type": "int"}}), "the value of the template parameter 'b' is not written as {value: ...}; references are not followed"),
    (body(given={"b": {"value": True}}, parameters={"b": {"type": "int"}}), "the template parameter 'b': a value is no Int"),
    (body(given={"b": {"value": 9}}, parameters={"b": PARAMETERS["count"]}), "the template parameter 'b' is not from 1 to 3: 9"),
    (body(given={"b": {"value": 9}}, parameters={"b": {"type": "int", "minValue": "x"}}), "the limits of the template parameter 'b' are no numbers"),
    (body(given={"b": {"value": "x"}}, parameters={"b": PARAMETERS["place"]}), "the template parameter 'b' is not part of the allowed value(s): 'swedencentral,norwayeast'"),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "reason"), BAD)
def test_what_cannot_be_written_is_refused_by_name(
    group: Raw, sent: dict[str, Any], reason: str
) -> None:
    answer = group.put(AT, sent, api=API)
    assert (answer.status, answer.code) == (400, "InvalidTemplate")
    assert answer.message == f"{FAILED}{reason}."
    assert group.get(AT, api=API).status == 404


def test_resources_that_are_no_list_are_refused(group: Raw) -> None:
    sent = body()
    sent["properties"]["template"]["resources"] = {}
    assert group.put(AT, sent, api=API).message == f"{FAILED}'resources' is not a list."


def test_a_place_is_that_of_the_group(group: Raw) -> None:
    answer = group.put(AT, {**body(), "location": PLACE}, api=API)
    assert (answer.status, answer.code) == (400, "InvalidDeployment")
    what = "The 'location' property is not allowed for 'traffic' at resource group scope."
    assert answer.message == what


def test_types_and_versions_that_are_not_there_are_refused_before_anything_is_written(
    group: Raw,
) -> None:
    nowhere, older = (
        resource(type="Microsoft.Nowhere/things"),
        resource("old", apiVersion="1999-01-01"),
    )
    answer = group.put(AT, body(resource("one"), nowhere, older), api=API)
    assert (answer.status, answer.code) == (400, "InvalidTemplateDeployment")
    assert answer.message == (
        "The template deployment 'traffic' is not valid according to the validation procedure."
        " See inner errors for details."
    )
    details = [(item["code"], item["target"]) for item in answer.json["error"]["details"]]
    assert details == [
        ("InvalidResourceNamespace", f"{ROOT}/providers/Microsoft.Nowhere/things/app"),
        ("NoRegisteredProviderFound", f"{ROOT}/providers/{IDENTITY}/old"),
    ]
    assert identity(group, "one").status == 404


def test_azures_own_client_deploys(made: Callable[[type[Any]], Any]) -> None:
    deployments = made(DeploymentsMgmtClient).deployments
    sent = body(account(), model(dependsOn=["acc"]))
    checked = deployments.begin_validate("rg", "traffic", sent).result()
    assert [item.id.rsplit("/", 1)[-1] for item in checked.properties.validated_resources] == [
        "acc",
        "chat",
    ]
    assert not deployments.check_existence("rg", "traffic")
    told = deployments.begin_create_or_update("rg", "traffic", sent).result()
    assert told.properties.provisioning_state == "Succeeded"
    assert [item.id.rsplit("/", 1)[-1] for item in told.properties.output_resources] == [
        "acc",
        "chat",
    ]
    assert deployments.check_existence("rg", "traffic")
    assert deployments.get("rg", "traffic").name == "traffic"
    assert [item.name for item in deployments.list_by_resource_group("rg")] == ["traffic"]
    deployments.begin_delete("rg", "traffic").result()
    with pytest.raises(ResourceNotFoundError):
        deployments.get("rg", "traffic")


def test_azures_own_client_learns_why_a_deployment_failed(made: Callable[[type[Any]], Any]) -> None:
    deployments = made(DeploymentsMgmtClient).deployments
    sent = body(model("none/chat"))
    with pytest.raises(HttpResponseError) as caught:
        deployments.begin_create_or_update("rg", "traffic", sent).result()
    assert caught.value.error.code == "DeploymentFailed"
    assert [item.code for item in caught.value.error.details] == ["ParentResourceNotFound"]
    told = deployments.get("rg", "traffic").properties
    assert (told.provisioning_state, told.error.code) == ("Failed", "DeploymentFailed")
    with pytest.raises(HttpResponseError) as refused:
        deployments.begin_validate("rg", "traffic", body(resource(copy={})))
    assert refused.value.error.code == "InvalidTemplate"


def test_an_endpoint_gets_its_traffic_once_its_deployments_are_there(raw: Raw) -> None:
    learning.prepare(raw)
    assert raw.put(learning.at(), learning.workspace_body(), api=learning.API).status == 202
    assert learning.put_endpoint(raw).status == 201
    # what OnlineEndpoint writes: the whole endpoint again, with its traffic
    again = {
        "type": "Microsoft.MachineLearningServices/workspaces/onlineEndpoints",
        "apiVersion": learning.API,
        "name": "main/chat",
        **learning.endpoint_body(traffic={"blue": 100}),
    }
    raw.put(AT, body(again), api=API)
    early = raw.get(AT, api=API).json["properties"]
    assert early["provisioningState"] == "Failed"
    (detail,) = early["error"]["details"]
    assert "blue" in detail["message"]
    assert learning.put_deployment(raw).status == 201
    assert deployed(raw, body(again))["provisioningState"] == "Succeeded"
    endpoint = raw.get(learning.at("/onlineEndpoints/chat"), api=learning.API).json
    assert endpoint["properties"]["traffic"] == {"blue": 100}
