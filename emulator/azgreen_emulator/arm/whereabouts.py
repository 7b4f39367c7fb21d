"""Where does a resource belong: in which group, under which parent, in which region?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm import errors, refusals
from azgreen_emulator.arm.tracked import check_location, group_of, normal

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Kind, Write
    from azgreen_emulator.arm.records import Record

_GLOBAL = "global"


def id_of(kind: Kind, call: Call) -> str:
    """Return the id of the resource that the path names."""
    if kind.is_extension:
        filled = kind.path.removeprefix("{+scope}")
        prefix = call.params["scope"]
    else:
        filled, prefix = kind.path, call.group_id
    for name, value in call.params.items():
        filled = filled.replace(f"{{{name}}}", value)
    return prefix + filled


def container(kind: Kind, call: Call, *, write: bool = False) -> Record | None:
    """Find what the resource is in: its parent, the resource that it hangs on, or nothing."""
    if kind.is_extension:
        return _scope(call)
    group = group_of(call, write=write)
    if not kind.is_nested:
        return group
    parent_id = id_of(kind, call).rsplit("/", 2)[0]
    parent = call.store.get(parent_id)
    if parent is None:
        action = "write" if write else "read"
        raise errors.parent_not_found(action, kind.type, parent_id)
    return parent


def found(kind: Kind, call: Call) -> Record:
    """Find the resource in the path."""
    container(kind, call)
    record = call.store.get(id_of(kind, call))
    if record is None:
        raise not_there(kind, call)
    return record


def not_there(kind: Kind, call: Call) -> errors.ArmError:
    """Say that there is no such resource."""
    resource_id = id_of(kind, call)
    _, _, below = resource_id.rpartition("/providers/")
    group = call.params.get("resourceGroupName") or _group_in(resource_id)
    return errors.resource_not_found(below, group)


def parent_key(write: Write) -> str:
    """Return under what the resource is listed."""
    if write.kind.is_nested or write.kind.is_extension:
        return "" if write.parent is None else write.parent.key
    return write.call.group_id.lower()


def settle_location(write: Write) -> None:
    """Bring the location into the form that is stored; refuse one that cannot be."""
    kind, sent, old = write.kind, write.sent, write.old
    given = sent.get("location")
    if given is None and old is not None and old.body.get("location"):
        given = sent["location"] = old.body["location"]
    if given is None and not kind.needs_location:
        return
    wanted = _region(write, given)
    if old is not None and old.location and wanted != old.location:
        group = write.call.params.get("resourceGroupName", "")
        raise refusals.resource_elsewhere(old.name, group, wanted, old.location)
    sent["location"] = wanted


def _region(write: Write, given: str | None) -> str:
    if write.kind.global_location and given is not None and normal(given) == _GLOBAL:
        return _GLOBAL
    return check_location(given, write.kind.type)


def _scope(call: Call) -> Record | None:
    """Find the resource that an extension hangs on; a subscription is always there."""
    scope = call.params["scope"]
    target = call.store.get(scope)
    if target is None and scope.strip("/").lower().count("/") > 1:
        _, _, below = scope.rpartition("/providers/")
        raise errors.resource_not_found(below or scope, _group_in(scope))
    return target


def _group_in(resource_id: str) -> str:
    parts = resource_id.split("/")
    low = [part.lower() for part in parts]
    return parts[low.index("resourcegroups") + 1] if "resourcegroups" in low[:-1] else ""
