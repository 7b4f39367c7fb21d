"""Does the tier suit the stage: none for trying out in production, none for production in dev?

Tiers for trying out have no SLA and may end by themselves: what users rely on goes with them. And a
second node, a zone or a region that nobody would miss doubles what is on, what it costs (Azure
Managed Redis bills each node, Cosmos DB each region) and the hardware that is made for it.
"""

from collections.abc import Iterator

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen_policies._environment import environment
from azgreen_policies._rule import make_rule
from azgreen_policies.size._tiers import tiers_of

TRYING, PRODUCTION = "development", "production"
STAGES = {"dev": TRYING, "test": TRYING, "prod": PRODUCTION}
_SETTING = "stages"


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    tiers = tiers_of(args.resource_type)
    if tiers is None:
        return args.not_applicable("its type has no tiers of one stage or the other")
    stages = {**STAGES, **args.get_config().get(_SETTING, {})}
    stage = environment(args, stages)
    if stage is None:
        return args.not_applicable(f"its stage is not one of {', '.join(sorted(stages))}")
    small, large = tiers
    is_production = stages[stage] == PRODUCTION
    find = small if is_production else large
    if find is None:
        return args.not_applicable(f"none of its tiers is wrong in {stage}")
    fix = "use one with an SLA" if is_production else "leave it to production"
    for what in find(args.props):
        yield f"{args.name!r} has {what}, in {stage}; {fix}"
    return None


rule = make_rule(
    __name__,
    ref="AZG-S014",
    severity=Severity.MEDIUM,
    check=_check,
    summary="Tiers suit their stage: an SLA in production, no spare machines before it.",
    fix="Change the property that the message names, or tag the resource with its environment.",
    links={
        "Service level agreements": "https://learn.microsoft.com/azure/reliability/concept-service-level-agreements",
        "Tiers of API Management": "https://learn.microsoft.com/azure/api-management/api-management-features",
    },
    config={
        _SETTING: {
            "type": "object",
            "additionalProperties": {"type": "string", "enum": [TRYING, PRODUCTION]},
            "default": STAGES,
            "description": "What each stage is for.",
        }
    },
)
