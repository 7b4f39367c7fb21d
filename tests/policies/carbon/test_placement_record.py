"""Does AZG-C002 tell of a record that is missing, old, of other data or of another region?"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi_policy import EnforcementLevel

from azgreen.catalog import CARBON_DATA_VERSION
from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies.carbon.placement_record import MAX_AGE_DAYS, rule

TOKEN = "azure-native:cognitiveservices:Account"
LATER = "can't be known during preview"


def day(ago: int) -> str:
    return f"{datetime.now(UTC).date() - timedelta(days=ago):%Y-%m-%d}"


def kept(**changes: Any) -> str:
    made = {"region": "swedencentral", "decidedOn": day(0), "dataVersion": CARBON_DATA_VERSION}
    return json.dumps(made | changes)


def placed(
    record: str | None, location: str = "swedencentral", max_age_days: int | None = None
) -> Surroundings:
    """Return the stack of a case: where azgreen put it, and the record of that."""
    config = {"azgreen:location": location}
    config |= {} if record is None else {"azgreen:placement": record}
    settings = {} if max_age_days is None else {"maxAgeDays": max_age_days}
    return Surroundings(config=config, settings=settings)


def account(location: str = "swedencentral") -> tuple[Resource]:
    return (Resource(TOKEN, {"location": location}),)


def told(*faults: str) -> tuple[str, ...]:
    return tuple(
        f"'thing' in 'swedencentral': the record azgreen:placement is {fault}; "
        "run 'azgreen place WORKLOAD.yaml --write --stack NAME'"
        for fault in faults
    )


OTHER_DATA = f"made with the data '2024', not {CARBON_DATA_VERSION!r}"
OTHER_REGION = "of another region, 'francecentral'"
NO_DATE = "not dated: decidedOn is 'last week'"
CASES = [
    Case("compliant", account(), around=placed(kept())),
    Case("compliant", account("Sweden Central"), around=placed(kept(), "Sweden Central")),
    Case("violating", account(), told(OTHER_DATA), around=placed(kept(dataVersion="2024"))),
    Case("violating", account(), told(OTHER_REGION), around=placed(kept(region="francecentral"))),
    Case("violating", account(), told(NO_DATE), around=placed(kept(decidedOn="last week"))),
    Case(
        "violating",
        account(),
        told(NO_DATE, OTHER_DATA, OTHER_REGION),
        around=placed(kept(dataVersion="2024", region="francecentral", decidedOn="last week")),
    ),
    Case("missing", account(), told("missing"), around=placed(None)),
    Case("missing", account(), told("missing"), around=placed("swedencentral")),
    Case("missing", account(), told("missing"), around=placed('"swedencentral"')),
    Case(
        "unknown",
        account(UNKNOWN),
        unknown=f"string value at .location {LATER}",
        around=placed(kept()),
    ),
    Case("configured", account(), around=placed(kept(decidedOn=day(300)), max_age_days=400)),
    Case(
        "not applicable",
        account(),
        not_applicable="azgreen:location is not set, so azgreen has not placed it",
    ),
    Case(
        "not applicable",
        (Resource(TOKEN),),
        not_applicable="the account has no location of its own",
        around=placed(kept()),
    ),
    Case(
        "not applicable",
        (Resource("azure-native:resources:ResourceGroup", {"location": "swedencentral"}),),
        not_applicable="not an account that serves models",
        around=placed(kept()),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@given(st.integers(0, 2 * MAX_AGE_DAYS), st.none() | st.integers(0, 2 * MAX_AGE_DAYS))
def test_a_record_is_old_exactly_after_its_days(age: int, limit: int | None) -> None:
    most = MAX_AGE_DAYS if limit is None else limit
    around = placed(kept(decidedOn=day(age)), max_age_days=limit)
    said = told(f"{age} days old, over the limit of {most}") if age > most else ()
    assert judge(rule, TOKEN, {"location": "swedencentral"}, around=around).messages == said


def test_it_advises_and_does_not_stop() -> None:
    assert rule.enforcement_level is EnforcementLevel.ADVISORY
