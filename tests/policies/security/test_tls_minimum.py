"""Does AZG-X004 find old TLS and plain text, and only those?"""

from __future__ import annotations

from typing import Any

import pytest

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies.security.tls_minimum import rule

STORAGE = "storage:StorageAccount"
GATEWAY = "apimanagement:ApiManagementService"
SECURITY = "Microsoft.WindowsAzure.ApiManagement.Gateway.Security"


def of(_kind: str, **inputs: Any) -> Resource:
    return Resource(f"azure-native:{_kind}", inputs)


CASES = [
    Case("compliant", (of(STORAGE, minimumTlsVersion="TLS1_2"),)),
    Case("compliant", (of("redisenterprise:RedisEnterprise"),)),
    Case(
        "violating",
        (of(STORAGE, minimumTlsVersion="TLS1_1", enableHttpsTrafficOnly=False),),
        (
            "'thing' takes TLS below 1.2: minimumTlsVersion is 'TLS1_1'; raise it",
            "'thing' takes plain text: enableHttpsTrafficOnly is False; set it to true",
        ),
    ),
    Case(
        "violating",
        (of(GATEWAY, customProperties={f"{SECURITY}.Protocols.Tls10": "True"}),),
        (
            "'thing' takes old protocols: customProperties "
            f"{SECURITY}.Protocols.Tls10 is 'True'; set it to 'false'",
        ),
    ),
    Case(
        "missing",
        (of(STORAGE),),
        (
            "'thing' takes TLS below 1.2: minimumTlsVersion is left out, which Azure takes as 1.0; "
            "raise it",
        ),
    ),
    Case(
        "unknown",
        (of(STORAGE, minimumTlsVersion=UNKNOWN),),
        unknown="string value at .minimumTlsVersion can't be known during preview",
    ),
    Case(
        "configured",
        (of(STORAGE, minimumTlsVersion="TLS1_2"),),
        ("'thing' takes TLS below 1.3: minimumTlsVersion is 'TLS1_2'; raise it",),
        around=Surroundings(settings={"minimumVersion": "1.3"}),
    ),
    Case(
        "not applicable",
        (of("search:Service"),),
        not_applicable="not a type that chooses its version of TLS",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@pytest.mark.parametrize(
    ("one", "good"),
    [
        (of(STORAGE, minimumTlsVersion="TLS1_3"), True),
        (of("cosmosdb:DatabaseAccount", minimalTlsVersion="Tls"), False),
        (of("cosmosdb:DatabaseAccount", minimalTlsVersion="Tls11"), False),
        (of("cosmosdb:DatabaseAccount", minimalTlsVersion="Tls12"), True),
        (of("cosmosdb:DatabaseAccount"), True),
        (of("redisenterprise:RedisEnterprise", minimumTlsVersion="1.1"), False),
        (of("redisenterprise:RedisEnterprise", minimumTlsVersion="1.2"), True),
        (of("redisenterprise:Database", clientProtocol="Plaintext"), False),
        (of("redisenterprise:Database"), True),
        (of("redis:Redis", minimumTlsVersion="1.0"), False),
        (of("redis:Redis", enableNonSslPort=True), False),
        (of("redis:Redis"), True),
        (of(GATEWAY), True),
        (of(GATEWAY, customProperties={f"{SECURITY}.Protocols.Tls11": "false"}), True),
        (of(GATEWAY, customProperties={f"{SECURITY}.Backend.Protocols.Ssl30": "true"}), False),
        (of(GATEWAY, customProperties={f"{SECURITY}.Ciphers.TripleDes168": "true"}), True),
    ],
)
def test_types(one: Resource, *, good: bool) -> None:
    assert (judge(rule, one.token, one.inputs).messages == ()) is good
