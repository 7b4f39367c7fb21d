"""What does one write of the models that a stack serves on capacity of its own?"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from azgreen_components.online_endpoint.args import OnlineDeploymentArgs
from azgreen_components.provisioned_deployment.args import ProvisionedTrafficArgs
from azgreen_components.serverless_endpoint.args import ServerlessTrafficArgs


class StackProvisionedArgs(TypedDict):
    """The model on provisioned throughput units; ProvisionedDeployment says more of each."""

    model: str
    """Model name as in the catalogue; required."""

    traffic: NotRequired[ProvisionedTrafficArgs]
    """Expected traffic; when left out, ptu is required."""

    ptu: NotRequired[int]
    """PTUs to buy; the fewest that carry the traffic's busiest minute when left out."""

    sku: NotRequired[str]
    """Provisioned SKU; the one that stays in the region, else in its data zone, when left out."""

    spillover: NotRequired[bool]
    """Whether pay-as-you-go takes what the PTUs cannot; it does where offered when left out."""


class StackEndpointArgs(TypedDict):
    """The open models on GPUs of one's own; OnlineEndpoint and Autoscale say more of each."""

    deployments: Sequence[OnlineDeploymentArgs]
    """Models behind the endpoint, made one after another; at least one."""

    traffic: NotRequired[Mapping[str, int]]
    """Percent of the requests by deployment, 100 together; all to the first when left out."""

    min_instances: NotRequired[int]
    """Fewest machines of a deployment; 3 in environment 'prod', else 1, when left out."""

    gpu_quota_vcpus: NotRequired[int]
    """Your quota of GPU vCPUs in the region; need is not compared with it when left out."""

    traffic_profile: NotRequired[Sequence[float]]
    """Mean requests per second by hour, 24 or 168 from Monday 00:00 UTC; flat when left out."""

    traffic_profiles: NotRequired[Mapping[str, Sequence[float]]]
    """The same by deployment; traffic_profile for a deployment when left out."""


class StackServerlessArgs(TypedDict):
    """A model by the token that no deployment offers; ServerlessEndpoint says more of each."""

    model: str
    """Name of a model of serverless_models.csv that no deployment offers; required."""

    traffic: NotRequired[ServerlessTrafficArgs]
    """Requests to hold against Azure's limits and to estimate; neither is done when left out."""

    accept_marketplace_terms: NotRequired[bool]
    """Subscribe to the offer of a maker other than Microsoft; no subscription when left out."""

    workspace_name: NotRequired[pulumi.Input[str]]
    """Hub-based project of yours in the resource group; a new hub and project when left out."""

    filter_content: NotRequired[bool]
    """Whether Azure AI Content Safety filters prompts and answers; it does when left out."""
