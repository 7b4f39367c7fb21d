"""Whose are the resources of a component, and where do they live?"""

from dataclasses import dataclass

import pulumi

from azgreen_components._common import Common
from azgreen_components._naming import NameRule, unique_name


@dataclass(frozen=True)
class Owner:
    """The component that resources belong to, and where they are made."""

    component: pulumi.ComponentResource
    name: str
    group: pulumi.Input[str]
    common: Common

    def unique(self, rule: NameRule) -> pulumi.Output[str]:
        """Return a name of this kind that nobody else in Azure has."""
        return self.unique_as(self.name, rule)

    def unique_as(self, name: str, rule: NameRule) -> pulumi.Output[str]:
        """Return one that starts with `name`, for what there are several of."""
        common = self.common
        return unique_name(name, common.location, self.group, common.name_suffix, rule)

    @property
    def access(self) -> str:
        """As Azure writes whether the public internet reaches a resource."""
        return "Enabled" if self.common.public_network_access else "Disabled"

    @property
    def default_action(self) -> str:
        """What a firewall does with an address that no rule names."""
        return "Allow" if self.common.public_network_access else "Deny"

    def options(self) -> pulumi.ResourceOptions:
        """Return the options of a child."""
        return pulumi.ResourceOptions(parent=self.component)
