"""What will an OnlineEndpoint create? Values in, a plan or every fault out; nothing is deployed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pulumi

from azgreen.estimate.sizing import PRODUCTION, PRODUCTION_INSTANCES
from azgreen_components._common import (
    Common,
    read_common,
    read_flag,
    read_id,
    read_name,
    read_own_name,
)
from azgreen_components._inputs import (
    NAME_BY_CASE,
    Faults,
    check_keys,
    check_names_differ,
    listed,
    whole_number,
)
from azgreen_components._naming import ML_WORKSPACE, ONLINE_ENDPOINT
from azgreen_components.online_endpoint.args import OnlineEndpointArgs
from azgreen_components.online_endpoint.choices import DeploymentPlan, Place, plan_deployment
from azgreen_components.online_endpoint.split import read_split

_INSIGHTS = "Microsoft.Insights/components"
_MOST_DEPLOYMENTS = 20  # of one endpoint: azure-ai-docs, how-to-manage-quotas


@dataclass(frozen=True)
class Plan:
    """Everything that an OnlineEndpoint creates."""

    common: Common
    endpoint_name: str | None
    workspace_name: pulumi.Input[str] | None
    """None: a new workspace is made."""
    application_insights_id: pulumi.Input[str] | None
    traced: bool
    deployments: tuple[DeploymentPlan, ...]
    traffic: Mapping[str, int]

    @property
    def quota_vcpus(self) -> int:
        """VCPUs of quota that all deployments need together, with room for their upgrades."""
        return sum(item.machine.quota_vcpus for item in self.deployments)


def plan(name: str, args: OnlineEndpointArgs, today: date) -> Plan:
    """Say what will be created, or raise every fault at once.

    Args:
        name: The component's own name.
        args: What the user wrote.
        today: The date by which an instance type counts as retired.
    """
    faults, given = Faults(), dict[str, object](args)
    check_keys(faults, "", given, OnlineEndpointArgs)
    common = read_common(faults, given)
    place = Place(common.location, _min_instances(faults, given), today)
    deployments, split = _deployments(faults, given, place)
    made = Plan(
        common,
        read_name(faults, given, "endpoint_name", ONLINE_ENDPOINT),
        read_own_name(faults, given, "workspace_name", ML_WORKSPACE),
        _insights(faults, given),
        _traced(faults, given),
        deployments,
        split,
    )
    _check_quota(faults, given.get("gpu_quota_vcpus"), made)
    faults.raise_any(f"OnlineEndpoint {name!r}")
    return made


def _min_instances(faults: Faults, given: Mapping[str, object]) -> int:
    least = given.get("min_instances")
    if least is None:
        return PRODUCTION_INSTANCES if given.get("environment") == PRODUCTION else 1
    return whole_number(faults, "minInstances", least, "machines") or 1


def _insights(faults: Faults, given: Mapping[str, object]) -> pulumi.Input[str] | None:
    known = read_id(faults, given, "application_insights_id", _INSIGHTS)
    if known is not None and given.get("workspace_name") is not None:
        what = "workspaceName names a workspace of yours, which has its own"
        faults.add("applicationInsightsId", f"{what}; leave one of the two out")
    return known


def _traced(faults: Faults, given: Mapping[str, object]) -> bool:
    has_insights = given.get("application_insights_id") is not None
    if given.get("trace_requests") is None:
        return has_insights
    wanted = read_flag(faults, given, "trace_requests")
    if wanted and not has_insights:
        faults.add("traceRequests", "there is no applicationInsightsId to trace them to; write it")
    return wanted


def _deployments(
    faults: Faults, given: Mapping[str, object], place: Place
) -> tuple[tuple[DeploymentPlan, ...], Mapping[str, int]]:
    items = listed(faults, "deployments", given.get("deployments"), "models", least=1)
    if not items:
        return (), {}
    if len(items) > _MOST_DEPLOYMENTS:
        what = f"{len(items)} deployments; an endpoint has {_MOST_DEPLOYMENTS} at most"
        faults.add("deployments", f"{what}, so split them over endpoints")
    read = [
        plan_deployment(faults, f"deployments[{index}]", item, place)
        for index, item in enumerate(items)
    ]
    found = tuple(item for item in read if item is not None)
    names = [item and item.name for item in read]
    check_names_differ(faults, "deployments", names, fix=NAME_BY_CASE)
    # where one could not be read, its name may be the one that the split misses
    known = [item.name for item in found] if len(found) == len(items) else ()
    return found, read_split(faults, given.get("traffic"), known)


def _check_quota(faults: Faults, given: object, made: Plan) -> None:
    if given is None:
        return
    quota = whole_number(faults, "gpuQuotaVcpus", given, "vCPUs")
    if quota is None or made.quota_vcpus <= quota:
        return
    needs = ", ".join(
        f"{item.name} {item.machine.quota_vcpus} for {item.machine.instances} of "
        f"{item.machine.instance.name}"
        for item in made.deployments
    )
    what = f"{made.quota_vcpus} vCPUs are needed, upgrades included ({needs}), over {quota}"
    faults.add("gpuQuotaVcpus", f"{what}; ask Azure for more, or lower the traffic")
