"""What does one write to watch resources, and their carbon?"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from azgreen_components.model_deployment.args import TrafficArgs

DEFAULT_SAMPLING_PERCENTAGE = 100.0
"""Nothing is dropped unasked: a rate from samples is an estimate."""


class TargetArgs(TypedDict):
    """One resource that is watched."""

    name: str
    """Short name, for the alerts' own names; required."""

    kind: str
    """What it is, for example redis_cache; decides the rules, see the table of kinds; required."""

    resource_id: NotRequired[pulumi.Input[str]]
    """Azure's id of it; when left out, the kind is one that is found through its account."""

    account: NotRequired[str]
    """Name of the model_account target that holds it; when left out, it has an id of its own."""

    deployment_name: NotRequired[str]
    """Name of the deployment in its account; the target's name when left out."""

    model: NotRequired[str]
    """Model as in the catalogue, which decides the metrics; when left out, the kind has none."""

    sku: NotRequired[str]
    """SKU of the deployment, for its carbon; regional Standard when left out."""

    location: NotRequired[str]
    """Azure region where it runs, for its carbon; that of the Monitoring when left out."""

    traffic: NotRequired[TrafficArgs]
    """Expected requests, for the carbon of a token; no carbon of tokens when left out."""

    instances: NotRequired[int]
    """Instances of an online deployment that share its carbon budget; one when left out."""

    latency_ms: NotRequired[float]
    """Slowest acceptable answer in ms; the rule's own, or no alert on latency, when left out."""

    carbon_budget_gco2e_per_day: NotRequired[float]
    """Most gCO2e in 24 hours before an alert; no carbon budget when left out."""

    thresholds: NotRequired[Mapping[str, float]]
    """Other thresholds by rule, in the rule's unit; those of the catalogue when left out."""


class MonitoringArgs(TypedDict):
    """Inputs of Monitoring."""

    location: str
    """Azure region of the workspace, as in the catalogue; required."""

    resource_group_name: pulumi.Input[str]
    """Resource group that holds the workspace and the alerts; required."""

    targets: Sequence[TargetArgs]
    """Resources to watch; at least one."""

    emails: NotRequired[Sequence[str]]
    """Addresses to tell; when left out, alerts show in Azure Monitor only."""

    webhooks: NotRequired[Sequence[str]]
    """Addresses (https) to call with the common alert schema; none when left out."""

    workspace_id: NotRequired[pulumi.Input[str]]
    """Log Analytics workspace of yours; a new one is made when left out."""

    workspace_name: NotRequired[str]
    """Workspace name; derived from the component and its resource group when left out."""

    retention_days: NotRequired[int]
    """Days for which logs are kept; 30, which costs nothing extra, when left out."""

    daily_quota_gb: NotRequired[float]
    """Most logs in GB a day, after which Azure drops them; 1 when left out."""

    all_logs: NotRequired[bool]
    """Whether to keep every log, a row a request; only the few that are needed when left out."""

    application_insights: NotRequired[bool]
    """Whether to make an Application Insights for traces; it is made when left out."""

    sampling_percentage: NotRequired[float]
    """Share of the traces that Application Insights keeps; 100, all of them, when left out."""

    public_network_access: NotRequired[bool]
    """Whether logs are sent and read over the public internet; private link only when left out."""

    name_suffix: NotRequired[str]
    """Makes derived names fresh while a deleted workspace holds the old; none when left out."""

    owner: NotRequired[str]
    """Who answers for the resources, as the tag 'owner'; no such tag when left out."""

    environment: NotRequired[str]
    """Stage (dev, test, prod), as the tag 'environment' for policies; no such tag when left out."""

    workload: NotRequired[str]
    """What the resources serve, as the tag 'workload'; no such tag when left out."""

    tags: NotRequired[Mapping[str, str]]
    """More tags for every resource; none when left out."""
