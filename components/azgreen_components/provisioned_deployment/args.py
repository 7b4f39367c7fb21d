"""What does one write to deploy a model on provisioned throughput units (PTU)?"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from azgreen_components._access import CallerArgs
from azgreen_components.content_safety.args import AccountSafetyArgs


class ProvisionedTrafficArgs(TypedDict):
    """The requests that the PTUs are expected to serve."""

    requests_per_second: float
    """Mean requests per second over the busy hours; required."""

    input_tokens: float
    """Mean input tokens of a request; required."""

    output_tokens: float
    """Mean output tokens of a request; required."""

    cache_rate: NotRequired[float]
    """Share of the input tokens that the prompt cache holds, 0 to 1; 0 when left out."""

    cache_write_rate: NotRequired[float]
    """Share of the input written to the prompt cache, which GPT-6 counts; 0 when left out."""

    long_context: NotRequired[bool]
    """Whether GPT-6 counts the requests as long context; they are short when left out."""

    busy_hours_per_week: NotRequired[float]
    """Hours of a week with this traffic, nothing comes in the others; all 168 when left out."""


class ProvisionedDeploymentArgs(TypedDict):
    """Inputs of ProvisionedDeployment."""

    location: str
    """Azure region of the account, as in the catalogue; required."""

    resource_group_name: pulumi.Input[str]
    """Resource group that holds the account; required."""

    model: str
    """Model name as in the catalogue; required."""

    traffic: NotRequired[ProvisionedTrafficArgs]
    """Expected traffic; when left out, ptu is required and the use of the PTUs is not known."""

    ptu: NotRequired[int]
    """PTUs to buy; the fewest that carry the traffic's busiest minute when left out."""

    sku: NotRequired[str]
    """Provisioned SKU; the one that stays in the region, else in its data zone, when left out."""

    version: NotRequired[str]
    """Model version; the catalogue's default for the SKU and region when left out."""

    name: NotRequired[str]
    """Deployment name that clients call; the model's name when left out."""

    content_safety: NotRequired[AccountSafetyArgs]
    """Content filters of its own that the account gets; only Azure's when left out."""

    content_filter: NotRequired[str]
    """Content filter (RAI policy) by name; Microsoft.DefaultV2 when left out."""

    version_upgrade_option: NotRequired[str]
    """When Azure may change the version; OnceCurrentVersionExpired when left out."""

    spillover: NotRequired[bool]
    """Whether pay-as-you-go takes what the PTUs cannot; it does where offered when left out."""

    spillover_deployment_name: NotRequired[str]
    """Name of the spillover deployment; the deployment's with '-spillover' when left out."""

    spillover_capacity: NotRequired[int]
    """Thousands of tokens per minute of spillover; computed from the traffic when left out."""

    alerts: NotRequired[bool]
    """Whether it has two alerts of its own, which Monitoring has too; it has when left out."""

    high_utilisation_percent: NotRequired[float]
    """Mean use of 15 minutes above which an alert warns; that of the catalogue when left out."""

    low_utilisation_percent: NotRequired[float]
    """Mean use of a day below which an alert tells of waste; the catalogue's when left out."""

    action_group_ids: NotRequired[Sequence[pulumi.Input[str]]]
    """Ids of action groups that the alerts tell; only Azure Monitor shows them when left out."""

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
