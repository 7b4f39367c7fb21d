"""How does one deploy pay-as-you-go models with little carbon and no keys?"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pulumi
from pulumi_azure_native import cognitiveservices as cognitive

from azgreen.errors import EstimateError
from azgreen.estimate import Traffic, default_choice, footprint
from azgreen.estimate.need import Need
from azgreen_components._access import grant
from azgreen_components._account import foundry_account, role_to_call
from azgreen_components._tags import needing
from azgreen_components.content_safety import ContentSafety
from azgreen_components.content_safety.of_account import account_safety
from azgreen_components.model_deployment.args import ModelDeploymentArgs
from azgreen_components.model_deployment.choices import DeploymentPlan
from azgreen_components.model_deployment.plan import Plan, plan

_REQUESTS = 1000


class ModelDeployment(pulumi.ComponentResource):
    """A Foundry account with pay-as-you-go models: no keys, not public, in the region you chose."""

    account_name: pulumi.Output[str]
    """Name of the account."""

    account_id: pulumi.Output[str]
    """Azure's id of the account."""

    endpoint: pulumi.Output[str]
    """Address that clients call."""

    principal_id: pulumi.Output[str | None]
    """Object id of the account's own identity, for role assignments."""

    deployment_names: pulumi.Output[Sequence[str]]
    """Names of the deployments, in the order in which they were written."""

    footprint: pulumi.Output[Sequence[Mapping[str, Any]]]
    """Energy, carbon and cost of 1,000 requests for each deployment with traffic."""

    def __init__(
        self, name: str, args: ModelDeploymentArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        wanted = plan(name, args, datetime.now(UTC).date())
        super().__init__("azgreen:index:ModelDeployment", name, {}, opts)
        group = args["resource_group_name"]
        account = foundry_account(self, name, group, wanted.common, wanted.names)
        safety = account_safety(self, name, args, account)
        deployments = self._deployments(name, wanted, group, account, safety)
        role = role_to_call(frozenset(item.format for item in wanted.deployments))
        for caller in wanted.common.callers:
            grant(self, name, role, account.id, caller)
        self.account_name = account.name
        self.account_id = account.id
        self.endpoint = account.properties.apply(lambda properties: properties.endpoint)
        self.principal_id = account.identity.apply(lambda own: own.principal_id if own else None)
        self.deployment_names = pulumi.Output.all(*(made.name for made in deployments))
        self.footprint = pulumi.Output.from_input(
            [
                _footprint(item, wanted.common.location, item.traffic)
                for item in wanted.deployments
                if item.traffic is not None
            ]
        )
        self.register_outputs({key: getattr(self, key) for key in _OUTPUTS})

    def _deployments(
        self,
        name: str,
        wanted: Plan,
        resource_group: pulumi.Input[str],
        account: cognitive.Account,
        safety: Sequence[ContentSafety],
    ) -> list[cognitive.Deployment]:
        made: list[cognitive.Deployment] = []
        for item in wanted.deployments:
            deployment = cognitive.Deployment(
                f"{name}-{item.name}",
                account_name=account.name,
                resource_group_name=resource_group,
                deployment_name=item.name,
                sku=cognitive.SkuArgs(name=item.sku, capacity=item.capacity),
                properties=_properties(item),
                tags=needing(wanted.common.tags, Need.of(item.traffic)),
                # Azure refuses a second deployment while one of the same account is being written.
                opts=pulumi.ResourceOptions(parent=self, depends_on=[account, *safety, *made[-1:]]),
            )
            made.append(deployment)
        return made


_OUTPUTS = tuple(ModelDeployment.__annotations__)


def _properties(item: DeploymentPlan) -> cognitive.DeploymentPropertiesArgs:
    return cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(
            format=item.format, name=item.model, version=item.version
        ),
        rai_policy_name=item.content_filter,
        version_upgrade_option=item.version_upgrade_option,
    )


def _footprint(item: DeploymentPlan, location: str, traffic: Traffic) -> dict[str, Any]:
    """Return what 1,000 requests take, beside what the usual choice would take."""
    try:
        found = footprint(item.model, item.sku, location, traffic, requests=_REQUESTS)
    except EstimateError as error:  # a figure that is not known must not look like a small one
        return {"deployment": item.name, "not_known": str(error)}
    usual = default_choice(traffic, requests=_REQUESTS)
    return {"deployment": item.name, **found.as_dict(), "default_choice": usual.as_dict()}
