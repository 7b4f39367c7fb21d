"""Does an autoscale setting take away on the metric that it adds on, far enough from it?

A rule without its opposite only ever grows or shrinks, and thresholds that are too close flap: each
scale-in would bring the load over the scale-out threshold. Azure foresees that and skips the
scale-in, so that the machines stay and nothing tells why. Even Microsoft's own sample had a
scale-in rule that increases (azure-docs issue 117536).
"""

from collections.abc import Iterator

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen_policies._rule import make_rule
from azgreen_policies._scaling import is_setting, profiles
from azgreen_policies.reliability._opposed import faults

_SETTING = "fixedProfiles"


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    if not is_setting(args.resource_type):
        return args.not_applicable("not an autoscale setting")
    listed = list(profiles(args.props))
    if not listed:
        return args.not_applicable("the setting has no profiles")
    for name, profile in listed:
        where = f"{args.name!r}, profile {name!r}"
        if not profile.get("rules") and not args.get_config().get(_SETTING, True):
            yield f"{where}: has no rules, so the load changes nothing; add a pair of opposed rules"
        for what in faults(profile):
            yield f"{where}: {what}"
    return None


rule = make_rule(
    __name__,
    ref="AZG-R002",
    severity=Severity.MEDIUM,
    check=_check,
    summary="Each metric that adds machines takes them away as well, and the two do not flap.",
    fix="Give each metric a rule in both directions, with the distance that the message computes.",
    links={
        "Flapping": "https://learn.microsoft.com/azure/azure-monitor/autoscale/autoscale-flapping",
        "Best practices": "https://learn.microsoft.com/azure/azure-monitor/autoscale/autoscale-best-practices",
    },
    config={
        _SETTING: {
            "type": "boolean",
            "default": True,
            "description": "Whether a profile may hold a number of machines without any rule.",
        }
    },
)
