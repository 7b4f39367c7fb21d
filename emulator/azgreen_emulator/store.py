"""What does the local Azure remember, and how does that survive a crash?

One SQLite file, written ahead (WAL), reached over one connection that a lock guards. A request is
one transaction: what it wrote is there as a whole after the reply, or not at all.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from azgreen.errors import StateError
from azgreen_emulator.arm.records import (
    Deleted,
    Operation,
    Record,
    grave_of,
    operation_of,
    record_of,
)

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

SCHEMA_VERSION = 1
_WAIT_FOR_ANOTHER_PROCESS_S = 10.0
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE resources (
  seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, id TEXT NOT NULL, type TEXT NOT NULL,
  parent TEXT NOT NULL, location TEXT NOT NULL, domain TEXT NOT NULL, body TEXT NOT NULL,
  private TEXT NOT NULL);
CREATE INDEX resources_parent ON resources (parent, type);
CREATE INDEX resources_domain ON resources (domain);
CREATE TABLE deleted (
  key TEXT PRIMARY KEY, purge_at REAL NOT NULL, location TEXT NOT NULL, domain TEXT NOT NULL,
  body TEXT NOT NULL, children TEXT NOT NULL, private TEXT NOT NULL);
CREATE TABLE operations (
  id TEXT PRIMARY KEY, target TEXT NOT NULL, lock TEXT NOT NULL, action TEXT NOT NULL,
  started_at REAL NOT NULL, ends_at REAL NOT NULL, status TEXT NOT NULL, error TEXT NOT NULL);
CREATE INDEX operations_open ON operations (status, ends_at)
"""


