"""Which of the numbers and names that somebody gave cannot be used?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

from azgreen.errors import CatalogError, EstimateError, Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable

_Found = TypeVar("_Found")


class Faults:
    """Collects every fault, so that one `InputError` tells them all."""

    def __init__(self) -> None:
        self._found: list[Fault] = []

    def add(self, where: str, what: str) -> None:
        """Note a fault."""
        self._found.append(Fault(where, what))

    def positive(self, **values: float | None) -> None:
        """Note each value that is not a finite number above 0; None stands for not given."""
        for name, value in values.items():
            if value is not None and not (math.isfinite(value) and value > 0):
                self.add(name, f"{value!r} is not usable; allowed: a finite number above 0")

    def whole(self, **values: float | None) -> None:
        """Note each value that is not a whole number of at least 1; None stands for not given."""
        for name, value in values.items():
            if value is not None and not (
                math.isfinite(value) and value >= 1 and value == int(value)
            ):
                self.add(name, f"{value!r} is not usable; allowed: a whole number of at least 1")

    def share(self, **values: float | None) -> None:
        """Note each value outside 0 to 1; None stands for not given."""
        for name, value in values.items():
            if value is not None and not (math.isfinite(value) and 0 <= value <= 1):
                self.add(name, f"{value!r} is not usable; allowed: a number from 0 to 1")

    def named(self, where: str, find: Callable[[], _Found]) -> _Found | None:
        """Return what `find` finds in the catalogue, or None once it is noted why not."""
        try:
            return find()
        except (CatalogError, EstimateError) as error:
            self.add(where, str(error))
            return None

    def check(self) -> None:
        """Raise all that was noted.

        Raises:
            InputError: there was any.
        """
        if self._found:
            raise InputError(sorted(set(self._found)))
