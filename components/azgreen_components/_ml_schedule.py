"""How is a pipeline started in its hour?

Azure's documentation has schedules start pipelines (azure-ai-docs, reference-yaml-schedule); a
command by itself ran once and was then taken as done (Azure/bicep, issue 13388).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import pulumi
from pulumi_azure_native import machinelearningservices as ml

from azgreen_components._low_carbon_window import DAYS, WEEK, Window
from azgreen_components._owner import Owner
from azgreen_components.online_endpoint.workspace import Home

_BEGUN: Final = "2026-01-01T00:00:00"
"""In the past, so that the first job waits for its hour: without a start it would run at once
(azure-ai-docs, reference-yaml-schedule). A date that moves would change the schedule every day."""
_UTC: Final = "UTC"


@dataclass(frozen=True)
class Run:
    """What a pipeline does."""

    name: str
    """Of the experiment that its runs belong to."""
    title: str
    """What people call it."""
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    steps: Mapping[str, Any]


def schedule_name(name: str, what: str) -> str:
    """Return the name of a schedule for `what`."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") + f"-{what}"


def pipeline(owner: Owner, cluster: ml.Compute, run: Run) -> ml.PipelineJobArgs:
    """Return a pipeline that never takes over the results of an earlier run.

    Steps that name no cluster run on `cluster`.
    """
    return ml.PipelineJobArgs(
        job_type="Pipeline",
        display_name=run.title,
        experiment_name=run.name,
        compute_id=cluster.id,
        inputs=run.inputs,
        outputs=run.outputs,
        jobs=run.steps,
        settings={"force_rerun": True},
        tags=owner.common.tags,
    )


def schedule(
    owner: Owner, home: Home, name: str, window: Window, job: ml.PipelineJobArgs
) -> ml.Schedule:
    """Make the schedule of a job; the first one finds the roles given."""
    return ml.Schedule(
        f"{owner.name}-schedule",
        name=name,
        workspace_name=home.name,
        resource_group_name=owner.group,
        properties=ml.SchedulePropertiesArgs(
            display_name=job.display_name,
            is_enabled=True,
            trigger=_trigger(window),
            action=ml.JobScheduleActionArgs(action_type="CreateJob", job_definition=job),
            tags=owner.common.tags,
        ),
        opts=pulumi.ResourceOptions(parent=owner.component, depends_on=list(home.grants)),
    )


def uri_file(uri: str) -> ml.UriFileJobInputArgs:
    """Return a file that a job downloads."""
    return ml.UriFileJobInputArgs(
        job_input_type="uri_file", mode=ml.InputDeliveryMode.DOWNLOAD, uri=uri
    )


def uri_folder(uri: str) -> ml.UriFolderJobInputArgs:
    """Return a folder that a job reads as it is."""
    return ml.UriFolderJobInputArgs(
        job_input_type="uri_folder", mode=ml.InputDeliveryMode.READ_ONLY_MOUNT, uri=uri
    )


def kept_folder(uri: str) -> ml.UriFolderJobOutputArgs:
    """Return a folder that a job leaves behind."""
    return ml.UriFolderJobOutputArgs(
        job_output_type="uri_folder", mode=ml.OutputDeliveryMode.UPLOAD, uri=uri
    )


def _trigger(window: Window) -> ml.CronTriggerArgs | ml.RecurrenceTriggerArgs:
    if window.on is not None:
        return _once(window.on, window.hour)
    weekly = window.every == WEEK
    days = [ml.WeekDay(DAYS[window.day])] if weekly else None
    return ml.RecurrenceTriggerArgs(
        trigger_type="Recurrence",
        frequency=ml.RecurrenceFrequency.WEEK if weekly else ml.RecurrenceFrequency.DAY,
        interval=1,
        schedule=ml.RecurrenceScheduleArgs(hours=[window.hour], minutes=[0], week_days=days),
        start_time=_BEGUN,
        time_zone=_UTC,
    )


def _once(on: date, hour: int) -> ml.CronTriggerArgs:
    """Return a trigger of a yearly moment that is over after its first day."""
    return ml.CronTriggerArgs(
        trigger_type="Cron",
        expression=f"0 {hour} {on.day} {on.month} *",
        start_time=f"{on.isoformat()}T00:00:00",
        end_time=f"{(on + timedelta(days=1)).isoformat()}T00:00:00",
        time_zone=_UTC,
    )
