"""Do the machines of each online deployment follow their load?

A managed online deployment never scales to zero, and by itself it does not scale at all: the
machines of its busiest hour run through the night. An idle machine still draws a fifth to a half of
a busy one's power (docs/METHODOLOGY.md) and costs the whole of its price.
"""

from collections.abc import Iterator

from pulumi_policy import Severity

from azgreen_policies._environment import stage_of
from azgreen_policies._online import ONLINE, why_not_managed
from azgreen_policies._pointing import endpoint_of, settings_at
from azgreen_policies._rule import make_stack_rule
from azgreen_policies._stack import Member, Stack

STAGES = ["test", "prod"]
_SETTING, _KNOWN, _KEY = "stages", {"dev", "test", "prod"}, "targetResourceUri"


def _check(member: Member, stack: Stack) -> Iterator[str]:
    if why_not_managed(member.resource.resource_type, member.props):
        return
    stages = [str(each).lower() for each in stack.settings.get(_SETTING, STAGES)]
    stage = stage_of(member.props, stack.tags, {*_KNOWN, *stages})
    if stage is not None and stage not in stages:
        return
    endpoint, where = endpoint_of(member, stack), stage or "an unknown environment"
    found = settings_at(stack, "AutoscaleSetting", _KEY, member, endpoint)
    if not found:
        fix = f"add a monitor:AutoscaleSetting whose {_KEY} is its id, or an azgreen Autoscale"
        yield f"{member.name!r} has no autoscale setting, which {where} needs; {fix}"
    elif not any(each.props.get("enabled") for each in found):
        off = f"its autoscale setting {found[0].name!r} is not enabled, Azure's own default"
        yield f"{member.name!r} does not scale in {where}: {off}; set enabled to true"


rule = make_stack_rule(
    __name__,
    ref="AZG-R001",
    severity=Severity.MEDIUM,
    of=ONLINE,
    check=_check,
    summary="Each managed online deployment has an autoscale setting that is enabled.",
    fix="Add an AutoscaleSetting for the deployment's id, or an azgreen Autoscale, which sizes it.",
    links={
        "Autoscale online endpoints": "https://learn.microsoft.com/azure/machine-learning/how-to-autoscale-endpoints",
    },
    config={
        _SETTING: {
            "type": "array",
            "items": {"type": "string"},
            "default": STAGES,
            "description": "Stages in which every deployment has to scale; unknown ones always.",
        }
    },
)
