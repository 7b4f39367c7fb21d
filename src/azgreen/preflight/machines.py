"""Is the quota of cores left that the machines of a plan take together?

Online deployments need 20 % more than their machines, as an upgrade runs beside them; some types do
not (azure-ai-docs, how-to-manage-quotas). A cluster uses the quota of its most nodes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.catalog import instance, quota_family
from azgreen.errors import AzgreenError, EstimateError
from azgreen.estimate.inventory import amount, region_of, text
from azgreen.estimate.sizing.gpu_option import quota_vcpus
from azgreen.preflight.azure import field, number
from azgreen.preflight.line import Line, Verdict, or_there
from azgreen.preflight.quota import quotas
from azgreen.preflight.wanted import NotKnown, path_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from azgreen.estimate.inventory import Resource
    from azgreen.preflight.azure import Json
    from azgreen.preflight.line import NextBest
    from azgreen.preflight.quota import Quota

_WORKSPACES: Final = "Microsoft.MachineLearningServices/workspaces"
API_VERSION: Final = "2025-12-01"
_ONLINE: Final = "machinelearningservices:OnlineDeployment"
_COMPUTE: Final = "machinelearningservices:Compute"
_ASK: Final = "ask for more quota (learn.microsoft.com/azure/machine-learning/how-to-manage-quotas)"
_TAIL: Final = re.compile(r"(clusterdedicated)?vcpus$")


@dataclass(frozen=True, slots=True)
class Machines:
    """Machines of one resource."""

    name: str
    region: str
    family: str
    vcpus: int
    """Quota that they take, with the reserve for upgrades."""
    told: str
    path: str | None = None
    """Below the subscription; None while a name is not known."""


def machines(resources: Sequence[Resource]) -> tuple[list[Machines], list[NotKnown]]:
    """Return the machines that can be judged, and those that cannot with the reason."""
    known: list[Machines] = []
    unknown: list[NotKnown] = []
    for each in resources:
        try:
            found = _machines(each, resources)
        except AzgreenError as error:
            unknown.append(NotKnown(each.name, str(error)))
        else:
            known += [] if found is None else [found]
    return known, unknown


def families(answer: Sequence[Json]) -> dict[str, Quota]:
    """Read the items of Usages - List of Azure Machine Learning, by `plain` family.

    Those of a workspace or cluster, and of low priority, are left out.
    """
    whole = [item for item in answer if "/workspaces/" not in str(item.get("id")).lower()]
    named = {plain(name): quota for name, quota in quotas(whole).items()}
    return {name: quota for name, quota in named.items() if "lowpriority" not in name}


def plain(family: str) -> str:
    """Return a family without what Azure spells differently from page to page.

    "standardNCSv3Family" in the documents is "Standard NCSv3 Family Cluster Dedicated vCPUs" in the
    answers.
    """
    return _TAIL.sub("", re.sub(r"[^a-z0-9]", "", family.lower()))


def held(answer: Json) -> int:
    """Return the quota that machines have now, from what Azure shows of them."""
    size = field(answer, "properties", "properties", "vmSize")
    if size is not None:
        settings = ("properties", "properties", "scaleSettings", "maxNodeCount")
        return instance(str(size)).vcpus * int(number(answer, *settings) or 0)
    machine = instance(str(field(answer, "properties", "instanceType")))
    return quota_vcpus(machine, int(number(answer, "sku", "capacity") or 0))


def judge(
    takers: Sequence[tuple[Machines, int]], known: Mapping[str, Quota], elsewhere: NextBest | None
) -> Iterator[Line]:
    """Yield the line of one family in one region.

    Args:
        takers: All that take of it, each with the vCPUs that it holds already; at least one.
        known: What there is in the region, by `plain` family.
        elsewhere: Where else as much is left; None where nowhere.
    """
    names = ", ".join(sorted(each.name for each, _ in takers))
    first = takers[0][0]
    more = sum(max(0, each.vcpus - now) for each, now in takers)
    what = "; ".join(each.told for each, _ in takers)
    needs = f"takes {more:,} vCPU of {first.family} in {first.region} ({what})"
    quota = known.get(plain(first.family))
    if not more:
        told = f"takes no more vCPU of {first.family} in {first.region} than is deployed"
        yield Line(Verdict.PASS, "machines", names, told)
    elif quota is None:
        remedy = "look at the quota in Azure Machine Learning studio: the family may not be there"
        yield Line(Verdict.WARN, "machines", names, f"{needs}; Azure lists no such quota", remedy)
    else:
        enough = more <= quota.left
        verdict = Verdict.PASS if enough else Verdict.FAIL
        told = f"{needs}; {quota.left:,g} of {quota.limit:,g} are left"
        remedy = "" if enough else or_there(_ASK, elsewhere)
        yield Line(verdict, "machines", names, told, remedy, elsewhere)


def _machines(one: Resource, resources: Sequence[Resource]) -> Machines | None:
    if one.kind == _ONLINE:
        return _online(one, resources)
    return _cluster(one, resources) if one.kind == _COMPUTE else None


def _online(one: Resource, resources: Sequence[Resource]) -> Machines | None:
    if text(one.props, "properties", "endpointComputeType").lower() == "kubernetes":
        return None
    machine = instance(text(one.props, "properties", "instanceType"))
    count = int(amount(one.props, "sku", "capacity") or 1)
    vcpus = quota_vcpus(machine, count)
    reserve = vcpus - count * machine.vcpus
    upgrade = f", {reserve} of it for upgrades" if reserve else ""
    keys = ("workspaceName", "endpointName", "deploymentName")
    return Machines(
        one.name,
        _region(one, resources),
        _family(machine.name),
        vcpus,
        f"{count} of {machine.name}{upgrade}",
        path_of(one, resources, f"{_WORKSPACES}/onlineEndpoints/deployments", *keys),
    )


def _cluster(one: Resource, resources: Sequence[Resource]) -> Machines | None:
    own = ("properties", "properties")
    if text(one.props, *own, "vmPriority").lower() == "lowpriority":
        return None
    size = text(one.props, *own, "vmSize")
    if not size:
        return None
    machine = instance(size)
    nodes = int(amount(one.props, *own, "scaleSettings", "maxNodeCount") or 1)
    told = f"up to {nodes} of {machine.name}"
    region = _region(one, resources)
    path = path_of(one, resources, f"{_WORKSPACES}/computes", "workspaceName", "computeName")
    return Machines(one.name, region, _family(machine.name), nodes * machine.vcpus, told, path)


def _region(one: Resource, resources: Sequence[Resource]) -> str:
    region = region_of(one, resources)
    if region is None:
        raise EstimateError("the region of its workspace is not known yet, or not in the catalogue")
    return region


def _family(machine: str) -> str:
    family = quota_family(machine)
    if family is None:
        raise EstimateError(f"of which family's quota {machine} is, is not known")
    return family
