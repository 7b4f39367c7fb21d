"""Is a data file of the catalogue in its one allowed form, and what do its cells say?"""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING

from azgreen.errors import DataFileError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HEADER = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; every fault names the file and the line."""

    file: str
    line: int
    cells: Mapping[str, str]

    def fault(self, reason: str) -> DataFileError:
        """Return the error that says what is wrong with this line."""
        return DataFileError(self.file, self.line, reason)

    def text(self, column: str) -> str:
        """Return a cell that must not be blank."""
        value = self.cells[column]
        if not value:
            raise self.fault(f"{column} is blank; it is required")
        return value

    def text_or_none(self, column: str) -> str | None:
        """Return a cell, or None where it is blank: unknown."""
        return self.cells[column] or None

    def one_of(self, column: str, allowed: Sequence[str]) -> str:
        """Return a cell that must be one of `allowed`."""
        value = self.text(column)
        if value not in allowed:
            raise self.fault(f"{column} is {value!r}; allowed: {', '.join(allowed)}")
        return value

    def number(self, column: str, low: float, high: float) -> float:
        """Return a cell as a number within [low, high]."""
        text = self.text(column)
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            raise self.fault(f"{column} is {text!r}; allowed: a number from {low:g} to {high:g}")
        return value

    def number_or_none(self, column: str, low: float, high: float) -> float | None:
        """Return a cell as a number within [low, high], or None where it is blank: unknown."""
        return self.number(column, low, high) if self.cells[column] else None

    def whole(self, column: str, low: int, high: int) -> int:
        """Return a cell as a whole number within [low, high]."""
        value = self.number(column, low, high)
        if not value.is_integer():
            raise self.fault(f"{column} is {self.cells[column]!r}; allowed: a whole number")
        return int(value)

    def whole_or_none(self, column: str, low: int, high: int) -> int | None:
        """Return a cell as a whole number within [low, high], or None where it is blank."""
        return self.whole(column, low, high) if self.cells[column] else None

    def day(self, column: str) -> date:
        """Return a cell as a date."""
        text = self.text(column)
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.fault(f"{column} is {text!r}; allowed: a date such as 2026-01-31") from None

    def day_or_none(self, column: str) -> date | None:
        """Return a cell as a date, or None where it is blank: unknown."""
        return self.day(column) if self.cells[column] else None


def load(file: str, columns: Sequence[str], key: Sequence[str]) -> tuple[Row, ...]:
    """Read a data file of the catalogue; see `parse`."""
    path = files("azgreen.catalog") / "data" / file
    return parse(file, path.read_text(encoding="utf-8"), columns, key)


def parse(file: str, text: str, columns: Sequence[str], key: Sequence[str]) -> tuple[Row, ...]:
    """Read a table whose rows are unique in, and sorted by, the text of the columns `key`.

    Raises:
        DataFileError: the columns, the order or the shape are not the agreed ones.
    """
    lines = list(csv.reader(io.StringIO(text)))
    _check_header(file, lines[0] if lines else [], columns)
    rows: list[Row] = []
    for number, cells in enumerate(lines[_HEADER:], start=_HEADER + 1):
        rows.append(_row(file, number, cells, columns))
        if len(rows) > 1:
            _check_order(rows[-2], rows[-1], key)
    return tuple(rows)


def _check_header(file: str, found: Sequence[str], columns: Sequence[str]) -> None:
    for name in found:
        if name not in columns:
            raise DataFileError(
                file, _HEADER, f"unknown column {name!r}; allowed: {', '.join(columns)}"
            )
    for name in columns:
        if name not in found:
            raise DataFileError(file, _HEADER, f"missing column {name!r}")
    if list(found) != list(columns):
        reason = f"columns are out of order or repeated; write them as {', '.join(columns)}"
        raise DataFileError(file, _HEADER, reason)


def _row(file: str, line: int, cells: Sequence[str], columns: Sequence[str]) -> Row:
    if len(cells) != len(columns):
        raise DataFileError(
            file, line, f"{len(cells)} cells; allowed: {len(columns)}, one per column"
        )
    for column, value in zip(columns, cells, strict=True):
        if value != value.strip():
            raise DataFileError(file, line, f"{column} is {value!r}; take off the spaces around it")
    return Row(file, line, dict(zip(columns, cells, strict=True)))


def _check_order(before: Row, after: Row, key: Sequence[str]) -> None:
    first, second = (tuple(row.cells[name] for name in key) for row in (before, after))
    shown = ", ".join(second)
    if first == second:
        raise after.fault(f"duplicate of line {before.line}: {shown!r}")
    if first > second:
        raise after.fault(f"{shown!r} is out of order; sort the rows by {', '.join(key)}")
