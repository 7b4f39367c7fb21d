"""How does one deploy provisioned throughput that is neither too small nor paid for nothing?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pulumi
from pulumi_azure_native import cognitiveservices as cognitive

from azgreen.errors import AzgreenError
from azgreen.estimate import footprint
from azgreen_components._access import grant
from azgreen_components._account import foundry_account, role_to_call
from azgreen_components._alerts import metric_alert
from azgreen_components._tags import needing
from azgreen_components.content_safety import ContentSafety
from azgreen_components.content_safety.of_account import account_safety
from azgreen_components.provisioned_deployment.args import ProvisionedDeploymentArgs
from azgreen_components.provisioned_deployment.plan import Plan, plan

_REQUESTS = 1000
_IDLE = "what PTUs draw when idle is not published, so only the tokens are counted"
_MONEY = "usd"  # the estimate's price is that of paying by the token


@dataclass(frozen=True)
class _Home:
    """The account that deployments are made in, and the content filters that they wait for."""

    account: cognitive.Account
    group: pulumi.Input[str]
    safety: Sequence[ContentSafety]


class ProvisionedDeployment(pulumi.ComponentResource):
    """A Foundry account with a model on PTUs, sized by its traffic, with spillover and alerts.

    PTUs pinned to the region are the default where the region sells them, because only they keep
    the tokens on the grid that one chose; their smallest size is larger than that of the others.
    """

    account_name: pulumi.Output[str]
    """Name of the account."""

    account_id: pulumi.Output[str]
    """Azure's id of the account."""

    endpoint: pulumi.Output[str]
    """Address that clients call."""

    principal_id: pulumi.Output[str | None]
    """Object id of the account's own identity, for role assignments."""

    deployment_name: pulumi.Output[str]
    """Name of the provisioned deployment, which clients call."""

    spillover_deployment_name: pulumi.Output[str | None]
    """Name of the deployment that takes what the PTUs cannot; nothing without spillover."""

    ptu: pulumi.Output[int]
    """PTUs that are bought."""

    utilisation: pulumi.Output[float | None]
    """Share of the PTUs that the busiest minute fills; nothing without traffic."""

    sizing: pulumi.Output[Sequence[str]]
    """How the number of PTUs came about: formula, inputs, sources and price, one thing a line."""

    reservation: pulumi.Output[Mapping[str, Any]]
    """Whether a reservation could pay: expected use, break-even use and cost by term, and why."""

    footprint: pulumi.Output[Mapping[str, Any]]
    """Energy and carbon of 1,000 requests, or why they are not known."""

    def __init__(
        self, name: str, args: ProvisionedDeploymentArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        wanted = plan(name, args, datetime.now(UTC).date())
        super().__init__("azgreen:index:ProvisionedDeployment", name, {}, opts)
        group = args["resource_group_name"]
        account = foundry_account(self, name, group, wanted.common, wanted.names)
        home = _Home(account, group, account_safety(self, name, args, account))
        spillover = self._spillover(name, wanted, home)
        deployment = self._provisioned(name, wanted, home, spillover)
        self._watch(name, wanted, group, account)
        self.account_name = account.name
        self.account_id = account.id
        self.endpoint = account.properties.apply(lambda properties: properties.endpoint)
        self.principal_id = account.identity.apply(lambda own: own.principal_id if own else None)
        self.deployment_name = deployment.name
        self.spillover_deployment_name = pulumi.Output.from_input(spillover and spillover.name)
        self.ptu = pulumi.Output.from_input(wanted.purchase.ptu)
        self.utilisation = pulumi.Output.from_input(wanted.purchase.utilisation)
        self.sizing = pulumi.Output.from_input(wanted.purchase.explain())
        self.reservation = pulumi.Output.from_input(wanted.reservation.as_dict())
        self.footprint = pulumi.Output.from_input(_footprint(wanted))
        self.register_outputs({key: getattr(self, key) for key in _OUTPUTS})

    def _spillover(self, name: str, wanted: Plan, home: _Home) -> cognitive.Deployment | None:
        made = wanted.spillover.deployment
        if made is None:
            return None
        return cognitive.Deployment(
            f"{name}-{made.name}",
            account_name=home.account.name,
            resource_group_name=home.group,
            deployment_name=made.name,
            sku=cognitive.SkuArgs(name=made.sku, capacity=made.capacity),
            properties=_properties(wanted),
            tags=wanted.common.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[home.account, *home.safety]),
        )

    def _provisioned(
        self, name: str, wanted: Plan, home: _Home, spillover: cognitive.Deployment | None
    ) -> cognitive.Deployment:
        earlier = [] if spillover is None else [spillover]
        target = None if spillover is None else spillover.name
        return cognitive.Deployment(
            f"{name}-{wanted.deployment}",
            account_name=home.account.name,
            resource_group_name=home.group,
            deployment_name=wanted.deployment,
            sku=cognitive.SkuArgs(name=wanted.offer.sku, capacity=wanted.purchase.ptu),
            properties=_properties(wanted, target),
            tags=needing(wanted.common.tags, wanted.purchase.need),
            # Azure refuses a second deployment while one of the same account is being written.
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=[home.account, *home.safety, *earlier]
            ),
        )

    def _watch(
        self, name: str, wanted: Plan, group: pulumi.Input[str], account: cognitive.Account
    ) -> None:
        """Say who is told of the use, who may call, and what may be wrong already."""
        for rule in wanted.alerts:
            tags, tell = wanted.common.tags, wanted.action_group_ids
            metric_alert(self, name, rule, account.id, group, tags, tell)
        role = role_to_call(frozenset({wanted.offer.model.format}))
        for caller in wanted.common.callers:
            grant(self, name, role, account.id, caller)
        for warning in wanted.warnings():
            pulumi.log.warn(warning, resource=self)


_OUTPUTS = tuple(ProvisionedDeployment.__annotations__)


def _properties(
    wanted: Plan, spillover: pulumi.Input[str] | None = None
) -> cognitive.DeploymentPropertiesArgs:
    offer = wanted.offer
    return cognitive.DeploymentPropertiesArgs(
        model=cognitive.DeploymentModelArgs(
            format=offer.model.format, name=offer.model.name, version=offer.version
        ),
        rai_policy_name=wanted.content_filter,
        version_upgrade_option=wanted.version_upgrade_option,
        spillover_deployment_name=spillover,
    )


def _footprint(wanted: Plan) -> dict[str, Any]:
    """Return what the tokens of 1,000 requests take in the same pool, paid by the token."""
    offer, workload = wanted.offer, wanted.purchase.workload
    if workload is None:
        return {"not_known": "no traffic is stated"}
    try:
        found = footprint(
            offer.model.name,
            offer.by_token_sku,
            offer.location,
            workload.traffic,
            requests=_REQUESTS,
        )
    except AzgreenError as error:  # a figure that is not known must not look like a small one
        return {"not_known": str(error)}
    shown = {key: value for key, value in found.as_dict().items() if not key.startswith(_MONEY)}
    return {**shown, "counted_as": shown["sku"], "sku": offer.sku, "not_counted": _IDLE}
