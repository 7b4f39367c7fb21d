"""What does one write to have an open model fine-tuned with LoRA?"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi


class FineTuningArgs(TypedDict):
    """Inputs of FineTuning."""

    location: str
    """Azure region of the clusters, as in the catalogue; required."""

    resource_group_name: pulumi.Input[str]
    """Resource group that holds everything; required."""

    model: str
    """Open, dense model of the catalogue that is tuned; required."""

    weights: str
    """Folder of its weights as Hugging Face's libraries read them (azureml://...); required."""

    training_data: str
    """Folder of JSONL files to train on (azureml://datastores/...); required."""

    training_tokens: float
    """Tokens of the training data, once through: for time and carbon; required."""

    baseline_answers: str
    """JSONL of the answers of what serves today, whose questions are put again; required."""

    answer_command: str
    """Your program that answers them with the adapter; its options: output explain; required."""

    training_environment_id: str
    """Environment with TRL, PEFT and your program, of a registry unless it is yours; required."""

    environment_id: str
    """Environment that has azgreen, of a registry unless the workspace is yours; required."""

    on: NotRequired[str]
    """Day of a single run, 2026-12-01 say; it runs again and again, by `every`, when left out."""

    every: NotRequired[str]
    """How often it runs: day or week; once, by `on`, when left out."""

    carbon_profile: NotRequired[Sequence[float]]
    """Grid's gCO2e/kWh in 24 or 168 hours from Monday 00:00 UTC; `hour` decides when left out."""

    hour: NotRequired[int]
    """Hour of the start, 0 to 23, UTC; the cleanest one for the whole run when left out."""

    train_command: NotRequired[str]
    """Program that trains, with the options of TRL's; `trl sft` when left out."""

    code_id: NotRequired[str]
    """Code that both programs are run in, of a registry unless it is yours; none when left out."""

    rank: NotRequired[int]
    """Rank of the adapter; 16 when left out."""

    alpha: NotRequired[int]
    """Scale of the adapter, over its rank; twice the rank when left out."""

    dropout: NotRequired[float]
    """Share of the adapter's inputs that each step drops; 0.05 when left out."""

    target_modules: NotRequired[Sequence[str]]
    """Matrices that get an adapter, q_proj say; every one of a layer when left out."""

    learning_rate: NotRequired[float]
    """Step of the optimiser; QLoRA's, 0.0002, or 0.0001 from 33 billion on, when left out."""

    epochs: NotRequired[float]
    """How often the data is gone through; 3 when left out."""

    batch_size: NotRequired[int]
    """Sequences of each step of the optimiser; 16 when left out."""

    sequences_at_once: NotRequired[int]
    """Sequences on the GPU at once, for memory; 1 when left out."""

    sequence_tokens: NotRequired[int]
    """Tokens that a sequence is cut to; 1024 when left out."""

    four_bit: NotRequired[bool]
    """Whether the weights are held in 4 bits (QLoRA), for a smaller GPU; not when left out."""

    instance_type: NotRequired[str]
    """Type of the machine that trains; the smallest one that it fits on when left out."""

    low_priority: NotRequired[bool]
    """Whether Azure may take that machine back, and the run begins anew; not when left out."""

    margin: NotRequired[float]
    """Loss of F1 or groundedness that is no loss, in points of 1; 0.02 when left out."""

    confidence: NotRequired[float]
    """Certainty of a verdict, above 0.5 and below 1; 0.95 when left out."""

    least_verdict: NotRequired[str]
    """Least verdict that registers the adapter: keep or promote; keep when left out."""

    model_name: NotRequired[str]
    """Name that the adapter is registered under; derived from the component's when left out."""

    prompt_tokens_saved: NotRequired[float]
    """Prompt tokens that a request then needs no more; payback is in tokens when left out."""

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
