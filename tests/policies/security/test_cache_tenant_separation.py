"""Does AZG-X005 find semantic caches that tenants share, and only those?"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check, judge
from azgreen_policies.security.cache_tenant_separation import LOOKUPS, rule

TOKEN = "azure-native:apimanagement:ApiPolicy"
BODY = '@((string)context.Request.Body.As<JObject>(preserveContent: true)["model"] ?? "")'
FIX = "add <vary-by>@(context.Subscription.Id)</vary-by>, or what names your tenants"
REFUSED = "API Management would refuse it"


def policy(value: Any, shape: str | None = None, token: str = TOKEN) -> Resource:
    return Resource(token, {"value": value, **({} if shape is None else {"format": shape})})


def asking(*vary_by: str, element: str = LOOKUPS[0], raw: bool = False) -> str:
    texts = "".join(f"<vary-by>{one if raw else escape(one)}</vary-by>" for one in vary_by)
    lookup = f'<{element} score-threshold="0.05">{texts}</{element}>'
    return f"<policies><inbound><base />{lookup}</inbound></policies>"


SHARED = f"'thing': {LOOKUPS[0]} varies by nothing, so tenants get one another's answers; {FIX}"
CASES = [
    Case("compliant", (policy(asking("@(context.Subscription.Id)")),)),
    Case("compliant", (policy(asking(BODY, '@(context.User?.Id ?? "")', raw=True), "rawxml"),)),
    Case("compliant", (policy("<policies><inbound><base /></inbound></policies>"),)),
    Case("violating", (policy(asking()),), (SHARED,)),
    Case(
        "violating",
        (policy(asking(BODY, raw=True, element=LOOKUPS[1]), "rawxml"),),
        (
            f"'thing': {LOOKUPS[1]} varies by {BODY} alone, so tenants get one another's "
            f"answers; {FIX}",
        ),
    ),
    Case(
        "violating",
        (policy("<policies><inbound></policies>"),),
        (f"cannot be judged: value: is no policy: mismatched tag: line 1, column 21; {REFUSED}",),
    ),
    Case(
        "missing",
        (Resource(TOKEN),),
        (f"cannot be judged: value: is no policy: no element found: line 1, column 0; {REFUSED}",),
    ),
    Case(
        "unknown",
        (policy(UNKNOWN),),
        unknown="string value at .value can't be known during preview",
    ),
    Case(
        "configured",
        (policy(asking('@(context.Request.Headers.GetValueOrDefault("X-Shop", ""))')),),
        around=Surroundings(settings={"identities": ["X-Shop"]}),
    ),
    Case(
        "configured",
        (policy(asking("@(context.Subscription.Id)")),),
        (
            f"'thing': {LOOKUPS[0]} varies by @(context.Subscription.Id) alone, so tenants get "
            f"one another's answers; {FIX}",
        ),
        around=Surroundings(settings={"identities": ["X-Shop"]}),
    ),
    Case(
        "not applicable",
        (policy("https://contoso.com/policy.xml", "xml-link"),),
        not_applicable="the policy is read from an address",
    ),
    Case(
        "not applicable",
        (Resource("azure-native:apimanagement:PolicyRestriction"),),
        not_applicable="not a policy of API Management",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


def messages(one: Resource) -> tuple[str, ...]:
    return judge(rule, one.token, one.inputs).messages


@pytest.mark.parametrize(
    "kind",
    ["Policy", "ApiOperationPolicy", "ProductPolicy", "PolicyFragment", "WorkspaceApiPolicy"],
)
def test_every_type_of_policy_is_judged(kind: str) -> None:
    token = f"azure-native:apimanagement/v20240501:{kind}"
    assert messages(policy(asking(), token=token)) == (SHARED,)


@pytest.mark.parametrize(
    "expression",
    [
        '@(context.Request.Headers.GetValueOrDefault("a)b", "") == "<" && 1 < 2)',
        '@{ var x = "}"; /* } */ return x + "\\"}" + @"""}"; // }\n }',
        "@(')' == context.Variables[\"x\"].ToString()[0])",
    ],
)
def test_raw_expressions_are_put_aside_whole(expression: str) -> None:
    seen = asking(expression, raw=True).replace('"0.05"', f'"{expression}"')
    (message,) = messages(policy(seen, "rawxml"))
    assert f"varies by {expression} alone" in message


@pytest.mark.parametrize(
    ("value", "shape", "what"),
    [
        (asking("@(never", raw=True), "rawxml", "an expression is never closed: '@(never"),
        (f'<!DOCTYPE p [<!ENTITY a "b">]>{asking()}', "xml", "a policy has no document type"),
        (asking('@("<")', raw=True), "xml", "not well-formed"),
    ],
)
def test_what_is_no_policy_is_told(value: str, shape: str, what: str) -> None:
    (message,) = messages(policy(value, shape))
    assert message.startswith(f"cannot be judged: value: is no policy: {what}")


def test_a_comment_is_no_expression() -> None:
    value = asking("@(context.User.Id)", raw=True).replace("<base />", "<!-- not @( here -->")
    assert messages(policy(value, "rawxml")) == ()


def test_a_mark_of_our_own_in_a_policy_stays_what_it_is() -> None:
    (message,) = messages(policy(asking("\ue0007\ue001", raw=True), "rawxml"))
    assert "varies by \ue0007\ue001 alone" in message


@given(st.text(), st.sampled_from(["xml", "rawxml", "XML"]))
def test_no_text_is_a_crash(value: str, shape: str) -> None:
    assert len(messages(policy(value, shape))) <= 1


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='"\\')))
def test_escaped_and_raw_say_the_same(text: str) -> None:
    expression = f'@(context.Request.Url.Query["{text}"])'
    both = {
        messages(policy(asking(expression), "xml")),
        messages(policy(asking(expression, raw=True), "rawxml")),
    }
    assert len(both) == 1
