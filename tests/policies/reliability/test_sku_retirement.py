"""Does AZG-R008 find what is built on sizes and services whose end is announced?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies import _ledger
from azgreen_policies.reliability._ending import CLASSIC_REDIS, KINDS
from azgreen_policies.reliability.sku_retirement import DAYS, rule

ACCOUNT = "azure-native:cognitiveservices:Account"
REDIS = "azure-native:redis:Redis"
CLUSTER = "azure-native:redisenterprise:RedisEnterprise"
ML = "azure-native:machinelearningservices"
TODAY = date(2026, 11, 24)
LATER = "can't be known during preview"
MANAGED = "Azure Managed Redis (redisenterprise:RedisEnterprise with a Balanced_ size)"
AHEAD = "within the 1096 days that are looked ahead"
NO_END = "no end of its machines is known"
OTHER = "not a machine, cache or service whose end could be announced"


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_ledger, "today", lambda: TODAY)


def serving(instance: Any) -> Resource:
    return Resource(f"{ML}:OnlineDeployment", {"properties": {"instanceType": instance}})


def cluster(size: str) -> Resource:
    return Resource(CLUSTER, {"sku": {"name": size}})


def compute(size: str) -> Resource:
    own = {"computeType": "AmlCompute", "properties": {"vmSize": size}}
    return Resource(f"{ML}:Compute", {"properties": own})


NEWER = "use a newer series"
CASES = [
    Case(
        "compliant",
        (Resource(REDIS),),
        around=Surroundings(settings={"serviceDays": 30}),
    ),
    Case("compliant", (compute("Standard_F4s_v2"),)),  # for another two years
    Case(
        "violating",
        (serving("Standard_NC6s_v3"),),
        (
            "'thing' is built on instanceType Standard_NC6s_v3, which retired on 2025-09-30; "
            f"{NEWER}",
        ),
    ),
    Case(
        "configured",
        (compute("STANDARD_F4S_V2"),),
        (
            "'thing' is built on vmSize Standard_F4s_v2, which retires on 2028-11-15, in 722 "
            f"days, within the 722 days that are looked ahead; {NEWER}",
        ),
        around=Surroundings(settings={"machineDays": 722, "serviceDays": 0}),
    ),
    Case(
        "violating",
        (Resource(REDIS, {"sku": {"name": "Standard", "family": "C", "capacity": 1}}),),
        (
            "'thing' is built on Azure Cache for Redis, which retires on 2028-09-30, in 676 "
            f"days, {AHEAD}; use {MANAGED}",
        ),
    ),
    Case(
        "violating",
        (cluster("EnterpriseFlash_F300"),),
        (
            "'thing' is built on sku.name EnterpriseFlash_F300, which retires on 2027-03-31, in "
            f"127 days, {AHEAD}; use {MANAGED}",
        ),
    ),
    Case(
        "violating",
        (Resource(ACCOUNT, {"kind": "LUIS"}),),
        (
            "'thing' is built on kind LUIS, which retired on 2025-10-01; "
            "use TextAnalytics, conversational language understanding",
        ),
    ),
    Case("missing", (serving(None),), not_applicable=NO_END),
    Case("missing", (Resource(f"{ML}:Compute"),), not_applicable=NO_END),
    Case(
        "missing",
        (Resource(ACCOUNT),),
        not_applicable="a kind without an announced end",
    ),
    Case(
        "unknown",
        (serving(UNKNOWN),),
        unknown=f"string value at .properties.instanceType {LATER}",
    ),
    Case(
        "configured",
        (Resource(REDIS),),
        (
            "'thing' is built on Azure Cache for Redis, which retires on 2028-09-30, in 676 "
            f"days, within the 676 days that are looked ahead; use {MANAGED}",
        ),
        around=Surroundings(settings={"serviceDays": 676, "machineDays": 0}),
    ),
    Case(
        "not applicable",
        (cluster("Balanced_B1"),),
        not_applicable="a size of Azure Managed Redis, whose end is not announced",
    ),
    Case(
        "not applicable",
        (Resource(ACCOUNT, {"kind": "AIServices"}),),
        not_applicable="a kind without an announced end",
    ),
    Case("not applicable", (serving("Standard_NC24ads_A100_v4"),), not_applicable=NO_END),
    Case("not applicable", (serving("Standard_HAL_9000"),), not_applicable=NO_END),
    Case("not applicable", (Resource("gcp:redis:Instance"),), not_applicable=OTHER),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_with_an_end_is_told(kind: str) -> None:
    (message,) = judge(rule, ACCOUNT, {"kind": kind}).messages
    ends, instead = KINDS[kind]
    assert f"kind {kind}, which retire" in message
    assert f" on {ends}" in message
    assert message.endswith(f"; use {instead}")


@pytest.mark.parametrize("machine", catalog.instances(), ids=lambda machine: machine.name)
def test_every_machine_of_the_catalogue_is_decided(machine: catalog.InstanceType) -> None:
    one = serving(machine.name)
    ends = machine.retires_on
    soon = ends is not None and ends <= TODAY + timedelta(days=DAYS["machineDays"])
    assert len(judge(rule, one.token, one.inputs).messages) == soon


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(-500, 3000))
def test_it_is_told_exactly_within_the_days(monkeypatch: pytest.MonkeyPatch, left: int) -> None:
    today = CLASSIC_REDIS - timedelta(days=left)
    monkeypatch.setattr(_ledger, "today", lambda: today)
    assert len(judge(rule, REDIS, {}).messages) == (left <= DAYS["serviceDays"])