class Store:
    """All state of one local Azure."""

    def __init__(self, path: Path | str) -> None:
        self._path = str(path)
        self._lock = RLock()
        self._depth = 0
        try:
            self._db = _open(self._path)
        except sqlite3.Error as error:
            raise StateError(_unreadable(self._path, str(error))) from error

    @property
    def instance_id(self) -> str:
        """A name for this state, made when it was created."""
        return str(self._one("SELECT value FROM meta WHERE key = 'instance_id'")[0])

    @property
    def version(self) -> tuple[int, int]:
        """What is another one after every write, of this process or of another."""
        with self._lock:
            return int(self._one("PRAGMA data_version")[0]), self._db.total_changes

    def is_empty(self) -> bool:
        """Say whether there is no resource, no resource group and nothing soft-deleted."""
        row = self._one("SELECT EXISTS (SELECT 1 FROM resources) + EXISTS (SELECT 1 FROM deleted)")
        return row[0] == 0

    def close(self) -> None:
        """Let go of the file; what was committed is in it."""
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Keep everyone else out, and write all of the block or nothing of it; may be nested."""
        with self._lock:
            begin, commit, rollback = _statements(self._depth)
            self._db.execute(begin)
            self._depth += 1
            try:
                yield
            except BaseException:
                for statement in rollback:
                    self._db.execute(statement)
                raise
            else:
                self._db.execute(commit)
            finally:
                self._depth -= 1

    def get(self, resource_id: str) -> Record | None:
        """Find a resource by its id, whatever its case."""
        found = self.select("key = ?", resource_id.lower())
        return found[0] if found else None

    def select(self, where: str, *values: str) -> list[Record]:
        """List resources, oldest first; `where` is a condition over the columns of `resources`."""
        query = f"SELECT * FROM resources WHERE {where} ORDER BY seq"  # noqa: S608  never a user's text
        return [record_of(row) for row in self._all(query, values)]

    def children(self, parent: str, type_name: str) -> list[Record]:
        """List the resources of one type directly under another resource."""
        return self.select("parent = ? AND type = ?", parent.lower(), type_name)

    def under(self, prefix: str) -> list[Record]:
        """List everything at any depth below a resource, the deepest last."""
        low = prefix.lower().rstrip("/")
        return self.select("key > ? AND key < ?", f"{low}/", f"{low}0")  # "0" follows "/"

    def put(self, record: Record) -> None:
        """Create a resource or replace it in place."""
        self._write(
            "INSERT INTO resources (key, id, type, parent, location, domain, body, private)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET location ="
            " excluded.location, domain = excluded.domain, body = excluded.body,"
            " private = excluded.private",
            record.key,
            record.id,
            record.type,
            record.parent.lower(),
            record.location,
            record.domain.lower(),
            json.dumps(record.body),
            json.dumps(record.private),
        )

    def remove(self, resource_id: str) -> None:
        """Forget a resource for good."""
        self._write("DELETE FROM resources WHERE key = ?", resource_id.lower())

    def bury(self, grave: Deleted) -> None:
        """Keep a soft-deleted resource."""
        self._write(
            "INSERT OR REPLACE INTO deleted VALUES (?, ?, ?, ?, ?, ?, ?)",
            grave.key,
            grave.purge_at,
            grave.location,
            grave.domain.lower(),
            json.dumps(grave.body),
            json.dumps(grave.children),
            json.dumps(grave.private),
        )

    def graves(self, where: str = "TRUE", *values: str | float) -> list[Deleted]:
        """List what is soft-deleted, by id; `where` is a condition over its columns."""
        query = f"SELECT * FROM deleted WHERE {where} ORDER BY key"  # noqa: S608  never a user's text
        return [grave_of(row) for row in self._all(query, values)]

    def grave(self, resource_id: str) -> Deleted | None:
        """Find a soft-deleted resource by the id that it had."""
        found = self.graves("key = ?", resource_id.lower())
        return found[0] if found else None

    def purge(self, resource_id: str) -> None:
        """Forget a soft-deleted resource for good."""
        self._write("DELETE FROM deleted WHERE key = ?", resource_id.lower())

    def save(self, operation: Operation) -> None:
        """Keep an operation, or its new state."""
        self._write(
            "INSERT OR REPLACE INTO operations VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            operation.id,
            operation.target,
            operation.lock.lower(),
            operation.action,
            operation.started_at,
            operation.ends_at,
            operation.status,
            json.dumps(operation.error),
        )

    def operation(self, operation_id: str) -> Operation | None:
        """Find an operation."""
        rows = self._all("SELECT * FROM operations WHERE id = ?", (operation_id.lower(),))
        return operation_of(rows[0]) if rows else None

    def under_way(self) -> list[Operation]:
        """List the operations that have not ended, the first to end first."""
        query = "SELECT * FROM operations WHERE status = 'InProgress' ORDER BY ends_at, rowid"
        return [operation_of(row) for row in self._all(query, ())]

    def _one(self, query: str) -> tuple[Any, ...]:
        return self._all(query, ())[0]

    def _all(self, query: str, values: tuple[str | float, ...]) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(query, values).fetchall()

    def _write(self, statement: str, *values: str | float) -> None:
        with self.transaction():
            self._db.execute(statement, values)


def _statements(depth: int) -> tuple[str, str, tuple[str, ...]]:
    if not depth:
        return "BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",)
    name = f"level{depth}"
    return f"SAVEPOINT {name}", f"RELEASE {name}", (f"ROLLBACK TO {name}", f"RELEASE {name}")


def _open(path: str) -> sqlite3.Connection:
    wait_s = _WAIT_FOR_ANOTHER_PROCESS_S
    db = sqlite3.connect(path, wait_s, isolation_level=None, check_same_thread=False)
    try:
        _prepare(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection, path: str) -> None:
    # tables first: another process may be making them, and sets the version after them
    tables: int = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    if version != SCHEMA_VERSION and (version or tables):
        raise StateError(_other_version(path, version))
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("BEGIN IMMEDIATE")
    # A second process may have created the tables while this one waited for the lock.
    if db.execute("PRAGMA user_version").fetchone()[0] == 0:
        for table in _TABLES.split(";"):
            db.execute(table)
        db.execute("INSERT INTO meta VALUES ('instance_id', ?)", (str(uuid4()),))
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    db.execute("COMMIT")


def _other_version(path: str, version: int) -> str:
    return (
        f"state file {path!r} has version {version}; this azgreen supports version"
        f" {SCHEMA_VERSION}; use the azgreen that wrote it, or move the file away to start anew"
    )


def _unreadable(path: str, reason: str) -> str:
    return (
        f"state file {path!r} has no version: it cannot be used as a SQLite file ({reason}); this"
        f" azgreen supports version {SCHEMA_VERSION}; name another file, or move this one away"
    )
