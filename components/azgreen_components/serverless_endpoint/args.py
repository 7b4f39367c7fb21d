"""What does one write to call a model by the token in the region of a project?"""

from collections.abc import Mapping
from typing import Final, NotRequired, TypedDict

import pulumi

MOST_KILOTOKENS_PER_MINUTE: Final = 200
"""Thousands of tokens a minute that one endpoint answers (azure-ai-docs, deploy-models-serverless,
2026-01-26)."""

MOST_REQUESTS_PER_MINUTE: Final = 1000
"""Requests a minute that one endpoint answers (the same)."""


class ServerlessTrafficArgs(TypedDict):
    """The requests that the endpoint is to carry."""

    requests_per_second: float
    """Mean requests per second over the busy hours; required."""

    input_tokens: float
    """Mean input tokens of a request; required."""

    output_tokens: float
    """Mean output tokens of a request; required."""


class ServerlessEndpointArgs(TypedDict):
    """Inputs of ServerlessEndpoint."""

    location: str
    """Azure region of the project, where the model runs; required."""

    resource_group_name: pulumi.Input[str]
    """Resource group that holds everything; required."""

    model: str
    """Name of a model of serverless_models.csv that no deployment offers; required."""

    traffic: NotRequired[ServerlessTrafficArgs]
    """Requests to hold against Azure's limits and to estimate; neither is done when left out."""

    accept_marketplace_terms: NotRequired[bool]
    """Subscribe to the offer of a maker other than Microsoft; no subscription when left out."""

    filter_content: NotRequired[bool]
    """Whether Azure AI Content Safety filters prompts and answers; it does when left out."""

    endpoint_name: NotRequired[str]
    """Endpoint name; derived from the component and its resource group when left out."""

    workspace_name: NotRequired[pulumi.Input[str]]
    """Hub-based project of yours in the resource group; a new hub and project when left out."""

    name_suffix: NotRequired[str]
    """Makes derived names fresh while a deleted vault holds the old ones; none when left out."""

    public_network_access: NotRequired[bool]
    """Whether a new hub and the endpoint answer on the internet; they do not when left out."""

    owner: NotRequired[str]
    """Who answers for the resources, as the tag 'owner'; no such tag when left out."""

    environment: NotRequired[str]
    """Stage (dev, test, prod), as the tag 'environment' for policies; no such tag when left out."""

    workload: NotRequired[str]
    """What the resources serve, as the tag 'workload'; no such tag when left out."""

    tags: NotRequired[Mapping[str, str]]
    """More tags for every resource; none when left out."""
