"""Where does the workbook live, and what is it filled with?"""

from collections.abc import Sequence

import pulumi
from pulumi_azure_native import applicationinsights

from azgreen_components._naming import current_scope, stable_guid
from azgreen_components.monitoring.plan import Plan
from azgreen_components.monitoring.rules import Watched
from azgreen_components.monitoring.site import Site
from azgreen_components.monitoring.telling import Raised
from azgreen_components.monitoring.workbook import VERSION, workbook

_WASTE = "waste"


def shared_workbook(
    site: Site, workspace_id: pulumi.Input[str], raised: Sequence[Raised]
) -> applicationinsights.Workbook:
    """Create the workbook of a component, shared with everybody who may read its group."""
    waste = [made.id for item, made in raised if item.rule.practice == _WASTE]
    targets = [site.ids[item.name] for item in site.wanted.targets]
    data = pulumi.Output.all(workspace=workspace_id, waste=waste, targets=targets).apply(
        lambda known: _serialized(site.wanted, **known)
    )
    return applicationinsights.Workbook(
        f"{site.name}-workbook",
        resource_name_=_name(site),
        resource_group_name=site.group,
        location=site.common.location,
        kind="shared",
        category="workbook",
        display_name=f"{site.name}: carbon, use and waste",
        serialized_data=data,
        version=VERSION,
        source_id=workspace_id,
        tags=site.common.tags,
        opts=site.options(),
    )


def _serialized(wanted: Plan, workspace: str, waste: Sequence[str], targets: Sequence[str]) -> str:
    watched = [
        Watched(target, known, wanted.carbon.get(target.name))
        for target, known in zip(wanted.targets, targets, strict=True)
    ]
    return workbook(watched, workspace, waste)


def _name(site: Site) -> pulumi.Output[str]:
    """Return the GUID that Azure asks for as the name of a workbook."""
    scope = current_scope()
    own = (scope.organization, scope.project, scope.stack, scope.subscription or "", site.name)
    return pulumi.Output.from_input(site.group).apply(
        lambda group: stable_guid("workbook", *own, group or "")
    )
