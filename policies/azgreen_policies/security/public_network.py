"""Can the public internet reach a resource?

What anybody can reach is attacked by everybody: a stolen token or a fault in a service is then
enough. A firewall that denies by default, or lists addresses, counts as closed; left out counts as
open. A gateway of API Management is the door itself, and Azure closes it only once it has a private
endpoint: it is judged where the setting takes it in.
"""

from collections.abc import Iterator

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen_policies._environment import environment
from azgreen_policies._rule import make_rule
from azgreen_policies.security._doors import DOORS, door_of, why_open

STAGES = ["dev"]
TYPES = [kind for kind in DOORS if not kind.startswith("apimanagement:")]
_STAGES, _TYPES, _KNOWN = "stages", "resourceTypes", {"dev", "test", "prod"}
_FIX = "set it to 'Disabled' and let a private endpoint reach it"


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    config, kind = args.get_config(), door_of(args.resource_type)
    if kind is None or kind not in config.get(_TYPES, TYPES):
        return args.not_applicable("not a type whose network is judged")
    allowed = [str(each).lower() for each in config.get(_STAGES, STAGES)]
    stage = environment(args, {*_KNOWN, *allowed})
    if stage in allowed:
        return args.not_applicable(f"{stage} may be reached from the public internet")
    why = why_open(kind, args.props)
    if why is not None:
        what = f"is open to the public internet in {stage or 'an unknown environment'}: {why}"
        yield f"{args.name!r} {what}; set it to 'Disabled' and let a private endpoint reach it"
    return None


rule = make_rule(
    __name__,
    ref="AZG-X002",
    severity=Severity.HIGH,
    check=_check,
    summary="The public internet reaches no model, endpoint, index, cache or store.",
    fix="Set publicNetworkAccess to 'Disabled' and add a private endpoint, or deny by default.",
    links={"Private endpoints": "https://learn.microsoft.com/azure/private-link"},
    config={
        _STAGES: {
            "type": "array",
            "items": {"type": "string"},
            "default": STAGES,
            "description": "Stages that may be public.",
        },
        _TYPES: {
            "type": "array",
            "items": {"type": "string", "enum": list(DOORS)},
            "default": TYPES,
            "description": "Types that are judged.",
        },
    },
)
