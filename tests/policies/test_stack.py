"""Does a rule of stacks see the same in a preview's inputs and in what the engine hands over?"""

from __future__ import annotations

from typing import Any

import pytest

from azgreen.testing import UNKNOWN, Resource, Surroundings, judge_stack
from azgreen_policies.reliability.autoscale_missing import rule

MACHINES = "azure-native:machinelearningservices:OnlineDeployment"
SETTING = "azure-native:monitor:AutoscaleSetting"
BLUE = Resource(
    MACHINES,
    {"properties": {"endpointComputeType": "Managed"}, "location": "swedencentral"},
    "blue",
)
SCALES = {"enabled": True, "targetResourceUri": UNKNOWN, "profiles": []}


@pytest.mark.parametrize(
    "given",
    [
        SCALES,
        {"name": "blue", "properties": SCALES},
        {"name": "blue", "properties": UNKNOWN},
    ],
    ids=["inputs", "outputs", "outputs of a preview"],
)
def test_an_autoscale_setting_reads_alike(given: Any) -> None:
    setting = Resource(SETTING, given, "scaling", {"targetResourceUri": ["blue"]})
    found = judge_stack(rule, [BLUE, setting], around=Surroundings("prod"))
    assert found.messages == ()
    assert found.not_applicable is None
    if given.get("properties") is UNKNOWN:
        assert found.unknown == "string value at .properties can't be known during preview"


def test_a_setting_that_is_off_is_told_from_outputs_too() -> None:
    given = {"name": "blue", "properties": {**SCALES, "enabled": False}}
    setting = Resource(SETTING, given, "scaling", {"targetResourceUri": ["blue"]})
    (message,) = judge_stack(rule, [BLUE, setting], around=Surroundings("prod")).messages
    assert message.startswith("'blue' does not scale in prod: its autoscale setting 'scaling'")
