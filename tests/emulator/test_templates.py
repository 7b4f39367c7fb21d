"""Does a template write its resources as their own requests would, and nothing that it cannot?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Raw

API = "2024-03-01"
PLACE = "swedencentral"
IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities"
AT = "/resourceGroups/rg/providers/Microsoft.Resources/deployments/traffic"
FAILED = "Deployment template validation failed: "


def resource(name: str = "app", **more: Any) -> dict[str, Any]:
    named = {"type": IDENTITY, "apiVersion": "2023-01-31", "name": name}
    return {**named, "location": PLACE, **more}


def body(*resources: Any, mode: str = "Incremental", **more: Any) -> dict[str, Any]:
    listed = list(resources or (resource(),))
    template = {"$schema": "s", "contentVersion": "1.0.0.0", "resources": listed, **more}
    return {"properties": {"mode": mode, "template": template}}


@pytest.fixture
def group(raw: Raw) -> Raw:
    assert raw.group().status == 201
    return raw


def test_a_template_writes_its_resources_and_writes_them_again(group: Raw) -> None:
    first = group.put(AT, body(resource("one"), resource("two")), api=API)
    assert first.status == 201
    for name in ("one", "two"):
        path = f"/resourceGroups/rg/providers/{IDENTITY}/{name}"
        assert group.get(path, api="2023-01-31").json["name"] == name
    again = group.put(AT, body(resource("one", tags={"team": "chat"})), api=API)
    assert again.status == 200
    path = f"/resourceGroups/rg/providers/{IDENTITY}/one"
    assert group.get(path, api="2023-01-31").json["tags"] == {"team": "chat"}


def test_a_deployment_tells_what_it_wrote_and_not_its_template(group: Raw) -> None:
    group.put(AT, body(), api=API)
    told = group.get(AT, api=API).json
    assert told["properties"]["provisioningState"] == "Succeeded"
    (made,) = told["properties"]["outputResources"]
    assert made["id"].endswith(f"/providers/{IDENTITY}/app")
    assert "template" not in told["properties"]


def test_what_was_written_stays_when_the_deployment_goes(group: Raw) -> None:
    group.put(AT, body(), api=API)
    assert group.delete(AT, api=API).status == 202
    assert group.get(AT, api=API).status == 404
    path = f"/resourceGroups/rg/providers/{IDENTITY}/app"
    assert group.get(path, api="2023-01-31").status == 200


def test_where_one_resource_is_refused_none_is_kept(group: Raw) -> None:
    refused = group.put(AT, body(resource("one"), resource("two", location="nowhere")), api=API)
    assert (refused.status, refused.code) == (400, "DeploymentFailed")
    (detail,) = refused.json["error"]["details"]
    assert detail["code"] == "LocationNotAvailableForResourceType"
    path = f"/resourceGroups/rg/providers/{IDENTITY}/one"
    assert group.get(path, api="2023-01-31").status == 404


BAD: list[tuple[dict[str, Any], str, str]] = [
    (body(mode="Complete"), "InvalidTemplate", "mode Complete, which deletes what a template leaves out, is not served."),
    ({"properties": {"mode": "Incremental"}}, "InvalidTemplate", "there is no template in it; links are not followed."),
    (body(parameters={"a": {}}), "InvalidTemplate", "'parameters' is not served."),
    (body({"type": IDENTITY, "name": "a"}), "InvalidTemplate", "a resource has no 'apiVersion'."),
    (body(resource(dependsOn=["x"])), "InvalidTemplate", "'dependsOn' of 'app' is not served."),
    (body(resource(location="[resourceGroup().location]")), "InvalidTemplate", "the expression '[resourceGroup().location]' is not evaluated."),
    (body(resource("a/b")), "InvalidTemplate", f"The template resource 'a/b' for type '{IDENTITY}' has incorrect segment lengths."),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "code", "reason"), BAD)
def test_what_cannot_be_written_is_refused_by_name(
    group: Raw, sent: dict[str, Any], code: str, reason: str
) -> None:
    answer = group.put(AT, sent, api=API)
    assert (answer.status, answer.code) == (400, code)
    assert answer.message == FAILED + reason


def test_resources_that_are_no_list_are_refused(group: Raw) -> None:
    sent = body()
    sent["properties"]["template"]["resources"] = {}
    assert group.put(AT, sent, api=API).message == f"{FAILED}'resources' is not a list."


def test_a_place_is_that_of_the_group(group: Raw) -> None:
    answer = group.put(AT, {**body(), "location": PLACE}, api=API)
    assert (answer.status, answer.code) == (400, "InvalidDeployment")
    what = "The 'location' property is not allowed for 'traffic' at resource group scope."
    assert answer.message == what


def test_a_type_that_is_not_there_is_refused_within(group: Raw) -> None:
    answer = group.put(AT, body(resource(type="Microsoft.Nowhere/things")), api=API)
    assert answer.code == "DeploymentFailed"
    assert answer.json["error"]["details"][0]["code"] == "InvalidResourceNamespace"
