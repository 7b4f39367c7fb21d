"""Does AZG-R007 tell of models that are retired, or about to be, by the stage?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies import _ledger
from azgreen_policies.reliability.model_retirement import DAYS, rule

TOKEN = "azure-native:cognitiveservices:Deployment"
SERVERLESS = "azure-native:machinelearningservices:ServerlessEndpoint"
TODAY = date(2027, 2, 1)
LATER = "can't be known during preview"
NONE = "the catalogue names no successor: choose a model that Azure serves for longer"


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_ledger, "today", lambda: TODAY)


def chat(name: Any, version: Any = None, stage: str | None = None) -> Resource:
    model = {"name": name} if version is None else {"name": name, "version": version}
    tags = {} if stage is None else {"tags": {"environment": stage}}
    return Resource(TOKEN, {"properties": {"model": model}, **tags})


def serverless(model_id: str) -> Resource:
    return Resource(SERVERLESS, {"properties": {"modelSettings": {"modelId": model_id}}})


CASES = [
    Case("compliant", (chat("gpt-4.1", "2025-04-14", "dev"),)),
    Case("compliant", (chat("gpt-5.5", "2026-04-24", "prod"),)),
    Case(
        "violating",
        (chat("o1", "2024-12-17"),),
        (
            "'thing' serves o1 2024-12-17, which retired on 2026-10-21; "
            "serve gpt-5.6-sol, which Azure names as its successor",
        ),
    ),
    Case(
        "violating",
        (chat("gpt-4o", "2024-05-13"),),
        (
            "'thing' serves gpt-4o 2024-05-13, which retired on 2026-10-01; "
            "serve gpt-5.1, which Azure names as its successor",
        ),
    ),
    Case(
        "violating",
        (serverless("azureml://registries/azureml-meta/models/Meta-Llama-3.1-8B-Instruct"),),
        (f"'thing' serves Meta-Llama-3.1-8B-Instruct 1, which retired on 2026-06-13; {NONE}",),
    ),
    Case(
        "violating",
        (chat("gpt-4.1-mini", "2025-04-14", "prod"),),
        (
            "'thing' serves gpt-4.1-mini 2025-04-14, which retires on 2027-04-14, in 72 days, "
            f"within the 90 days of prod; {NONE}",
        ),
    ),
    Case(
        "violating",
        (chat("gpt-4.1-mini", "2025-04-14", "lab"),),
        (
            "'thing' serves gpt-4.1-mini 2025-04-14, which retires on 2027-04-14, in 72 days, "
            "within the 90 days of an unknown environment (known: dev, prod, test); "
            f"{NONE}",
        ),
    ),
    Case(
        "missing",
        (chat("o1"),),  # Azure takes the default version
        (
            "'thing' serves o1 2024-12-17, which retired on 2026-10-21; "
            "serve gpt-5.6-sol, which Azure names as its successor",
        ),
    ),
    Case("missing", (Resource(TOKEN),), not_applicable="no model is named"),
    Case("missing", (Resource(SERVERLESS),), not_applicable="no model is named"),
    Case(
        "unknown",
        (chat(UNKNOWN),),
        unknown=f"string value at .properties.model.name {LATER}",
    ),
    Case(
        "configured",
        (chat("gpt-4.1", "2025-04-14", "dev"),),
        (
            "'thing' serves gpt-4.1 2025-04-14, which retires on 2027-04-14, in 72 days, "
            f"within the 72 days of dev; {NONE}",
        ),
        around=Surroundings(settings={"days": {"dev": 72}}),
    ),
    Case(
        "configured",
        (chat("gpt-4.1", "2025-04-14", "prod"),),
        around=Surroundings(settings={"days": {"prod": 0}}),
    ),
    Case(
        "not applicable",
        (chat("Phi-4"),),
        not_applicable="no end of Phi-4 is announced",
    ),
    Case(
        "not applicable",
        (chat("gpt-4.1", "2031-01-01"),),
        not_applicable="no end of gpt-4.1 is announced",
    ),
    Case(
        "not applicable",
        (chat("gpt-4.1-minii"),),
        not_applicable="unknown model 'gpt-4.1-minii'; did you mean 'gpt-4.1-mini'?",
    ),
    Case(
        "not applicable",
        (Resource("azure-native:cognitiveservices:Account"),),
        not_applicable="not a deployment of a model",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


ENDING = st.sampled_from([each for each in catalog.retirements() if each.retires_on])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ENDING, st.sampled_from(sorted(DAYS)), st.integers(-100, 200))
def test_it_is_told_exactly_within_the_days_of_the_stage(
    monkeypatch: pytest.MonkeyPatch, ending: catalog.Retirement, stage: str, left: int
) -> None:
    assert ending.retires_on is not None
    today = ending.retires_on - timedelta(days=left)
    monkeypatch.setattr(_ledger, "today", lambda: today)
    one = chat(ending.model, ending.version, stage)
    assert len(judge(rule, one.token, one.inputs).messages) == (left <= DAYS[stage])
