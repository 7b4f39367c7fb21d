"""How does one let machines follow the load, without flapping and with little carbon?"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pulumi
from pulumi_azure_native import monitor

from azgreen_components._naming import AUTOSCALE_SETTING, unique_name
from azgreen_components._tags import needing
from azgreen_components.autoscale.args import AutoscaleArgs
from azgreen_components.autoscale.plan import DEPLOYMENTS, Plan, plan
from azgreen_components.autoscale.profiles import Watched, profiles_of
from azgreen_components.autoscale.report import explain


class Autoscale(pulumi.ComponentResource):
    """A setting of Azure Monitor for one online deployment, learned from its traffic.

    Machines are added and taken away on one metric, requests per minute and machine, with a dead
    band that is proven for every count; nothing changes twice while a new machine loads. Work that
    may wait gets its machines in the hours with the least carbon.
    """

    autoscale_setting_name: pulumi.Output[str]
    """Name of the setting."""

    autoscale_setting_id: pulumi.Output[str]
    """Azure's id of the setting."""

    profiles: pulumi.Output[Sequence[Mapping[str, Any]]]
    """Bounds, start and rules of each profile."""

    late_share: pulumi.Output[float]
    """Part of the requests that was late in the week that the setting was learned from."""

    release_schedule: pulumi.Output[Sequence[float]]
    """Deferrable requests per second to send in each of 168 hours, UTC; empty without such work."""

    saved_carbon_share: pulumi.Output[float]
    """Part of the carbon of the requests' electricity that waiting saves; 0 without such work."""

    explain: pulumi.Output[Sequence[str]]
    """How the numbers came about, one thing a line."""

    def __init__(
        self, name: str, args: AutoscaleArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        wanted = plan(name, args, datetime.now(UTC).date())
        super().__init__("azgreen:index:Autoscale", name, {}, opts)
        made = self._setting(name, wanted, args["resource_group_name"])
        deferral = wanted.deferral
        self.autoscale_setting_name = made.name
        self.autoscale_setting_id = made.id
        self.profiles = pulumi.Output.from_input(wanted.setting.as_dict()["profiles"])
        self.late_share = pulumi.Output.from_input(wanted.learned.late_share)
        self.release_schedule = pulumi.Output.from_input(
            list(deferral.released if deferral else ())
        )
        self.saved_carbon_share = pulumi.Output.from_input(
            deferral.saved_share if deferral else 0.0
        )
        self.explain = pulumi.Output.from_input(explain(wanted))
        self.register_outputs({key: getattr(self, key) for key in _OUTPUTS})

    def _setting(
        self, name: str, wanted: Plan, group: pulumi.Input[str]
    ) -> monitor.AutoscaleSetting:
        common, deployment = wanted.common, pulumi.Output.from_input(wanted.deployment_id)
        watched = Watched(
            deployment.apply(lambda known: known.rpartition(DEPLOYMENTS)[0]),
            deployment.apply(lambda known: known.rpartition(DEPLOYMENTS)[2]),
        )
        own = unique_name(name, common.location, group, common.name_suffix, AUTOSCALE_SETTING)
        return monitor.AutoscaleSetting(
            f"{name}-setting",
            autoscale_setting_name=wanted.setting_name or own,
            resource_group_name=group,
            location=common.location,
            enabled=True,
            target_resource_uri=deployment,
            profiles=profiles_of(wanted.setting, watched),
            notifications=_notifications(wanted.emails),
            tags=needing(common.tags, wanted.need),
            opts=pulumi.ResourceOptions(parent=self),
        )


_OUTPUTS = tuple(Autoscale.__annotations__)


def _notifications(emails: Sequence[str]) -> list[monitor.AutoscaleNotificationArgs] | None:
    if not emails:
        return None
    return [
        monitor.AutoscaleNotificationArgs(
            operation=monitor.OperationType.SCALE,
            email=monitor.EmailNotificationArgs(custom_emails=list(emails)),
        )
    ]
