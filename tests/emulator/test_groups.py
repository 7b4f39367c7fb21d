"""Do resource groups, subscriptions and lists behave as the Resource Manager's?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from azgreen import catalog
from azgreen_emulator.server import LocalAzure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import Clients, Raw

API = "2024-03-01"


@pytest.mark.parametrize(
    "api",
    [
        "2021-04-01",
        "2022-09-01",
        "2023-07-01",
        "2024-03-01",
        "2024-07-01",
        "2024-11-01",
        "2025-03-01",
        "2025-04-01",
    ],
)
def test_every_listed_version_creates_a_group(raw: Raw, api: str) -> None:
    body = {"location": "Sweden Central", "tags": {"a": "b"}}
    created = raw.put("/resourcegroups/RG-1", body, api=api)
    assert created.status == 201
    assert created.json == {
        "id": created.json["id"],
        "name": "RG-1",
        "type": "Microsoft.Resources/resourceGroups",
        "location": "swedencentral",
        "tags": {"a": "b"},
        "properties": {"provisioningState": "Succeeded"},
    }
    again = raw.put("/resourceGroups/rg-1", {"location": "swedencentral"}, api=api)
    assert (again.status, again.json["name"], "tags" in again.json) == (200, "RG-1", False)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("ends.", "it can only hold letters, digits, '-', '.', '(', ')' and '_', and no '.' at"),
        ("with*star", "it can only hold letters"),
        ("n" * 91, "its length must be between 1 and 90"),
    ],
)
def test_group_name_has_a_rule(raw: Raw, name: str, rule: str) -> None:
    answer = raw.group(name)
    assert (answer.status, answer.code) == (400, "InvalidResourceGroup")
    assert rule in answer.message
    assert raw.group("n" * 90).status == 201
    assert raw.group("(a)_b-c.d").status == 201


def test_group_has_one_place(raw: Raw) -> None:
    nowhere = raw.group(location="atlantis")
    assert (nowhere.status, nowhere.code) == (400, "LocationNotAvailableForResourceGroup")
    raw.group()
    moved = raw.group(location="westeurope")
    assert (moved.status, moved.code) == (409, "InvalidResourceGroupLocation")
    assert moved.message == (
        "Invalid resource group location 'westeurope'. The Resource group already exists in"
        " location 'swedencentral'."
    )


def test_patch_head_and_missing(raw: Raw) -> None:
    raw.group()
    patched = raw.send("PATCH", "/resourceGroups/rg", {"tags": {"x": "y"}}, api=API)
    assert (patched.status, patched.json["tags"]) == (200, {"x": "y"})
    renamed = raw.send("PATCH", "/resourceGroups/rg", {"name": "other"}, api=API)
    assert renamed.status == 400
    assert raw.send("HEAD", "/resourceGroups/rg", api=API).status == 204
    assert raw.send("HEAD", "/resourceGroups/none", api=API).status == 404
    gone = raw.delete("/resourceGroups/none", api=API)
    assert (gone.status, gone.code) == (404, "ResourceGroupNotFound")


def test_groups_are_filtered_by_tag_and_cut_by_top(raw: Raw) -> None:
    for name, tags in (("a", {"use": "x"}), ("b", {"use": "y"}), ("c", {})):
        raw.put(f"/resourceGroups/{name}", {"location": "swedencentral", "tags": tags}, api=API)
    query = "$filter=tagName%20eq%20'use'%20and%20tagValue%20eq%20'y'"
    found = raw.get(f"/resourcegroups?{query}", api=API).json["value"]
    assert [group["name"] for group in found] == ["b"]
    top = raw.get("/resourceGroups?$top=2", api=API).json
    assert [group["name"] for group in top["value"]] == ["a", "b"]
    bad = raw.get("/resourceGroups?$filter=size%20gt%203", api=API)
    assert (bad.status, bad.code) == (400, "InvalidFilterInQueryString")
    assert raw.get("/resourceGroups?$top=0", api=API).code == "InvalidTopParameter"


def test_subscription_and_its_regions(raw: Raw) -> None:
    shown = raw.get("", api="2022-12-01").json
    assert (shown["state"], shown["subscriptionId"] in shown["id"]) == ("Enabled", True)
    assert raw.get("//subscriptions", api="2022-12-01").json["value"] == []
    raw.group()
    listed = raw.get("//subscriptions", api="2022-12-01").json["value"]
    assert [item["subscriptionId"] for item in listed] == [shown["subscriptionId"]]
    regions = raw.get("/locations", api="2022-12-01").json["value"]
    assert [item["name"] for item in regions] == [item.name for item in catalog.regions()]
    assert (
        next(r for r in regions if r["name"] == "swedencentral")["displayName"] == "Sweden Central"
    )


def test_resources_are_listed_and_filtered(ready: Raw) -> None:
    ready.group("other")
    ready.account("two", group="other", kind="OpenAI")
    everything = ready.get("/resources", api=API).json["value"]
    assert [item["name"] for item in everything] == ["acc", "two"]
    assert all("properties" not in item for item in everything)
    inside = ready.get("/resourceGroups/other/resources", api=API).json["value"]
    assert [item["kind"] for item in inside] == ["OpenAI"]
    kind = "resourceType%20eq%20'microsoft.cognitiveservices/ACCOUNTS'"
    query = f"$filter={kind}%20and%20name%20eq%20'acc'"
    assert [item["name"] for item in ready.get(f"/resources?{query}", api=API).json["value"]] == [
        "acc"
    ]


@pytest.fixture
def paged(speak: Callable[[str], Raw]) -> Iterator[Raw]:
    with LocalAzure(None, page_size=2) as azure:
        yield speak(azure.url)


def test_long_lists_come_in_pages(paged: Raw, client_of: Callable[[str], Clients]) -> None:
    names = [f"rg{index}" for index in range(5)]
    for name in names:
        paged.group(name)
    found: list[str] = []
    answer = paged.get("/resourceGroups", api=API).json
    found += [group["name"] for group in answer["value"]]
    while link := answer.get("nextLink"):
        assert link.startswith(paged.url)
        assert "$skiptoken=" in link
        answer = paged.get(link).json
        found += [group["name"] for group in answer["value"]]
    assert found == names
    sdk = client_of(paged.url)
    with sdk.resources, sdk.cognitive:
        assert [group.name for group in sdk.resources.resource_groups.list()] == names
        assert [group.name for group in sdk.resources.resource_groups.list(top=3)] == names[:3]
        assert len(list(sdk.cognitive.models.list("swedencentral"))) > 10
    for token in ("!!", "LTU="):  # the second is -5
        bad = paged.get(f"/resourceGroups?$skiptoken={token}", api=API)
        assert (bad.status, bad.code) == (400, "InvalidSkipToken")
