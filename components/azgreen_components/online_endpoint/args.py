"""What does one write to run open models on GPUs of one's own?"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from azgreen_components._access import CallerArgs

DEFAULT_LATENCY_TARGET_MS = 100.0
"""Our own judgement: ten tokens a second is about twice as fast as people read."""

MOST_REQUEST_SECONDS = 180
"""Longest that an online endpoint waits for an answer (azure-ai-docs, how-to-manage-quotas)."""


class EndpointTrafficArgs(TypedDict):
    """The requests that a deployment is to carry."""

    requests_per_second: float
    """Mean requests per second over the busy hours; required."""

    input_tokens: float
    """Mean input tokens of a request; required."""

    output_tokens: float
    """Mean output tokens of a request; required."""


class OnlineDeploymentArgs(TypedDict):
    """One model with its machines."""

    model: str
    """Name of an open model as in the catalogue, from which memory and speed follow; required."""

    traffic: EndpointTrafficArgs
    """Requests that the deployment is to carry, from which its machines follow; required."""

    name: NotRequired[str]
    """Deployment name; made from the model's name when left out."""

    model_id: NotRequired[str]
    """Where the weights are (azureml://...); the catalogue's id in the registry when left out."""

    environment_id: NotRequired[str]
    """Environment that serves the model; the registry's own for that model when left out."""

    latency_target_ms: NotRequired[float]
    """Most milliseconds between two tokens of an answer; 100 when left out."""

    instance_type: NotRequired[str]
    """Type of machine with GPUs; the one with the least carbon that serves it when left out."""

    instances: NotRequired[int]
    """Machines; from the traffic's busiest minute when left out."""

    min_instances: NotRequired[int]
    """Fewest machines of this deployment; those of the endpoint when left out."""

    autoscaled: NotRequired[bool]
    """Whether an Autoscale changes the number of machines later; it does not when left out."""

    load_time_minutes: NotRequired[float]
    """Until a new machine serves; from the size of the weights when left out."""

    request_timeout_seconds: NotRequired[int]
    """Longest wait for an answer; 180 when left out: what is cut off was computed for nothing."""


class OnlineEndpointArgs(TypedDict):
    """Inputs of OnlineEndpoint."""

    location: str
    """Azure region of the machines, as in the catalogue; required."""

    resource_group_name: pulumi.Input[str]
    """Resource group that holds everything; required."""

    deployments: Sequence[OnlineDeploymentArgs]
    """Models behind the endpoint, made one after another; at least one."""

    traffic: NotRequired[Mapping[str, int]]
    """Percent of the requests by deployment, 100 together; all to the first when left out."""

    min_instances: NotRequired[int]
    """Fewest machines of a deployment; 3 in environment 'prod', else 1, when left out."""

    gpu_quota_vcpus: NotRequired[int]
    """Your quota of GPU vCPUs in the region; need is not compared with it when left out."""

    endpoint_name: NotRequired[str]
    """Endpoint name; derived from the component and its resource group when left out."""

    workspace_name: NotRequired[pulumi.Input[str]]
    """Workspace of yours in the resource group; a new one is made when left out."""

    application_insights_id: NotRequired[pulumi.Input[str]]
    """Application Insights to trace requests in; a new, empty one without keys when left out."""

    trace_requests: NotRequired[bool]
    """Whether each request is traced there; it is where there is an id when left out."""

    name_suffix: NotRequired[str]
    """Makes derived names fresh while a deleted vault holds the old ones; none when left out."""

    public_network_access: NotRequired[bool]
    """Whether the endpoint answers on the public internet; it does not when left out."""

    callers: NotRequired[Sequence[CallerArgs]]
    """Who may call the endpoint; nobody gets a role when left out."""

    owner: NotRequired[str]
    """Who answers for the resources, as the tag 'owner'; no such tag when left out."""

    environment: NotRequired[str]
    """Stage (dev, test, prod), as the tag 'environment' for policies; no such tag when left out."""

    workload: NotRequired[str]
    """What the resources serve, as the tag 'workload'; no such tag when left out."""

    tags: NotRequired[Mapping[str, str]]
    """More tags for every resource; none when left out."""
