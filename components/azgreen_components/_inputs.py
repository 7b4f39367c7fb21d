"""What is wrong with a component's inputs? Gathers every fault, so that all are told at once."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import pulumi

from azgreen.errors import nearest

ANOTHER_NAME = "give one of the two another name"
NAME_BY_CASE = f"{ANOTHER_NAME} (Azure ignores case)"


class InvalidInputsError(pulumi.InputPropertiesError):
    """One or more inputs of a component cannot be used.

    The text holds every fault, because nothing prints `errors`: a Python program shows the
    exception, and pulumi 3.272 hosts components so that only its text reaches the engine.
    """

    def __str__(self) -> str:
        """Return the summary and one line for each fault."""
        faults = (f"  {error['property_path']}: {error['reason']}" for error in self.errors or ())
        return "\n".join((self.message, *faults))


class Faults:
    """Collects faults under their camelCase property paths."""

    def __init__(self) -> None:
        self._found: list[pulumi.InputPropertyErrorDetails] = []

    def add(self, path: str, reason: str) -> None:
        """Note that the input at `path` cannot be used."""
        self._found.append({"property_path": path, "reason": reason})

    def add_once(self, path: str, reason: str) -> None:
        """Note it unless it is noted already: two parts may have been handed the same input."""
        if {"property_path": path, "reason": reason} not in self._found:
            self.add(path, reason)

    def raise_any(self, subject: str) -> None:
        """Raise every fault in one exception, or do nothing if there is none."""
        if self._found:
            count = f"{len(self._found)} input{'s' if len(self._found) > 1 else ''}"
            raise InvalidInputsError(f"{subject}: {count} cannot be used", self._found)


def camel(name: str) -> str:
    """Return a Python name as the schema spells it."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def at(path: str, name: str) -> str:
    """Return the property path of the field `name` below `path`."""
    return f"{path}.{camel(name)}" if path else camel(name)


def mapping(faults: Faults, path: str, value: object) -> Mapping[str, object] | None:
    """Return `value` if it is a mapping."""
    if isinstance(value, Mapping):
        return value  # pyright: ignore[reportUnknownVariableType]  # keys are checked by check_keys
    faults.add(path, f"{value!r} is not an object with named fields")
    return None


def check_keys(
    faults: Faults, path: str, value: Mapping[str, object], shape: type[Mapping[str, object]]
) -> None:
    """Note the keys that the TypedDict `shape` does not have, and those that `value` lacks."""
    known = tuple(shape.__annotations__)
    for key in value:
        if key not in known:
            faults.add(at(path, key), f"unknown input {key!r}; {nearest(key, known)}")
    for key in sorted(required_keys(shape)):
        if value.get(key) is None:
            faults.add(at(path, key), "missing; it has no default, so write it")


def required_keys(shape: type[Mapping[str, object]]) -> frozenset[str]:
    """Return the keys that a TypedDict cannot do without."""
    return cast("frozenset[str]", vars(shape)["__required_keys__"])


def text(faults: Faults, path: str, value: object) -> str | None:
    """Return `value` if it is text that is known before anything is deployed."""
    if isinstance(value, str) and value.strip():
        return value
    if isinstance(value, pulumi.Output):
        faults.add(path, "an output is not known before the deployment; write the text itself")
    else:
        faults.add(path, f"{value!r} is not a text; write a string that is not empty")
    return None


def text_below(faults: Faults, path: str, fields: Mapping[str, object], name: str) -> str | None:
    """Return the text of the field `name` below `path`; None when it is left out."""
    value = fields.get(name)
    return None if value is None else text(faults, at(path, name), value)


def given_or(fields: Mapping[str, object], name: str, default: object) -> object:
    """Return what is written under `name`, or `default` where nothing is.

    An empty text, a zero and a false are written: whoever reads them says what is wrong with them.
    """
    value = fields.get(name)
    return default if value is None else value


def listed(
    faults: Faults, path: str, value: object, what: str, *, least: int = 0
) -> Sequence[object]:
    """Return a list of `what`, empty when left out; note what is no list or is too short."""
    if value is None:
        return ()
    if isinstance(value, Sequence) and not isinstance(value, str):
        items = cast("Sequence[object]", value)
        if len(items) >= least:
            return items
    fix = "write at least one" if least else "write a list"
    faults.add(path, f"{value!r} is not a list of {what}; {fix}")
    return ()


def check_names_differ(
    faults: Faults,
    path: str,
    names: Iterable[str | None],
    fix: str = ANOTHER_NAME,
) -> None:
    """Note names that are there twice; Azure ignores case.

    Args:
        faults: Takes what is wrong.
        path: Where the list stands in the inputs.
        names: One for each item of the list, None where it has none that can be used.
        fix: What to do about it.
    """
    first: dict[str, int] = {}
    for index, name in enumerate(names):
        earlier = index if name is None else first.setdefault(name.lower(), index)
        if earlier != index:
            what = f"{name!r} is the name of {path}[{earlier}] too"
            faults.add(f"{path}[{index}].name", f"{what}; {fix}")


def flag(faults: Faults, path: str, value: object) -> bool:
    """Return `value` if it is true or false; false if it is neither."""
    if not isinstance(value, bool):
        faults.add(path, f"{value!r} is not true or false; write one of the two")
    return value is True


def number(faults: Faults, path: str, value: object) -> float | None:
    """Return `value` if it is a finite number above zero."""
    given = finite(value)
    if given is not None and given > 0:
        return given
    faults.add(path, f"{value!r} is not a number above 0; write one, or leave the traffic out")
    return None


def whole_number(faults: Faults, path: str, value: object, unit: str) -> int | None:
    """Return `value` if it is 1 or more and whole; other languages send 20 as 20.0."""
    given = finite(value)
    if given is not None and given >= 1 and given.is_integer():
        return int(given)
    faults.add(path, f"{value!r} is not a whole number of {unit}; write 1 or more")
    return None


def choice(faults: Faults, path: str, value: object, allowed: Iterable[str]) -> str | None:
    """Return `value` if it is one of `allowed`."""
    options = tuple(allowed)
    given = text(faults, path, value)
    if given is None or given in options:
        return given
    faults.add(path, f"{given!r} is not a choice; {nearest(given, options)}")
    return None


def finite(value: object) -> float | None:
    """Return a number as it is; a boolean is none, although Python counts it as one."""
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return float(value)
    return None
