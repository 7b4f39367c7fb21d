"""Does AZG-C008 find gateways before models that let callers use any number of tokens?"""

from __future__ import annotations

from typing import Any

import pytest

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge_stack
from azgreen_components.ai_gateway.limits import AnswerLimits, TokenBudget
from azgreen_components.ai_gateway.policy import GatewayPolicy
from azgreen_components.ai_gateway.policy_xml import policy_xml
from azgreen_components.ai_gateway.resilience import Retry
from azgreen_policies.carbon.response_budget import rule

API = "azure-native:apimanagement"
LATER = "can't be known during preview"
ACCOUNT = Resource("azure-native:cognitiveservices:Account", {}, "assistant")
CHAT = Resource("azure-native:cognitiveservices:Deployment", {}, "chat")
IDENTITY = '<authentication-managed-identity resource="https://cognitiveservices.azure.com" />'
LIMIT = '<llm-token-limit counter-key="x" tokens-per-minute="500" />'


def policy(inner: Any, kind: str = "ApiPolicy", name: str = "policy", **more: Any) -> Resource:
    value = inner if inner == UNKNOWN else f"<policies><inbound>{inner}</inbound></policies>"
    return Resource(f"{API}:{kind}", {"value": value, **more}, name)


def service(tier: str = "BasicV2") -> Resource:
    return Resource(f"{API}:ApiManagementService", {"sku": {"name": tier}}, "gateway")


def backend(name: str = "models", **more: Any) -> Resource:
    return Resource(f"{API}:Backend", {"backendId": name, **more}, name)


TO_MODELS = '<set-backend-service backend-id="models" />'
URL = "https://assistant.openai.azure.com/openai"
WHAT = "'policy' passes requests on to models without a limit on their tokens; "
FIX = "put llm-token-limit or azure-openai-token-limit into the inbound policy of its API"
BARE = "'gateway' is a gateway in a stack of models, and no API of it limits tokens; "
CONSUMPTION = "the tier Consumption has no token limits: take BasicV2 or another, and limit there"
POOL = Resource(f"{API}:Backend", {"backendId": "models"}, "pool", {"pool": ["single"]})
CASES = [
    Case("compliant", (CHAT, service(), policy(f"{LIMIT}{IDENTITY}"))),
    Case(
        "compliant", (policy(f"<azure-openai-token-limit></azure-openai-token-limit>{IDENTITY}"),)
    ),
    Case("compliant", (policy(IDENTITY), policy(LIMIT, "Policy", "all"))),
    Case("compliant", (CHAT, service(), policy(LIMIT, "ProductPolicy", "product"))),
    Case("compliant", (service(), policy("<rate-limit calls='5' />"))),
    Case("compliant", (policy(TO_MODELS), backend(url="https://shop.example.com"))),
    Case("compliant", (policy(IDENTITY, format="rawxml-link"),)),  # read by nobody but Azure
    Case("violating", (CHAT, service(), policy(IDENTITY)), (f"{WHAT}{FIX}",)),
    Case("violating", (policy(f"<!-- {LIMIT} -->{IDENTITY}"),), (f"{WHAT}{FIX}",)),
    Case("violating", (policy("<llm-emit-token-metric />"),), (f"{WHAT}{FIX}",)),
    Case("violating", (policy(TO_MODELS), backend(url=URL)), (f"{WHAT}{FIX}",)),
    Case(
        "violating",
        (policy(TO_MODELS), backend("single", url=URL), POOL),
        (f"{WHAT}{FIX}",),
    ),
    Case(
        "violating",
        (
            policy("<base />", apiId="chat"),
            Resource(f"{API}:Api", {"apiId": "chat", "serviceUrl": URL}, "api"),
        ),
        (f"{WHAT}{FIX}",),
    ),
    Case("violating", (CHAT, service()), (f"{BARE}{FIX}",)),
    Case(
        "violating",
        (CHAT, service("Consumption"), policy(IDENTITY)),
        (f"{WHAT}{CONSUMPTION}",),
    ),
    Case("missing", (service(), Resource(f"{API}:ApiPolicy", {}, "policy"))),
    Case("missing", (service(),)),
    Case("unknown", (service(), policy(UNKNOWN)), unknown=f"string value at .value {LATER}"),
    Case(
        "unknown",
        (
            ACCOUNT,
            policy(TO_MODELS),
            Resource(
                f"{API}:Backend",
                {"backendId": "models", "url": UNKNOWN},
                "models",
                {"url": ["assistant"]},
            ),
        ),
        (f"{WHAT}{FIX}",),  # of which account the address is made is known
    ),
    Case(
        "configured",
        (policy(f"<include-fragment />{IDENTITY}"),),
        around=Surroundings(settings={"policies": ["include-fragment"]}),
    ),
    Case(
        "not applicable",
        (CHAT,),
        not_applicable=(
            "the stack has no apimanagement:ApiPolicy and no apimanagement:ApiManagementService"
        ),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@pytest.mark.parametrize("budget", [None, TokenBudget(500, None, "Monthly", "subscription")])
def test_the_policy_of_a_gateway_is_judged_by_its_budget(budget: TokenBudget | None) -> None:
    limits = AnswerLimits(None, (), "cap")
    wanted = GatewayPolicy("models", limits, budget, None, Retry(1, 1, at_once=True))
    one = Resource(f"{API}:ApiPolicy", {"value": policy_xml(wanted)}, "policy")
    assert len(judge_stack(rule, (one,)).messages) == (budget is None)
