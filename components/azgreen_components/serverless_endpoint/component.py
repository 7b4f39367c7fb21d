"""How does one call a model by the token in a region of one's own choice, the older way?"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pulumi
from pulumi_azure_native import machinelearningservices as ml

from azgreen.estimate.need import Need
from azgreen_components._naming import SERVERLESS_ENDPOINT
from azgreen_components._owner import Owner
from azgreen_components._tags import needing
from azgreen_components.serverless_endpoint.args import ServerlessEndpointArgs
from azgreen_components.serverless_endpoint.home import new_project
from azgreen_components.serverless_endpoint.plan import Plan, plan
from azgreen_components.serverless_endpoint.report import explain, footprint

AUTH_MODE = "Key"
"""Microsoft lists no keyless authentication for it (azure-ai-docs, deployments-overview)."""

SKU = "Consumption"
"""The one of Microsoft's own templates (azure-ai-docs, deploy-models-serverless)."""


class ServerlessEndpoint(pulumi.ComponentResource):
    """Legacy: a serverless endpoint of a hub-based project, for models that no deployment offers.

    It runs where the project is and nowhere else, so its carbon is known. It has keys, as Microsoft
    offers nothing else on this route; they are never an output. Use ModelDeployment where it can.
    """

    workspace_name: pulumi.Output[str]
    """Name of the project."""

    workspace_id: pulumi.Output[str]
    """Azure's id of the project."""

    endpoint_name: pulumi.Output[str]
    """Name of the endpoint."""

    endpoint_id: pulumi.Output[str]
    """Azure's id of the endpoint, on which listKeys tells the keys."""

    inference_uri: pulumi.Output[str]
    """Address that clients call."""

    model_id: pulumi.Output[str]
    """Id of the model in its registry; the endpoint serves the newest version."""

    explain: pulumi.Output[Sequence[str]]
    """What was decided, one thing a line."""

    footprint: pulumi.Output[Mapping[str, Any]]
    """Energy and carbon of 1,000 requests, or why they are not known."""

    def __init__(
        self, name: str, args: ServerlessEndpointArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        wanted = plan(name, args, datetime.now(UTC).date())
        super().__init__("azgreen:index:ServerlessEndpoint", name, {}, opts)
        owner = Owner(self, name, args["resource_group_name"], wanted.common)
        project = (
            new_project(owner).name if wanted.workspace_name is None else wanted.workspace_name
        )
        endpoint = _endpoint(owner, wanted, project, _subscription(owner, wanted, project))
        self.workspace_name = pulumi.Output.from_input(project)
        self.workspace_id = endpoint.id.apply(lambda known: known.split("/serverlessEndpoints/")[0])
        self.endpoint_name, self.endpoint_id = endpoint.name, endpoint.id
        self.inference_uri = endpoint.properties.apply(_uri)
        self.model_id = pulumi.Output.from_input(wanted.model.id)
        self.explain = pulumi.Output.from_input(explain(wanted))
        self.footprint = pulumi.Output.from_input(footprint(wanted))
        self.register_outputs({key: getattr(self, key) for key in _OUTPUTS})


_OUTPUTS = tuple(ServerlessEndpoint.__annotations__)


def _uri(own: ml.outputs.ServerlessEndpointPropertiesResponse) -> str:
    # there is none where Azure could not make the endpoint
    return own.inference_endpoint.uri if own.inference_endpoint else ""


def _subscription(
    owner: Owner, wanted: Plan, project: pulumi.Input[str]
) -> list[ml.MarketplaceSubscription]:
    if not wanted.subscribes:
        return []
    subscription = ml.MarketplaceSubscription(
        f"{owner.name}-subscription",
        # Azure takes no '.' in it
        name=wanted.model.model.replace(".", "-"),
        resource_group_name=owner.group,
        workspace_name=project,
        properties=ml.MarketplaceSubscriptionPropertiesArgs(model_id=wanted.model.id),
        opts=owner.options(),
    )
    return [subscription]


def _endpoint(
    owner: Owner,
    wanted: Plan,
    project: pulumi.Input[str],
    subscribed: Sequence[ml.MarketplaceSubscription],
) -> ml.ServerlessEndpoint:
    status = "Enabled" if wanted.filters_content else "Disabled"
    return ml.ServerlessEndpoint(
        f"{owner.name}-endpoint",
        name=wanted.endpoint_name or owner.unique(SERVERLESS_ENDPOINT),
        resource_group_name=owner.group,
        workspace_name=project,
        location=owner.common.location,
        sku=ml.SkuArgs(name=SKU),
        properties=ml.ServerlessEndpointPropertiesArgs(
            auth_mode=AUTH_MODE,
            content_safety=ml.ContentSafetyArgs(content_safety_status=status),
            model_settings=ml.ModelSettingsArgs(model_id=wanted.model.id),
        ),
        tags=needing(owner.common.tags, Need.of(wanted.traffic)),
        opts=pulumi.ResourceOptions(parent=owner.component, depends_on=list(subscribed)),
    )
