"""Which compute clusters does Azure refuse?

Names, quota and what cannot change: azure-ai-docs, how-to-create-attach-compute-cluster
(2024-05-03): a node that is not running counts too, and a name is one region's. Instance types: the
catalogue, which lists fewer than Azure. Azure's words are not published: they are ours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from azgreen import catalog
from azgreen.errors import UnknownNameError
from azgreen_emulator.arm import errors, refusals
from azgreen_emulator.arm.durations import seconds
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.schema.check import SchemaFault
from azgreen_emulator.services.machinelearning import quota
from azgreen_emulator.services.machinelearning.families import has_family

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

CLUSTER: Final = "AmlCompute"
NAME: Final = re.compile(r"(?=.{3,24}$)[a-zA-Z][a-zA-Z0-9-]*(?<!-)")
_NAME_RULE: Final = "3 to 24 letters, digits and hyphens, the first a letter, the last no hyphen"
_INSIDE: Final = "properties.properties"
_SCALE: Final = f"{_INSIDE}.scaleSettings"


def check(write: Write) -> None:
    """Refuse a cluster that breaks a rule; write its VM size as the catalogue does."""
    if write.is_new:
        _check_name(write)
    found = [*_faults(write)]
    if found:
        raise errors.invalid_properties(found)
    inner: Body = write.properties["properties"]
    machine = catalog.instance(inner["vmSize"])
    inner["vmSize"] = machine.name
    if write.old is not None and write.before["properties"]["vmSize"] != machine.name:
        raise refusals.fixed_property(f"{_INSIDE}.vmSize", write.old.id)
    if inner.get("vmPriority", "Dedicated") == "Dedicated":
        quota.check_nodes(write, machine, inner["scaleSettings"]["maxNodeCount"])


def _check_name(write: Write) -> None:
    if not NAME.fullmatch(write.name):
        message = f"The compute name '{write.name}' is invalid: expected {_NAME_RULE}."
        raise ArmError(400, "BadRequest", message)
    call = write.call
    for other in quota.in_region(call.store, quota.COMPUTES, call.subscription_id, write.location):
        if other.name.lower() == write.name.lower():
            message = f"The compute name '{write.name}' is taken in {write.location}: {other.id}."
            raise ArmError(409, "Conflict", message)


def _faults(write: Write) -> Iterator[SchemaFault]:
    sent = write.properties
    if sent.get("computeType") != CLUSTER:
        reason = f"'{sent.get('computeType')}' is not served by the local Azure; use '{CLUSTER}'"
        yield SchemaFault("properties.computeType", "NotServed", reason)
        return
    elsewhere = sent.get("computeLocation", write.location)
    if elsewhere.replace(" ", "").lower() != write.location:
        reason = f"'{elsewhere}' is not served by the local Azure; write 'location' alone"
        yield SchemaFault("properties.computeLocation", "NotServed", reason)
    inner: Body = sent.get("properties", {})
    yield from _machine(write, inner.get("vmSize"))
    yield from _scale(inner.get("scaleSettings"))


def _machine(write: Write, name: str | None) -> Iterator[SchemaFault]:
    path = f"{_INSIDE}.vmSize"
    if name is None:
        yield SchemaFault(path, "MissingProperty", "required: 'Standard_D4as_v4', say")
        return
    try:
        machine = catalog.instance(name)
    except UnknownNameError as error:
        yield SchemaFault(path, "InvalidVmSize", str(error))
        return
    if not has_family(machine.name):
        reason = f"'{machine.name}' is of no family that the local Azure has quota of"
        yield SchemaFault(path, "InvalidVmSize", reason)
    today = write.call.world.clock.now().date()
    if machine.retires_on is not None and machine.retires_on <= today:
        reason = f"'{machine.name}' was retired on {machine.retires_on.isoformat()}"
        yield SchemaFault(path, "InvalidVmSize", reason)


def _scale(scale: Body | None) -> Iterator[SchemaFault]:
    if scale is None:
        yield SchemaFault(_SCALE, "MissingProperty", "required: how many nodes at most")
        return
    least, most = scale.get("minNodeCount", 0), scale["maxNodeCount"]
    if most < 1:
        reason = f"{most} is not allowed; expected 1 or more"
        yield SchemaFault(f"{_SCALE}.maxNodeCount", "OutOfRange", reason)
    if not 0 <= least <= most:
        reason = f"{least} is not allowed; expected 0 to maxNodeCount, {most}"
        yield SchemaFault(f"{_SCALE}.minNodeCount", "OutOfRange", reason)
    idle = scale.get("nodeIdleTimeBeforeScaleDown")
    if idle is not None and seconds(idle) <= 0:
        reason = f"'{idle}' is not allowed; expected a time such as 'PT2M'"
        yield SchemaFault(f"{_SCALE}.nodeIdleTimeBeforeScaleDown", "OutOfRange", reason)
