"""What does one write to deploy pay-as-you-go models?"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from azgreen import catalog
from azgreen_components._access import CallerArgs
from azgreen_components.content_safety.args import AccountSafetyArgs

DEFAULT_SKU = catalog.PINNED_SKU
"""Keeps the tokens in the account's region; Global and DataZone SKUs let Azure choose the place."""


class TrafficArgs(TypedDict):
    """The requests that a deployment is expected to serve."""

    requests_per_second: float
    """Mean requests per second over the busy hours, or over the day for Batch SKUs; required."""

    input_tokens: float
    """Mean input tokens of a request; required."""

    output_tokens: float
    """Mean output tokens of a request; required."""


class ModelArgs(TypedDict):
    """One deployment of a model."""

    model: str
    """Model name as in the catalogue; required."""

    name: NotRequired[str]
    """Deployment name that clients call; the model's name when left out."""

    version: NotRequired[str]
    """Model version; the catalogue's default for the SKU and region when left out."""

    sku: NotRequired[str]
    """Standard when left out; Global SKUs let Azure pick the region, Batch SKUs answer in a day."""

    capacity: NotRequired[int]
    """Thousands of tokens, per minute or (Batch) in the queue; from the traffic when left out."""

    traffic: NotRequired[TrafficArgs]
    """Expected traffic; when left out, capacity is required and there is no footprint."""

    content_filter: NotRequired[str]
    """Content filter (RAI policy) by name; Microsoft.DefaultV2 when left out."""

    version_upgrade_option: NotRequired[str]
    """When Azure may change the version; OnceCurrentVersionExpired when left out."""


class ModelDeploymentArgs(TypedDict):
    """Inputs of ModelDeployment."""

    location: str
    """Azure region of the account, as in the catalogue; required."""

    resource_group_name: pulumi.Input[str]
    """Resource group that holds the account; required."""

    deployments: Sequence[ModelArgs]
    """Models to deploy, one after another; at least one."""

    content_safety: NotRequired[AccountSafetyArgs]
    """Content filters of its own that the account gets; only Azure's when left out."""

    account_name: NotRequired[str]
    """Account name; derived from the component and its resource group when left out."""

    sub_domain: NotRequired[str]
    """Sub-domain of the endpoint, unique in Azure; derived like the account name when left out."""

    name_suffix: NotRequired[str]
    """Makes derived names fresh while a deleted account holds the old ones; none when left out."""

    public_network_access: NotRequired[bool]
    """Whether the endpoint answers on the public internet; it does not when left out."""

    callers: NotRequired[Sequence[CallerArgs]]
    """Who may call the deployments; nobody gets a role when left out."""

    owner: NotRequired[str]
    """Who answers for the resources, as the tag 'owner'; no such tag when left out."""

    environment: NotRequired[str]
    """Stage (dev, test, prod), as the tag 'environment' for policies; no such tag when left out."""

    workload: NotRequired[str]
    """What the resources serve, as the tag 'workload'; no such tag when left out."""

    tags: NotRequired[Mapping[str, str]]
    """More tags for every resource; none when left out."""
