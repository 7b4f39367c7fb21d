"""In which order are resources deleted, and which of them go with another?

A resource that the program declares `deleted_with` another is gone in Azure once the other is.
Pulumi's engine does not ask the provider to delete it then (pulumi/pulumi
pkg/resource/deploy/step.go, DeleteStep.Apply: `isDeletedWith(s.old.DeletedWith,
s.otherDeletions)`), and replaces it where the other is replaced (pulumi/pulumi#23818).
"""

from __future__ import annotations

from collections import defaultdict
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from azgreen_emulator.engine.state import Record


def deletion_order(records: Sequence[Record]) -> list[Record]:
    """Order records so that each comes before all that it depends on."""
    rows = defaultdict[str, list[int | None]](list)
    for record in records:
        rows[record.urn].append(record.row)
    graph = {
        record.row: [row for urn in _needed(record) for row in rows.get(urn, ())]
        for record in records
    }
    by_row = {record.row: record for record in records}
    order = list(TopologicalSorter(graph).static_order())
    return [by_row[row] for row in reversed(order)]


def _needed(record: Record) -> list[str]:
    return [*record.dependencies, record.deleted_with]


def taken_by(record: Record, records: Iterable[Record]) -> Record | None:
    """Return the record of the resource that `record` is deleted with; None where there is none.

    A replaced resource and the one in its place share a URN. What was made before the second one
    goes with the first.
    """
    if not record.deleted_with:
        return None
    named = [item for item in records if item.urn == record.deleted_with]
    older = [item for item in named if _made(item) < _made(record)]
    return max(older, key=_made) if older else min(named, key=_made, default=None)


def _made(record: Record) -> int:
    assert record.row is not None  # noqa: S101 - what is deleted was saved before
    return record.row


def goes_along(record: Record, going: Iterable[Record], records: Iterable[Record]) -> bool:
    """Tell whether Azure deletes `record` when all that is `going` is deleted."""
    taker = taken_by(record, records)
    return (
        not record.retain_on_delete
        and taker is not None
        and taker.row in {item.row for item in going}
    )


def gone_with(record: Record, records: Sequence[Record]) -> list[Record]:
    """Return what is gone once `record` is: what is in it, what is deleted with it, and so on."""
    gone, found = [record], {record.row}
    # each one found may take others along: the list grows while it is walked
    for taker in gone:
        for item in records:
            inside = item.id.startswith(f"{taker.id}/")
            along = inside or goes_along(item, [taker], records)
            if along and item.row not in found:
                gone.append(item)
                found.add(item.row)
    return gone[1:]
