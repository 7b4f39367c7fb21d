"""How is a cluster of Azure Machine Learning made that has no machine while nothing runs?"""

import re
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_azure_native import machinelearningservices as ml

from azgreen.catalog import InstanceType
from azgreen_components._ml_home import Where
from azgreen_components._naming import NameRule
from azgreen_components._owner import Owner
from azgreen_components.online_endpoint.workspace import Home

CLUSTER = NameRule(
    "the name of a compute cluster",
    re.compile(r"(?=.{3,24}$)[a-zA-Z][a-zA-Z0-9-]*(?<!-)"),
    "3 to 24 letters, digits or '-', starting with a letter and not ending with '-'",
    length=24,
    dashes=False,
)
MOST_NODES: Final = 1
"""One job runs at a time."""
IDLE: Final = "PT2M"
"""Until an idle machine goes: the default of Azure's own client, azure-ai-ml 1.35.2."""


@dataclass(frozen=True)
class Machine:
    """What a cluster is of."""

    type: InstanceType
    low_priority: bool
    """Whether Azure may take it back."""

    @property
    def told(self) -> str:
        """As people say it."""
        kind = "low priority" if self.low_priority else "dedicated"
        return f"none of {self.type.name} while nothing runs, {MOST_NODES} at most, {kind}"

    @property
    def price(self) -> str:
        """What an hour of it costs, and until when."""
        usd = self.type.usd_per_h
        price = "not known" if usd is None else f"{usd:g} USD"
        return f"{price}, pay as you go in East US; it goes when idle for {IDLE}"


def cluster(
    owner: Owner, home: Home, where: Where, machine: Machine, identity_id: pulumi.Input[str]
) -> ml.Compute:
    """Make a cluster of no machine, and of one while a job runs."""
    new_network = where.is_new and not owner.common.public_network_access
    return ml.Compute(
        f"{owner.name}-cluster",
        compute_name=owner.unique(CLUSTER),
        workspace_name=home.name,
        resource_group_name=owner.group,
        location=owner.common.location,
        identity=ml.ManagedServiceIdentityArgs(
            type=ml.ManagedServiceIdentityType.USER_ASSIGNED, user_assigned_identities=[identity_id]
        ),
        properties=ml.AmlComputeArgs(
            compute_type="AmlCompute",
            disable_local_auth=True,
            properties=_properties(machine, public_nodes=not new_network),
        ),
        tags=owner.common.tags,
        opts=owner.options(),
    )


def _properties(machine: Machine, *, public_nodes: bool) -> ml.AmlComputePropertiesArgs:
    return ml.AmlComputePropertiesArgs(
        vm_size=machine.type.name,
        vm_priority=ml.VmPriority.LOW_PRIORITY if machine.low_priority else ml.VmPriority.DEDICATED,
        remote_login_port_public_access=ml.RemoteLoginPortPublicAccess.DISABLED,
        # the new workspace's own network reaches it; whether yours does, we do not know
        enable_node_public_ip=public_nodes,
        scale_settings=ml.ScaleSettingsArgs(
            min_node_count=0, max_node_count=MOST_NODES, node_idle_time_before_scale_down=IDLE
        ),
    )
