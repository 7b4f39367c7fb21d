"""How is told which sizes would have done?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from azgreen.cli import _branch
from azgreen.estimate.rightsizing import CacheUse, ContainerUse, OnlineUse, goes_down

if TYPE_CHECKING:
    import argparse

    from azgreen.cli.rightsize.look import Look, Looked


_ANEW: Final = (
    "  the program chooses machines and autoscale anew for what was measured: 'azgreen preview'"
    " shows them"
)

_EMPTY: Final = (
    "  once it is written, 'azgreen up' makes a new {}, empty, and deletes this one: it fills again"
    " with what is asked"
)


def as_json(looked: Looked, options: argparse.Namespace) -> str:
    """Return one JSON object."""
    found = {
        "stack": options.stack,
        "azure": looked.place.url,
        "subscription": looked.place.subscription,
        "weeks": options.weeks,
        "changes": len(looked.changes),
        "resources": [look.as_dict() for look in looked.looks],
    }
    return json.dumps(found, indent=2, sort_keys=True)


def as_table(looked: Looked, options: argparse.Namespace) -> str:
    """Return a paragraph for each resource, and the counts."""
    weeks = "1 week" if options.weeks == 1 else f"{options.weeks} weeks"
    where = f"{looked.place.url}, subscription {looked.place.subscription}"
    told = [f"sizes of stack {options.stack!r} by {weeks} of metrics of {where}"]
    for look in looked.looks:
        told += ["", *_paragraph(look)]
    return "\n".join([*told, "", _counted(looked)])


def as_message(looked: Looked, options: argparse.Namespace) -> str:
    """Return what changes and what it rests on, as the message of a commit."""
    names = ", ".join(look.resource.name for look in looked.changes)
    since, until = (f"{time:%Y-%m-%d %H:%M}" for time in (looked.since, looked.until))
    whose = "a local Azure" if looked.place.is_local else "Azure Monitor"
    told = [f"Metrics of {whose} from {since} to {until} UTC,"]
    told += [f"subscription {looked.place.subscription}."]
    for look in looked.changes:
        told += ["", *_paragraph(look)]
    return _branch.message(f"Right-size {names} of stack {options.stack}", told)


def _paragraph(look: Look) -> list[str]:
    name = look.resource.name
    if look.found is None:
        return [f"{name}: not looked at: {look.why_not}"]
    size = "" if look.found.size is None else f" -> {size_text(look.found.size)}"
    now = size_text(look.found.current)
    return [
        f"{name}, {look.found.kind}: {now}{size}",
        *(f"  {line}" for line in look.found.explain()),
        *(_written(look) if look.found.changes else ()),
    ]


def _written(look: Look) -> tuple[str, ...]:
    """Say what comes of writing a size that cannot be changed where it is."""
    assert look.found is not None  # noqa: S101 - it changes
    if isinstance(look.use, OnlineUse):
        return (_ANEW,)
    if isinstance(look.use, ContainerUse):
        return (_EMPTY.format("container"),)
    is_new = isinstance(look.use, CacheUse) and goes_down(look.found)
    return (_EMPTY.format("cluster, of another name"),) if is_new else ()


def size_text(size: object) -> str:
    """Write a size in a line; of an autoscale setting the fewest and most instances."""
    plain: dict[str, object] = {**size}  # pyright: ignore[reportGeneralTypeIssues, reportUnknownVariableType]
    return ", ".join(f"{key} {_value(value)}" for key, value in plain.items())


def _value(value: object) -> str:
    if not isinstance(value, dict):
        return str(value)
    ends = [profile["capacity"] for profile in value["profiles"]]  # pyright: ignore[reportUnknownVariableType]
    least = min(int(end["minimum"]) for end in ends)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    most = max(int(end["maximum"]) for end in ends)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return f"of {least} to {most} instances, {len(ends)} profiles"  # pyright: ignore[reportUnknownArgumentType]


def _counted(looked: Looked) -> str:
    verdicts = [look.found.verdict if look.found else "not looked at" for look in looked.looks]
    if not verdicts:
        return "nothing of the stack has a size"
    return ", ".join(f"{verdicts.count(name)} {name}" for name in dict.fromkeys(verdicts))
