"""Does AZG-R010 tell what Azure would refuse, and ask nobody until it is told to?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge_stack
from azgreen_emulator.server import LocalAzure
from azgreen_policies.reliability._asking import LOCAL
from azgreen_policies.reliability.preflight import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
ASKED = Surroundings(settings={"subscription": SUBSCRIPTION})
MODEL = {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}
QUOTA = 6000


def account(location: Any = "swedencentral") -> Resource:
    props = {"accountName": "ai", "resourceGroupName": "rg", "location": location}
    return Resource("azure-native:cognitiveservices:Account", props, "ai")


def deployment(units: Any = 100, name: str = "chat") -> Resource:
    props = {
        "accountName": "ai",
        "resourceGroupName": "rg",
        "deploymentName": name,
        "sku": {"name": "Standard", "capacity": units},
        "properties": {"model": MODEL},
    }
    return Resource("azure-native:cognitiveservices:Deployment", props, name)


GROUP = Resource("azure-native:resources:ResourceGroup", {"resourceGroupName": "rg"}, "rg")
OTHER = Resource("random:index:Id", {}, "other")
BOTH = (
    "quota of chat, more: takes 8,000 k TPM of OpenAI.Standard.gpt-4.1-mini in swedencentral; 6,000"
    " of 6,000 are left; take less, or ask for more quota"
    " (learn.microsoft.com/azure/ai-foundry/openai/how-to/quota)"
)

CASES = [
    Case(
        "violating",
        (account(), deployment()),
        (
            "cannot be judged: --subscription: 'production' is no id of a subscription; 'az account"
            " show --query id' tells yours",
        ),
        around=Surroundings(settings={"subscription": "production"}),
    ),
    Case(
        "violating",
        (GROUP, account(), deployment(4000), deployment(4000, "more")),
        (BOTH,),
        around=ASKED,
    ),
    Case("compliant", (GROUP, account(), deployment(QUOTA)), around=ASKED),
    Case("unknown", (GROUP, account(UNKNOWN), deployment(UNKNOWN)), around=ASKED),
    Case(
        "missing",
        (account(), deployment()),
        not_applicable="nobody is to be asked: subscription, or azgreen:preflightSubscription",
    ),
    Case(
        "configured",
        (GROUP, account(), deployment(4000), deployment(4000, "more")),
        (BOTH,),
        around=Surroundings(config={"azgreen:preflightSubscription": SUBSCRIPTION}),
    ),
    Case(
        "not applicable",
        (OTHER,),
        not_applicable="the stack has no resource of Azure",
        around=ASKED,
    ),
]


@pytest.fixture(scope="module")
def azure() -> Iterator[str]:
    with LocalAzure(None) as running:
        yield running.url


@pytest.mark.parametrize("case", CASES)
def test_case(case: Case, azure: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LOCAL, azure)
    check(rule, case)


def test_an_azure_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LOCAL, "http://127.0.0.1:9")
    told = judge_stack(rule, (account(),), around=ASKED).messages
    assert told[0].startswith("cannot be judged: http://127.0.0.1:9 does not answer: ")
