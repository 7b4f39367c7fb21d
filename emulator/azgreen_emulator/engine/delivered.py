"""What did another run of Pulumi leave to be looked at: a preview as JSON, or an exported stack?

`pulumi preview --json` writes steps with the state of each resource before and after;
`pulumi stack export` writes the resources as they are. Both hold resources in the same form
(apitype.ResourceV3 of Pulumi's Go SDK). Values that were secret or not known are not in there: they
are taken as not known.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

from azgreen.errors import Fault, InputError
from azgreen_emulator.engine.monitor import Registration
from azgreen_emulator.native.values import REDACTED, UNKNOWN, Json, Secret, from_plain, rewrite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_GONE: Final = frozenset(
    {"delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace"}
)
"""Steps after which there is nothing (display.StepOp of Pulumi's Go SDK)."""
_SOURCE: Final = "project://"


@dataclass(frozen=True)
class Delivered:
    """The resources of a stack."""

    project: str
    stack: str
    config: Mapping[str, str]
    """The stack's configuration by full key; empty where the file holds none."""
    after: tuple[Registration, ...]
    """Resources as they are, or will be."""
    before: tuple[Registration, ...] | None
    """Resources as they were before the preview; None for an export."""
    sources: Mapping[str, str] = field(default_factory=dict[str, str])
    """Place in the program by URN, `file#line`, where it is known."""


def read_delivered(file: Path | None, text: str) -> Delivered:
    """Read either form; which of the two it is, its keys tell.

    Args:
        file: Where the text is from; None for standard input.
        text: JSON.

    Raises:
        InputError: it is neither.
    """
    where = "stdin" if file is None else str(file)
    try:
        given: Any = json.loads(text)
    except ValueError as error:
        raise InputError([Fault(where, f"is not JSON: {error}")]) from error
    if isinstance(given, dict):
        found = cast("dict[str, Any]", given)
        if isinstance(found.get("deployment"), dict):
            return _exported(where, found["deployment"].get("resources") or [])
        if isinstance(found.get("steps"), list):
            return _previewed(where, found)
    what = "is neither of 'pulumi preview --json' nor of 'pulumi stack export'"
    raise InputError([Fault(where, f"{what}; write one of the two to the file")])


def _exported(where: str, resources: Sequence[Mapping[str, Any]]) -> Delivered:
    kept = [
        item for item in resources if not item.get("delete") and not item.get("pendingReplacement")
    ]
    return _delivered(where, {item["urn"]: item for item in kept}, None, {})


def _previewed(where: str, given: Mapping[str, Any]) -> Delivered:
    _demand_what_stays(where, given)
    before: dict[str, Mapping[str, Any]] = {}
    after: dict[str, Mapping[str, Any]] = {}
    for step in given["steps"]:
        if step.get("oldState"):
            before.setdefault(step["urn"], step["oldState"])
        if step.get("newState") and step["op"] not in _GONE:
            after[step["urn"]] = step["newState"]
    return _delivered(where, after, before, given.get("config") or {})


def _demand_what_stays(where: str, given: Mapping[str, Any]) -> None:
    """Refuse a part of a stack: Pulumi leaves out what stays as it is unless told otherwise."""
    summary = cast("Mapping[str, int]", given.get("changeSummary") or {})
    same = summary.get("same", 0)
    told = sum(step["op"] == "same" for step in given["steps"])
    if told < same:
        what = f"holds {told} of the {same} resources that stay as they are, a part of the stack"
        command = "pulumi preview --json --show-sames"
        raise InputError([Fault(where, f"{what}; write it with '{command}'")])


def _delivered(
    where: str,
    after: Mapping[str, Mapping[str, Any]],
    before: Mapping[str, Mapping[str, Any]] | None,
    config: Mapping[str, str],
) -> Delivered:
    first = next(iter(after or before or ()), None)
    if first is None:
        raise InputError([Fault(where, "holds no resource, so there is nothing to look at")])
    stack, project = first.split("::")[0].rpartition(":")[2], first.split("::")[1]
    return Delivered(
        project=project,
        stack=stack,
        config={key: value for key, value in config.items() if value != REDACTED},
        after=tuple(map(_registration, after.values())),
        before=None if before is None else tuple(map(_registration, before.values())),
        sources=_sources(after),
    )


def _registration(item: Mapping[str, Any]) -> Registration:
    inputs = cast("Mapping[str, Json]", item.get("inputs") or {})
    sources = cast("Mapping[str, list[str] | None]", item.get("propertyDependencies") or {})
    return Registration(
        urn=item["urn"],
        token=item["type"],
        name=item["urn"].rpartition("::")[2],
        custom=bool(item.get("custom")),
        inputs={key: rewrite(from_plain(value), _leaf) for key, value in inputs.items()},
        parent=item.get("parent") or "",
        dependencies=tuple(item.get("dependencies") or ()),
        property_dependencies={key: tuple(urns or ()) for key, urns in sources.items()},
        protect=bool(item.get("protect")),
    )


def _leaf(leaf: Json) -> Json:
    """Take what is hidden as not known."""
    hidden = leaf.value is None if isinstance(leaf, Secret) else leaf == REDACTED
    return UNKNOWN if hidden else leaf


def _sources(resources: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the places; a resource of a component has that of the outermost component."""
    own = {
        urn: place.removeprefix(_SOURCE).lstrip("/")
        for urn, item in resources.items()
        if (place := str(item.get("sourcePosition") or "")).startswith(_SOURCE)
    }
    found: dict[str, str] = {}
    for urn in resources:
        above: str | None = urn
        while above:
            found[urn] = own.get(above, found.get(urn, "")).partition(",")[0]
            above = resources.get(above, {}).get("parent")
    return {urn: place for urn, place in found.items() if place}
