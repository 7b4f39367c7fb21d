"""Does AZG-C007 ask for a cache where enough is repeated, and say what it would spare?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.estimate import Traffic, footprint
from azgreen.estimate.placement.workload import SECONDS_PER_MONTH
from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge_stack
from azgreen_policies.carbon.cache_before_repetition import LEAST_REPEATED_SHARE, rule

ACCOUNT = Resource(
    "azure-native:cognitiveservices:Account", {"location": "swedencentral"}, "assistant"
)
TOKEN = "azure-native:cognitiveservices:Deployment"
LATER = "can't be known during preview"
TRAFFIC = "requests-per-second=5 input-tokens=1000 output-tokens=200"
TRAFFIC_OF = Traffic(5, 1000, 200)


def chat(need: str = f"{TRAFFIC} repeated-share=0.2", model: Any = "gpt-4.1-mini") -> Resource:
    inputs = {
        "properties": {"model": {"name": model}},
        "sku": {"name": "Standard"},
        "tags": {"azgreen-need": need},
    }
    return Resource(TOKEN, inputs, "chat", {"accountName": ["assistant"]})


def redis(*modules: str) -> Resource:
    made = {"modules": [{"name": each} for each in modules]}
    return Resource("azure-native:redisenterprise:Database", made, "cache")


def cosmos(**resource: Any) -> Resource:
    token = "azure-native:cosmosdb:SqlResourceSqlContainer"
    return Resource(token, {"resource": {"id": "answers", **resource}}, "cache")


def policy(inner: Any, kind: str = "ApiPolicy") -> Resource:
    value = inner if inner == UNKNOWN else f"<policies><inbound>{inner}</inbound></policies>"
    return Resource(f"azure-native:apimanagement:{kind}", {"value": value}, "policy")


def passing_on(
    to: str = "endpoint", inner: str = '<set-backend-service backend-id="models" />'
) -> tuple[Resource, ...]:
    """A gateway whose API looks answers up, and passes the other requests on to a resource."""
    looks_up = f"<policies><inbound><llm-semantic-cache-lookup />{inner}</inbound></policies>"
    of_api = {"apiId": "chat"}
    token = "azure-native:apimanagement"
    return (
        Resource(f"{token}:Backend", {"backendId": "models"}, "models", {"url": [to]}),
        Resource(f"{token}:Api", of_api, "chat", {"serviceUrl": [to]}),
        Resource(f"{token}:ApiPolicy", {"value": looks_up, **of_api}, "chat-policy"),
    )


ENDPOINT = Resource("azure-native:machinelearningservices:OnlineEndpoint", {}, "endpoint")
VECTORS = {"vectorEmbeddings": [{"path": "/vector", "dimensions": 1536}]}
SPARED = 0.2 * SECONDS_PER_MONTH * 5
GCO2E = footprint("gpt-4.1-mini", "Standard", "swedencentral", TRAFFIC_OF, 1).gco2e.mid
WITHOUT = "and the stack has no semantic cache for it; one that answers them"
REPEATS = f"20% of its requests repeat others (azgreen-need; told from 10% on), {WITHOUT}"
TOLD = (
    f"'chat' serves gpt-4.1-mini as Standard in 'swedencentral': {REPEATS} spares "
    f"{SPARED * 1200:,.0f} tokens and {SPARED * GCO2E:,.0f} gCO2e a month: add a SemanticCache",
)
CASES = [
    Case("compliant", (ACCOUNT, chat(), redis("RediSearch"))),
    Case("compliant", (ACCOUNT, chat(), cosmos(vectorEmbeddingPolicy=VECTORS))),
    Case(
        "compliant", (ACCOUNT, chat(), policy('<llm-semantic-cache-lookup score-threshold="0.1"'))
    ),
    Case(
        "compliant", (ACCOUNT, chat(), policy("<azure-openai-semantic-cache-lookup />", "Policy"))
    ),
    Case("compliant", (ACCOUNT, chat(f"{TRAFFIC} repeated-share=0.09"))),
    Case("compliant", (ACCOUNT, chat(), *passing_on("assistant"))),
    Case("compliant", (ACCOUNT, chat(), *passing_on("assistant", ""))),
    # one way that is not known may lead to it
    Case(
        "compliant",
        (
            *(ACCOUNT, chat(), ENDPOINT),
            *passing_on(inner='<set-backend-service id="a" backend-id="elsewhere" />'),
        ),
    ),
    Case(
        "compliant",
        (
            *(ACCOUNT, chat(), ENDPOINT),
            *passing_on(inner='<set-backend-service base-url="https://contoso.com" />'),
        ),
    ),
    Case("violating", (ACCOUNT, chat(), ENDPOINT, *passing_on()), TOLD),
    Case("violating", (ACCOUNT, chat(), ENDPOINT, *passing_on(inner="")), TOLD),
    Case("violating", (ACCOUNT, chat()), TOLD),
    Case("violating", (ACCOUNT, chat(), redis("RedisJSON")), TOLD),
    Case("violating", (ACCOUNT, chat(), redis()), TOLD),
    Case("violating", (ACCOUNT, chat(), cosmos()), TOLD),
    Case("violating", (ACCOUNT, chat(), policy("<llm-semantic-cache-store />")), TOLD),
    Case(
        "violating",
        (Resource(TOKEN, chat().inputs, "chat"),),
        (
            f"'chat' serves gpt-4.1-mini as Standard: {REPEATS} spares {SPARED * 1200:,.0f} "
            "tokens a month: add a SemanticCache",
        ),
    ),
    Case(
        "violating",
        (Resource("azure-native:machinelearningservices:OnlineDeployment", chat().inputs, "own"),),
        (f"'own': {REPEATS} spares {SPARED * 1200:,.0f} tokens a month: add a SemanticCache",),
    ),
    Case(
        "violating",
        (ACCOUNT, chat("repeated-share=0.2", "my-own")),
        (
            f"'chat': {REPEATS} spares as much of its tokens (how many is not known: declare its "
            "traffic too): add a SemanticCache",
        ),
    ),
    Case("missing", (ACCOUNT, chat(TRAFFIC))),
    Case("missing", (ACCOUNT, Resource(TOKEN))),
    Case(
        "missing",
        (ACCOUNT, chat("repeated-share=2")),
        ("cannot be judged: repeated-share: 2.0 is above 1",),
    ),
    Case(
        "unknown",
        (ACCOUNT, chat(), policy(UNKNOWN)),
        unknown=f"string value at .value {LATER}",
    ),
    Case("unknown", (ACCOUNT, chat(), policy(UNKNOWN), cosmos(vectorEmbeddingPolicy=VECTORS))),
    Case(
        "unknown",
        (ACCOUNT, chat(model=UNKNOWN)),
        unknown=f"string value at .properties.model.name {LATER}",
    ),
    Case(
        "configured",
        (ACCOUNT, chat()),
        around=Surroundings(settings={"leastRepeatedShare": 0.21}),
    ),
    Case(
        "not applicable",
        (ACCOUNT,),
        not_applicable=(
            "the stack has no cognitiveservices:Deployment and no "
            "machinelearningservices:OnlineDeployment and no "
            "machinelearningservices:ServerlessEndpoint"
        ),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@given(st.floats(0.001, 1))
def test_a_cache_is_asked_for_exactly_from_the_share_on(share: float) -> None:
    found = judge_stack(rule, (ACCOUNT, chat(f"{TRAFFIC} repeated-share={share!r}"))).messages
    assert len(found) == (share >= LEAST_REPEATED_SHARE)
