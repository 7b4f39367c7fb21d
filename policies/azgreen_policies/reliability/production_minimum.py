"""Does production go on when one machine, or its provisioned throughput, cannot answer?

One machine is gone with its host, and the next loads for many minutes. Microsoft recommends three
in production; each that idles draws power, so we ask for two and leave the third to you. Full PTUs
answer 429; with spillover the same model takes those requests by the token.
"""

from collections.abc import Iterator

from pulumi_policy import Severity

from azgreen_policies._deployed import DEPLOYMENT
from azgreen_policies._environment import stage_of
from azgreen_policies._limits import NUMBER_PER_STAGE, TEXTS, limit_of
from azgreen_policies._online import ONLINE, why_not_managed
from azgreen_policies._rule import make_stack_rule
from azgreen_policies._stack import Member, Stack
from azgreen_policies.reliability._keeping import too_few
from azgreen_policies.reliability._spilling import unspilled

LEAST = {"dev": 0, "test": 0, "prod": 2}  # our judgement; dev and test may be down for a while
STAGES = ["prod"]
_INSTANCES, _SPILLOVER = "instances", "spilloverStages"


def _check(member: Member, stack: Stack) -> Iterator[str]:
    least = {**LEAST, **stack.settings.get(_INSTANCES, {})}
    stages = {str(each).lower() for each in stack.settings.get(_SPILLOVER, STAGES)}
    found: str | None = None
    if member.is_type(*DEPLOYMENT):
        stage = stage_of(member.props, stack.tags, {*LEAST, *stages})
        if stage is None or stage in stages:
            found = unspilled(member, stack, stage or "an unknown environment")
    elif why_not_managed(member.resource.resource_type, member.props) is None:
        limit, where = limit_of(stage_of(member.props, stack.tags, least), least, max)
        found = too_few(member, stack, limit, where)
    if found is not None:
        yield found


_MACHINES = "Fewest machines behind an endpoint, by stage; Microsoft recommends 3 in production."
_PTUS = "Stages in which PTUs need spillover; unknown ones always."
rule = make_stack_rule(
    __name__,
    ref="AZG-R004",
    severity=Severity.MEDIUM,
    of=ONLINE,
    also=(DEPLOYMENT,),
    check=_check,
    summary="Production has two machines behind an endpoint, and spillover beside PTUs.",
    fix="Raise the minimum that the message names, add a deployment, or set up spillover.",
    links={
        "Online deployments": "https://learn.microsoft.com/azure/machine-learning/reference-yaml-deployment-managed-online",
        "Spillover": "https://learn.microsoft.com/azure/foundry/openai/how-to/spillover-traffic-management",
    },
    config={
        _INSTANCES: {**NUMBER_PER_STAGE, "default": LEAST, "description": _MACHINES},
        _SPILLOVER: {**TEXTS, "default": STAGES, "description": _PTUS},
    },
)
