"""How does one have an open model fine-tuned with little carbon, and only if it pays?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pulumi

from azgreen_components._ml_cluster import cluster
from azgreen_components._ml_home import make_home
from azgreen_components._ml_schedule import schedule
from azgreen_components._ml_steps import VERDICT, step_version
from azgreen_components._owner import Owner
from azgreen_components.fine_tuning import job
from azgreen_components.fine_tuning.args import FineTuningArgs
from azgreen_components.fine_tuning.plan import Plan, plan
from azgreen_components.fine_tuning.report import explain, footprint
from azgreen_components.fine_tuning.scheduled import Made, scheduled
from azgreen_components.online_endpoint.workspace import endpoint_identity


class FineTuning(pulumi.ComponentResource):
    """A scheduled LoRA fine-tuning of an open model, judged before it is registered.

    A pipeline trains an adapter on the smallest machine that holds it, on a cluster that has none
    while nothing runs, in the hours with the least carbon. `azgreen evaluate` then compares its
    answers with those of what serves; the adapter is registered only if the verdict lets it.
    """

    workspace_name: pulumi.Output[str]
    """Name of the workspace."""

    compute_id: pulumi.Output[str]
    """Azure's id of the cluster that trains."""

    judge_compute_id: pulumi.Output[str]
    """Azure's id of the cluster that judges and registers."""

    component_ids: pulumi.Output[Sequence[str]]
    """Azure's ids of the versions of the pipeline's steps: tune, judge, register."""

    schedule_id: pulumi.Output[str]
    """Azure's id of the schedule."""

    principal_id: pulumi.Output[str]
    """Object id of the identity that the job reads and writes with."""

    verdict_path: pulumi.Output[str]
    """Where each run writes its verdict; Azure puts the run's name in place of ${{name}}."""

    model_name: pulumi.Output[str]
    """Name that the adapter is registered under; each run that passes makes a version."""

    instance_type: pulumi.Output[str]
    """Type of the machine that trains."""

    start: pulumi.Output[str]
    """When a run starts."""

    saved_carbon_share: pulumi.Output[float]
    """Part of the carbon of a run's electricity that its hours save; 0 without a profile."""

    footprint: pulumi.Output[Mapping[str, Any]]
    """Of a run: gpuHours, energyKwh (IT), gco2e and usd (list price), each low, mid and high."""

    payback_prompt_tokens: pulumi.Output[float]
    """Prompt tokens to be saved on the same model until the carbon of a run is earned back."""

    explain: pulumi.Output[Sequence[str]]
    """How the choices came about, one thing a line."""

    def __init__(
        self, name: str, args: FineTuningArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        wanted = plan(name, args, datetime.now(UTC).date())
        super().__init__("azgreen:index:FineTuning", name, {}, opts)
        owner = Owner(self, name, args["resource_group_name"], wanted.common)
        self._make(owner, wanted)
        told = {
            "verdict_path": job.run_folder(name, job.JUDGE) + VERDICT,
            "model_name": wanted.model_name,
            "instance_type": wanted.machine.type.name,
            "start": wanted.window.told,
            "saved_carbon_share": wanted.window.saved_share,
            "footprint": footprint(wanted),
            "payback_prompt_tokens": wanted.payback_prompt_tokens,
            "explain": explain(name, wanted),
        }
        for key, value in told.items():
            setattr(self, key, pulumi.Output.from_input(value))
        self.register_outputs({key: getattr(self, key) for key in _OUTPUTS})

    def _make(self, owner: Owner, wanted: Plan) -> None:
        identity = endpoint_identity(owner)
        home = make_home(owner, wanted.where, identity)
        judge = replace(owner, name=f"{owner.name}-judge")
        training, judging = (
            cluster(each, home, wanted.where, machine, identity.id)
            for each, machine in ((owner, wanted.machine), (judge, wanted.judge))
        )
        versions = {
            key: step_version(owner, home, spec, key)
            for key, spec in job.specs(owner.name, wanted).items()
        }
        run = scheduled(owner, wanted, Made(training, judging, versions))
        planned = schedule(owner, home, job.schedule_name(owner.name), wanted.window, run)
        self.workspace_name = pulumi.Output.from_input(home.name)
        self.compute_id, self.judge_compute_id = training.id, judging.id
        self.component_ids = pulumi.Output.all(*(item.id for item in versions.values()))
        self.schedule_id, self.principal_id = planned.id, identity.principal_id


_OUTPUTS = tuple(FineTuning.__annotations__)
