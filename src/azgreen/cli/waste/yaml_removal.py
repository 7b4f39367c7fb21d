"""How is an entry taken out of a YAML text, with every other line as it was?

ruamel.yaml keeps a comment with what stands before it, so that deleting a key there deletes the
comment of the next one. Here lines go, and no comment that is outside of the entry: one above it
may be about more than the entry.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from azgreen.cli._stack_change import dumped, writer_like

if TYPE_CHECKING:
    from collections.abc import Sequence

    Step = str | int
    Steps = Sequence[Step]


def without(text: str, path: Steps) -> str:
    """Return a text without the entry at a path of keys and indexes; lines end with LF.

    What would be left empty goes with it. What is written in one line, `{a: 1, b: 2}`, is written
    anew without the entry.
    """
    yaml = writer_like(text)
    document: Any = yaml.load(text)
    above = [document]
    for step in path[:-1]:
        above.append(above[-1][step])
    while len(above) > 1 and len(above[-1]) == 1:
        above, path = above[:-1], path[:-1]
    wanted = copy.deepcopy(document)
    _delete(wanted, path)
    if not any(each.fa.flow_style() for each in above):
        shorter = _cut(text, above, path)
        if (writer_like(shorter).load(shorter) or {}) == wanted:
            return shorter
    _delete(document, path)
    return dumped(yaml, document)


def _cut(text: str, above: Sequence[Any], path: Steps) -> str:
    """Cut from the first line of the entry to that of what follows it."""
    lines = text.splitlines(keepends=True)
    first, column = _place(above[-1], path[-1])
    following = (_next_line(node, step) for node, step in zip(above, path, strict=True))
    last = next((line for line in reversed([*following]) if line is not None), len(lines))
    while last > first + 1 and _is_outside(lines[last - 1], column):
        last -= 1
    return "".join([*lines[:first], *lines[last:]])


def _is_outside(line: str, column: int) -> bool:
    """Tell whether a line before what follows belongs to that: blank, or a comment no deeper."""
    text = line.lstrip(" ")
    return not text.strip() or (text.startswith("#") and len(line) - len(text) <= column)


def _place(node: Any, step: Step) -> tuple[int, int]:
    """Return line and column of an entry, both from 0; of an item those of its dash's line."""
    if isinstance(step, int):
        line, column = node.lc.item(step)
        return int(line), max(0, int(column) - 2)
    line, column = node.lc.key(step)
    return int(line), int(column)


def _next_line(node: Any, step: Step) -> int | None:
    """Return the line of the entry after one; None where it is the last."""
    keys: list[Step] = [*range(len(node))] if isinstance(step, int) else [*node]
    at = keys.index(step) + 1
    return _place(node, keys[at])[0] if at < len(keys) else None


def _delete(document: Any, path: Steps) -> None:
    node = document
    for step in path[:-1]:
        node = node[step]
    del node[path[-1]]
