"""Is a value of a JSON object of the kind that is wanted? Gathers every fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from azgreen.errors import Fault, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_MOST: Final = 1_000_000_000


class Fields:
    """One object of a line; a value that cannot be used is noted and read as an empty one."""

    def __init__(
        self, where: str, given: Mapping[str, Any], faults: list[Fault], path: str = ""
    ) -> None:
        self._where, self._given, self._faults, self._path = where, given, faults, path

    def known(self, required: Sequence[str], optional: Sequence[str] = ()) -> None:
        """Note the keys that nobody reads, and those that are missing."""
        keys = (*required, *optional)
        for key in self._given:
            if key not in keys:
                self._refuse(key, f"unknown key; {nearest(key, keys)}")
        for key in required:
            if key not in self._given:
                self._refuse(key, "missing; it has no default, so write it")

    def has(self, key: str) -> bool:
        """Return whether the key is written."""
        return key in self._given

    def text(self, key: str, *, empty: bool = False) -> str:
        """Return a text; one without a word only where `empty` allows it."""
        value = self._given.get(key)
        if isinstance(value, str) and (empty or value.strip()):
            return value
        if self.has(key):
            kind = "a text" if empty else "a text that is not empty"
            self._refuse(key, f"{value!r} is not usable; allowed: {kind}")
        return ""

    def texts(self, key: str, *, alone: bool = False) -> tuple[str, ...]:
        """Return a list of texts; where `alone`, at least one, which may stand by itself."""
        value = self._given.get(key)
        if alone and isinstance(value, str):
            return (value,)
        if isinstance(value, list) and (value or not alone):
            items = cast("list[Any]", value)
            if all(isinstance(item, str) for item in items):
                return tuple(items)
        if self.has(key):
            kind = "a text, or a list of at least one" if alone else "a list of texts"
            self._refuse(key, f"{value!r} is not usable; allowed: {kind}")
        return ()

    def object(self, key: str, required: Sequence[str]) -> Fields | None:
        """Return the object below a key; None where it is not written or is none."""
        value = self._given.get(key)
        if isinstance(value, dict):
            own = cast("dict[str, Any]", value)
            below = Fields(self._where, own, self._faults, f"{self._path}{key}.")
            below.known(required)
            return below
        if self.has(key):
            shown = ", ".join(f'"{item}": 100' for item in required)
            self._refuse(key, f"{value!r} is not usable; allowed: {{{shown}}}")
        return None

    def count(self, key: str) -> float:
        """Return a number of tokens."""
        value: Any = self._given.get(key, 0)
        if type(value) in {int, float} and 0 <= value <= _MOST:
            return float(value)
        self._refuse(key, f"{value!r} is not usable; allowed: a number from 0 to {_MOST:,}")
        return 0.0

    def _refuse(self, key: str, what: str) -> None:
        self._faults.append(Fault(self._where, f"{self._path}{key}: {what}"))
