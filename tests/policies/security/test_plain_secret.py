"""Does AZG-X006 find secrets in plain text, only those, and never show one?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge, secret
from azgreen_policies.security._secrets import is_literal, is_secret_name
from azgreen_policies.security.plain_secret import rule

DEPLOYMENT = "azure-native:machinelearningservices:OnlineDeployment"
VALUE = "azure-native:apimanagement:NamedValue"
BACKEND = "azure-native:apimanagement:Backend"
IN_VARIABLES = "'thing' has secrets in plain text in environmentVariables: "
VARIABLES_FIX = "refer to a vault or connection with ${{...}}, or let the endpoint's identity call"
VAULT = "refer to a vault with keyVault.secretIdentifier"
IDENTIFIER = {"secretIdentifier": "https://v.vault.azure.net/secrets/s"}


def deployment(**variables: Any) -> Resource:
    return Resource(DEPLOYMENT, {"properties": {"environmentVariables": variables}})


def named(name: str, **inputs: Any) -> Resource:
    return Resource(VALUE, {"displayName": name, **inputs})


CASES = [
    Case("compliant", (deployment(MAX_TOKENS="800", LOG_LEVEL="debug"),)),
    Case("compliant", (deployment(API_KEY="${{azureml://connections/search/credentials/key}}"),)),
    Case("compliant", (named("openai-key", keyVault=IDENTIFIER, secret=True),)),
    Case("compliant", (named("region", value="eu"),)),
    Case("compliant", (Resource(BACKEND, {"credentials": {"header": {"api-key": ["{{key}}"]}}}),)),
    Case(
        "violating",
        (deployment(API_KEY="k-1", REGION="eu", HF_TOKEN=secret("t-2")),),
        (f"{IN_VARIABLES}API_KEY, HF_TOKEN; {VARIABLES_FIX}",),
    ),
    Case(
        "violating",
        (named("openai-key", value="k-1"),),
        (f"'thing' keeps a secret in plain text, openai-key; {VAULT}",),
    ),
    Case(
        "violating",
        (named("openai-key", value=secret("k-1"), secret=True),),
        (f"'thing' keeps a copy of a secret, openai-key; {VAULT}",),
    ),
    Case(
        "violating",
        (
            Resource(
                BACKEND,
                {
                    "credentials": {
                        "header": {"api-key": ["k-1"], "x-region": ["eu"]},
                        "query": {"code": ["c"], "sas": ["s-1"]},
                        "authorization": {"scheme": "Bearer", "parameter": "p-1"},
                    }
                },
            ),
        ),
        (
            "'thing' has secrets in plain text in credentials: header.api-key, query.sas, "
            "authorization.parameter; refer to a named value of a vault with {{...}}, or call "
            "with a managed identity",
        ),
    ),
    Case("missing", (Resource(DEPLOYMENT),)),
    Case(
        "unknown",
        (deployment(API_KEY=UNKNOWN),),
        unknown="string value at .properties.environmentVariables.API_KEY "
        "can't be known during preview",
    ),
    Case(
        "configured",
        (deployment(LICENCE="l-1"),),
        (f"{IN_VARIABLES}LICENCE; {VARIABLES_FIX}",),
        around=Surroundings(settings={"secretWords": ["Licence"]}),
    ),
    Case(
        "not applicable",
        (Resource("azure-native:keyvault:Secret", {"properties": {"value": "v"}}),),
        not_applicable="not a type that is known to hold secrets in plain text",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


@given(st.text(min_size=1).map("\u00a7{}\u00a7".format))
def test_no_message_shows_a_value(hidden: str) -> None:
    credentials = {"header": {"api-key": [hidden]}, "authorization": {"parameter": hidden}}
    for one in (
        deployment(API_KEY=hidden, DB_PASSWORD=hidden),
        named("token", value=hidden),
        Resource(BACKEND, {"credentials": credentials}),
    ):
        (message,) = judge(rule, one.token, one.inputs).messages
        assert hidden not in message


@pytest.mark.parametrize(
    "name",
    [
        "OPENAI_API_KEY",
        "openaiApiKey",
        "apikey",
        "HF_TOKEN",
        "HUGGING_FACE_HUB_TOKEN",
        "DB_PASSWORD",
        "dbPwd",
        "AZURE_CLIENT_SECRET",
        "SEARCH_KEY",
        "Ocp-Apim-Subscription-Key",
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "storageSas",
        "primary-password",
    ],
)
def test_names_of_secrets(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "MAX_TOKENS",
        "max_token",
        "TOKENIZERS_PARALLELISM",
        "EOS_TOKEN",
        "PARTITION_KEY",
        "PUBLIC_KEY",
        "API_KEY_NAME",
        "SECRET_URI",
        "PASSWORD_FILE",
        "KEY_VAULT_URL",
        "KEYBOARD",
        "MONKEY",
        "SECRETARY",
        "AZUREML_MODEL_DIR",
        "",
    ],
)
def test_names_of_none(name: str) -> None:
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        ("hunter2", True),
        ("123456789012", True),
        ("${{keyvault:https://v.vault.azure.net/secrets/s}}", False),
        ("{{openai-key}}", False),
        ('@(context.Variables["key"])', False),
        ("Bearer {{openai-key}}", True),
        ("", False),
        (None, False),
        ("true", False),
        (True, False),
        (5.0, False),
    ],
)
def test_literals(value: object, *, literal: bool) -> None:
    assert is_literal(value) is literal
