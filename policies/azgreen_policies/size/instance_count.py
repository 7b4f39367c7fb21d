"""Does an online deployment have no more machines than its stage may take?

Each machine of a managed deployment runs day and night, whether somebody asks or not. A few people
who develop or test share one; where more are needed, autoscale adds them and takes them away again.
"""

from collections.abc import Iterator

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen_policies._environment import environment
from azgreen_policies._limits import NUMBER_PER_STAGE, limit_of
from azgreen_policies._online import why_not_managed
from azgreen_policies._reading import fields, number
from azgreen_policies._rule import make_rule

LIMITS = {"dev": 1, "test": 2, "prod": 10}  # our judgement
_SETTING = "limits"


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    unmanaged = why_not_managed(args.resource_type, args.props)
    if unmanaged is not None:
        return args.not_applicable(unmanaged)
    count = number(fields(args.props.get("sku")).get("capacity"))
    if count is None:
        return args.not_applicable("no number of instances is stated")
    limits = {**LIMITS, **args.get_config().get(_SETTING, {})}
    limit, where = limit_of(environment(args, limits), limits)
    if count > limit:
        what = f"{args.name!r} has {count:g} instances, over the limit of {limit:g} for {where}"
        yield f"{what}; set sku.capacity to {max(1, limit):g}, or let autoscale add them"
    return None


rule = make_rule(
    __name__,
    ref="AZG-S006",
    severity=Severity.MEDIUM,
    check=_check,
    summary="Online deployments have no more instances than their stage may take.",
    fix="Lower sku.capacity, tag the resource with its environment, or raise the limit on purpose.",
    links={
        "Autoscale online endpoints": "https://learn.microsoft.com/azure/machine-learning/how-to-autoscale-endpoints",
    },
    config={
        _SETTING: {
            **NUMBER_PER_STAGE,
            "default": LIMITS,
            "description": "Most instances of a deployment, by stage.",
        }
    },
)
