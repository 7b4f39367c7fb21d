"""What does one write to have two models compared on a schedule?"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi


class EvaluationArgs(TypedDict):
    """Inputs of Evaluation."""

    location: str
    """Azure region of the cluster, as in the catalogue; required."""

    resource_group_name: pulumi.Input[str]
    """Resource group that holds everything; required."""

    baseline_answers: str
    """JSONL of the answers of the model that serves (azureml://datastores/...); required."""

    candidate_answers: str
    """JSONL of the smaller model's answers to the same questions; required."""

    environment_id: str
    """Environment that has azgreen, of a registry unless the workspace is yours; required."""

    every: NotRequired[str]
    """How often the job runs: day or week; week when left out."""

    carbon_profile: NotRequired[Sequence[float]]
    """Grid's gCO2e/kWh in 24 or 168 hours from Monday 00:00 UTC; `hour` decides when left out."""

    hour: NotRequired[int]
    """Hour of the start, 0 to 23, UTC, on Mondays if weekly; the cleanest one when left out."""

    margin: NotRequired[float]
    """Loss of F1 or groundedness that is no loss, in points of 1; 0.02 when left out."""

    confidence: NotRequired[float]
    """Certainty of a verdict, above 0.5 and below 1; 0.95 when left out."""

    baseline_model: NotRequired[str]
    """Name of the model that serves, for its carbon; no carbon is told when left out."""

    candidate_model: NotRequired[str]
    """Name of the smaller model, for its carbon; no carbon is told when left out."""

    sku: NotRequired[str]
    """SKU that both are deployed under, for their carbon; no carbon is told when left out."""

    instance_type: NotRequired[str]
    """Type of the cluster's machine; the smallest one without GPUs when left out."""

    low_priority: NotRequired[bool]
    """Whether Azure may take the machine back, for a lower price; it may not when left out."""

    workspace_name: NotRequired[pulumi.Input[str]]
    """Workspace of yours in the resource group; a new one is made when left out."""

    storage_account_id: NotRequired[pulumi.Input[str]]
    """Storage of your workspace, where the job gets its role; you give it when left out."""

    name_suffix: NotRequired[str]
    """Makes derived names fresh while a deleted vault holds the old ones; none when left out."""

    public_network_access: NotRequired[bool]
    """Whether a new workspace answers on the public internet; it does not when left out."""

    owner: NotRequired[str]
    """Who answers for the resources, as the tag 'owner'; no such tag when left out."""

    environment: NotRequired[str]
    """Stage (dev, test, prod), as the tag 'environment' for policies; no such tag when left out."""

    workload: NotRequired[str]
    """What the resources serve, as the tag 'workload'; no such tag when left out."""

    tags: NotRequired[Mapping[str, str]]
    """More tags for every resource; none when left out."""
