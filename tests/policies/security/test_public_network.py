"""Does AZG-X002 find what the public internet reaches, and only that?"""

from __future__ import annotations

from typing import Any

import pytest

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies.security._doors import DOORS
from azgreen_policies.security.public_network import rule

ACCOUNT = "cognitiveservices:Account"
GATEWAY = "apimanagement:ApiManagementService"
PROD = Surroundings("prod")
FIX = "set it to 'Disabled' and let a private endpoint reach it"
LEFT_OUT = "is left out, which closes nothing"


def of(_kind: str, **inputs: Any) -> Resource:
    return Resource(f"azure-native:{_kind}", inputs)


def account(**properties: Any) -> Resource:
    return of(ACCOUNT, properties=properties)


CASES = [
    Case("compliant", (account(publicNetworkAccess="Disabled"),), around=PROD),
    Case(
        "compliant", (of("search:Service", publicNetworkAccess="securedByPerimeter"),), around=PROD
    ),
    Case(
        "violating",
        (account(publicNetworkAccess="Enabled"),),
        (
            "'thing' is open to the public internet in prod: properties.publicNetworkAccess is "
            f"'Enabled'; {FIX}",
        ),
        around=PROD,
    ),
    Case(
        "violating",
        (of("redisenterprise:RedisEnterprise", publicNetworkAccess="Enabled"),),
        (
            "'thing' is open to the public internet in an unknown environment: "
            f"publicNetworkAccess is 'Enabled'; {FIX}",
        ),
        around=Surroundings("eu-1"),
    ),
    Case(
        "missing",
        (of("keyvault:Vault"),),
        (
            "'thing' is open to the public internet in prod: properties.publicNetworkAccess "
            f"{LEFT_OUT}; {FIX}",
        ),
        around=PROD,
    ),
    Case(
        "unknown",
        (account(publicNetworkAccess=UNKNOWN),),
        unknown="string value at .properties.publicNetworkAccess can't be known during preview",
        around=PROD,
    ),
    Case(
        "configured",
        (of(GATEWAY),),
        (f"'thing' is open to the public internet in dev: publicNetworkAccess {LEFT_OUT}; {FIX}",),
        around=Surroundings("dev", settings={"stages": [], "resourceTypes": [GATEWAY]}),
    ),
    Case(
        "configured",
        (account(),),
        not_applicable="lab may be reached from the public internet",
        around=Surroundings("lab", settings={"stages": ["lab"]}),
    ),
    Case(
        "not applicable",
        (of(GATEWAY),),
        not_applicable="not a type whose network is judged",
        around=PROD,
    ),
    Case(
        "not applicable", (account(),), not_applicable="dev may be reached from the public internet"
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@pytest.mark.parametrize("kind", DOORS)
def test_every_type_is_judged_by_its_own_property(kind: str) -> None:
    around = Surroundings("prod", settings={"resourceTypes": list(DOORS)})

    def open_with(value: str) -> bool:
        inputs: dict[str, Any] = {"publicNetworkAccess": value}
        inputs = inputs if len(DOORS[kind].path) == 1 else {"properties": inputs}
        return bool(judge(rule, f"azure-native:{kind}", inputs, around=around).messages)

    assert (open_with("Enabled"), open_with("Disabled")) == (True, False)
    assert judge(rule, f"azure-native:{kind}", {}, around=around).messages


@pytest.mark.parametrize(
    "one",
    [
        account(publicNetworkAccess="Enabled", networkAcls={"defaultAction": "Deny"}),
        of("storage:StorageAccount", networkRuleSet={"defaultAction": "Deny"}),
        of("keyvault:Vault", properties={"networkAcls": {"defaultAction": "Deny"}}),
        of("cosmosdb:DatabaseAccount", ipRules=[{"ipAddressOrRange": "20.0.0.1"}]),
        of("cosmosdb:DatabaseAccount", isVirtualNetworkFilterEnabled=True),
        of("search:Service", networkRuleSet={"ipRules": [{"value": "20.0.0.1"}]}),
        of("machinelearningservices:Workspace", kind="Project"),
    ],
)
def test_a_firewall_that_denies_counts_as_closed(one: Resource) -> None:
    assert judge(rule, one.token, one.inputs, around=PROD).messages == ()


def test_a_gateway_inside_a_network_counts_as_closed() -> None:
    around = Surroundings("prod", settings={"resourceTypes": [GATEWAY]})
    one = of(GATEWAY, virtualNetworkType="Internal")
    assert judge(rule, one.token, one.inputs, around=around).messages == ()
