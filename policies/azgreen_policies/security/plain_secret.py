"""Does a secret stand in plain text where others can read it?

Whoever may read a deployment reads its environment variables, and whoever may read a gateway reads
its named values and the credentials of its back ends: that is most of a team, and every export and
log besides. A vault shows a secret to whom a role lets, and tells who looked. Values are never
printed. The stack's own configuration is not judged: no engine tells a pack which of it is secret.
"""

from collections.abc import Iterator

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen_policies._rule import make_rule
from azgreen_policies.security._plain import faults, is_judged

_SETTING = "secretWords"


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    if not is_judged(args.resource_type):
        return args.not_applicable("not a type that is known to hold secrets in plain text")
    also = [str(each) for each in args.get_config().get(_SETTING, [])]
    for what in faults(args.resource_type, args.props, also):
        yield f"{args.name!r} {what}"
    return None


rule = make_rule(
    __name__,
    ref="AZG-X006",
    severity=Severity.CRITICAL,
    check=_check,
    summary="No secret stands in plain text in a deployment or a gateway.",
    fix="Keep the secret in a vault and refer to it, or call with a managed identity instead.",
    links={
        "Secrets in online deployments": "https://learn.microsoft.com/azure/machine-learning/concept-secret-injection",
        "Named values": "https://learn.microsoft.com/azure/api-management/api-management-howto-properties",
    },
    config={
        _SETTING: {
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "default": [],
            "description": "More words of which a name makes its value a secret.",
        }
    },
)
