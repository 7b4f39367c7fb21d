"""How does one put budgets, a cache and several backends before models, without keys of theirs?"""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
from pulumi_azure_native import apimanagement

from azgreen_components._access import Caller, grant
from azgreen_components._account import CALL_OPENAI
from azgreen_components._owner import Owner
from azgreen_components.ai_gateway import connections, serving
from azgreen_components.ai_gateway.args import AiGatewayArgs
from azgreen_components.ai_gateway.plan import Plan, plan


class AiGateway(pulumi.ComponentResource):
    """An API Management gateway before models: cached answers, token budgets and several backends.

    It calls the models as itself. Callers have a key of their subscription, and none of a model.
    """

    service_name: pulumi.Output[str]
    """Name of the gateway."""

    service_id: pulumi.Output[str]
    """Azure's id of the gateway."""

    principal_id: pulumi.Output[str]
    """Object id of the gateway's own identity."""

    gateway_url: pulumi.Output[str]
    """Address of the gateway."""

    api_path: pulumi.Output[str]
    """Path of the API below that address."""

    api_url: pulumi.Output[str]
    """Base URL for clients, which add /chat/completions and send their key as 'api-key'."""

    api_id: pulumi.Output[str]
    """Azure's id of the API, to scope subscriptions to."""

    backend_ids: pulumi.Output[Mapping[str, str]]
    """Azure's ids of the backends by name; 'pool' holds several, 'embeddings' makes vectors."""

    sku: pulumi.Output[str]
    """Tier of API Management."""

    units: pulumi.Output[int]
    """Units of the tier."""

    policy: pulumi.Output[str]
    """The API's policy, as XML."""

    explain: pulumi.Output[Sequence[str]]
    """How the choices came about, one thing a line."""

    def __init__(
        self, name: str, args: AiGatewayArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        wanted = plan(name, args)
        super().__init__("azgreen:index:AiGateway", name, {}, opts)
        owner = Owner(self, name, args["resource_group_name"], wanted.common)
        service = serving.service(owner, wanted)
        self.principal_id = service.identity.apply(lambda own: own.principal_id if own else "")
        self._grant(name, wanted)
        backends = serving.backends(owner, service, wanted)
        api = serving.api(owner, service, wanted)
        self.policy = _policy_text(wanted)
        self._apply(owner, wanted, service, api, [*backends.values()])
        self.service_name, self.service_id = service.name, service.id
        self.gateway_url = service.gateway_url
        self.api_path = pulumi.Output.from_input(wanted.names.api_path)
        self.api_url = pulumi.Output.concat(service.gateway_url, "/", wanted.names.api_path)
        self.api_id = api.id
        self.backend_ids = pulumi.Output.all(**{key: item.id for key, item in backends.items()})
        self.sku = pulumi.Output.from_input(wanted.tier.sku.name)
        self.units = pulumi.Output.from_input(wanted.tier.units)
        self.explain = pulumi.Output.from_input(wanted.explain)
        self.register_outputs({key: getattr(self, key) for key in _OUTPUTS})

    def _grant(self, name: str, wanted: Plan) -> None:
        for account in wanted.reach.accounts:
            gateway = Caller(account.name, self.principal_id, _PRINCIPAL)
            grant(self, name, CALL_OPENAI, account.account_id, gateway, verb="answer")

    def _apply(
        self,
        owner: Owner,
        wanted: Plan,
        service: apimanagement.ApiManagementService,
        api: apimanagement.Api,
        named: Sequence[pulumi.Resource],
    ) -> None:
        """Set the policy once all that it names is there."""
        waits: list[pulumi.Resource] = [*named]
        if wanted.cache is not None:
            waits.append(connections.external_cache(owner, service, wanted.cache.database_id))
        if wanted.insights_id is not None:
            gateway = Caller("gateway", self.principal_id, _PRINCIPAL)
            waits.append(
                connections.token_metrics(owner, service, api, wanted.insights_id, gateway)
            )
        apimanagement.ApiPolicy(
            f"{owner.name}-policy",
            policy_id="policy",
            api_id=api.name,
            service_name=service.name,
            resource_group_name=owner.group,
            format=apimanagement.PolicyContentFormat.XML,
            value=self.policy,
            opts=pulumi.ResourceOptions(parent=self, depends_on=waits),
        )


_PRINCIPAL = "ServicePrincipal"
_OUTPUTS = tuple(AiGateway.__annotations__)


def _policy_text(wanted: Plan) -> pulumi.Output[str]:
    if wanted.cache is None:
        return pulumi.Output.from_input(wanted.policy(None))
    values: pulumi.Output[Mapping[str, Any]] = pulumi.Output.from_input(wanted.cache.policy_values)
    return values.apply(wanted.policy)
