"""Does somebody hear of it when machines, or units that were bought, are full?

A GPU whose memory is full drops requests, a full network lets them wait, and PTUs at 100 % are
refused by Azure or spill over to pay-as-you-go: all of it is paid and emits before anybody looks.
Autoscale does not see memory or the network, and for PTUs there is none. Metrics and thresholds are
those of azgreen's catalogue, each with its source (src/azgreen/catalog/data/alert_rules.csv).
"""

from collections.abc import Iterator

from pulumi_policy import Severity

from azgreen_policies._deployed import DEPLOYMENT
from azgreen_policies._online import ONLINE
from azgreen_policies._rule import make_stack_rule
from azgreen_policies._stack import Member, Stack
from azgreen_policies.reliability._alerted import missing, told
from azgreen_policies.reliability._machines import PRACTICES, wanted

_SETTING = "practices"


def _check(member: Member, stack: Stack) -> Iterator[str]:
    practices = [str(each) for each in stack.settings.get(_SETTING, PRACTICES)]
    left = [told(each) for each in missing(stack, wanted(member, stack, practices))]
    if left:
        own = "its account's" if member.is_type(*DEPLOYMENT) else "its own or its endpoint's"
        fix = f"add a monitor:MetricAlert whose scopes are {own} id, or an azgreen Monitoring"
        yield f"{member.name!r} has no enabled alert on {', '.join(left)}; {fix}"


rule = make_stack_rule(
    __name__,
    ref="AZG-R005",
    severity=Severity.MEDIUM,
    of=ONLINE,
    also=(DEPLOYMENT,),
    check=_check,
    summary="Online deployments have alerts on GPU, CPU, memory and network, PTUs on their use.",
    fix="Add the alerts that the message names, or an azgreen Monitoring, which makes all of them.",
    links={
        "Monitor online endpoints": "https://learn.microsoft.com/azure/machine-learning/how-to-monitor-online-endpoints",
        "Metrics and thresholds": "src/azgreen/catalog/data/SOURCES.md",
    },
    config={
        _SETTING: {
            "type": "array",
            "items": {"type": "string", "enum": list(PRACTICES)},
            "default": list(PRACTICES),
            "description": "What has to raise an alert.",
        }
    },
)
