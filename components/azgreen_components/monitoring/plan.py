"""What will a Monitoring create? Values in, a plan or every fault out; nothing is deployed."""

from collections.abc import Mapping
from dataclasses import dataclass

from azgreen_components._common import Common, read_common
from azgreen_components._inputs import Faults, check_keys
from azgreen_components.monitoring.args import MonitoringArgs
from azgreen_components.monitoring.logs import Logs, read_logs
from azgreen_components.monitoring.receivers import Receivers, read_receivers
from azgreen_components.monitoring.rules import Alert, Carbon, alerts_of, carbon_of, explain
from azgreen_components.monitoring.targets import Target
from azgreen_components.monitoring.together import groups_of, read_targets


@dataclass(frozen=True)
class Plan:
    """Everything that a Monitoring creates."""

    common: Common
    logs: Logs
    receivers: Receivers
    targets: tuple[Target, ...]
    carbon: Mapping[str, Carbon | None]
    """By the target's name."""
    alerts: tuple[Alert, ...]
    explain: tuple[str, ...]
    """How each carbon budget became a threshold."""


def plan(name: str, args: MonitoringArgs) -> Plan:
    """Say what will be created, or raise every fault at once.

    Args:
        name: The component's own name.
        args: What the user wrote.
    """
    faults, given = Faults(), dict[str, object](args)
    check_keys(faults, "", given, MonitoringArgs)
    common = read_common(faults, given)
    targets = read_targets(faults, given.get("targets"), common.location)
    carbon = {item.name: carbon_of(faults, item) for item in targets if item.location}
    alerts = tuple(
        alert
        for item in targets
        for alert in alerts_of(item, groups_of(item, targets), carbon.get(item.name))
    )
    found = Plan(
        common=common,
        logs=read_logs(faults, given),
        receivers=read_receivers(faults, given),
        targets=targets,
        carbon=carbon,
        alerts=alerts,
        explain=tuple(line for item in targets for line in explain(item, carbon.get(item.name))),
    )
    faults.raise_any(f"Monitoring {name!r}")
    return found
