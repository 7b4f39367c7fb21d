"""Which resources of a kind are there, in a group, a subscription, or under another resource?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm import whereabouts
from azgreen_emulator.arm.paging import page
from azgreen_emulator.arm.tracked import group_of, schema_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azgreen_emulator.arm.call import Call, Reply
    from azgreen_emulator.arm.kind import Kind
    from azgreen_emulator.arm.records import Record


def listed(kind: Kind, call: Call) -> Reply:
    """List the resources of a kind that the path asks for, oldest first."""
    shape = schema_of(call)
    shown = [item for item in _records(kind, call) if kind.is_listed(call, item)]
    return page(call, [shape.project(kind.body, record.body) for record in shown])


def _records(kind: Kind, call: Call) -> Sequence[Record]:
    if kind.is_extension:
        return _on(kind, call)
    if kind.is_nested:
        parent = whereabouts.container(kind, call)
        return [] if parent is None else call.store.children(parent.key, kind.type)
    if "resourceGroupName" in call.params:
        return call.store.children(group_of(call).key, kind.type)
    prefix = call.subscription_id.lower() + "/"
    return [
        item for item in call.store.select("type = ?", kind.type) if item.key.startswith(prefix)
    ]


def _on(kind: Kind, call: Call) -> list[Record]:
    """List what hangs on a resource, or on anything below it."""
    scope = call.params["scope"].lower().rstrip("/") + "/"
    return [item for item in call.store.select("type = ?", kind.type) if item.key.startswith(scope)]
