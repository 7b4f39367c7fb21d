"""Which job does the schedule of a fine-tuning start?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pulumi
from pulumi_azure_native import machinelearningservices as ml

from azgreen_components._ml_schedule import Run, kept_folder, pipeline, uri_file, uri_folder
from azgreen_components._owner import Owner
from azgreen_components.fine_tuning import job
from azgreen_components.fine_tuning.plan import Plan


@dataclass(frozen=True)
class Made:
    """What the job runs, and on what."""

    training: ml.Compute
    judging: ml.Compute
    versions: Mapping[str, ml.ComponentVersion]
    """By step."""


def scheduled(owner: Owner, wanted: Plan, made: Made) -> ml.PipelineJobArgs:
    """Return the pipeline of three steps."""
    ids = [made.versions[key].id for key in job.STEPS]
    known = pulumi.Output.all(*ids, made.training.id, made.judging.id)
    steps = {key: known.apply(partial(_step, wanted, key)) for key in job.STEPS}
    files = {
        "weights": uri_folder(wanted.files.weights),
        "training_data": uri_folder(wanted.files.training_data),
        "questions": uri_file(wanted.files.baseline_answers),
    }
    title = f"Fine-tuning {owner.name}"
    run = Run(job.schedule_name(owner.name), title, files, _outputs(owner.name, wanted), steps)
    return pipeline(owner, made.training, run)


def _step(wanted: Plan, key: str, ids: list[str]) -> dict[str, Any]:
    """Return a step; `ids` are those of the components, then of both clusters."""
    return job.pipeline_steps(wanted, ids[:-2], ids[-2:])[key]


def _outputs(name: str, wanted: Plan) -> dict[str, Any]:
    model = ml.CustomModelJobOutputArgs(
        job_output_type=job.MODEL,
        mode=ml.OutputDeliveryMode.UPLOAD,
        uri=job.run_folder(name, job.REGISTER),
        asset_name=wanted.model_name,
    )
    return {"verdict": kept_folder(job.run_folder(name, job.JUDGE)), "model": model}
