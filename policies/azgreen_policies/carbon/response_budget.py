"""Is there an end to the tokens that callers of a gateway may use?

Models emit by the token, and nothing but quota stops a loop that asks all night: a deployment of
100 k TPM that is used up makes 144 million tokens a day. A token limit of the gateway ends it at
the caller, counts the prompt before a model is asked, and tells each caller what is left.
"""

from collections.abc import Iterator

from pulumi_policy import Severity

from azgreen_policies._deployed import DEPLOYMENT
from azgreen_policies._reading import items
from azgreen_policies._rule import make_stack_rule
from azgreen_policies._stack import Member, Stack
from azgreen_policies.carbon import _gateway as gateway

LIMITING = ("llm-token-limit", "azure-openai-token-limit")
_SETTING = "policies"


def _check(member: Member, stack: Stack) -> Iterator[str]:
    names = tuple(map(str, items(stack.settings.get(_SETTING, LIMITING))))
    if member.is_type(*gateway.API_POLICY):
        if gateway.is_limited(member, names) or not gateway.is_before_models(member, stack):
            return
        what = f"{member.name!r} passes requests on to models without a limit on their tokens"
    elif stack.of(*DEPLOYMENT) and not stack.of(*gateway.API_POLICY):
        what = f"{member.name!r} is a gateway in a stack of models, and no API of it limits tokens"
    else:
        return
    if not any(gateway.is_limited(each, names) for each in gateway.wider(stack)):
        yield f"{what}; {gateway.fix(stack, names)}"


rule = make_stack_rule(
    __name__,
    ref="AZG-C008",
    severity=Severity.MEDIUM,
    of=gateway.API_POLICY,
    also=(gateway.SERVICE,),
    check=_check,
    summary="A gateway limits the tokens that callers may use of its models.",
    fix="Add llm-token-limit to the inbound policy, as AiGateway's token budget does.",
    links={
        "llm-token-limit": "https://learn.microsoft.com/azure/api-management/llm-token-limit-policy",
        "AiGateway": "docs/components/ai-gateway.md",
    },
    config={
        _SETTING: {
            "type": "array",
            "items": {"type": "string"},
            "default": list(LIMITING),
            "description": "Elements of a policy that count as a limit.",
        },
    },
)
