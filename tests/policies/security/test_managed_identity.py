"""Does AZG-X003 find callers without an identity, and only those?"""

from __future__ import annotations

from typing import Any

import pytest

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge_stack, secret
from azgreen_policies.security.managed_identity import rule

FIX = "set identity.type to 'SystemAssigned' and give it the roles that it needs"
AS_ITSELF = "take it out and let a policy with authentication-managed-identity call"
SYSTEM = {"type": "SystemAssigned"}
STORES = {"userOwnedStorage": [{"resourceId": "/subscriptions/s/storage"}]}


def of(kind: str, name: str = "thing", inputs: Any = None, **made_from: list[str]) -> Resource:
    return Resource(f"azure-native:{kind}", inputs or {}, name, made_from)


def backend(credentials: Any = None, **made_from: list[str]) -> Resource:
    inputs = {} if credentials is None else {"credentials": credentials}
    return of("apimanagement:Backend", "chat", inputs, **made_from)


WORKSPACE = of("machinelearningservices:Workspace")
GATEWAY = of("apimanagement:ApiManagementService", "gateway")
SEARCH = of("search:Service", "docs", {"searchServiceName": "docs-1"})
CASES = [
    Case("compliant", (of("machinelearningservices:Workspace", inputs={"identity": SYSTEM}),)),
    Case("compliant", (GATEWAY,)),
    Case("compliant", (of("cognitiveservices:Account"),)),
    Case("compliant", (backend({"header": {"x-region": ["eu"]}}),)),
    Case(
        "violating",
        (of("machinelearningservices:OnlineEndpoint"),),
        (f"'thing' has no managed identity, but its machines pull images and models; {FIX}",),
    ),
    Case(
        "violating",
        (GATEWAY, backend({"header": {"api-key": [secret("k")]}}, serviceName=["gateway"])),
        (
            f"'gateway' has no managed identity, but it calls its back end 'chat'; {FIX}",
            f"'chat' is called with a key in credentials.header.api-key; {AS_ITSELF}",
        ),
    ),
    Case(
        "violating",
        (SEARCH, of("search:SharedPrivateLinkResource", "models", {"searchServiceName": "docs-1"})),
        (
            "'docs' has no managed identity, but it calls what its private link 'models' leads "
            f"to; {FIX}",
        ),
    ),
    Case(
        "violating",
        (of("cognitiveservices:Account", inputs={"properties": STORES}),),
        (f"'thing' has no managed identity, but it writes to a storage account of yours; {FIX}",),
    ),
    Case(
        "missing",
        (WORKSPACE,),
        (f"'thing' has no managed identity, but it reads and writes its storage and vault; {FIX}",),
    ),
    Case(
        "unknown",
        (of("machinelearningservices:Workspace", inputs={"identity": {"type": UNKNOWN}}),),
        unknown="string value at .identity.type can't be known during preview",
    ),
    Case(
        "configured",
        (WORKSPACE, backend({"authorization": {"scheme": "Bearer", "parameter": "p"}})),
        (f"'chat' is called with a key in credentials.authorization; {AS_ITSELF}",),
        around=Surroundings(settings={"resourceTypes": ["apimanagement:Backend"]}),
    ),
    Case(
        "not applicable",
        (of("redis:Redis"),),
        not_applicable="the stack has no cognitiveservices:Account and no "
        "machinelearningservices:Workspace and no machinelearningservices:OnlineEndpoint and no "
        "search:Service and no apimanagement:ApiManagementService and no apimanagement:Backend",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@pytest.mark.parametrize(
    ("credentials", "places"),
    [
        ({"header": {"Authorization": ["Bearer x"]}}, "credentials.header.Authorization"),
        (
            {"header": {"api-key": ["k"]}, "query": {"code": ["c"], "sas": ["s"]}},
            "credentials.header.api-key and credentials.query.sas",
        ),
        ({"header": {"Content-Type": ["json"]}}, None),
        ({"certificate": ["thumbprint"]}, None),
        ({}, None),
    ],
)
def test_keys_of_back_ends(credentials: dict[str, Any], places: str | None) -> None:
    found = judge_stack(rule, (backend(credentials),)).messages
    says = f"'chat' is called with a key in {places}; {AS_ITSELF}"
    assert found == (() if places is None else (says,))


def test_an_identity_that_is_none_counts_as_left_out() -> None:
    one = of("machinelearningservices:Workspace", inputs={"identity": {"type": "None"}})
    assert judge_stack(rule, (one,)).messages
