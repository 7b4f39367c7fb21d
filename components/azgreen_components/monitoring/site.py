"""Whose are the resources of a Monitoring, and where do they live?"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from azgreen_components._naming import NameRule, unique_name
from azgreen_components._owner import Owner
from azgreen_components.monitoring.plan import Plan


@dataclass(frozen=True)
class Site:
    """What every resource of one Monitoring shares."""

    owner: pulumi.ComponentResource
    name: str
    """The component's own name."""
    wanted: Plan
    resource_group: pulumi.Input[str]

    @property
    def as_owner(self) -> Owner:
        """The component, for what other components make too."""
        return Owner(self.owner, self.name, self.resource_group, self.wanted.common)

    @property
    def opts(self) -> pulumi.ResourceOptions:
        """Options of a child."""
        return pulumi.ResourceOptions(parent=self.owner)

    def unique(self, name: str, rule: NameRule) -> pulumi.Output[str]:
        """Return a name that starts with `name` and that nobody else in Azure has."""
        common = self.wanted.common
        return unique_name(name, common.location, self.resource_group, common.name_suffix, rule)

    @property
    def ids(self) -> Mapping[str, pulumi.Input[str]]:
        """Id of the resource that has each target's metrics; an account's for its deployments."""
        own = {item.name: item.resource_id for item in self.wanted.targets}
        found = {item.name: own[item.account or item.name] for item in self.wanted.targets}
        return {name: known for name, known in found.items() if known is not None}
