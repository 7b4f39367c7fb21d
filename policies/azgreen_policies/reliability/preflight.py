"""Would Azure take the stack now: models, quota, capacity, machines, names, roles?

A deployment that Azure refuses half-way leaves resources that are billed, and draw power, for
nothing; and whoever then takes the next region that works seldom takes the cleanest. The rule asks
what `azgreen preflight` asks, with the sign-in of whoever runs the preview. A policy that calls
Azure makes each preview slower and needs a sign-in, so it is off until it is told a subscription.
"""

from collections.abc import Iterator

import pulumi
from pulumi_policy import EnforcementLevel, Severity

from azgreen_policies._inventory import resources_of
from azgreen_policies._rule import make_whole_rule
from azgreen_policies._stack import Stack
from azgreen_policies.reliability._asking import LOCAL, refused

_SETTING, _CONFIG = "subscription", "preflightSubscription"


def _check(stack: Stack) -> Iterator[str]:
    subscription = stack.settings.get(_SETTING) or pulumi.Config("azgreen").get(_CONFIG)
    if not subscription:
        return stack.not_applicable(f"nobody is to be asked: {_SETTING}, or azgreen:{_CONFIG}")
    resources = [each for each in resources_of(stack) if each.kind is not None]
    if not resources:
        return stack.not_applicable("the stack has no resource of Azure")
    yield from map(str, refused(resources, str(subscription)))
    return None


rule = make_whole_rule(
    __name__,
    ref="AZG-R010",
    severity=Severity.MEDIUM,
    level=EnforcementLevel.ADVISORY,
    check=_check,
    summary="Azure says that it would take the stack now.",
    fix="Do what the message says; 'azgreen preflight' has the whole answer.",
    links={"Which roles it needs": "docs/roles.md"},
    config={
        _SETTING: {
            "type": "string",
            "description": f"Id of the subscription to ask; azgreen:{_CONFIG} when left out, and"
            f" nobody without either. {LOCAL} names a local Azure to ask instead of the real one.",
        }
    },
)
