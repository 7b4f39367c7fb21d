"""How is a trace read on one machine?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from azgreen.errors import Fault, InputError
from azgreen.traces.columns import columns, unreadable
from azgreen.traces.expressions import TABLE, Dialect, MissingExtraError
from azgreen.traces.load import load_of

if TYPE_CHECKING:
    from pathlib import Path

    from azgreen.estimate.scaling import Load

_OPTIONS: Final = (
    "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', "
    # a line that is cut short becomes one with missing values, which is told with the others
    "null_padding = true, strict_mode = true"
)
_SAID_AT: Final = 2  # DuckDB: the line number, the line itself, what is wrong
_LINE: Final = re.compile(r"CSV Error on Line: (\d+)")


class DuckDB:
    """The embedded engine, over a connection that has the table `requests`."""

    dialect: Dialect = "duckdb"

    def __init__(self, connection: Any, name: str, *, has_order: bool = True) -> None:
        self._connection, self.name, self.has_order = connection, name, has_order

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Return the rows of a statement."""
        return self._connection.execute(statement).fetchall()


def read_load(file: Path, step_s: int = 10) -> Load:
    """Read a CSV file and sum it up in steps of `step_s` seconds.

    Raises:
        InputError: the file is not a trace; every fault at once.
        MissingExtraError: DuckDB or Ibis is not installed.
    """
    duckdb = _duckdb()
    name = str(file)
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        header = _header(file)
        found = {role: header.index(raw) for role, raw in columns(name, header).items()}
        try:
            connection.execute(_view(file, len(header), found))
            return load_of(DuckDB(connection, name), step_s)
        except duckdb.Error as error:
            raise InputError([_malformed(name, error)]) from error


def _duckdb() -> Any:
    try:
        import duckdb  # noqa: PLC0415 - an extra
    except ImportError as missing:
        raise MissingExtraError("traces", "duckdb") from missing
    return duckdb


def _header(file: Path) -> list[str]:
    """Return the names in line 1; the file may be empty, missing or no text."""
    try:
        with file.open(encoding="utf-8-sig") as opened:
            line = opened.readline().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(file, error) from error
    if not line:
        reason = "is empty; allowed: a header and one line a request"
        raise InputError([Fault(str(file), reason)])
    return [name.strip().strip('"') for name in line.split(",")]


def _view(file: Path, width: int, found: dict[str, int]) -> str:
    """Return the SQL that shows the file as the table `requests`; columns go by their place."""
    chosen = ", ".join(f"c{place} AS {role}" for role, place in found.items())
    types = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
    path = str(file).replace("'", "''")
    return (
        f"CREATE VIEW {TABLE} AS SELECT row_number() OVER () + 1 AS line, {chosen} "  # noqa: S608
        f"FROM read_csv('{path}', columns = {{{types}}}, {_OPTIONS})"
    )


def _malformed(name: str, error: Exception) -> Fault:
    lines = [line for line in str(error).splitlines() if line.strip()]
    at = _LINE.search(lines[0])
    if at is None:
        return Fault(name, f"is no well-formed CSV: {lines[0]}; correct the file")
    said = lines[_SAID_AT] if len(lines) > _SAID_AT else lines[0]
    return Fault(f"{name}:{at[1]}", f"is no well-formed CSV: {said}; correct the line")
