"""Which job does the schedule of an evaluation start?"""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import machinelearningservices as ml

from azgreen_components._ml_schedule import Run, kept_folder, pipeline, uri_file
from azgreen_components._owner import Owner
from azgreen_components.evaluation import job
from azgreen_components.evaluation.plan import Plan


@dataclass(frozen=True)
class Made:
    """What the job runs, and on what."""

    cluster: ml.Compute
    version: ml.ComponentVersion


def scheduled(owner: Owner, wanted: Plan, made: Made) -> ml.PipelineJobArgs:
    """Return the pipeline of one step."""
    steps = {
        job.STEP: pulumi.Output.all(made.version.id, made.cluster.id).apply(
            lambda ids: job.pipeline_step(*ids)
        )
    }
    answers = {
        "baseline": uri_file(wanted.baseline_answers),
        "candidate": uri_file(wanted.candidate_answers),
    }
    verdict = {"verdict": kept_folder(job.verdict_folder(owner.name))}
    title = f"Evaluation {owner.name}"
    run = Run(job.schedule_name(owner.name), title, answers, verdict, steps)
    return pipeline(owner, made.cluster, run)
