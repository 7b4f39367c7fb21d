"""Does the SKU keep the tokens where residency or carbon wants them?

A Global SKU lets Azure answer from any region that offers the model, a DataZone SKU from any of the
EU or the US; which one, nobody is told. What is at rest stays in the account's geography. So a
clean region, or a country's law, says nothing of the tokens: of the regions that offer gpt-4.1-mini
as GlobalStandard, the cleanest has 20 and the dirtiest 700 gCO2e/kWh (Electricity Maps 2025).
"""

from collections.abc import Iterator

from pulumi_policy import Severity

from azgreen_policies._deployed import DEPLOYMENT, deployed
from azgreen_policies._environment import stage_of
from azgreen_policies._placed import placement
from azgreen_policies._rule import make_stack_rule
from azgreen_policies._stack import Member, Stack
from azgreen_policies.carbon._reach import ANYWHERE, REACHES, fix, rank, reach_of, told

_SETTING = "residency"


def _check(member: Member, stack: Stack) -> Iterator[str]:
    stages, placed = dict(stack.settings.get(_SETTING, {})), placement()
    if not stages and not placed.get("sku"):
        return stack.not_applicable("neither azgreen:placement nor a residency pins the stack")
    limits = {"azgreen:placement": reach_of(str(placed.get("sku") or "Global"))}
    stage = stage_of(member.props, stack.tags, stages)
    if stages:
        strictest = min(stages.values(), key=rank)
        limits[f"residency of {stage or 'an unknown stage'}"] = stages.get(stage, strictest)
    source, limit = min(limits.items(), key=lambda each: rank(each[1]))
    found = deployed(member, stack) if limit != ANYWHERE else None
    if found is not None and rank(reach_of(found.sku)) > rank(limit):
        yield f"{told(found)}, but {source} keeps them within the {limit}; {fix(found, limit)}"
    return None


rule = make_stack_rule(
    __name__,
    ref="AZG-C004",
    severity=Severity.HIGH,
    of=DEPLOYMENT,
    check=_check,
    summary="Tokens are made where residency or carbon pins them.",
    fix="Use the SKU that the message names, or unpin the stack on purpose.",
    links={
        "Deployment types": "https://learn.microsoft.com/azure/ai-foundry/foundry-models/concepts/deployment-types",
    },
    config={
        _SETTING: {
            "type": "object",
            "additionalProperties": {"type": "string", "enum": list(REACHES)},
            "default": {},
            "description": "How far from its account tokens may be made, by stage.",
        },
    },
)
