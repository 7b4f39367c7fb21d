"""What becomes of a deleted resource that Azure keeps for a while?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm.operations import remove_tree
from azgreen_emulator.arm.records import Deleted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from azgreen_emulator.arm.call import World
    from azgreen_emulator.arm.operations import Operation
    from azgreen_emulator.arm.records import Record
    from azgreen_emulator.store import Store

    Bury = Callable[[World, Record], None]


def bury(world: World, record: Record, kept_s: float) -> None:
    """Keep a resource where only a recovery finds it; what is in it is gone."""
    purge_at = world.now_s() + kept_s
    grave = Deleted(
        record.key, purge_at, record.location, record.domain, record.body, [], record.private
    )
    world.store.bury(grave)
    remove_tree(world, record.id)


def end_burial(buriers: Mapping[str, Bury], world: World, operation: Operation) -> None:
    """End the deletion of a resource that its type keeps for a while."""
    record = world.store.get(operation.target)
    if record is not None:
        buriers[record.type](world, record)


def purge_expired(world: World) -> None:
    """Forget what has been kept for as long as Azure keeps it."""
    for grave in world.store.graves("purge_at <= ?", world.now_s()):
        world.store.purge(grave.key)


def owner(store: Store, domain: str, resource_id: str) -> Record | Deleted | None:
    """Find who else has a host name, in any subscription: a resource, or one that was deleted."""
    low, key = domain.lower(), resource_id.lower()
    for record in store.select("domain = ?", low):
        if record.key != key:
            return record
    return next((grave for grave in store.graves("domain = ?", low) if grave.key != key), None)
