"""What does one write to let the number of machines follow the load?"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

DEFAULT_LATENCY_TARGET_MS = 100.0
"""As OnlineEndpoint's: the batch that it lets a machine work on decides what one serves."""


class AutoscaleArgs(TypedDict):
    """Inputs of Autoscale."""

    location: str
    """Azure region of the deployment, as in the catalogue; required."""

    resource_group_name: pulumi.Input[str]
    """Resource group that holds the setting; required."""

    deployment_id: pulumi.Input[str]
    """Azure's id of the online deployment whose requests and machines are counted; required."""

    model: str
    """Name of the open model as in the catalogue; required."""

    instance_type: str
    """Type of the deployment's machines; required."""

    input_tokens: float
    """Mean input tokens of a request; required."""

    output_tokens: float
    """Mean output tokens of a request; required."""

    requests_per_second: NotRequired[float]
    """Mean requests per second at every hour; the traffic profile decides when left out."""

    traffic_profile: NotRequired[Sequence[float]]
    """Mean requests per second of 24 or 168 hours from Monday 00:00 UTC; flat when left out."""

    requests_per_minute_per_instance: NotRequired[float]
    """What a load test measured for one machine with full batches; a roofline when left out."""

    latency_target_ms: NotRequired[float]
    """Most milliseconds between two tokens, as of the deployment; 100 when left out."""

    answer_target_seconds: NotRequired[float]
    """When an answer is late; 1.5 times its seconds in a full batch when left out."""

    load_time_minutes: NotRequired[float]
    """Until a new machine serves; from the size of the weights when left out."""

    min_instances: NotRequired[int]
    """Fewest machines at any hour; 1 when left out, and never 0: Azure keeps one."""

    max_instances: NotRequired[int]
    """Most machines at any hour; a quarter over the busiest minute's need when left out."""

    deferrable_share: NotRequired[float]
    """Part of the requests, up to 1, that may wait for another hour of the day; 0 when left out."""

    carbon_profile: NotRequired[Sequence[float]]
    """Grid's gCO2e/kWh in 24 or 168 hours, UTC; no work may wait when left out."""

    notify_emails: NotRequired[Sequence[str]]
    """Who gets an e-mail when machines are added or taken away; nobody when left out."""

    autoscale_setting_name: NotRequired[str]
    """Name of the setting; derived from the component and its resource group when left out."""

    name_suffix: NotRequired[str]
    """Makes the derived name another one; none when left out."""

    owner: NotRequired[str]
    """Who answers for the setting, as the tag 'owner'; no such tag when left out."""

    environment: NotRequired[str]
    """Stage (dev, test, prod), as the tag 'environment' for policies; no such tag when left out."""

    workload: NotRequired[str]
    """What the deployment serves, as the tag 'workload'; no such tag when left out."""

    tags: NotRequired[Mapping[str, str]]
    """More tags for the setting; none when left out."""
