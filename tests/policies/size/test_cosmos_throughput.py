"""Does AZG-S012 find throughput that is held ready for nothing, and only that?"""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.estimate.need import Need
from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge_stack
from azgreen_policies.size._throughput import Throughput, why_serverless
from azgreen_policies.size.cosmos_throughput import LIMITS, rule

SERVERLESS = {"capabilities": [{"name": "EnableServerless"}]}
NEED = "requests-per-second=0.05 repeated-share=0.2 entries=20000 dimensions=1536"


def account(need: str | None = NEED, stage: str = "test", **more: Any) -> Resource:
    tags = {"environment": stage} if need is None else {"environment": stage, "azgreen-need": need}
    props = {"accountName": "a", "tags": tags, **more}
    return Resource("azure-native:cosmosdb:DatabaseAccount", props, "account")


def container(kind: str = "Container", **options: Any) -> Resource:
    props = {"accountName": "a", "options": options}
    return Resource(f"azure-native:cosmosdb:SqlResourceSql{kind}", props, "entries")


def autoscale(most: Any, kind: str = "Container") -> Resource:
    return container(kind, autoscaleSettings={"maxThroughput": most})


BUSY = NEED.replace("0.05", "20")
CASES = [
    Case("compliant", (account(**SERVERLESS), container())),
    Case("compliant", (account(BUSY), autoscale(4000))),
    Case("compliant", (account(None), container(throughput=400))),
    Case(
        "violating",
        (account(stage="dev"), autoscale(4000)),
        (
            "'entries' has autoscale up to 4,000 RU/s, over the limit of 1,000 for dev; lower it",
            "'entries' has autoscale up to 4,000 RU/s, but 0.05 requests/s take 7.5 RU/s "
            "(azgreen-need), 0.0067 USD/h serverless against 0.0480 or more; use the capability "
            "EnableServerless",
        ),
    ),
    Case(
        "violating",
        (account(), container("Database", throughput=1000)),
        (
            "'entries' has provisioned 1,000 RU/s, but 0.05 requests/s take 7.5 RU/s "
            "(azgreen-need), 0.0067 USD/h serverless against 0.0120 or more; use the capability "
            "EnableServerless",
        ),
    ),
    Case(
        "violating",
        (autoscale(1001),),
        (
            "'entries' has autoscale up to 1,001 RU/s, over the limit of 1,000 for an unknown "
            "environment (known: dev, prod, test); lower it",
        ),
        around=Surroundings("staging"),
    ),
    Case("missing", (account(), container())),
    Case(
        "unknown",
        (account(), container(throughput=UNKNOWN)),
        unknown="string value at .options.throughput can't be known during preview",
    ),
    Case(
        "configured",
        (account(None, "lab"), autoscale(9000)),
        around=Surroundings(settings={"maxRuPerSecond": {"lab": 9000}}),
    ),
    Case(
        "not applicable",
        (account(),),
        not_applicable="the stack has no cosmosdb:SqlResourceSqlContainer and no "
        "cosmosdb:SqlResourceSqlDatabase",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@given(st.sampled_from(sorted(LIMITS)), st.integers(400, 100_000))
def test_throughput_violates_exactly_above_the_limit(stage: str, ru_per_s: int) -> None:
    found = judge_stack(rule, (account(None, stage), autoscale(ru_per_s)))
    assert bool(found.messages) is (ru_per_s > LIMITS[stage])


@given(st.floats(1e-6, 1e4), st.integers(400, 100_000), st.booleans())
def test_serverless_is_named_only_where_it_costs_less(
    rate: float, ru_per_s: int, is_autoscale: bool
) -> None:
    held = Throughput(ru_per_s, is_autoscale=is_autoscale)
    entries = {"entries": 20_000.0, "dimensions": 1536.0}
    why = why_serverless(held, Need(requests_per_second=rate, **entries))
    if why is not None:
        serverless, least = re.findall(r"[\d.]+(?= USD/h| or more)", why)
        assert float(serverless) <= float(least)
        assert why_serverless(held, Need(requests_per_second=rate / 2, **entries)) is not None
