"""How much of a family's quota do deployments and clusters use, in a region of a subscription?

Cores are counted by family for all that Azure ML runs (azure-ai-docs, how-to-manage-quotas,
2026-01-27). A cluster uses that of its most nodes, even
while it has none (how-to-create-attach-compute-cluster); low priority has a quota of its own, which
is not counted here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen import catalog
from azgreen.estimate.sizing.gpu_option import quota_vcpus
from azgreen_emulator.arm.call import Reply, Route
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.paging import page
from azgreen_emulator.arm.route_table import SUBSCRIPTION
from azgreen_emulator.arm.tracked import check_location
from azgreen_emulator.services.machinelearning.families import family_of, limit_vcpus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen.catalog import InstanceType
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body, Record
    from azgreen_emulator.store import Store

NAMESPACE: Final = "Microsoft.MachineLearningServices"
VERSIONS: Final = ("2025-12-01",)
ENDPOINTS: Final = f"{NAMESPACE}/workspaces/onlineEndpoints"
DEPLOYMENTS: Final = f"{ENDPOINTS}/deployments"
COMPUTES: Final = f"{NAMESPACE}/workspaces/computes"


def in_region(store: Store, type_name: str, subscription_id: str, region: str) -> list[Record]:
    """List the endpoints or deployments of a subscription in a region."""
    prefix = subscription_id.lower() + "/"
    found = store.select("type = ? AND location = ?", type_name, region)
    return [record for record in found if record.key.startswith(prefix)]


def check(write: Write, machine: InstanceType, instances: int) -> None:
    """Refuse a deployment whose family has no quota left for it."""
    needed = quota_vcpus(machine, instances)
    used, limit = _others(write, family_of(machine.name)), limit_vcpus()
    if used + needed > limit:
        message = (
            f"Not enough quota available for {machine.name} in SubscriptionId"
            f" {write.call.subscription}. Current usage/limit: {used}/{limit}. Additional needed:"
            f" {needed} Please see troubleshooting guide, available here:"
            " https://aka.ms/oe-tsg#error-outofquota"
        )
        raise ArmError(400, "OutOfQuota", message, target="sku.capacity")


def check_nodes(write: Write, machine: InstanceType, nodes: int) -> None:
    """Refuse a cluster whose family has no quota left for its most nodes."""
    family, needed = family_of(machine.name), machine.vcpus * nodes
    used, limit = _others(write, family), limit_vcpus()
    if used + needed > limit:
        message = (
            f"{nodes} nodes of {machine.name} need {needed} vCPUs of {family}, of which {used} of"
            f" {limit} are in use in {write.location}. Ask for more quota, or take fewer nodes."
        )
        raise ArmError(400, "ClusterCoreQuotaReached", message)


def _others(write: Write, family: str) -> int:
    """Return the vCPUs of a family that all others use."""
    return sum(
        vcpus
        for key, name, vcpus in _used(write.call, write.location)
        if name == family and key != write.id.lower()
    )


def _used(call: Call, region: str) -> Iterator[tuple[str, str, int]]:
    """Yield the key, the family and the vCPUs of each deployment and each cluster."""
    for record in in_region(call.store, DEPLOYMENTS, call.subscription_id, region):
        machine = catalog.instance(record.body["properties"]["instanceType"])
        vcpus = quota_vcpus(machine, record.body["sku"]["capacity"])
        yield record.key, family_of(machine.name), vcpus
    for record in in_region(call.store, COMPUTES, call.subscription_id, region):
        inner = record.body["properties"]["properties"]
        if inner["vmPriority"] == "Dedicated":
            machine = catalog.instance(inner["vmSize"])
            vcpus = machine.vcpus * inner["scaleSettings"]["maxNodeCount"]
            yield record.key, family_of(machine.name), vcpus


def _usages(call: Call) -> Reply:
    region = check_location(call.params["location"], f"{NAMESPACE}/locations/usages")
    used: dict[str, int] = {}
    for _, family, vcpus in _used(call, region):
        used[family] = used.get(family, 0) + vcpus
    families = dict.fromkeys(
        family_of(machine.name) for machine in catalog.instances(serves_endpoints=True)
    )
    limit = limit_vcpus()
    place = f"{call.subscription_id}/providers/{NAMESPACE}/locations/{region}"
    return page(call, [_usage(place, name, used.get(name, 0), limit) for name in families])


def _usage(place: str, family: str, used: int, limit: int) -> Body:
    return {
        "id": f"{place}/usages/{family}",
        "type": f"{NAMESPACE}/usages",
        "amlWorkspaceLocation": place.rsplit("/", 1)[-1],
        "unit": "Count",
        "currentValue": used,
        "limit": limit,
        "name": {"value": family, "localizedValue": f"{family} vCPUs"},
    }


ROUTES: tuple[Route, ...] = (
    Route(
        "Usages_List",
        "GET",
        f"{SUBSCRIPTION}/providers/{NAMESPACE}/locations/{{location}}/usages",
        f"{NAMESPACE}/locations/usages",
        VERSIONS,
        _usages,
    ),
)
"""Where the quota can be read."""
