"""Which Python values do the texts of a stack's configuration stand for?

The engine hands every top-level value over as text, lists and objects as JSON; inside those,
numbers and booleans are themselves. What a value may be is what the component declares.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints, is_typeddict

import pulumi

from azgreen.errors import Fault, nearest
from azgreen_components._inputs import camel, required_keys

Shape = type[Mapping[str, object]]

_FLAGS = {"true": True, "false": False}
_SCALARS = (str, bool, int, float)


class Reader:
    """Reads one namespace by the declaration of its values, and gathers the faults."""

    def __init__(self, namespace: str, shape: Shape, secret: Iterable[str]) -> None:
        self.faults: list[Fault] = []
        self._namespace, self._shape = namespace, shape
        self._secret = frozenset(secret)

    def read(self, given: Mapping[str, object], provided: Collection[str] = ()) -> dict[str, Any]:
        """Return the values by their Python names; those with a fault are absent.

        Args:
            given: What is configured, by its name after the namespace.
            provided: What the program itself provides, so that nobody configures it.
        """
        hints = {k: v for k, v in _hints(self._shape).items() if k not in provided}
        names = {camel(name): name for name in hints}
        values: dict[str, Any] = {}
        for key, value in given.items():
            if key not in names:
                options = [f"{self._namespace}:{known}" for known in names]
                self.fault(key, f"unknown key; {nearest(f'{self._namespace}:{key}', options)}")
            else:
                kind = _kind(hints[names[key]])
                values[names[key]] = self._typed(key, self._parsed(key, value, kind), kind)
        for name in sorted(required_keys(self._shape) & hints.keys()):
            if camel(name) not in given:
                self.fault(camel(name), "missing; it has no default, so set it")
        return {key: value for key, value in values.items() if value is not None}

    def read_record(self, key: str, value: object, kind: type, command: str) -> None:
        """Note a record that is not of its kind; what it says is for people and policies."""
        parsed = self._parsed(key, value, Mapping)
        if parsed is not None and not isinstance(parsed, kind):
            self._refuse(key, parsed, f"is no record; run '{command} --write' or take it out")

    def read_number(self, key: str, value: object) -> None:
        """Note what is no number; what it bounds is for policies."""
        self._typed(key, self._parsed(key, value, float), float)

    def fault(self, path: str, what: str) -> None:
        """Note what is wrong with the value at a path."""
        self.faults.append(Fault(f"config {self._namespace}:{path}", what))

    def _refuse(self, path: str, value: object, fix: str) -> None:
        secret = path.partition("[")[0].partition(".")[0] in self._secret
        self.fault(path, f"{'[secret]' if secret else repr(value)} {fix}")

    def _parsed(self, key: str, value: object, kind: Any) -> object:
        """Return what a top-level text stands for; what cannot be read is left to the checks."""
        if kind is str or not isinstance(value, str):
            return value
        if kind is bool:
            return _FLAGS.get(value, value)
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            if kind in _SCALARS:
                return value
            self._refuse(key, value, "is not a list or object; set it with --path or in the file")
            return None

    def _typed(self, path: str, value: object, kind: Any) -> object:
        if value is None:
            return None
        if is_typeddict(kind):
            return self._fields(path, value, kind)
        if get_origin(kind) is Sequence:
            return self._list(path, value, _kind(get_args(kind)[0]))
        if get_origin(kind) is Mapping:
            return self._items(path, value, _kind(get_args(kind)[1]))
        return self._scalar(path, value, kind)

    def _scalar(self, path: str, value: object, kind: Any) -> object:
        if kind is str:
            return self._text(path, value)
        return self._flag(path, value) if kind is bool else self._number(path, value)

    def _text(self, path: str, value: object) -> str | None:
        if isinstance(value, str) and value.strip():
            return value
        self._refuse(path, value, "is not a text; write it in quotes")
        return None

    def _flag(self, path: str, value: object) -> bool | None:
        if isinstance(value, bool):
            return value
        self._refuse(path, value, "is not a choice; write true or false")
        return None

    def _number(self, path: str, value: object) -> float | None:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        self._refuse(path, value, "is not a number; write it without quotes")
        return None

    def _items(self, path: str, value: object, kind: Any) -> dict[str, object] | None:
        """Return an object whose names are the user's own."""
        if not isinstance(value, dict):
            self._refuse(path, value, "is not an object with named fields")
            return None
        items = cast("dict[str, object]", value)
        read = {name: self._typed(f"{path}.{name}", item, kind) for name, item in items.items()}
        return {name: item for name, item in read.items() if item is not None}

    def _list(self, path: str, value: object, kind: Any) -> list[object] | None:
        if not isinstance(value, list) or not value:
            self._refuse(path, cast("object", value), "is not a list; write at least one")
            return None
        items = cast("list[object]", value)
        read = [self._typed(f"{path}[{index}]", item, kind) for index, item in enumerate(items)]
        return [item for item in read if item is not None]

    def _fields(self, path: str, value: object, shape: Shape) -> dict[str, object] | None:
        """Return the fields of an object by their Python names."""
        if not isinstance(value, dict):
            self._refuse(path, value, "is not an object with named fields")
            return None
        hints = _hints(shape)
        names = {camel(name): name for name in hints}
        fields: dict[str, object] = {}
        for key, item in cast("dict[str, object]", value).items():
            if key not in names:
                self.fault(f"{path}.{key}", f"unknown key; {nearest(key, list(names))}")
            else:
                name = names[key]
                fields[name] = self._typed(f"{path}.{key}", item, _kind(hints[name]))
        for name in sorted(required_keys(shape) - fields.keys()):
            self.fault(f"{path}.{camel(name)}", "missing; it has no default, so set it")
        return {name: item for name, item in fields.items() if item is not None}


def _hints(shape: Shape) -> dict[str, Any]:
    # pulumi.Input names Output as a text, which only pulumi's own module can read
    return get_type_hints(shape, localns=vars(pulumi.output))


def _kind(hint: Any) -> Any:
    """Return what a value of the configuration is: of an input or a choice, the plain one."""
    if get_origin(hint) in (Union, UnionType):
        return next(_kind(part) for part in get_args(hint) if _is_plain(part))
    return hint


def _is_plain(part: Any) -> bool:
    known = part in _SCALARS or is_typeddict(part)
    return known or get_origin(part) in (Sequence, Mapping)
