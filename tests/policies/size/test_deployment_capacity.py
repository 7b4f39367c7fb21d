"""Does AZG-S001 find deployments that are larger than their stage needs, and only those?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pulumi_policy.proxy import UNKNOWN_NUMBER_VALUE, UNKNOWN_OBJECT_VALUE

from azgreen_policies.size.deployment_capacity import LIMITS, PROVISIONED_LIMITS, rule

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = rule.name
DEPLOYMENT = "azure-native:cognitiveservices:Deployment"


def sized(capacity: float, stage: str | None = None, sku: str = "Standard") -> dict[str, Any]:
    tags = {} if stage is None else {"tags": {"environment": stage}}
    return {"sku": {"name": sku, "capacity": capacity}, **tags}


@pytest.mark.parametrize(("stage", "limit"), LIMITS.items())
def test_the_limit_holds_and_one_more_violates(pack: Any, stage: str, limit: int) -> None:
    assert pack.messages(NAME, DEPLOYMENT, sized(limit, stage)) == []
    (message,) = pack.messages(NAME, DEPLOYMENT, sized(limit + 1, stage))
    assert message == (
        f"'thing' has {limit + 1} k TPM of Standard, over the limit of {limit} for {stage}; "
        f"set sku.capacity to {limit} or less"
    )


def test_provisioned_units_have_their_own_limits(pack: Any) -> None:
    sku = "DataZoneProvisionedManaged"
    assert pack.messages(NAME, DEPLOYMENT, sized(15, "dev", sku)) == [
        f"'thing' has 15 PTU of {sku}, over the limit of 0 for dev; use a pay-as-you-go SKU"
    ]
    assert pack.messages(NAME, DEPLOYMENT, sized(PROVISIONED_LIMITS["prod"], "prod", sku)) == []


def test_an_unknown_stage_gets_the_strictest_limit(pack: Any) -> None:
    (message,) = pack.messages(NAME, DEPLOYMENT, sized(51, "staging"))
    assert message == (
        "'thing' has 51 k TPM of Standard, over the limit of 50 for an unknown environment "
        "(known: dev, prod, test); set sku.capacity to 50 or less"
    )


def test_the_stage_comes_from_the_nearest_place(packs: Callable[..., Any]) -> None:
    large = sized(1000)
    assert packs("prod").messages(NAME, DEPLOYMENT, large) == []
    assert len(packs("dev").messages(NAME, DEPLOYMENT, large)) == 1
    assert packs("eu-1", environment="prod").messages(NAME, DEPLOYMENT, large) == []
    assert len(packs("eu-1").messages(NAME, DEPLOYMENT, large)) == 1
    tagged = packs("eu-1")
    tagged.tag(environment="prod")
    assert tagged.messages(NAME, DEPLOYMENT, large) == []
    assert len(packs("prod").messages(NAME, DEPLOYMENT, sized(1000, "dev"))) == 1


@pytest.mark.parametrize(
    "token",
    [
        "azure-native:cognitiveservices/v20250601:Deployment",
        "azure-native_cognitiveservices_v20251201:cognitiveservices:Deployment",
    ],
)
def test_every_api_version_is_judged(pack: Any, token: str) -> None:
    assert len(pack.messages(NAME, token, sized(400, "dev"))) == 1


@pytest.mark.parametrize(
    "token",
    [
        "azure-native:cognitiveservices:DeploymentSlot",
        "azure-native:resources:Deployment",
        "kubernetes:apps/v1:Deployment",
    ],
)
def test_other_types_are_not_judged(pack: Any, token: str) -> None:
    assert pack.messages(NAME, token, sized(400, "dev")) == []
    assert pack.not_applicable(NAME, token, {}) == "not a deployment of a model"


@pytest.mark.parametrize("inputs", [{}, {"sku": {"name": "Standard"}}])
def test_no_capacity_is_not_judged(pack: Any, inputs: dict[str, Any]) -> None:
    reason = "no capacity is stated, so Azure gives the least"
    assert pack.messages(NAME, DEPLOYMENT, inputs) == []
    assert pack.not_applicable(NAME, DEPLOYMENT, inputs) == reason


@pytest.mark.parametrize(
    ("inputs", "path"),
    [
        ({"sku": UNKNOWN_OBJECT_VALUE}, "Object value at .sku"),
        ({"sku": {"capacity": UNKNOWN_NUMBER_VALUE}}, "number value at .sku.capacity"),
        ({**sized(10), "tags": UNKNOWN_OBJECT_VALUE}, "Object value at .tags"),
    ],
)  # fmt: skip
def test_an_unknown_value_is_left_to_the_update(
    pack: Any, inputs: dict[str, Any], path: str
) -> None:
    found = [
        item for item in pack.analyze(DEPLOYMENT, inputs).diagnostics if item.policyName == NAME
    ]
    assert [item.enforcementLevel for item in found] == [0]  # advisory
    assert found[0].message.endswith(f"{path} can't be known during preview")


def test_limits_can_be_configured_one_stage_at_a_time(pack: Any) -> None:
    pack.configure({NAME: {"limits": {"dev": 500, "lab": 5}}})
    assert pack.messages(NAME, DEPLOYMENT, sized(500, "dev")) == []
    assert len(pack.messages(NAME, DEPLOYMENT, sized(1001, "prod"))) == 1
    (message,) = pack.messages(NAME, DEPLOYMENT, sized(6, "lab"))
    what = "'thing' has 6 k TPM of Standard, over the limit of 5 for lab"
    assert message == f"{what}; set sku.capacity to 5 or less"
