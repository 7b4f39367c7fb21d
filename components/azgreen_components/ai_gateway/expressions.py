"""How does a policy ask about a request? C# that API Management runs, made from checked parts.

A text of the user is a string literal here and nothing else, whatever is in it; numbers are written
by Python, which writes them as C# reads them.
"""

import json
from collections.abc import Iterable

from azgreen_components.ai_gateway.limits import AnswerLimits, Bound

SUBSCRIPTION_ID = "@(context.Subscription.Id)"
CALLER_ADDRESS = "@(context.Request.IpAddress)"
MODEL = '@((string)context.Request.Body.As<JObject>(preserveContent: true)["model"] ?? "")'
IS_FAILURE = (
    "@(context.Response != null && (context.Response.StatusCode == 429"
    " || context.Response.StatusCode >= 500))"
)
REFUSED = "refused"
WAS_REFUSED = f'@((string)context.Variables["{REFUSED}"] != "")'
REFUSAL = (
    '@(new JObject(new JProperty("error", new JObject('
    'new JProperty("code", "over_limit"),'
    f' new JProperty("message", (string)context.Variables["{REFUSED}"])))).ToString())'
)
_BODY = "var body = context.Request.Body.As<JObject>(preserveContent: true);"
_LENGTHS = ("max_tokens", "max_completion_tokens")
_LENGTH = "max_completion_tokens"
"""What newer models take; a request that says `max_tokens` keeps it."""


def literal(text: str) -> str:
    """Write a text as a string literal of C#.

    JSON's escapes are C#'s too. A brace is escaped as well: API Management looks for the names of
    named values in `{{...}}` before it reads any C#.
    """
    return json.dumps(text).replace("{", "\\u007b").replace("}", "\\u007d")


def header(name: str) -> str:
    """Return the value of a header, blank where there is none."""
    return f'@(context.Request.Headers.GetValueOrDefault({literal(name)}, ""))'


def subscription_and(name: str) -> str:
    """Return the subscription and a header's value: a header alone is anybody's to write."""
    value = f'context.Request.Headers.GetValueOrDefault({literal(name)}, "")'
    return f'@(context.Subscription.Id + ":" + {value})'


def capped(limits: AnswerLimits) -> str:
    """Return the body of the request with every value within its limits."""
    lines = [_BODY]
    if limits.max_tokens is not None:
        lines += _length_lines(limits.max_tokens)
    for bound in limits.bounds:
        lines += _when_outside(bound, f"body[{literal(bound.parameter)}] = {_nearest(bound)};")
    return _block([*lines, "return body.ToString();"])


def faults_of(limits: AnswerLimits) -> str:
    """Return what of the request is over a limit, blank where nothing is."""
    lines = [_BODY, 'var faults = "";']
    if limits.max_tokens is not None:
        for name in _LENGTHS:
            bound = Bound(name, 1, limits.max_tokens)
            lines += _when_outside(bound, f"faults += {literal(_told(bound))};")
    for bound in limits.bounds:
        lines += _when_outside(bound, f"faults += {literal(_told(bound))};")
    return _block([*lines, "return faults;"])


def with_length(max_tokens: int) -> str:
    """Return the body of the request, with a limit of the answer where it has none."""
    return _block([_BODY, *_length_lines(max_tokens), "return body.ToString();"])


def _length_lines(most: int) -> list[str]:
    """Lower the limits that a request states, or state one: no limit is the model's own."""
    lines = ["var stated = false;"]
    for name in _LENGTHS:
        field = f"body[{literal(name)}]"
        lines += _when_outside(Bound(name, 1, most), f"{field} = {most};")
        lines.append(f"stated = stated || {_is_there(name)};")
    return [*lines, f"if (!stated) {{ body[{literal(_LENGTH)}] = {most}; }}"]


def _when_outside(bound: Bound, action: str) -> list[str]:
    """Do something where a value is there, and is no number or outside its bounds."""
    field = f"body[{literal(bound.parameter)}]"
    is_number = f"{field}.Type == JTokenType.Integer || {field}.Type == JTokenType.Float"
    outside = f"(double){field} < {bound.least!r} || (double){field} > {bound.most!r}"
    test = f"{_is_there(bound.parameter)} && (!({is_number}) || {outside})"
    return [f"if ({test}) {{ {action} }}"]


def _is_there(name: str) -> str:
    field = f"body[{literal(name)}]"
    return f"({field} != null && {field}.Type != JTokenType.Null)"


def _nearest(bound: Bound) -> str:
    field = f"body[{literal(bound.parameter)}]"
    is_number = f"{field}.Type == JTokenType.Integer || {field}.Type == JTokenType.Float"
    inside = f"Math.Min(Math.Max((double){field}, {bound.least!r}), {bound.most!r})"
    return f"({is_number}) ? {inside} : {bound.least!r}"


def _told(bound: Bound) -> str:
    return f"{bound.parameter} is not within {bound.least:g} to {bound.most:g}. "


def _block(lines: Iterable[str]) -> str:
    return "@{ " + " ".join(lines) + " }"
