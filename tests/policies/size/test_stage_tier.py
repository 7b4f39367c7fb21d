"""Does AZG-S014 find tiers of the wrong stage, and only those?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

from typing import Any

import pytest

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies.size.stage_tier import rule

GATEWAY = "apimanagement:ApiManagementService"
REDIS = "redisenterprise:RedisEnterprise"
COSMOS = "cosmosdb:DatabaseAccount"
DEPLOYMENT = "cognitiveservices:Deployment"


def one(kind: str, stage: str, sku: Any = None, **props: Any) -> Resource:
    own = props if sku is None else {"sku": {"name": sku}, **props}
    return Resource(f"azure-native:{kind}", {**own, "tags": {"environment": stage}})


SMALL = [
    (GATEWAY, "Developer", {}, "sku.name 'Developer', which has no SLA"),
    ("search:Service", "free", {}, "sku.name 'free', which is shared and has no SLA"),
    (REDIS, None, {"highAvailability": "Disabled"}, "highAvailability 'Disabled', one node without SLA"),
    ("redis:Redis", "Basic", {}, "sku.name 'Basic', one node without SLA"),
    (DEPLOYMENT, "DeveloperTier", {}, "sku.name 'DeveloperTier', which Azure deletes after a day and gives no SLA"),
    ("cognitiveservices:Account", "F0", {}, "sku.name 'F0', which is free and has no SLA"),
]  # fmt: skip
LARGE = [
    (GATEWAY, "Premium", {}, "sku.name 'Premium'"),
    (GATEWAY, "BasicV2", {"zones": ["1", "2"]}, "2 zones"),
    (GATEWAY, "BasicV2", {"additionalLocations": [{}]}, "additionalLocations, each of which bills its units again"),
    (REDIS, None, {}, "highAvailability (Azure's default), a second node that bills as much again"),
    (REDIS, None, {"highAvailability": "Disabled", "zones": ["1", "2", "3"]}, "3 zones"),
    ("redis:Redis", "Premium", {}, "sku.name 'Premium'"),
    (COSMOS, None, {"locations": [{}, {}]}, "2 locations, each of which bills the throughput again"),
    (COSMOS, None, {"locations": [{"isZoneRedundant": True}]}, "isZoneRedundant"),
]  # fmt: skip

CASES = [
    Case("compliant", (one(GATEWAY, "dev", "Developer"),)),
    Case("compliant", (one(REDIS, "prod"),)),
    Case(
        "violating",
        (one(GATEWAY, "prod", "Developer"),),
        ("'thing' has sku.name 'Developer', which has no SLA, in prod; use one with an SLA",),
    ),
    Case(
        "violating",
        (one(GATEWAY, "dev", "Premium", additionalLocations=[{}]),),
        (
            "'thing' has sku.name 'Premium', in dev; leave it to production",
            "'thing' has additionalLocations, each of which bills its units again, in dev; "
            "leave it to production",
        ),
    ),
    Case("missing", (one(COSMOS, "dev"),)),
    Case(
        "missing",
        (one(DEPLOYMENT, "dev"),),
        not_applicable="none of its tiers is wrong in dev",
    ),
    Case(
        "missing",
        (one(REDIS, "staging"),),
        not_applicable="its stage is not one of dev, prod, test",
    ),
    Case(
        "unknown",
        (one(REDIS, "prod", highAvailability=UNKNOWN),),
        unknown="string value at .highAvailability can't be known during preview",
    ),
    Case(
        "configured",
        (one(REDIS, "staging", highAvailability="Disabled"),),
        (
            "'thing' has highAvailability 'Disabled', one node without SLA, in staging; "
            "use one with an SLA",
        ),
        around=Surroundings(settings={"stages": {"staging": "production"}}),
    ),
    Case(
        "not applicable",
        (one("storage:StorageAccount", "dev"),),
        not_applicable="its type has no tiers of one stage or the other",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@pytest.mark.parametrize("stage", ["dev", "test", "prod"])
@pytest.mark.parametrize(("kind", "sku", "props", "told"), [*SMALL, *LARGE])
def test_each_tier_violates_in_the_stages_that_it_is_not_for(
    stage: str, kind: str, sku: Any, props: dict[str, Any], told: str
) -> None:
    it = one(kind, stage, sku, **props)
    found = judge(rule, it.token, it.inputs).messages
    is_small = (kind, sku, props, told) in SMALL
    wrong = [message for message in found if message.startswith(f"'thing' has {told}, in {stage}")]
    assert bool(wrong) is ((stage == "prod") == is_small)
