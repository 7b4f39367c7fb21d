"""Which jobs does Azure refuse, and which changes of one that is there?

What may change, in Azure's words: MicrosoftDocs/azure-docs, issue 122250; that tags are added and
never taken away: Azure/azure-sdk-for-python, issue 30671. Where Azure's words are not published
they are ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.tracked import refuse_all
from azgreen_emulator.schema.check import SchemaFault
from azgreen_emulator.services.machinelearning import references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body, Record

TYPES: Final = ("Command", "FineTuning", "Pipeline", "Sweep")
EDITABLE: Final = ("description", "tags", "displayName", "properties", "isArchived")
_VIEWS: Final = {"activeonly": (False,), "archivedonly": (True,), "all": (False, True)}


def check(write: Write) -> None:
    """Refuse a job that breaks a rule, or a change of what cannot change."""
    if write.old is None:
        refuse_all(_faults(write))
        return
    before = write.before
    changed = [
        key[:1].upper() + key[1:]
        for key, item in write.properties.items()
        if key not in EDITABLE and plain(item) != plain(before.get(key))
    ]
    if changed:
        message = (
            "A job with this name already exists. If you are trying to create a new job, use a"
            " different name. If you are trying to update an existing job, the existing job's"
            f" {',  '.join(changed)} cannot be changed. Only description, tags, displayName,"
            " properties, and isArchived can be updated."
        )
        raise ArmError(400, "UserError", message)


def nodes_of(job: Body) -> int:
    """Return how many nodes a job takes of each of its clusters: one where it does not say."""
    resources: Body = job.get("resources") or {}
    count: int = resources.get("instanceCount") or 1
    return count


def is_listed(call: Call, record: Record) -> bool:
    """Say whether a list shows a job, by `jobType`, `tag`, `properties` and `listViewType`."""
    job: Body = record.body["properties"]
    archived = _VIEWS.get(call.query.get("listviewtype", "ActiveOnly").lower())
    if archived is None:
        message = (
            f"The value '{call.query['listviewtype']}' of the query parameter 'listViewType' is"
            " invalid; expected 'ActiveOnly', 'ArchivedOnly' or 'All'."
        )
        raise ArmError(400, "BadRequest", message)
    kind = call.query.get("jobtype", job["jobType"])
    return (
        job["isArchived"] in archived
        and kind.lower() == job["jobType"].lower()
        and has_pairs(job["tags"], call.query.get("tag"))
        and has_pairs(job["properties"], call.query.get("properties"))
    )


def has_pairs(pairs: dict[str, str], asked: str | None) -> bool:
    """Say whether all of `name` or `name=value`, parted by commas, are among the pairs."""
    wanted = [item.partition("=") for item in (asked or "").split(",") if item]
    return all(
        name in pairs and (not separator or pairs[name] == value)
        for name, separator, value in wanted
    )


def plain(value: Any) -> Any:
    """Return a value without what is null or empty: the same job, written otherwise."""
    if isinstance(value, dict):
        kept = {key: plain(item) for key, item in cast("Body", value).items()}
        return {key: item for key, item in kept.items() if item is not None} or None
    return value


def _faults(write: Write) -> Iterator[SchemaFault]:
    job = write.properties
    if job["jobType"] not in TYPES:
        known = ", ".join(map(repr, TYPES))
        reason = f"'{job['jobType']}' is not served by the local Azure; use one of {known}"
        yield SchemaFault("properties.jobType", "NotServed", reason)
        return
    yield from references.faults(write.call.store, job, "properties")
    yield from _elsewhere(write, job)
    yield from _too_many_nodes(write, job)


def _elsewhere(write: Write, job: Body) -> Iterator[SchemaFault]:
    own = f"{write.whole.key}/computes/"
    for cluster in sorted(references.clusters_of(job)):
        if not cluster.startswith(own):
            reason = f"'{cluster}' is not of this workspace; a job runs on its own workspace's"
            yield SchemaFault("properties.computeId", "InvalidResourceId", reason)


def _too_many_nodes(write: Write, job: Body) -> Iterator[SchemaFault]:
    nodes = nodes_of(job)
    for cluster in sorted(references.clusters_of(job)):
        record = write.call.store.get(cluster)
        if record is None:
            continue
        most: int = record.body["properties"]["properties"]["scaleSettings"]["maxNodeCount"]
        if not 1 <= nodes <= most:
            reason = f"{nodes} is not allowed; expected 1 to the cluster's maxNodeCount, {most}"
            yield SchemaFault("properties.resources.instanceCount", "OutOfRange", reason)
