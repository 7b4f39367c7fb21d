"""Does a scaled deployment wait until what it changed has an effect?

A machine with a model takes minutes until it serves: it is allocated, pulls its image and loads the
weights. A cool-down that is shorter lets the same load call machine after machine, all of which run
for nothing once the first one serves, and takes machines away before they ever answered.
"""

from collections.abc import Iterator

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen_policies._reading import need_of
from azgreen_policies._rule import make_rule
from azgreen_policies._scaling import is_setting, profiles, scalings
from azgreen_policies.reliability._cooling import Limits, faults

LOAD_MINUTES = 5  # azgreen's own where nothing is measured (docs/METHODOLOGY.md, autoscale)
SCALE_IN_MINUTES = 5  # our judgement: load that is gone for less comes back
_LOAD, _IN = "loadMinutes", "scaleInMinutes"


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    if not is_setting(args.resource_type):
        return args.not_applicable("not an autoscale setting")
    found = [(name, each) for name, profile in profiles(args.props) for each in scalings(profile)]
    if not found:
        return args.not_applicable("the setting has no rules that scale")
    config = args.get_config()
    declared = need_of(args.props).load_minutes
    limits = Limits(
        declared or float(config.get(_LOAD, LOAD_MINUTES)),
        "its azgreen-need load-minutes" if declared else f"the setting {_LOAD}",
        float(config.get(_IN, SCALE_IN_MINUTES)),
    )
    for name, each in found:
        for what in faults(each, limits):
            yield f"{args.name!r}, profile {name!r}: {what}"
    return None


def _minutes(default: float, description: str) -> dict[str, object]:
    return {"type": "number", "minimum": 0, "default": default, "description": description}


rule = make_rule(
    __name__,
    ref="AZG-R003",
    severity=Severity.MEDIUM,
    check=_check,
    summary="Cool-downs are no shorter than a new machine takes until it serves.",
    fix="Set scaleAction.cooldown to what the message names, and declare what you measured.",
    links={"How long a machine loads": "docs/METHODOLOGY.md"},
    config={
        _LOAD: _minutes(LOAD_MINUTES, "Minutes until a machine serves, where no tag declares it."),
        _IN: _minutes(SCALE_IN_MINUTES, "Fewest minutes of a scale-in rule, however fast it is."),
    },
)
