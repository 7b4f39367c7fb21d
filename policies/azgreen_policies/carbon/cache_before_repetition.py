"""Is what is asked again and again answered from a cache?

A hit takes a lookup instead of an answer of the model: no token is made. Where a fifth of the
requests repeat others in meaning, that is a fifth of the energy, and the answer comes at once. A
cache whose similarity is too low gives wrong answers (about 9 % of hits at 0.8, GPTCache's own
data), so measure what repeats. A gateway's cache is counted for the models behind its API alone.
"""

from collections.abc import Iterator

from pulumi_policy import Severity

from azgreen_policies._deployed import DEPLOYMENT, deployed
from azgreen_policies._reading import need_of
from azgreen_policies._rule import make_stack_rule
from azgreen_policies._stack import Member, Stack
from azgreen_policies.carbon._spared import has_cache, told

LEAST_REPEATED_SHARE = 0.1  # a judgement: below it a cache costs more than it spares
_SETTING = "leastRepeatedShare"


def _check(member: Member, stack: Stack) -> Iterator[str]:
    share = (need := need_of(member.props)).repeated_share
    least = float(stack.settings.get(_SETTING, LEAST_REPEATED_SHARE))
    if share is None or share < least or has_cache(member, stack):
        return
    found = deployed(member, stack) if member.is_type(*DEPLOYMENT) else None
    what = repr(member.name) if found is None else found.told
    repeats = f"{share:.0%} of its requests repeat others (azgreen-need; told from {least:.0%} on)"
    spares = f"one that answers them {told(need, share, found)}: add a SemanticCache"
    yield f"{what}: {repeats}, and the stack has no semantic cache for it; {spares}"


rule = make_stack_rule(
    __name__,
    ref="AZG-C007",
    severity=Severity.MEDIUM,
    of=DEPLOYMENT,
    also=(
        ("machinelearningservices", "OnlineDeployment"),
        ("machinelearningservices", "ServerlessEndpoint"),
    ),
    check=_check,
    summary="What is asked again and again is answered from a semantic cache.",
    fix="Add a SemanticCache, or declare the share that was measured.",
    links={
        "Semantic caching": "https://learn.microsoft.com/azure/api-management/azure-openai-enable-semantic-caching",
        "SemanticCache": "docs/components/semantic-cache.md",
    },
    config={
        _SETTING: {
            "type": "number",
            "minimum": 0,
            "maximum": 1,
            "default": LEAST_REPEATED_SHARE,
            "description": "Share of repeated requests from which on a cache is asked for.",
        },
    },
)
