"""Will what the stack is built from be there for as long as it is meant to run?

After its end a size or service cannot be made again, and later does not run at all: what was not
moved in time is moved in haste. Newer machines also do the same work with less energy, so that an
end that is announced is a reason to move at once.
"""

from collections.abc import Iterator

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen_policies import _ledger
from azgreen_policies._rule import make_rule
from azgreen_policies.reliability._ending import ending_of, when

DAYS = {"serviceDays": 1096, "machineDays": 365}
"""Judgements: three years to move a service in, for which Azure reserves capacity at most; a year
for a size of machine, which one property changes."""


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    found = ending_of(args.resource_type, args.props)
    if isinstance(found, str):
        return args.not_applicable(found)
    setting = "machineDays" if found.is_machine else "serviceDays"
    days = float(args.get_config().get(setting, DAYS[setting]))
    ends = when(found.on, _ledger.today(), days, "days that are looked ahead")
    if ends is not None:
        yield f"{args.name!r} is built on {found.what}, which {ends}; use {found.instead}"
    return None


rule = make_rule(
    __name__,
    ref="AZG-R008",
    severity=Severity.HIGH,
    check=_check,
    summary="Nothing is built on sizes or services whose end is announced.",
    fix="Use what the message names, before the day that it names.",
    links={
        "Azure Cache for Redis": "https://learn.microsoft.com/azure/azure-cache-for-redis/retirement-faq",
        "Metrics Advisor": "https://learn.microsoft.com/azure/ai-services/metrics-advisor/",
        "Content Moderator": "https://learn.microsoft.com/azure/ai-services/content-moderator/",
        "Machines": "https://learn.microsoft.com/azure/virtual-machines/sizes/retirement/retired-sizes-list",
    },
    config={
        name: {
            "type": "number",
            "minimum": 0,
            "default": days,
            "description": f"How many days ahead the end of a {name.removesuffix('Days')} counts.",
        }
        for name, days in DAYS.items()
    },
)
