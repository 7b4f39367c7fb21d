"""Does AZG-C002 tell of a record that is missing, old, of other data or of another region?"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from azgreen.catalog import CARBON_DATA_VERSION
from azgreen_policies.carbon.placement_record import MAX_AGE_DAYS, rule

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = rule.name
ACCOUNT = "azure-native:cognitiveservices:Account"
SWEDEN = {"location": "swedencentral"}


def day(ago: int) -> str:
    return f"{datetime.now(UTC).date() - timedelta(days=ago):%Y-%m-%d}"


def kept(**changes: Any) -> str:
    made = {"region": "swedencentral", "decidedOn": day(0), "dataVersion": CARBON_DATA_VERSION}
    return json.dumps(made | changes)


@pytest.fixture
def told(packs: Callable[..., Any]) -> Callable[..., list[str]]:
    """Return what the rule says of an account in a stack with that record."""

    def say(record: str | None, location: str = "swedencentral", **settings: Any) -> list[str]:
        config = {"location": location} | ({} if record is None else {"placement": record})
        pack = packs("dev", **config)
        pack.configure({NAME: settings} if settings else {})
        return pack.messages(NAME, ACCOUNT, {"location": location})

    return say


def test_a_record_of_today_holds(told: Callable[..., list[str]]) -> None:
    assert told(kept()) == []
    assert told(kept(), "Sweden Central") == []


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        (None, "missing"),
        ("swedencentral", "missing"),
        (kept(dataVersion="2024"), f"made with the data '2024', not {CARBON_DATA_VERSION!r}"),
        (kept(region="francecentral"), "of another region, 'francecentral'"),
        (kept(decidedOn="last week"), "not dated: decidedOn is 'last week'"),
        (
            lambda: kept(decidedOn=day(MAX_AGE_DAYS + 1)),  # of the day on which it runs
            f"{MAX_AGE_DAYS + 1} days old, over the limit of {MAX_AGE_DAYS}",
        ),
    ],
    ids=["missing", "text", "data", "region", "date", "age"],
)
def test_what_is_wrong_is_told(told: Callable[..., list[str]], record: Any, fault: str) -> None:
    assert told(record() if callable(record) else record) == [
        f"'thing' in 'swedencentral': the record azgreen:placement is {fault}; "
        "run 'azgreen place WORKLOAD.yaml --write --stack NAME'"
    ]


def test_everything_is_told_at_once(told: Callable[..., list[str]]) -> None:
    assert len(told(kept(dataVersion="x", region="eastus", decidedOn="2020-01-01"))) == 3


def test_age_can_be_configured(told: Callable[..., list[str]]) -> None:
    assert told(kept(decidedOn=day(MAX_AGE_DAYS))) == []
    assert told(kept(decidedOn=day(400)), maxAgeDays=400) == []
    assert len(told(kept(decidedOn=day(8)), maxAgeDays=7)) == 1


def test_it_advises_and_does_not_stop(packs: Callable[..., Any]) -> None:
    found = packs("dev", location="swedencentral").analyze(ACCOUNT, SWEDEN).diagnostics
    assert [(item.policyName, item.enforcementLevel) for item in found] == [(NAME, 0)]


@pytest.mark.parametrize(
    ("config", "token", "inputs", "why"),
    [
        ({}, ACCOUNT, SWEDEN, "azgreen:location is not set, so azgreen has not placed it"),
        ({"location": "eastus"}, ACCOUNT, {}, "the account has no location of its own"),
        (
            {"location": "eastus"},
            "azure-native:resources:ResourceGroup",
            SWEDEN,
            "not an account that serves models",
        ),
    ],
    ids=["not placed", "no location", "no account"],
)
def test_what_azgreen_did_not_place_is_not_judged(
    packs: Callable[..., Any],
    config: dict[str, str],
    token: str,
    inputs: dict[str, str],
    why: str,
) -> None:
    pack = packs("dev", **config)
    assert pack.messages(NAME, token, inputs) == []
    assert pack.not_applicable(NAME, token, inputs) == why
