"""What does one write to deploy a whole generative-AI workload?"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from azgreen_components._access import CallerArgs
from azgreen_components.model_deployment.args import ModelArgs
from azgreen_components.online_endpoint.args import OnlineDeploymentArgs
from azgreen_components.provisioned_deployment.args import ProvisionedTrafficArgs


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


class StackCacheArgs(TypedDict):
    """The answers that are kept; SemanticCache says more of each."""

    tenant_key: str
    """Field of an entry that names its tenant: nobody is answered from another's; required."""

    version_tag: str
    """Version of prompt, model and index: a new one leaves every older answer behind; required."""

    store: NotRequired[str]
    """'redis' or 'cosmos'; redis when left out, because API Management can use no other."""

    embedding_model: NotRequired[str]
    """Model that makes the vectors; the stack's own first one when left out."""

    hit_rate: NotRequired[float]
    """Share of requests that the cache answers, 0 to 1; size by entries alone when left out."""

    entries: NotRequired[int]
    """Entries alive at once; from new entries per hour and their hours when left out."""

    entries_per_hour: NotRequired[float]
    """New entries per hour; the requests that miss, from the traffic, when left out."""

    ttl_hours: NotRequired[float]
    """Hours after which an entry goes; 24 when left out."""

    similarity: NotRequired[float]
    """Least cosine of a hit, 0 to 1, for every store alike; 0.95 when left out."""

    high_availability: NotRequired[bool]
    """Whether Redis has a second node, Cosmos DB zones; Redis in 'prod' only when left out."""


class StackMonitoringArgs(TypedDict):
    """Who is told of what; Monitoring says more of each."""

    emails: NotRequired[Sequence[str]]
    """Addresses to tell; when left out, alerts show in Azure Monitor only."""

    webhooks: NotRequired[Sequence[str]]
    """Addresses (https) to call with the common alert schema; none when left out."""

    latency_ms: NotRequired[float]
    """Slowest acceptable answer in ms; the rules' own, or no alert on latency, when left out."""

    carbon_budget_gco2e_per_day: NotRequired[float]
    """Most gCO2e of all deployments in 24 hours before an alert; no carbon budget when left out."""

    retention_days: NotRequired[int]
    """Days for which logs are kept; 30, which costs nothing extra, when left out."""

    daily_quota_gb: NotRequired[float]
    """Most logs in GB a day, after which Azure drops them; 1 when left out."""


class GreenAiStackArgs(TypedDict):
    """Inputs of GreenAiStack."""

    location: str
    """Azure region of everything, as in the catalogue; required."""

    resource_group_name: pulumi.Input[str]
    """Resource group that holds everything; required."""

    deployments: NotRequired[Sequence[ModelArgs]]
    """Pay-as-you-go models; none when left out: then another kind of model is required."""

    provisioned: NotRequired[StackProvisionedArgs]
    """A model on provisioned throughput units; none when left out."""

    endpoint: NotRequired[StackEndpointArgs]
    """Open models on GPUs of one's own, scaled with their traffic; none when left out."""

    cache: NotRequired[StackCacheArgs]
    """A semantic cache before the models; none when left out."""

    monitoring: NotRequired[StackMonitoringArgs]
    """Logs, alerts and the carbon workbook; no monitoring when left out."""

    account_name: NotRequired[str]
    """Name of the pay-as-you-go account; derived when left out."""

    sub_domain: NotRequired[str]
    """Sub-domain of that account, unique in Azure; derived when left out."""

    name_suffix: NotRequired[str]
    """Makes derived names fresh while deleted resources hold the old ones; none when left out."""

    public_network_access: NotRequired[bool]
    """Whether anything answers on the public internet; it does not when left out."""

    callers: NotRequired[Sequence[CallerArgs]]
    """Who may call the models and use the cache; nobody gets a role when left out."""

    owner: NotRequired[str]
    """Who answers for the resources, as the tag 'owner'; no such tag when left out."""

    environment: NotRequired[str]
    """Stage (dev, test, prod), as the tag 'environment' for policies; no such tag when left out."""

    workload: NotRequired[str]
    """What the resources serve, as the tag 'workload'; no such tag when left out."""

    tags: NotRequired[Mapping[str, str]]
    """More tags for every resource; none when left out."""
