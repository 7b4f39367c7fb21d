"""Can somebody tell later who changed a resource, and why it did not start?

Azure keeps a resource's logs only where a diagnostic setting sends them to a workspace; after an
incident it is too late to ask. Volume is carbon and money, so nothing is asked for that has a row a
request, as long as its counts are in the metrics: what a type has besides (audit, changes, events
of containers) is a few rows a day. The setting takes in the other types.
"""

from collections.abc import Iterator

from pulumi_policy import Severity

from azgreen_policies._rule import make_stack_rule
from azgreen_policies._stack import Member, Stack
from azgreen_policies.reliability import _logs

_SETTING = "resourceTypes"


def _check(member: Member, stack: Stack) -> Iterator[str]:
    kind, logs = _logs.wanted(member)
    if kind not in stack.settings.get(_SETTING, _logs.KEPT_TYPES):
        return
    found = _logs.settings_of(member, stack)
    if any(_logs.keeps(each, logs) for each in found):
        return
    named = " or ".join(f"{each.category} ({each.why})" for each in logs)
    send = f"{named} to a Log Analytics workspace"
    if found:
        what = f"the diagnostic setting of {member.name!r} does not send what is needed"
        yield f"{what}; let it send {send}"
    else:
        fix = "add a monitor:DiagnosticSetting whose resourceUri is its id"
        yield f"{member.name!r} has no diagnostic setting; {fix}, with {send}"


rule = make_stack_rule(
    __name__,
    ref="AZG-R006",
    severity=Severity.MEDIUM,
    of=_logs.KINDS[_logs.ALL_TYPES[0]],
    also=tuple(_logs.KINDS[each] for each in _logs.ALL_TYPES[1:]),
    check=_check,
    summary="Resources send the logs that are worth keeping to a workspace.",
    fix="Add a DiagnosticSetting with the log that the message names, or an azgreen Monitoring.",
    links={
        "Resource logs": "https://learn.microsoft.com/azure/azure-monitor/platform/resource-logs"
    },
    config={
        _SETTING: {
            "type": "array",
            "items": {"type": "string", "enum": list(_logs.ALL_TYPES)},
            "default": list(_logs.KEPT_TYPES),
            "description": "Types that need one; by default those that have a log of few rows.",
        }
    },
)
