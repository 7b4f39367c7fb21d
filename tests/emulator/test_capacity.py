"""Is capacity computed by Microsoft's formula, and refused where nothing can be said?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from azgreen.catalog import PtuLot
from azgreen_emulator.services.cognitiveservices import capacity, offering

if TYPE_CHECKING:
    from conftest import Raw

PATH = "/providers/Microsoft.CognitiveServices/calculateModelCapacity"
LOAD = {
    "requestPerMinute": 1000,
    "requestParameters": {"avgPromptTokens": 200, "avgGeneratedTokens": 20},
}


def asked(**changes: Any) -> dict[str, Any]:
    body = {
        "model": {"format": "OpenAI", "name": "gpt-5.2", "version": "2025-12-11"},
        "skuName": "GlobalProvisionedManaged",
        "workloads": [LOAD],
    }
    return {key: value for key, value in {**body, **changes}.items() if value is not None}


def test_small_load_needs_the_minimum(raw: Raw) -> None:
    answer = raw.send("POST", PATH, asked(workloads=[{**LOAD, "requestPerMinute": 1}]))
    assert answer.json["estimatedCapacity"] == {"value": 1, "deployableValue": 15}


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"model": None}, "InvalidRequestContent", "model: required for the calculation"),
        ({"workloads": []}, "InvalidRequestContent", "workloads: required for the calculation"),
        ({"skuName": "GlobalStandard"}, "InvalidResourceProperties", "SKU 'GlobalStandard'"),
        (
            {"model": {"format": "OpenAI", "name": "none", "version": "1"}},
            "DeploymentModelNotSupported",
            "The model 'Format:OpenAI,Name:none,Version:1' of account deployment",
        ),
        (
            {"workloads": [LOAD, {"requestPerMinute": -1}]},
            "InvalidRequestContent",
            "workloads[1].requestPerMinute: required: a number from 0 up",
        ),
        (
            {
                "model": {"format": "Meta", "name": "Llama-3.3-70B-Instruct", "version": "1"},
                "skuName": "ProvisionedManaged",
            },
            "InvalidResourceProperties",
            "The specified SKU 'ProvisionedManaged' of account deployment is not supported",
        ),
    ],
)
def test_refused(raw: Raw, changes: dict[str, Any], code: str, said: str) -> None:
    answer = raw.send("POST", PATH, asked(**changes))
    assert (answer.status, answer.code) == (400, code)
    assert said in answer.message


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("modelFormat=OpenAI&modelName=gpt-5.1", "BadRequest"),
        ("modelFormat=OpenAI&modelName=none&modelVersion=1", "DeploymentModelNotSupported"),
    ],
)
def test_capacities_need_a_whole_model(raw: Raw, query: str, code: str) -> None:
    path = f"/providers/Microsoft.CognitiveServices/modelCapacities?{query}"
    assert (raw.get(path).status, raw.get(path).code) == (400, code)


def test_sizes_differ_by_scope() -> None:
    assert capacity.lot_of("gpt-5.2", "DataZoneProvisionedManaged") == PtuLot(15, 5)
    assert capacity.lot_of("gpt-5.2", "ProvisionedManaged") == PtuLot(50, 50)
    assert capacity.lot_of("nobody", "ProvisionedManaged") is None
    name = offering.quota_name("x", offering.Sku("GlobalProvisionedManaged"))
    assert name == "Global Provisioned Throughput Unit"
