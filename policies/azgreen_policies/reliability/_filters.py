"""What does the content filter of a deployment let by?"""

from collections.abc import Collection, Iterator
from typing import Final

from azgreen_policies._reading import fields, items
from azgreen_policies._stack import Member, Stack

NO_FILTER: Final = "Microsoft.Nil"
"""Filters nothing. Microsoft's documents do not list it; its API takes it, and templates use it."""

PROMPT, COMPLETION = "Prompt", "Completion"
REQUIRED: Final = ("Hate", "Sexual", "Violence", "Selfharm", "Jailbreak")
"""What Azure's own default blocks in prompts: azure-ai-docs, default-safety-policies."""

_PROMPTS_ALONE: Final = {"jailbreak"}
_RAI: Final = ("cognitiveservices", "RaiPolicy")


def is_none(policy: object) -> bool:
    """Tell whether the name of a policy is that of no filter."""
    return str(policy).lower() == NO_FILTER.lower()


def is_disabled(endpoint: Member) -> bool:
    """Tell whether a serverless endpoint is made without content safety."""
    safety = fields(fields(endpoint.props.get("properties")).get("contentSafety"))
    return str(safety.get("contentSafetyStatus")).lower() == "disabled"


def policy_of(deployment: Member, stack: Stack) -> Member | str | None:
    """Return the policy of the stack that a deployment names, else its name; None: Azure's own.

    Raises:
        UnknownValueError: it is not known in a preview which policy is named.
    """
    listed = stack.of(*_RAI)
    named = deployment.known("properties", "raiPolicyName")
    for each in listed:
        own = (each.known("raiPolicyName"), each.known("name"))
        if deployment.refers_to(each, "properties") or (named is not None and named in own):
            return each
    told = fields(deployment.props.get("properties")).get("raiPolicyName")
    return str(told) if told else None


def let_by(policy: Member, required: Collection[str]) -> Iterator[str]:
    """Yield what a policy does not block and where, of the categories that are required.

    What it does not list is as in its base: blocked, unless that filters nothing.
    """
    own = fields(policy.props.get("properties"))
    wanted = {
        (name.lower(), source): f"{name} ({source})"
        for name in required
        for source in (PROMPT, COMPLETION)
        if source == PROMPT or name.lower() not in _PROMPTS_ALONE
    }
    off, on = set[tuple[str, str]](), set[tuple[str, str]]()
    for each in map(fields, items(own.get("contentFilters"))):
        key = (str(each.get("name")).lower(), str(each.get("source")))
        blocks = each.get("enabled") is not False and each.get("blocking") is not False
        (on if blocks else off).add(key)
    if is_none(own.get("basePolicyName")):
        off |= wanted.keys() - on
    yield from (told for key, told in wanted.items() if key in off)
