"""Does AZG-C006 find models that are larger than evaluations or scores ask for?"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.estimate import Traffic, gpu_j_per_request
from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge_stack
from azgreen_policies.carbon.model_larger_than_evidence import MOST_DAYS, rule

ACCOUNT = Resource(
    "azure-native:cognitiveservices:Account", {"location": "swedencentral"}, "assistant"
)
TOKEN = "azure-native:cognitiveservices:Deployment"
LATER = "can't be known during preview"
NOTHING = "neither azgreen:evidence nor a leastScore is there to go by"
NEED = "requests-per-second=1 input-tokens=100 output-tokens=900"


def chat(model: Any = "gpt-4.1", **more: Any) -> Resource:
    inputs = {"properties": {"model": {"name": model}}, "sku": {"name": "Standard"}}
    return Resource(TOKEN, {**inputs, **more}, "chat", {"accountName": ["assistant"]})


def today(ago: int = 0) -> str:
    return f"{datetime.now(UTC).date() - timedelta(days=ago):%Y-%m-%d}"


def one(verdict: str = "promote", decided_on: str | None = None, **more: Any) -> dict[str, Any]:
    day = decided_on or today()
    pair = {"baseline": "gpt-4.1", "candidate": "gpt-4.1-mini"}
    return {**pair, "verdict": verdict, "decidedOn": day, **more}


def shown(*evidence: Any, **settings: Any) -> Surroundings:
    return Surroundings(config={"azgreen:evidence": json.dumps(list(evidence))}, settings=settings)


def scored(**least: float) -> Surroundings:
    return Surroundings(
        settings={"leastScore": {key.replace("_", "-"): v for key, v in least.items()}}
    )


def share(model: str, of: str, traffic: Traffic) -> str:
    small, large = (gpu_j_per_request(catalog.model(name), traffic).mid for name in (model, of))
    return f"{small / large:.0%}"


SERVES = "'chat' serves gpt-4.1 as Standard in 'swedencentral'; "
OLD = "azgreen:evidence of 2026-01-01 shows that gpt-4.1-mini is no worse; "
LIST = "azgreen:evidence: is no list; write it with 'azgreen evaluate --write'"
MINI = (
    f"{SERVES}gpt-4.1-mini scores 87.5 % in MMLU, at least the 86 % asked for, takes "
    "{} of the energy a request and is offered there so: serve gpt-4.1-mini"
)
CHAT = share("gpt-4.1-mini", "gpt-4.1", Traffic(1, 1155, 211))
CASES = [
    Case("compliant", (ACCOUNT, chat("gpt-4.1-mini")), around=shown(one())),
    Case("compliant", (ACCOUNT, chat()), around=shown(one("keep"), one("roll back"))),
    Case(
        "compliant",
        (ACCOUNT, chat()),
        around=shown(one("keep"), one("promote", "2026-01-01")),  # the last word counts
    ),
    Case("compliant", (ACCOUNT, chat("gpt-4.1-mini")), around=scored(MMLU=86)),
    Case(
        "violating",
        (ACCOUNT, chat()),
        (f"{SERVES}{OLD}serve gpt-4.1-mini",),
        around=shown(one(decided_on="2026-01-01"), maxAgeDays=100_000),
    ),
    Case("violating", (ACCOUNT, chat()), (MINI.format(CHAT),), around=scored(MMLU=86)),
    Case(
        "violating",
        (ACCOUNT, chat(tags={"azgreen-need": NEED})),
        (MINI.format(share("gpt-4.1-mini", "gpt-4.1", Traffic(1, 100, 900))),),
        around=scored(MMLU=86),
    ),
    Case("missing", (ACCOUNT, Resource(TOKEN)), around=shown(one())),
    Case(
        "missing",
        (Resource(TOKEN, chat().inputs, "chat"),),
        (f"'chat' serves gpt-4.1 as Standard; {OLD}serve gpt-4.1-mini",),
        around=shown(one(decided_on="2026-01-01"), maxAgeDays=100_000, leastScore={"MMLU": 86}),
    ),
    Case(
        "missing",
        (ACCOUNT, chat()),
        (
            "cannot be judged: azgreen:evidence[0].candidate: 3 is no name\n"
            "azgreen:evidence[1].baseline: None is no name\n"
            "azgreen:evidence[1].candidate: None is no name\n"
            "azgreen:evidence[1].verdict: None is no name\n"
            "azgreen:evidence[1].decidedOn: None is no date",
        ),
        around=shown(one(candidate=3), "promote"),
    ),
    *(
        Case(
            "missing",
            (ACCOUNT, chat()),
            (f"cannot be judged: {LIST}",),
            around=Surroundings(config={"azgreen:evidence": text}),
        )
        for text in ("{}", "promote", "false")
    ),
    Case(
        "unknown",
        (ACCOUNT, chat(UNKNOWN)),
        unknown=f"string value at .properties.model.name {LATER}",
        around=shown(one()),
    ),
    Case("configured", (ACCOUNT, chat("gpt-4.1-nano")), around=scored(MMLU=86)),
    Case("configured", (ACCOUNT, chat()), around=scored(MMLU_Pro=10)),
    Case("not applicable", (ACCOUNT, chat()), not_applicable=NOTHING),
    Case(
        "not applicable",
        (ACCOUNT,),
        not_applicable="the stack has no cognitiveservices:Deployment",
        around=shown(one()),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@given(st.integers(0, 3 * MOST_DAYS), st.none() | st.integers(0, 3 * MOST_DAYS))
def test_old_evidence_is_told_as_old(age: int, most: int | None) -> None:
    settings = {} if most is None else {"maxAgeDays": most}
    around = shown(one(decided_on=today(age)), **settings)
    limit = MOST_DAYS if most is None else most
    fix = "serve gpt-4.1-mini"
    if age > limit:
        fix = f"that is {age} days old, over the limit of {limit}: evaluate them anew"
    start = f"{SERVES}azgreen:evidence of {today(age)} shows that gpt-4.1-mini is no worse; "
    assert judge_stack(rule, (ACCOUNT, chat()), around=around).messages == (f"{start}{fix}",)


OFFERED = sorted({each.model for each in catalog.offers(None, "Standard", "swedencentral")})


@given(st.sampled_from(OFFERED), st.floats(0, 100))
def test_what_is_named_scores_enough_and_takes_less(model: str, least: float) -> None:
    found = judge_stack(rule, (ACCOUNT, chat(model)), around=scored(MMLU=least)).messages
    for message in found:
        other = catalog.model(message.rpartition("serve ")[2])
        assert other.score is not None
        assert other.score.score_percent >= least
        traffic = Traffic(1, 1155, 211)
        energies = [gpu_j_per_request(each, traffic).mid for each in (other, catalog.model(model))]
        assert energies[0] < energies[1]
    if least > 95:
        assert found == ()


def test_a_retired_model_is_not_named() -> None:
    # o4-mini scores 90 % and takes least, and Azure no longer serves it
    (message,) = judge_stack(rule, (ACCOUNT, chat("gpt-4o")), around=scored(MMLU=90)).messages
    assert message.endswith("serve gpt-4.1")
