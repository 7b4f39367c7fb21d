"""Which part of a resource's inputs does a property path mean?

Pulumi writes a place inside a resource's properties as `a.b[0]["a key"]`, with `*` (or `[*]`) for
every key or index at that place. Read, compared and reset as pulumi/pulumi's
sdk/go/common/resource/property_path.go does (ParsePropertyPath, Contains, Reset).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, cast

from azgreen.errors import Fault, InputError
from azgreen_emulator.native.values import UNKNOWN, Json, Secret

Path = tuple[str | int, ...]

ANY: Final = "*"
_PLAIN_KEY: Final = re.compile(r"[^.\[\]\"]+")
"""What Pulumi writes into a property path without quotes."""
_STEP: Final = re.compile(
    r'\.+|\["(?P<quoted>(?:\\"|[^"])*)"\]|\[(?P<index>\d+|\*)\]|(?P<key>[^.\[]+)'
)


class MissingPartError(Exception):
    """A path leads through what only one of the two values has."""


def parse(path: str) -> Path:
    """Read a property path.

    Raises:
        InputError: for what is no property path.
    """
    steps: list[str | int] = []
    at = 0
    while at < len(path):
        found = _STEP.match(path, at)
        if not found or (found.end() == len(path) and not found.lastgroup):
            break
        at = found.end()
        if found.lastgroup:
            steps.append(_step_of(found))
    if at < len(path) or path[:1] in {"", "."}:
        what = 'no property path; write it as a.b[0]["a key"], with * for every key or index'
        raise InputError([Fault(path or "(empty)", what)])
    return tuple(steps)


def _step_of(found: re.Match[str]) -> str | int:
    index = found["index"]
    if index is not None:
        return ANY if index == ANY else int(index)
    quoted = found["quoted"]
    return found["key"] if quoted is None else quoted.replace('\\"', '"')


def is_under(path: str, tops: Iterable[str]) -> bool:
    """Tell whether a property path is one of `tops` or inside one."""
    steps = parse(path)
    return any(_contains(parse(top), steps) for top in tops)


def _contains(top: Path, path: Path) -> bool:
    return len(top) <= len(path) and all(
        ours in {ANY, theirs} for ours, theirs in zip(top, path, strict=False)
    )


def changed_paths(old: Json, new: Json, path: str = "") -> Iterator[str]:
    """Yield the path of each difference, as Pulumi writes paths (`sku.capacity`, `a[0]`)."""
    old, new = _inside(old), _inside(new)
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        before, after = cast("Mapping[str, Json]", old), cast("Mapping[str, Json]", new)
        for key in sorted({*before, *after}):
            yield from changed_paths(before.get(key), after.get(key), _joined(path, key))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):  # pyright: ignore[reportUnknownArgumentType]
        pairs = zip(cast("list[Json]", old), cast("list[Json]", new), strict=True)
        for index, (before, after) in enumerate(pairs):
            yield from changed_paths(before, after, f"{path}[{index}]")
    elif new is UNKNOWN or old != new:
        yield path


def _joined(path: str, key: str) -> str:
    if _PLAIN_KEY.fullmatch(key):
        return f"{path}.{key}" if path else key
    quoted = key.replace('"', '\\"')
    return f'{path}["{quoted}"]'


def _inside(value: Json) -> Json:
    return _inside(value.value) if isinstance(value, Secret) else value


def with_old(new: Json, old: Json, path: Path) -> Json:
    """Return `new` with the value that `old` has at `path`: what ignoring a change means.

    What was secret stays so. Where `new` is not known yet, nothing can be kept: it stays unknown.

    Raises:
        MissingPartError: where only one of the two has what the path leads through, so that
            nothing can be kept without adding to a list or making up what is around it.
    """
    if isinstance(new, Secret):
        return Secret(with_old(new.value, _inside(old), path))
    if isinstance(old, Secret):
        return with_old(new, _hidden_parts(_inside(old)), path)
    if new is UNKNOWN or not path:
        return new
    first, rest = path[0], path[1:]
    if first == ANY:
        return _each_with_old(new, old, rest)
    if isinstance(first, int):
        return _item_with_old(new, old, first, rest)
    return _key_with_old(new, old, first, rest)


def _hidden_parts(value: Json) -> Json:
    if isinstance(value, Mapping):
        return {key: Secret(item) for key, item in cast("Mapping[str, Json]", value).items()}
    if isinstance(value, list):
        return [Secret(item) for item in cast("list[Json]", value)]
    return value


def _each_with_old(new: Json, old: Json, rest: Path) -> Json:
    if isinstance(new, dict) and isinstance(old, dict):
        after, before = cast("dict[str, Json]", new), cast("dict[str, Json]", old)
        if not rest:
            return before
        if before.keys() - after:
            raise MissingPartError
        return after | {key: with_old(after[key], before[key], rest) for key in before}
    if isinstance(new, list) and isinstance(old, list):
        pairs = _pairs(cast("list[Json]", new), cast("list[Json]", old))
        return [with_old(ours, theirs, rest) if rest else theirs for ours, theirs in pairs]
    if rest or not isinstance(new, dict | list):
        raise MissingPartError
    return cast("Json", new)


def _pairs(new: list[Json], old: list[Json]) -> list[tuple[Json, Json]]:
    if len(new) != len(old):
        raise MissingPartError
    return list(zip(new, old, strict=True))


def _item_with_old(new: Json, old: Json, index: int, rest: Path) -> Json:
    if not isinstance(new, list) and not isinstance(old, list):
        return new
    if not isinstance(new, list) or not isinstance(old, list):
        raise MissingPartError
    after, before = cast("list[Json]", new), cast("list[Json]", old)
    if not rest and index >= max(len(after), len(before)):
        return after
    if index >= min(len(after), len(before)):
        raise MissingPartError
    kept = with_old(after[index], before[index], rest) if rest else before[index]
    return [*after[:index], kept, *after[index + 1 :]]


def _key_with_old(new: Json, old: Json, key: str, rest: Path) -> Json:
    before = cast("dict[str, Json]", old) if isinstance(old, dict) else {}
    if not isinstance(new, dict):
        if (rest and isinstance(old, dict)) or (not rest and key in before):
            raise MissingPartError
        return new
    after = cast("dict[str, Json]", new)
    if not rest:
        kept = {key: before[key]} if key in before else {}
        return {name: item for name, item in after.items() if name != key} | kept
    if not isinstance(old, dict) or (key in before and key not in after):
        raise MissingPartError
    if key not in after:
        return after
    return after | {key: with_old(after[key], before.get(key), rest)}
