"""Whose are the resources of a Monitoring, and where do they live?"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from azgreen_components._owner import Owner
from azgreen_components.monitoring.plan import Plan


@dataclass(frozen=True)
class Site(Owner):
    """What every resource of one Monitoring shares."""

    wanted: Plan

    @property
    def ids(self) -> Mapping[str, pulumi.Input[str]]:
        """Id of the resource that has each target's metrics; an account's for its deployments."""
        own = {item.name: item.resource_id for item in self.wanted.targets}
        found = {item.name: own[item.account or item.name] for item in self.wanted.targets}
        return {name: known for name, known in found.items() if known is not None}
