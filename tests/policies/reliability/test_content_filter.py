"""Does AZG-R009 find models whose content filter was taken away, and only those?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge_stack
from azgreen_policies.reliability._filters import REQUIRED
from azgreen_policies.reliability.content_filter import rule

TOKEN = "azure-native:cognitiveservices:Deployment"
SERVERLESS = "azure-native:machinelearningservices:ServerlessEndpoint"
LATER = "can't be known during preview"


def chat(policy: Any = None, model: str = "gpt-4.1-mini", *made_from: str) -> Resource:
    own = {"model": {"name": model}} | ({} if policy is None else {"raiPolicyName": policy})
    sources = {"properties": made_from} if made_from else {}
    return Resource(TOKEN, {"properties": own}, "chat", sources)


def one(name: str, source: str = "Prompt", **more: Any) -> dict[str, Any]:
    return {"name": name, "source": source, "enabled": True, "blocking": True, **more}


def rai(*filters: dict[str, Any], base: str = "Microsoft.DefaultV2") -> Resource:
    own = {"basePolicyName": base, "contentFilters": list(filters)}
    token = "azure-native:cognitiveservices:RaiPolicy"
    return Resource(token, {"raiPolicyName": "mild", "properties": own}, "filter")


def serverless(status: Any = None, model: str = "Phi-4") -> Resource:
    safety = {} if status is None else {"contentSafety": {"contentSafetyStatus": status}}
    listed = f"azureml://registries/azureml/models/{model}"
    own = {"authMode": "Key", "modelSettings": {"modelId": listed}, **safety}
    return Resource(SERVERLESS, {"properties": own}, "phi")


def told(*through: str) -> tuple[str]:
    return (
        f"'chat' has the content filter 'filter', which lets by {', '.join(through)}; "
        "set enabled and blocking of each to true",
    )


NIL = (
    "'chat' has properties.raiPolicyName Microsoft.Nil: nothing is filtered; "
    "leave it out for Azure's default, or name a policy that blocks",
)
CASES = [
    Case("compliant", (chat("Microsoft.DefaultV2"),)),
    Case("compliant", (chat("mild"), rai(one("Hate"), one("Profanity", blocking=False)))),
    Case("compliant", (chat("of-elsewhere"), rai(one("Hate", enabled=False)))),
    Case("compliant", (chat("Microsoft.Nil", "text-embedding-3-large"),)),
    Case("compliant", (serverless("Enabled"),)),
    Case("compliant", (serverless("Disabled", "text-embedding-3-small"),)),
    Case("violating", (chat("Microsoft.Nil"),), NIL),
    Case(
        "violating",
        (chat("mild"), rai(one("Hate", "Completion", blocking=False), one("Sexual"))),
        told("Hate (Completion)"),
    ),
    Case(
        "violating",
        (
            chat("mild"),
            rai(one("selfharm", enabled=False), one("Jailbreak", enabled=False, blocking=False)),
        ),
        told("Selfharm (Prompt)", "Jailbreak (Prompt)"),
    ),
    Case(
        "violating",
        (chat("mild"), rai(one("Hate"), one("Hate", "Completion"), base="microsoft.nil")),
        told(
            "Sexual (Prompt)",
            "Sexual (Completion)",
            "Violence (Prompt)",
            "Violence (Completion)",
            "Selfharm (Prompt)",
            "Selfharm (Completion)",
            "Jailbreak (Prompt)",
        ),
    ),
    Case(
        "violating",
        (serverless("Disabled"),),
        (
            "'phi' has properties.contentSafety.contentSafetyStatus Disabled: nothing is "
            "filtered; set it to Enabled",
        ),
    ),
    Case("missing", (chat(),)),
    Case("missing", (chat(""),)),
    Case("missing", (Resource(TOKEN),)),
    Case("missing", (serverless(),)),
    Case("missing", (chat("mild"), rai())),
    Case(
        "unknown",
        (chat(UNKNOWN),),
        unknown=f"string value at .properties.raiPolicyName {LATER}",
    ),
    Case(
        "unknown",
        (chat(UNKNOWN, "gpt-4.1-mini", "filter"), rai(one("Hate", blocking=False))),
        told("Hate (Prompt)"),  # of which policy it is made is known
    ),
    Case(
        "configured",
        (chat("mild"), rai(one("Hate", blocking=False), one("Profanity", blocking=False))),
        told("Profanity (Prompt)"),
        around=Surroundings(settings={"required": ["Profanity"]}),
    ),
    Case(
        "configured",
        (chat("mild"), rai(one("Hate", blocking=False))),
        around=Surroundings(settings={"required": []}),
    ),
    Case(
        "not applicable",
        (rai(one("Hate", blocking=False)),),
        not_applicable=(
            "the stack has no cognitiveservices:Deployment and no "
            "machinelearningservices:ServerlessEndpoint"
        ),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


SWITCHES = st.tuples(st.sampled_from([*REQUIRED, "Profanity"]), st.booleans(), st.booleans())


@given(st.lists(SWITCHES, unique_by=lambda each: each[0]))
def test_a_category_is_told_exactly_where_it_is_off(listed: list[tuple[str, bool, bool]]) -> None:
    filters = [one(name, enabled=on, blocking=blocks) for name, on, blocks in listed]
    off = {name for name, on, blocks in listed if not (on and blocks)} & set(REQUIRED)
    messages = judge_stack(rule, (chat("mild"), rai(*filters))).messages
    assert messages == (told(*(f"{n} (Prompt)" for n in REQUIRED if n in off)) if off else ())
