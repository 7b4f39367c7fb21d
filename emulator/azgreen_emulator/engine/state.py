"""What did the last deployment leave, and what was under way when it stopped?

One SQLite file a stack. Every step is one transaction: written as under way before Azure is
asked, as done after it answered. A process that dies between the two leaves the step to be
picked up by the next run.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Self, cast

from azgreen.errors import StateError
from azgreen_emulator.engine.secrets import Cipher, state_cipher
from azgreen_emulator.native.values import Json, Secret, rewrite

if TYPE_CHECKING:
    from pathlib import Path

VERSION: Final = 2
_SEALED: Final = "azgreen:sealed"
_SCHEMA: Final = """
create table resource (row integer primary key, urn text not null, record text not null);
create index resource_urn on resource (urn);
create table stack (key text primary key, value text not null);
"""
_MIGRATIONS: Final = {
    1: "update resource set record = json_set(record, '$.deleted_with', '');",
}
"""What makes a file of one version a file of the next."""


@dataclass(frozen=True)
class Record:
    """What the engine remembers of one resource.

    `under_way` is `create`, `update`, `delete` or None; `superseded` marks the old half of a
    replacement, which is deleted when the new one and all that depend on it stand. `deleted_with`
    is the URN of the resource that takes this one along when it is deleted.
    """

    urn: str
    token: str
    id: str = ""
    inputs: dict[str, Json] = field(default_factory=dict[str, Json])
    outputs: dict[str, Json] = field(default_factory=dict[str, Json])
    parent: str = ""
    dependencies: tuple[str, ...] = ()
    protect: bool = False
    retain_on_delete: bool = False
    deleted_with: str = ""
    under_way: str | None = None
    superseded: bool = False
    row: int | None = None

    @property
    def name(self) -> str:
        """The resource's name in the program."""
        return self.urn.rpartition("::")[2]


class State:
    """The records of one stack, in the order in which they were first made."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self.file = file
        self._lock = threading.RLock()
        self._key_file = file.with_suffix(".key")
        self._cipher: Cipher | None = None
        self._connection = _open(file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def records(self) -> list[Record]:
        """Return every record, oldest first."""
        with self._lock:
            rows = self._connection.execute("select row, record from resource order by row")
            return [self._record(row, text) for row, text in rows]

    def save(self, record: Record) -> Record:
        """Write one record, and return it with its row."""
        text = self._text(record)
        with self._transaction() as connection:
            if record.row is not None:
                connection.execute(
                    "update resource set record = ? where row = ?", (text, record.row)
                )
                return record
            cursor = connection.execute(
                "insert into resource (urn, record) values (?, ?)", (record.urn, text)
            )
            return replace(record, row=cursor.lastrowid)

    def forget(self, record: Record) -> None:
        """Remove one record."""
        with self._transaction() as connection:
            connection.execute("delete from resource where row = ?", (record.row,))

    def get(self, key: str) -> Json:
        """Read a fact about the stack; None where it is not known."""
        with self._lock:
            found = self._connection.execute(
                "select value from stack where key = ?", (key,)
            ).fetchone()
        return self._opened(json.loads(found[0])) if found else None

    def put(self, key: str, value: Json) -> None:
        """Write a fact about the stack."""
        text = json.dumps(self._sealed(value))
        with self._transaction() as connection:
            connection.execute(
                "insert or replace into stack (key, value) values (?, ?)", (key, text)
            )

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection, None, None]:
        with self._lock, self._connection:
            yield self._connection

    def _text(self, record: Record) -> str:
        fields = asdict(replace(record, inputs={}, outputs={}))
        del fields["row"]
        sealed = {"inputs": self._sealed(record.inputs), "outputs": self._sealed(record.outputs)}
        return json.dumps(fields | sealed)

    def _record(self, row: int, text: str) -> Record:
        fields: dict[str, Any] = json.loads(text)
        for key in ("inputs", "outputs"):
            fields[key] = self._opened(fields[key])
        fields["dependencies"] = tuple(fields["dependencies"])
        return Record(**fields, row=row)

    def _sealed(self, value: Json) -> Json:
        return rewrite(value, self._seal_leaf)

    def _seal_leaf(self, leaf: Json) -> Json:
        if not isinstance(leaf, Secret):
            return leaf
        return {_SEALED: self._key().encrypt(json.dumps(self._sealed(leaf.value)))}

    def _opened(self, value: Json) -> Json:
        if isinstance(value, list):
            return [self._opened(item) for item in cast("list[Json]", value)]
        if not isinstance(value, Mapping):
            return value
        items = cast("Mapping[str, Json]", value)
        if set(items) == {_SEALED}:
            try:
                return Secret(self._opened(json.loads(self._key().decrypt(items[_SEALED]))))
            except ValueError as error:
                raise StateError(f"{self.file}: a secret cannot be opened: {error}") from None
        return {key: self._opened(item) for key, item in items.items()}

    def _key(self) -> Cipher:
        self._cipher = self._cipher or state_cipher(self._key_file)
        return self._cipher


def _open(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, check_same_thread=False)
    try:
        found = connection.execute("pragma user_version").fetchone()[0]
        if found == 0 and not connection.execute("select 1 from sqlite_master").fetchone():
            found = _change(connection, _SCHEMA, VERSION)
        while found in _MIGRATIONS:
            found = _change(connection, _MIGRATIONS[found], found + 1)
        if found == VERSION:
            connection.execute("pragma journal_mode = wal")
            return connection
    except sqlite3.DatabaseError as error:
        connection.close()
        raise StateError(
            f"{file} is not a state file of azgreen ({error}); move it away to start anew"
        ) from error
    connection.close()
    raise StateError(
        f"{file} is a state file of version {found}, but this azgreen reads version {VERSION};"
        " use the azgreen that wrote it, or move the file away to start anew"
    )


def _change(connection: sqlite3.Connection, script: str, version: int) -> int:
    connection.executescript(f"begin; {script} pragma user_version = {version}; commit;")
    return version
