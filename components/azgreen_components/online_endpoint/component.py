"""How does one run open models on GPUs of one's own with little carbon and no keys?"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pulumi
from pulumi_azure_native import machinelearningservices as ml

from azgreen_components._access import grant
from azgreen_components._naming import ONLINE_ENDPOINT
from azgreen_components._owner import Owner
from azgreen_components._tags import needing
from azgreen_components.online_endpoint.args import OnlineEndpointArgs
from azgreen_components.online_endpoint.choices import DeploymentPlan
from azgreen_components.online_endpoint.deployment import managed_properties
from azgreen_components.online_endpoint.plan import Plan, plan
from azgreen_components.online_endpoint.report import explain, footprint
from azgreen_components.online_endpoint.routing import AUTH_MODE, Written, route
from azgreen_components.online_endpoint.traces import empty_insights
from azgreen_components.online_endpoint.workspace import (
    Home,
    endpoint_identity,
    new_workspace,
)

CALL_ENDPOINT = "AzureML Data Scientist"
"""Narrowest built-in role that may score; on the endpoint alone (azure-docs, authentication)."""


class OnlineEndpoint(pulumi.ComponentResource):
    """An endpoint of Azure Machine Learning with open models on GPUs that suit them.

    Machines, their number and their settings follow from the traffic; a fifth more quota than they
    have is counted where Azure wants it for upgrades. Traffic is set after the deployments are
    there, by an ARM template of the endpoint.
    """

    workspace_name: pulumi.Output[str]
    """Name of the workspace."""

    workspace_id: pulumi.Output[str]
    """Azure's id of the workspace."""

    endpoint_name: pulumi.Output[str]
    """Name of the endpoint."""

    endpoint_id: pulumi.Output[str]
    """Azure's id of the endpoint."""

    scoring_uri: pulumi.Output[str]
    """Address that clients call."""

    principal_id: pulumi.Output[str]
    """Object id of the identity that the machines read with."""

    deployment_names: pulumi.Output[Sequence[str]]
    """Names of the deployments, in the order in which they were written."""

    deployment_ids: pulumi.Output[Sequence[str]]
    """Azure's ids of the deployments, for an Autoscale."""

    instance_types: pulumi.Output[Sequence[str]]
    """Type of machine of each deployment."""

    instances: pulumi.Output[Sequence[float]]
    """Number of machines of each deployment, before any Autoscale changes it."""

    quota_vcpus: pulumi.Output[float]
    """VCPUs of GPU quota that all deployments need, upgrades included."""

    explain: pulumi.Output[Sequence[str]]
    """How the numbers came about, one thing a line."""

    footprint: pulumi.Output[Sequence[Mapping[str, Any]]]
    """Carbon and list price of an hour of each deployment in the busiest minute."""

    def __init__(
        self, name: str, args: OnlineEndpointArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        wanted = plan(name, args, datetime.now(UTC).date())
        super().__init__("azgreen:index:OnlineEndpoint", name, {}, opts)
        owner = Owner(self, name, args["resource_group_name"], wanted.common)
        identity = endpoint_identity(owner)
        home = (
            new_workspace(owner, identity, wanted.application_insights_id or empty_insights(owner))
            if wanted.workspace_name is None
            else Home(wanted.workspace_name, ())
        )
        endpoint = _endpoint(owner, home, wanted, identity.id)
        made = _deployments(owner, home, wanted, endpoint)
        route(owner, Written(endpoint, home.name, identity.id), wanted.traffic, made)
        for caller in wanted.common.callers:
            grant(self, name, CALL_ENDPOINT, endpoint.id, caller)
        self.principal_id = identity.principal_id
        self._tell_places(home, endpoint, made)
        self._tell_sizes(wanted)
        self.register_outputs({key: getattr(self, key) for key in _OUTPUTS})

    def _tell_places(
        self, home: Home, endpoint: ml.OnlineEndpoint, made: Sequence[ml.OnlineDeployment]
    ) -> None:
        self.workspace_name = pulumi.Output.from_input(home.name)
        self.workspace_id = endpoint.id.apply(lambda known: known.split("/onlineEndpoints/")[0])
        self.endpoint_name = endpoint.name
        self.endpoint_id = endpoint.id
        self.scoring_uri = endpoint.properties.apply(lambda own: own.scoring_uri)
        self.deployment_names = pulumi.Output.all(*(item.name for item in made))
        self.deployment_ids = pulumi.Output.all(*(item.id for item in made))

    def _tell_sizes(self, wanted: Plan) -> None:
        machines = [item.machine for item in wanted.deployments]
        self.instance_types = pulumi.Output.from_input([item.instance.name for item in machines])
        self.instances = pulumi.Output.from_input([float(item.instances) for item in machines])
        self.quota_vcpus = pulumi.Output.from_input(float(wanted.quota_vcpus))
        self.explain = pulumi.Output.from_input(explain(wanted.deployments))
        self.footprint = pulumi.Output.from_input(footprint(wanted.deployments))


_OUTPUTS = tuple(OnlineEndpoint.__annotations__)


def _endpoint(
    owner: Owner, home: Home, wanted: Plan, identity_id: pulumi.Input[str]
) -> ml.OnlineEndpoint:
    return ml.OnlineEndpoint(
        f"{owner.name}-endpoint",
        endpoint_name=wanted.endpoint_name or owner.unique(ONLINE_ENDPOINT),
        workspace_name=home.name,
        resource_group_name=owner.group,
        location=owner.common.location,
        identity=ml.ManagedServiceIdentityArgs(
            type=ml.ManagedServiceIdentityType.USER_ASSIGNED, user_assigned_identities=[identity_id]
        ),
        properties=ml.OnlineEndpointPropertiesArgs(
            auth_mode=AUTH_MODE, public_network_access=owner.access
        ),
        tags=owner.common.tags,
        opts=pulumi.ResourceOptions(
            parent=owner.component,
            depends_on=list(home.grants),
            # routing.py sets it: a refresh must not take it back
            ignore_changes=["properties.traffic"],
        ),
    )


def _deployments(
    owner: Owner, home: Home, wanted: Plan, endpoint: ml.OnlineEndpoint
) -> list[ml.OnlineDeployment]:
    made: list[ml.OnlineDeployment] = []
    for item in wanted.deployments:
        made.append(
            ml.OnlineDeployment(
                f"{owner.name}-{item.name}",
                deployment_name=item.name,
                endpoint_name=endpoint.name,
                workspace_name=home.name,
                resource_group_name=owner.group,
                location=owner.common.location,
                sku=ml.SkuArgs(name="Default", capacity=item.machine.instances),
                properties=managed_properties(item, traced=wanted.traced),
                tags=needing(owner.common.tags, item.need),
                opts=_deployment_options(owner, item, endpoint, made),
            )
        )
    return made


def _deployment_options(
    owner: Owner,
    item: DeploymentPlan,
    endpoint: ml.OnlineEndpoint,
    made: Sequence[ml.OnlineDeployment],
) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(
        parent=owner.component,
        # Azure answers 409 to a second deployment while one of the same endpoint is being written
        depends_on=[endpoint, *made[-1:]],
        # with the endpoint goes what is in it, and one that gets traffic cannot go by itself
        deleted_with=endpoint,
        ignore_changes=["sku.capacity"] if item.autoscaled else [],
    )
