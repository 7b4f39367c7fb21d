"""How does one deploy a whole generative-AI workload with little carbon?"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pulumi

from azgreen_components.green_ai_stack import told
from azgreen_components.green_ai_stack.args import GreenAiStackArgs
from azgreen_components.green_ai_stack.made import Made
from azgreen_components.green_ai_stack.plan import plan
from azgreen_components.green_ai_stack.watching import daily_gco2e


class GreenAiStack(pulumi.ComponentResource):
    """Models, machines, cache and monitoring of one workload, in the region you chose.

    Each part is one of the other components, with its own defaults; what one part knows of another
    (traffic, ids, the model behind the cache) it is told here.
    """

    endpoints: pulumi.Output[Mapping[str, str]]
    """Address of each part that clients call: models, endpoint, cache, gateway and others."""

    deployment_names: pulumi.Output[Sequence[str]]
    """Names of all deployments: pay-as-you-go, provisioned, on machines of one's own."""

    footprint: pulumi.Output[Sequence[Mapping[str, Any]]]
    """Energy, carbon and cost of the deployments whose traffic is known."""

    daily_gco2e: pulumi.Output[Mapping[str, float]]
    """Expected gCO2e of a day by deployment, middle of the estimate; unknown ones are left out."""

    cache: pulumi.Output[Mapping[str, Any] | None]
    """What applications need of the cache: keys, index, similarity, purge; none without one."""

    gateway: pulumi.Output[Mapping[str, Any] | None]
    """Base URL, ids and size of the gateway; none without one."""

    retrieval: pulumi.Output[Mapping[str, Any] | None]
    """What makes the index and asks it, and its size; none without it."""

    evaluation: pulumi.Output[Mapping[str, Any] | None]
    """When the comparison starts and where its verdicts go; none without it."""

    fine_tuning: pulumi.Output[Mapping[str, Any] | None]
    """When the tuning starts, what a run takes and where its verdict goes; none without it."""

    autoscale: pulumi.Output[Mapping[str, Any]]
    """Profiles by online deployment, as Azure Monitor has them."""

    workbook_id: pulumi.Output[str | None]
    """Azure's id of the carbon workbook; none without monitoring."""

    alert_names: pulumi.Output[Sequence[str]]
    """Names of all alerts; none without monitoring."""

    explain: pulumi.Output[Sequence[str]]
    """How the sizes came about, one thing a line."""

    def __init__(
        self, name: str, args: GreenAiStackArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        planned = plan(name, args, datetime.now(UTC).date())
        super().__init__("azgreen:index:GreenAiStack", name, {}, opts)
        made = Made(self, name, args, planned)
        self.endpoints = told.endpoints(made)
        self.deployment_names = told.deployment_names(made)
        self.footprint = told.footprint(made)
        self.daily_gco2e = pulumi.Output.from_input(daily_gco2e(planned))
        self.cache, self.gateway = told.facts(made, "cache"), told.facts(made, "gateway")
        self.retrieval = told.facts(made, "retrieval")
        self.evaluation = told.facts(made, "evaluation")
        self.fine_tuning = told.facts(made, "fine_tuning")
        self.autoscale = told.profiles(made)
        self.workbook_id = pulumi.Output.from_input(
            made.monitoring.workbook_id if made.monitoring else None
        )
        self.alert_names = pulumi.Output.from_input(
            made.monitoring.alert_names if made.monitoring else []
        )
        self.explain = told.explain(made)
        self.register_outputs({key: getattr(self, key) for key in _OUTPUTS})


_OUTPUTS = tuple(GreenAiStack.__annotations__)
