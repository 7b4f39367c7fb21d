"""How do requests get to deployments that are made after their endpoint?

Azure refuses an endpoint whose traffic names a deployment that is not there, and a deployment needs
its endpoint. So people write the endpoint twice: without traffic, then, after the deployments, with
it (azure-ai-docs, how-to-safely-rollout-online-endpoints; microsoft/healthcareai-examples,
modelDeployWithTraffic.bicep). One Pulumi resource is written once a run; the second time is
therefore an ARM template of the same endpoint, as a Bicep module is one. It repeats every setting
of the first: whatever changes the endpoint changes the template too, so the traffic, which an
endpoint written without it loses, is there again at the end of the same run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pulumi
from pulumi_azure_native import machinelearningservices as ml
from pulumi_azure_native import resources

from azgreen_components._owner import Owner

AUTH_MODE: Final = "AADToken"
ENDPOINT_TYPE: Final = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints"
API_VERSION: Final = "2025-12-01"  # that of azure-native's OnlineEndpoint: one shape, written twice
_SCHEMA: Final = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"


@dataclass(frozen=True)
class Written:
    """The endpoint as it was written first."""

    endpoint: ml.OnlineEndpoint
    workspace_name: pulumi.Input[str]
    identity_id: pulumi.Input[str]


def route(
    owner: Owner,
    first: Written,
    split: Mapping[str, int],
    deployments: Sequence[ml.OnlineDeployment],
) -> resources.Deployment:
    """Send requests to deployments, percent by name, once they are there."""
    name = first.endpoint.name
    return resources.Deployment(
        f"{owner.name}-traffic",
        deployment_name=name.apply(lambda known: f"{known}-traffic"),
        resource_group_name=owner.group,
        properties=resources.DeploymentPropertiesArgs(
            mode=resources.DeploymentMode.INCREMENTAL,
            template={
                "$schema": _SCHEMA,
                "contentVersion": "1.0.0.0",
                "resources": [_again(owner, first, split)],
            },
        ),
        tags=owner.common.tags,
        opts=pulumi.ResourceOptions(
            parent=owner.component, depends_on=[first.endpoint, *deployments]
        ),
    )


def _again(owner: Owner, first: Written, split: Mapping[str, int]) -> dict[str, Any]:
    """Return the endpoint as ARM takes it, with its traffic."""
    parts = pulumi.Output.all(first.workspace_name, first.endpoint.name)
    identity = pulumi.Output.from_input(first.identity_id)
    return {
        "type": ENDPOINT_TYPE,
        "apiVersion": API_VERSION,
        "name": parts.apply(lambda known: f"{known[0]}/{known[1]}"),
        "location": owner.common.location,
        "identity": {
            "type": "UserAssigned",
            "userAssignedIdentities": identity.apply(_with_nothing_to_say),
        },
        "tags": dict(owner.common.tags),
        "properties": {
            "authMode": AUTH_MODE,
            "publicNetworkAccess": owner.access,
            "traffic": dict(split),
        },
    }


def _with_nothing_to_say(identity_id: str) -> dict[str, dict[str, str]]:
    return {identity_id: {}}
