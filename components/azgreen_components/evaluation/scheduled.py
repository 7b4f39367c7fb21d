"""How are the cluster, the step and the schedule of an evaluation made?"""

import re
from dataclasses import dataclass
from typing import Any, Final

import pulumi
from pulumi_azure_native import machinelearningservices as ml

from azgreen_components._naming import NameRule
from azgreen_components._owner import Owner
from azgreen_components.evaluation import job
from azgreen_components.evaluation.plan import Plan
from azgreen_components.evaluation.window import DAYS, WEEK, Window
from azgreen_components.online_endpoint.workspace import Home

CLUSTER = NameRule(
    "the name of a compute cluster",
    re.compile(r"(?=.{3,24}$)[a-zA-Z][a-zA-Z0-9-]*(?<!-)"),
    "3 to 24 letters, digits or '-', starting with a letter and not ending with '-'",
    length=24,
    dashes=False,
)
MOST_NODES: Final = 1
"""One job runs at a time."""
IDLE: Final = "PT2M"
"""Until an idle machine goes: the default of Azure's own client, azure-ai-ml 1.35.2."""
_BEGUN: Final = "2026-01-01T00:00:00"
"""In the past, so that the first job waits for its hour: without a start it would run at once
(azure-ai-docs, reference-yaml-schedule). A date that moves would change the schedule every day."""


@dataclass(frozen=True)
class Made:
    """What the schedule's job runs, and on what."""

    cluster: ml.Compute
    version: ml.ComponentVersion


def cluster(owner: Owner, home: Home, wanted: Plan, identity_id: pulumi.Input[str]) -> ml.Compute:
    """Make a cluster of no machine, and of one while a job runs."""
    new_network = wanted.workspace_name is None and not owner.common.public_network_access
    inner = ml.AmlComputePropertiesArgs(
        vm_size=wanted.machine.name,
        vm_priority=ml.VmPriority.LOW_PRIORITY if wanted.low_priority else ml.VmPriority.DEDICATED,
        remote_login_port_public_access=ml.RemoteLoginPortPublicAccess.DISABLED,
        # the new workspace's own network reaches it; whether yours does, we do not know
        enable_node_public_ip=not new_network,
        scale_settings=ml.ScaleSettingsArgs(
            min_node_count=0, max_node_count=MOST_NODES, node_idle_time_before_scale_down=IDLE
        ),
    )
    return ml.Compute(
        f"{owner.name}-cluster",
        compute_name=owner.unique(CLUSTER),
        workspace_name=home.name,
        resource_group_name=owner.group,
        location=owner.common.location,
        identity=ml.ManagedServiceIdentityArgs(
            type=ml.ManagedServiceIdentityType.USER_ASSIGNED, user_assigned_identities=[identity_id]
        ),
        properties=ml.AmlComputeArgs(
            compute_type="AmlCompute", disable_local_auth=True, properties=inner
        ),
        tags=owner.common.tags,
        opts=owner.options(),
    )


def step_version(owner: Owner, home: Home, spec: dict[str, Any]) -> ml.ComponentVersion:
    """Make the pipeline's step."""
    tags = owner.common.tags
    container = ml.ComponentContainer(
        f"{owner.name}-step",
        name=spec["name"],
        workspace_name=home.name,
        resource_group_name=owner.group,
        properties=ml.ComponentContainerPropertiesArgs(description="azgreen evaluate", tags=tags),
        opts=owner.options(),
    )
    return ml.ComponentVersion(
        f"{owner.name}-step-version",
        name=container.name,
        version=job.version_of(spec),
        workspace_name=home.name,
        resource_group_name=owner.group,
        properties=ml.ComponentVersionPropertiesArgs(component_spec=spec, tags=tags),
        opts=owner.options(),
    )


def schedule(owner: Owner, home: Home, wanted: Plan, made: Made) -> ml.Schedule:
    """Make the schedule; its first job finds the roles given."""
    return ml.Schedule(
        f"{owner.name}-schedule",
        name=job.schedule_name(owner.name),
        workspace_name=home.name,
        resource_group_name=owner.group,
        properties=ml.SchedulePropertiesArgs(
            display_name=f"Evaluation {owner.name}",
            is_enabled=True,
            trigger=_trigger(wanted.window),
            action=ml.JobScheduleActionArgs(
                action_type="CreateJob", job_definition=_pipeline(owner, wanted, made)
            ),
            tags=owner.common.tags,
        ),
        opts=pulumi.ResourceOptions(parent=owner.component, depends_on=list(home.grants)),
    )


def _trigger(window: Window) -> ml.RecurrenceTriggerArgs:
    weekly = window.every == WEEK
    days = [ml.WeekDay(DAYS[window.day])] if weekly else None
    return ml.RecurrenceTriggerArgs(
        trigger_type="Recurrence",
        frequency=ml.RecurrenceFrequency.WEEK if weekly else ml.RecurrenceFrequency.DAY,
        interval=1,
        schedule=ml.RecurrenceScheduleArgs(hours=[window.hour], minutes=[0], week_days=days),
        start_time=_BEGUN,
        time_zone="UTC",
    )


def _pipeline(owner: Owner, wanted: Plan, made: Made) -> ml.PipelineJobArgs:
    return ml.PipelineJobArgs(
        job_type="Pipeline",
        display_name=f"Evaluation {owner.name}",
        experiment_name=job.schedule_name(owner.name),
        compute_id=made.cluster.id,
        inputs={
            "baseline": _file(wanted.baseline_answers),
            "candidate": _file(wanted.candidate_answers),
        },
        outputs={
            "verdict": ml.UriFolderJobOutputArgs(
                job_output_type="uri_folder",
                mode=ml.OutputDeliveryMode.UPLOAD,
                uri=job.verdict_folder(owner.name),
            )
        },
        jobs={
            job.STEP: pulumi.Output.all(made.version.id, made.cluster.id).apply(
                lambda ids: job.step(*ids)
            )
        },
        settings={"force_rerun": True},
        tags=owner.common.tags,
    )


def _file(uri: str) -> ml.UriFileJobInputArgs:
    return ml.UriFileJobInputArgs(
        job_input_type="uri_file", mode=ml.InputDeliveryMode.DOWNLOAD, uri=uri
    )
