"""How does one have a smaller model judged on a schedule, with little carbon?"""

from collections.abc import Sequence
from datetime import UTC, datetime

import pulumi

from azgreen_components._ml_cluster import cluster
from azgreen_components._ml_home import make_home
from azgreen_components._ml_schedule import schedule
from azgreen_components._ml_steps import VERDICT, step_version
from azgreen_components._owner import Owner
from azgreen_components.evaluation import job
from azgreen_components.evaluation.args import EvaluationArgs
from azgreen_components.evaluation.plan import plan
from azgreen_components.evaluation.report import explain
from azgreen_components.evaluation.scheduled import Made, scheduled
from azgreen_components.online_endpoint.workspace import endpoint_identity


class Evaluation(pulumi.ComponentResource):
    """A scheduled comparison of two models' answers, so that a smaller one may replace a larger.

    A pipeline of one step runs `azgreen evaluate` on a cluster that has no machine while nothing
    runs. It starts in the hour with the least carbon, writes its verdict to the workspace's
    storage, and fails where the verdict is to roll back.
    """

    workspace_name: pulumi.Output[str]
    """Name of the workspace."""

    compute_id: pulumi.Output[str]
    """Azure's id of the cluster."""

    component_id: pulumi.Output[str]
    """Azure's id of the version of the pipeline's step."""

    schedule_id: pulumi.Output[str]
    """Azure's id of the schedule."""

    principal_id: pulumi.Output[str]
    """Object id of the identity that the job reads and writes with."""

    verdict_path: pulumi.Output[str]
    """Where each run writes its verdict; Azure puts the run's name in place of ${{name}}."""

    instance_type: pulumi.Output[str]
    """Type of the cluster's machine."""

    start: pulumi.Output[str]
    """When the job starts."""

    saved_carbon_share: pulumi.Output[float]
    """Part of the carbon of the job's electricity that the hour saves; 0 without a profile."""

    explain: pulumi.Output[Sequence[str]]
    """How the choices came about, one thing a line."""

    def __init__(
        self, name: str, args: EvaluationArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        wanted = plan(name, args, datetime.now(UTC).date())
        super().__init__("azgreen:index:Evaluation", name, {}, opts)
        owner = Owner(self, name, args["resource_group_name"], wanted.common)
        identity = endpoint_identity(owner)
        home = make_home(owner, wanted.where, identity)
        nodes = cluster(owner, home, wanted.where, wanted.machine, identity.id)
        version = step_version(owner, home, job.component_spec(name, wanted))
        run = scheduled(owner, wanted, Made(nodes, version))
        planned = schedule(owner, home, job.schedule_name(name), wanted.window, run)
        self.workspace_name = pulumi.Output.from_input(home.name)
        self.compute_id, self.component_id = nodes.id, version.id
        self.schedule_id, self.principal_id = planned.id, identity.principal_id
        self.verdict_path = pulumi.Output.from_input(job.verdict_folder(name) + VERDICT)
        self.instance_type = pulumi.Output.from_input(wanted.machine.type.name)
        self.start = pulumi.Output.from_input(wanted.window.told)
        self.saved_carbon_share = pulumi.Output.from_input(wanted.window.saved_share)
        self.explain = pulumi.Output.from_input(explain(name, wanted))
        self.register_outputs({key: getattr(self, key) for key in _OUTPUTS})


_OUTPUTS = tuple(Evaluation.__annotations__)
