"""What does one write of the jobs that a stack runs again and again?"""

from collections.abc import Sequence
from typing import NotRequired, TypedDict


class StackEvaluationArgs(TypedDict):
    """Two deployments that are compared again and again; Evaluation says more of each."""

    baseline: str
    """Name of the deployment that serves; required."""

    candidate: str
    """Name of the deployment that may replace it; carbon is told if both have one SKU; required."""

    baseline_answers: str
    """JSONL of the baseline's answers (azureml://datastores/...); required."""

    candidate_answers: str
    """JSONL of the candidate's answers to the same questions; required."""

    environment_id: str
    """Environment of a registry that has azgreen; required."""

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

    instance_type: NotRequired[str]
    """Type of the cluster's machine; the smallest one without GPUs when left out."""

    low_priority: NotRequired[bool]
    """Whether Azure may take the machine back, for a lower price; it may not when left out."""


class StackFineTuningArgs(TypedDict):
    """An open model that is tuned and judged; FineTuning says more of each."""

    weights: str
    """Folder of the model's weights (azureml://...); required."""

    training_data: str
    """Folder of JSONL files to train on (azureml://datastores/...); required."""

    training_tokens: float
    """Tokens of the training data, once through: for time and carbon; required."""

    answer_command: str
    """Your program that answers the questions of the comparison with the adapter; required."""

    training_environment_id: str
    """Environment of a registry that has TRL, PEFT and your program; required."""

    model: NotRequired[str]
    """Open model that is tuned; the first of the endpoint, else required, when left out."""

    baseline_answers: NotRequired[str]
    """JSONL of the answers of what serves; the evaluation's, else required, when left out."""

    environment_id: NotRequired[str]
    """Environment that has azgreen; the evaluation's, else required, when left out."""

    on: NotRequired[str]
    """Day of a single run, 2026-12-01 say; it runs again and again, by `every`, when left out."""

    every: NotRequired[str]
    """How often it runs: day or week; once, by `on`, when left out."""

    carbon_profile: NotRequired[Sequence[float]]
    """Grid's gCO2e/kWh in 24 or 168 hours; the evaluation's, or its hour, when left out."""

    hour: NotRequired[int]
    """Hour of the start, 0 to 23, UTC; the evaluation's, or its profile, when left out."""

    code_id: NotRequired[str]
    """Code of a registry that the programs are run in; none when left out."""

    rank: NotRequired[int]
    """Rank of the adapter; 16 when left out."""

    epochs: NotRequired[float]
    """How often the data is gone through; 3 when left out."""

    sequence_tokens: NotRequired[int]
    """Tokens that a sequence is cut to; 1024 when left out."""

    four_bit: NotRequired[bool]
    """Whether the weights are held in 4 bits (QLoRA), for a smaller GPU; not when left out."""

    instance_type: NotRequired[str]
    """Type of the machine that trains; the smallest one that it fits on when left out."""

    low_priority: NotRequired[bool]
    """Whether Azure may take that machine back, and the run begins anew; not when left out."""

    margin: NotRequired[float]
    """Loss of F1 or groundedness that is no loss; the evaluation's, else 0.02, when left out."""

    confidence: NotRequired[float]
    """Certainty of a verdict; the evaluation's, else 0.95, when left out."""

    least_verdict: NotRequired[str]
    """Least verdict that registers the adapter: keep or promote; keep when left out."""

    model_name: NotRequired[str]
    """Name that the adapter is registered under; derived from the component's when left out."""

    prompt_tokens_saved: NotRequired[float]
    """Prompt tokens that a request then needs no more; payback is in tokens when left out."""
