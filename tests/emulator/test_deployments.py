"""Which deployments are refused, and in which words?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from azgreen import catalog
from azgreen_emulator.clock import ManualClock
from azgreen_emulator.server import LocalAzure

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Raw

MINI = {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}


def model(**changes: Any) -> dict[str, Any]:
    return {"properties": {"model": {**MINI, **changes}}}


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        (
            model(name="gpt-none"),
            "DeploymentModelNotSupported",
            (
                "The model 'Format:OpenAI,Name:gpt-none,Version:2025-04-14' of"
                " account deployment is"
                " not supported."
            ),
        ),
        (
            model(version="1999-01-01"),
            "DeploymentModelNotSupported",
            (
                "The model 'Format:OpenAI,Name:gpt-4.1-mini,Version:1999-01-01' of"
                " account deployment"
                " is not supported."
            ),
        ),
        (
            model(format="Meta"),
            "DeploymentModelNotSupported",
            (
                "The model 'Format:Meta,Name:gpt-4.1-mini,Version:2025-04-14' of"
                " account deployment is"
                " not supported."
            ),
        ),
        (
            {"sku": {"name": "Enormous", "capacity": 1}},
            "InvalidResourceProperties",
            (
                "The specified SKU 'Enormous' of account deployment is not supported by the model"
                " 'gpt-4.1-mini' version: '2025-04-14'."
            ),
        ),
        (
            {"sku": {"name": "GlobalStandard", "capacity": 0}},
            "InvalidResourceProperties",
            "The specified capacity '0' of account deployment should be at least 1.",
        ),
        (
            {"properties": {"model": MINI, "raiPolicyName": "Mine"}},
            "InvalidResourceProperties",
            (
                "The specified RAI policy 'Mine' of account deployment does not exist. Available"
                " policies: Microsoft.Default, Microsoft.DefaultV2."
            ),
        ),
        (
            {"properties": {"model": MINI, "spilloverDeploymentName": "gone"}},
            "InvalidResourceProperties",
            (
                "The deployment 'gone' named by 'spilloverDeploymentName' does not exist in the"
                " account."
            ),
        ),
        (
            {"sku": {"name": "GlobalStandard", "capacity": 5001}},
            "InsufficientQuota",
            (
                "This operation require 5001 new capacity in quota Tokens Per Minute (thousands) -"
                " gpt-4.1-mini - GlobalStandard, which is bigger than the current"
                " available capacity"
                " 5000. The current quota usage is 0 and the quota limit is 5000 for"
                " quota Tokens Per"
                " Minute (thousands) - gpt-4.1-mini - GlobalStandard."
            ),
        ),
    ],
)
def test_refused(ready: Raw, changes: dict[str, Any], code: str, message: str) -> None:
    answer = ready.deployment(**changes)
    assert (answer.status, answer.code, answer.message) == (400, code, message)
    assert ready.get(f"{ready.at()}/deployments").json["value"] == []


def test_sku_is_required(ready: Raw) -> None:
    body = {"properties": {"model": MINI}}
    answer = ready.put(f"{ready.at()}/deployments/chat", body)
    assert (answer.status, answer.code) == (400, "InvalidRequestContent")
    assert answer.json["error"]["target"] == "sku"


def test_model_that_the_region_lacks_is_refused_by_name(raw: Raw) -> None:
    everywhere = {offer.region for offer in catalog.offers(sku="GlobalStandard")}
    here = {offer.region for offer in catalog.offers("gpt-4.1-mini", "Standard")}
    region = min(everywhere - here)
    raw.group()
    raw.account(location=region)
    answer = raw.deployment(sku={"name": "standard", "capacity": 1})
    assert (answer.status, answer.code) == (400, "InvalidResourceProperties")
    assert answer.message == (
        "The specified SKU 'Standard' for model 'gpt-4.1-mini 2025-04-14' is not supported in this"
        f" region '{region}'."
    )


def test_retired_model_is_refused(speak: Callable[[str], Raw]) -> None:
    retired = next(item for item in catalog.models() if item.retires_on is not None)
    assert retired.retires_on is not None
    clock = ManualClock(datetime(2030, 1, 1, tzinfo=UTC))
    with LocalAzure(None, clock=clock) as azure:
        raw = speak(azure.url)
        raw.group()
        raw.account()
        wanted = {"format": retired.format, "name": retired.name, "version": retired.version}
        answer = raw.deployment(properties={"model": wanted})
    assert (answer.status, answer.code) == (400, "ServiceModelDeprecated")
    assert answer.message == (
        f"The model 'Format:{retired.format},Name:{retired.name},Version:{retired.version}' has"
        f" been deprecated since {retired.retires_on:%m/%d/%Y} 00:00:00."
    )


def test_quota_is_shared_by_the_accounts_of_a_region(ready: Raw) -> None:
    ready.account("two")
    full = {"name": "GlobalStandard", "capacity": 4990}
    assert ready.deployment(sku=full).status == 201
    answer = ready.deployment(account="two", sku={"name": "GlobalStandard", "capacity": 11})
    assert answer.code == "InsufficientQuota"
    assert "available capacity 10. The current quota usage is 4990" in answer.message
    assert ready.deployment(account="two").status == 201
    assert ready.deployment(sku=full).status == 200
    more = ready.deployment(sku={"name": "GlobalStandard", "capacity": 4991})
    assert (more.code, "require 1 new capacity" in more.message) == ("InsufficientQuota", True)
    ready.account("far", location="norwayeast")
    assert ready.deployment(account="far").status == 201
    assert (
        ready.deployment("zone", sku={"name": "DataZoneStandard", "capacity": 2000}).status == 201
    )
    assert ready.delete(f"{ready.at()}/deployments/chat").status == 202
    assert ready.deployment(account="two", sku=full).status == 200


def test_version_is_filled_in_and_case_corrected(ready: Raw) -> None:
    wanted = {"format": "openai", "name": "GPT-4.1-MINI"}
    answer = ready.deployment(sku={"name": "globalstandard"}, properties={"model": wanted})
    assert answer.status == 201
    assert answer.json["properties"]["model"] == MINI
    assert answer.json["sku"] == {"name": "GlobalStandard", "capacity": 1}
    assert answer.json["properties"]["raiPolicyName"] == "Microsoft.DefaultV2"


def test_kind_decides_which_models_are_served(ready: Raw) -> None:
    llama = {"format": "Meta", "name": "Llama-3.3-70B-Instruct"}
    sku = {"name": "GlobalStandard", "capacity": 1}
    region = catalog.offers("Llama-3.3-70B-Instruct", "GlobalStandard")[0].region
    for name, kind in (("ai", "AIServices"), ("open", "OpenAI"), ("face", "Face")):
        ready.account(name, kind=kind, location=region)
    given = {"sku": sku, "properties": {"model": llama}}
    assert ready.deployment(account="ai", **given).status == 201
    assert ready.deployment(account="open", **given).code == "DeploymentModelNotSupported"
    assert ready.deployment(account="face").code == "DeploymentModelNotSupported"


def test_spillover_goes_to_a_deployment_of_the_same_scope(ready: Raw) -> None:
    ready.deployment("zone", sku={"name": "DataZoneStandard", "capacity": 1})
    ready.deployment("wide", sku={"name": "GlobalStandard", "capacity": 1})
    wrong = ready.deployment(properties={"model": MINI, "spilloverDeploymentName": "zone"})
    assert wrong.code == "InvalidResourceProperties"
    assert "'zone' has the SKU 'DataZoneStandard'" in wrong.message
    right = ready.deployment(properties={"model": MINI, "spilloverDeploymentName": "wide"})
    assert right.status == 201


def test_missing_parents(raw: Raw) -> None:
    answer = raw.deployment()
    assert (answer.status, answer.code) == (404, "ResourceGroupNotFound")
    assert answer.message == "Resource group 'rg' could not be found."
    raw.group()
    answer = raw.deployment()
    assert (answer.status, answer.code) == (404, "ParentResourceNotFound")
    assert answer.message.startswith(
        "Failed to perform 'write' on resource(s) of type 'accounts/deployments', because the"
        " parent resource '/subscriptions/"
    )
    assert raw.get(raw.at()).message.startswith(
        "The Resource 'Microsoft.CognitiveServices/accounts/acc' under resource group 'rg' was not"
        " found."
    )


def test_older_version_shows_only_what_it_has(ready: Raw) -> None:
    ready.deployment("wide", sku={"name": "GlobalStandard", "capacity": 1})
    ready.deployment(properties={"model": MINI, "spilloverDeploymentName": "wide"})
    path = f"{ready.at()}/deployments/chat"
    assert ready.get(path).json["properties"]["spilloverDeploymentName"] == "wide"
    assert "spilloverDeploymentName" not in ready.get(path, api="2024-10-01").json["properties"]
    refused = ready.put(
        path,
        {
            "sku": {"name": "GlobalStandard", "capacity": 1},
            "properties": {"model": MINI, "spilloverDeploymentName": "wide"},
        },
        api="2024-10-01",
    )
    assert refused.code == "InvalidRequestContent"
    assert refused.json["error"]["target"] == "properties.spilloverDeploymentName"
