"""Does AZG-X001 find what can be called with a key, and only that?"""

from __future__ import annotations

from typing import Any

import pytest

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge_stack
from azgreen_policies.security.key_auth import rule

AZURE = "azure-native"
ACCOUNT = f"{AZURE}:cognitiveservices:Account"
FIX = "and give callers a role in Microsoft Entra ID"
API = Resource(f"{AZURE}:apimanagement:Api", {"apiId": "chat", "subscriptionRequired": True}, "api")
STRICT = Surroundings(settings={"subscriptionKeys": False})
NO_TOKEN = (
    "'api' takes subscription keys alone, as no policy of it checks a token; "
    "add a policy with validate-azure-ad-token"
)


def account(**properties: Any) -> Resource:
    return Resource(ACCOUNT, {"properties": properties})


def one(_kind: str, **inputs: Any) -> Resource:
    return Resource(f"{AZURE}:{_kind}", inputs)


def database(keys: Any) -> Resource:
    inputs = {} if keys is None else {"accessKeysAuthentication": keys}
    return Resource(f"{AZURE}:redisenterprise:Database", inputs, "answers")


def policy(value: Any, kind: str = "ApiPolicy", **made_from: list[str]) -> Resource:
    return Resource(f"{AZURE}:apimanagement:{kind}", {"value": value}, "policy", made_from)


CASES = [
    Case("compliant", (account(disableLocalAuth=True),)),
    Case("compliant", (API,)),
    Case(
        "violating",
        (account(disableLocalAuth=False),),
        (f"'thing' takes keys, as properties.disableLocalAuth is False; set it to true {FIX}",),
    ),
    Case(
        "violating",
        (one("machinelearningservices:OnlineEndpoint", properties={"authMode": "Key"}),),
        (f"'thing' takes keys, as properties.authMode is 'Key'; set it to 'AADToken' {FIX}",),
    ),
    Case(
        "violating",
        (database("Enabled"),),
        (
            "'answers' takes keys, as accessKeysAuthentication is 'Enabled'; "
            f"set it to 'Disabled' {FIX}",
        ),
    ),
    Case(
        "missing",
        (one("search:Service"),),
        (f"'thing' takes keys, as disableLocalAuth is left out; set it to true {FIX}",),
    ),
    Case(
        "unknown",
        (account(disableLocalAuth=UNKNOWN),),
        unknown="string value at .properties.disableLocalAuth can't be known during preview",
    ),
    Case("configured", (API,), (NO_TOKEN,), around=STRICT),
    Case(
        "not applicable",
        (one("machinelearningservices:ServerlessEndpoint", properties={"authMode": "Key"}),),
        not_applicable="the stack has no cognitiveservices:Account and no "
        "machinelearningservices:OnlineEndpoint and no search:Service and no "
        "cosmosdb:DatabaseAccount and no redisenterprise:Database and no redis:Redis and no "
        "storage:StorageAccount and no apimanagement:Api",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@pytest.mark.parametrize(
    ("resource", "takes_keys"),
    [
        (one("search:Service", disableLocalAuth=True), False),
        (one("search:Service", disableLocalAuth=False, authOptions={"apiKeyOnly": {}}), True),
        (one("cosmosdb:DatabaseAccount", kind="GlobalDocumentDB"), True),
        (one("cosmosdb:DatabaseAccount", kind="GlobalDocumentDB", disableLocalAuth=True), False),
        (one("cosmosdb:DatabaseAccount", kind="MongoDB"), False),
        (one("redis:Redis"), True),
        (one("redis:Redis", disableAccessKeyAuthentication=True), False),
        (one("storage:StorageAccount"), True),
        (one("storage:StorageAccount", allowSharedKeyAccess=False), False),
        (one("machinelearningservices:OnlineEndpoint", properties={"authMode": "AMLToken"}), False),
        (one("cognitiveservices/v20241001:Account", properties={"disableLocalAuth": True}), False),
        (one("cognitiveservices/v20241001:Account"), True),
        (database("Disabled"), False),
        (database(None), False),
    ],
)
def test_types(resource: Resource, *, takes_keys: bool) -> None:
    assert bool(judge_stack(rule, (resource,)).messages) is takes_keys


@pytest.mark.parametrize(
    ("checks", "asked"),
    [
        (policy("<validate-azure-ad-token/>", apiId=["api"]), True),
        (policy("<validate-jwt/>", apiId=["api"]), True),
        (policy("<validate-jwt/>", "Policy"), True),
        (policy("<rate-limit/>", apiId=["api"]), False),
        (policy("<validate-jwt/>"), False),
    ],
)
def test_a_token_is_asked_for_by_a_policy_of_the_api(checks: Resource, *, asked: bool) -> None:
    found = judge_stack(rule, (API, checks), around=STRICT)
    assert found.messages == (() if asked else (NO_TOKEN,))
