"""Is what a model is asked and answers filtered?

A deployment that names no content filter has Azure's own default, which blocks hate, sexual
content, violence and self-harm from medium severity on, and attacks in prompts. So leaving it out
is none; it has to be taken away: by Microsoft.Nil, a policy that does not block, or an endpoint.
"""

from collections.abc import Iterator

from pulumi_policy import Severity

from azgreen_policies._deployed import DEPLOYMENT
from azgreen_policies._reading import items
from azgreen_policies._rule import make_stack_rule
from azgreen_policies._stack import Member, Stack
from azgreen_policies.reliability._filters import REQUIRED, is_disabled, is_none, let_by, policy_of
from azgreen_policies.reliability._served import SERVERLESS, Named, named_model

_SETTING, _STATUS = "required", "properties.contentSafety.contentSafetyStatus"


def _check(member: Member, stack: Stack) -> Iterator[str]:
    model = named_model(member.resource.resource_type, member.props)
    if isinstance(model, Named) and model.model.kind == "embedding":
        return
    if member.is_type(*SERVERLESS) and is_disabled(member):
        yield f"{member.name!r} has {_STATUS} Disabled: nothing is filtered; set it to Enabled"
    policy = policy_of(member, stack)
    if isinstance(policy, Member):
        required = tuple(map(str, items(stack.settings.get(_SETTING, REQUIRED))))
        if through := ", ".join(let_by(policy, required)):
            what = f"{member.name!r} has the content filter {policy.name!r}, which lets by"
            yield f"{what} {through}; set enabled and blocking of each to true"
    elif is_none(policy):
        what = f"{member.name!r} has properties.raiPolicyName {policy}: nothing is filtered"
        yield f"{what}; leave it out for Azure's default, or name a policy that blocks"


rule = make_stack_rule(
    __name__,
    ref="AZG-R009",
    severity=Severity.HIGH,
    of=DEPLOYMENT,
    also=(SERVERLESS,),
    check=_check,
    summary="What generative models are asked and answer is filtered.",
    fix="Leave the filter at Azure's default, or block each required category.",
    links={
        "Default safety policies": "https://learn.microsoft.com/azure/ai-foundry/openai/concepts/default-safety-policies",
    },
    config={
        _SETTING: {
            "type": "array",
            "items": {"type": "string"},
            "default": list(REQUIRED),
            "description": "Categories that have to be blocked, by Azure's names.",
        },
    },
)
