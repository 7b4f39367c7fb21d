"""Where in a YAML file is a value, and is it of the kind that is wanted? Gathers every fault."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from azgreen.errors import Fault, InputError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Fields:
    """One mapping of a file; a value that cannot be used is noted and read as None."""

    def __init__(self, file: str, node: Any, path: str, faults: list[Fault]) -> None:
        self._file, self._node, self._path, self.faults = file, node, path, faults

    @property
    def keys(self) -> list[str]:
        """The keys that are written."""
        return [str(key) for key in self._node]

    def value(self, key: str) -> Any:
        """Return a value as it is written; None where the key is not there."""
        return self._node.get(key)

    def line(self, key: str) -> int:
        """Return the line of a key; that of the mapping where the key is not there."""
        found = key in self._node
        return int(self._node.lc.key(key)[0] if found else self._node.lc.line) + 1

    def refuse(self, key: str, what: str, line: int | None = None) -> None:
        """Note that the value of `key` cannot be used."""
        where = f"{self._file}:{self.line(key) if line is None else line}"
        self.faults.append(Fault(where, f"{self._path}{key}: {what}"))

    def raise_any(self) -> None:
        """Raise every fault that was noted, by line.

        Raises:
            InputError: there is one.
        """
        if self.faults:
            raise InputError(
                sorted(self.faults, key=lambda it: (int(it.where.rpartition(":")[2]), it.what))
            )

    def known(self, required: Sequence[str], optional: Sequence[str] = ()) -> None:
        """Note the keys that nobody reads, and those that are missing."""
        keys = [*required, *optional]
        for key in self._node:
            if key not in keys:
                self.refuse(key, f"unknown key; {nearest(str(key), keys)}")
        for key in required:
            if key not in self._node:
                self.refuse(key, "missing; it has no default, so write it")

    def has(self, key: str) -> bool:
        """Return whether the key is written."""
        return key in self._node

    def text(self, key: str) -> str | None:
        """Return a text that is not empty."""
        value = self._node.get(key)
        if not self.has(key) or (isinstance(value, str) and value.strip()):
            return None if value is None else str(value)
        return self._refused(key, value, "is not a text; write one, in quotes if need be")

    def number(self, key: str, *, above: float | None = 0) -> float | None:
        """Return a finite number: above `above`, or where that is None of at least 0."""
        value = self._node.get(key)
        least = "at least 0" if above is None else f"above {above:g}"
        if not self.has(key):
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            number = float(value)
            if number >= 0 if above is None else number > above:
                return number
        return self._refused(key, value, f"is not a number {least}; write one without quotes")

    def flag(self, key: str) -> bool | None:
        """Return true or false."""
        value = self._node.get(key)
        if isinstance(value, bool) or not self.has(key):
            return value
        return self._refused(key, value, "is not true or false; write one of them without quotes")

    def day(self, key: str) -> date | None:
        """Return a date."""
        value = self._node.get(key)
        if type(value) is date or not self.has(key):
            return value
        return self._refused(key, value, "is not a date; write it as 2026-12-31, without quotes")

    def names(self, key: str) -> list[tuple[str, int]]:
        """Return a text or a list of texts, each with its line."""
        value = self._node.get(key)
        if not self.has(key):
            return []
        if isinstance(value, str) and value.strip():
            return [(str(value), self.line(key))]
        if not isinstance(value, CommentedSeq) or not value:
            self._refused(key, value, "is not a list of names; write at least one")
            return []
        listed = cast("Any", value)
        items = [(item, int(listed.lc.item(index)[0]) + 1) for index, item in enumerate(listed)]
        for item, line in items:
            if not isinstance(item, str) or not item.strip():
                self.refuse(key, f"{item!r} is not a name; write a text", line)
        return [(str(item), line) for item, line in items if isinstance(item, str) and item.strip()]

    def fields(self, key: str) -> Fields | None:
        """Return the mapping below a key."""
        value = self._node.get(key)
        if isinstance(value, CommentedMap):
            return Fields(self._file, cast("Any", value), f"{self._path}{key}.", self.faults)
        if self.has(key):
            self._refused(key, value, "is not an object; write its fields below it")
        return None

    def items(self, key: str) -> list[Fields]:
        """Return the mappings of a list."""
        value = self._node.get(key)
        if not isinstance(value, CommentedSeq):
            if self.has(key):
                self._refused(key, value, "is not a list; write its items below it, each with '-'")
            return []
        read: Any = value
        listed = list(enumerate(cast("list[Any]", read)))
        for index, item in listed:
            if not isinstance(item, CommentedMap):
                line = int(read.lc.item(index)[0]) + 1
                self.refuse(f"{key}[{index}]", f"{item!r} is not an object", line)
        return [
            Fields(self._file, cast("Any", item), f"{self._path}{key}[{index}].", self.faults)
            for index, item in listed
            if isinstance(item, CommentedMap)
        ]

    def _refused(self, key: str, value: object, fix: str) -> None:
        shown = "nothing" if value is None else repr(value)
        if isinstance(value, CommentedMap | CommentedSeq):
            shown = "what is written"
        self.refuse(key, f"{shown} {fix}")


def read_fields(file: Path) -> Fields:
    """Read a file that holds one mapping.

    Raises:
        InputError: it cannot be read, or is no YAML, or holds something else.
    """
    loader: Any = YAML()  # the round-trip loader: the one that knows lines
    try:
        node = loader.load(file.read_text("utf-8"))
    except OSError as error:
        reason = f"cannot be read: {error.strerror}; give the path of a file"
        raise InputError([Fault(str(file), reason)]) from error
    except UnicodeDecodeError as error:
        raise InputError([Fault(str(file), "is not UTF-8; save it as such")]) from error
    except YAMLError as error:
        raise InputError([_no_yaml(file, error)]) from error
    if not isinstance(node, CommentedMap):
        raise InputError([Fault(f"{file}:1", "holds no object; write 'name: ...' and so on")])
    return Fields(str(file), node, "", [])


def _no_yaml(file: Path, error: YAMLError) -> Fault:
    mark: Any = getattr(error, "problem_mark", None)
    where = str(file) if mark is None else f"{file}:{mark.line + 1}"
    problem = getattr(error, "problem", None) or str(error)
    return Fault(where, f"is not YAML: {problem.splitlines()[0]}")
