"""Is a file one of a fleet, and of which Azure, time and grain?"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from azgreen.errors import Fault, InputError, StateError
from azgreen.traces import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

VERSION: Final = "1"
_FORMAT: Final = "azgreen fleet"
_OPTIONS: Final = {
    # what is kept is in a compressed form on the disk; this is what DuckDB may hold of it
    "memory_limit": "64MB",
    # the work is Azure's; one thread keeps up with what it answers
    "threads": 1,
}
_TABLES: Final = """
CREATE TABLE about (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
CREATE TABLE subscriptions (id VARCHAR PRIMARY KEY, missing VARCHAR NOT NULL);
CREATE TABLE resources (subscription VARCHAR NOT NULL, id VARCHAR NOT NULL, props VARCHAR NOT NULL);
CREATE TABLE asked (
  number INTEGER PRIMARY KEY, subscription VARCHAR NOT NULL, resource VARCHAR NOT NULL,
  type VARCHAR NOT NULL, metric VARCHAR NOT NULL, filter VARCHAR NOT NULL, apart VARCHAR NOT NULL,
  aggregation VARCHAR NOT NULL, step_s INTEGER NOT NULL,
  UNIQUE (resource, metric, filter, apart, aggregation));
CREATE TABLE finished (
  asked INTEGER NOT NULL, since TIMESTAMP NOT NULL, until TIMESTAMP NOT NULL,
  PRIMARY KEY (asked, since, until));
CREATE TABLE samples (
  asked INTEGER NOT NULL, value VARCHAR NOT NULL, at_s BIGINT NOT NULL, amount DOUBLE NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class Header:
    """What a file is of."""

    azure: str
    weeks: str
    grain: str
    since: str
    """ISO 8601, as `until`."""
    until: str

    @property
    def time(self) -> tuple[datetime, datetime]:
        """From when until when."""
        return datetime.fromisoformat(self.since), datetime.fromisoformat(self.until)


def connected(path: Path) -> Any:
    """Open a file for this process alone, or make it.

    Raises:
        StateError: it is none that DuckDB reads, or another process has it.
        MissingExtraError: DuckDB is not installed.
    """
    try:
        duckdb: Any = import_module("duckdb")
    except ImportError as missing:
        raise MissingExtraError("traces", "duckdb") from missing
    try:
        connection = duckdb.connect(str(path), config=_OPTIONS)
        connection.execute("SET enable_progress_bar = false")
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        if "onflicting lock" in str(error):
            raise StateError(f"{path}: another azgreen is working on it; wait for it") from error
        fix = "name another file, or one that 'azgreen rightsize --fleet' wrote"
        raise StateError(f"{path}: cannot be used as a DuckDB file: {said}; {fix}") from error
    return connection


@contextmanager
def telling(path: Path) -> Generator[None]:
    """Say what DuckDB could not do, such as write to a full disk.

    Raises:
        StateError: it could not; what was there before is still there.
    """
    duckdb: Any = import_module("duckdb")
    try:
        yield
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        fix = "mend that, and run it again: what has been read is kept"
        raise StateError(f"{path}: {said}; {fix}") from error


def header_of(connection: Any, path: Path, wanted: Header) -> Header:
    """Return what a file is of; a new one is of what is wanted.

    Raises:
        StateError: it is no file of a fleet, or of another version.
        InputError: it is of another Azure, of other weeks or of another grain.
    """
    tables = [row[0] for row in connection.execute("SHOW TABLES").fetchall()]
    if not tables:
        _create(connection, wanted)
        return wanted
    about = _about(connection) if {"about", "asked", "finished", "samples"} <= {*tables} else {}
    fix = "name another file to begin anew"
    if about.get("format") != _FORMAT:
        raise StateError(f"{path}: a DuckDB file of something else; {fix}")
    if about.get("version") != VERSION:
        told = f"has version {about.get('version')}; this azgreen supports version {VERSION}"
        raise StateError(f"{path}: {told}; use the azgreen that wrote it, or {fix}")
    kept = Header(**{each.name: about[each.name] for each in fields(Header)})
    if faults := _differences(kept, wanted, path):
        raise InputError(faults)
    return kept


def _about(connection: Any) -> dict[str, str]:
    return {str(row[0]): str(row[-1]) for row in connection.execute("FROM about").fetchall()}


def _create(connection: Any, header: Header) -> None:
    connection.execute("BEGIN")
    for table in _TABLES.split(";"):
        connection.execute(table)
    about = {"format": _FORMAT, "version": VERSION, **asdict(header)}
    connection.executemany("INSERT INTO about VALUES (?, ?)", [*about.items()])
    connection.execute("COMMIT")


def _differences(kept: Header, wanted: Header, path: Path) -> list[Fault]:
    both = {name: (_told(kept, name), _told(wanted, name)) for name in ("azure", "weeks", "grain")}
    return [
        Fault(
            f"--{name}",
            f"{given} is not what {path} holds, which is {held}; "
            "give that, or name another file with --fleet",
        )
        for name, (held, given) in both.items()
        if held != given
    ]


def _told(header: Header, name: str) -> str:
    """Return a value as the option writes it."""
    return str(getattr(header, name)).removeprefix("PT").lower()
