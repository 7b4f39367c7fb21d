"""Does the state survive, and are files of another kind refused?"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from azgreen.errors import StateError
from azgreen_emulator.arm.records import Record
from azgreen_emulator.store import SCHEMA_VERSION, Store

if TYPE_CHECKING:
    from pathlib import Path

KIND = "Microsoft.Resources/resourceGroups"


def record(name: str = "rg") -> Record:
    return Record(f"/subscriptions/s/resourceGroups/{name}", KIND, {"name": name})


def test_what_was_written_is_there_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    first = Store(path)
    instance = first.instance_id
    assert first.is_empty()
    first.put(record())
    first.close()
    second = Store(path)
    assert (second.instance_id, second.is_empty()) == (instance, False)
    assert second.get("/SUBSCRIPTIONS/S/resourcegroups/RG") == record()
    second.close()


def test_half_a_transaction_is_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "state.db")
    with pytest.raises(RuntimeError):
        _interrupted(store, "one")
    assert store.is_empty()
    with store.transaction():
        store.put(record("one"))
        with pytest.raises(RuntimeError):
            _interrupted(store, "two")
    assert [item.name for item in store.under("/subscriptions/s")] == ["one"]
    store.close()


def _interrupted(store: Store, name: str) -> None:
    with store.transaction():
        store.put(record(name))
        raise RuntimeError


def test_two_stores_share_a_file(tmp_path: Path) -> None:
    one, two = Store(tmp_path / "state.db"), Store(tmp_path / "state.db")
    one.put(record())
    assert two.instance_id == one.instance_id
    assert two.get(record().id) == record()
    one.close()
    two.close()


def test_killed_in_the_middle_leaves_the_last_whole_state(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    store = Store(path)
    store.put(record("kept"))
    store._db.execute("BEGIN IMMEDIATE")
    store._db.execute("DELETE FROM resources")
    store._db.close()  # the power goes
    again = Store(path)
    assert [item.name for item in again.under("/subscriptions/s")] == ["kept"]
    again.close()


def test_file_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StateError) as refused:
        Store(path)
    assert str(refused.value) == (
        f"state file {str(path)!r} has version 99; this azgreen supports version {SCHEMA_VERSION};"
        " use the azgreen that wrote it, or move the file away to start anew"
    )


def test_database_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE mine (a TEXT)")
    db.commit()
    db.close()
    with pytest.raises(StateError, match="has version 0; this azgreen supports version 1"):
        Store(path)


@pytest.mark.parametrize("text", ["hello, this is no database at all", "x" * 5000])
def test_file_that_is_no_database_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StateError) as refused:
        Store(path)
    assert "has no version: it cannot be used as a SQLite file" in str(refused.value)
    assert "name another file, or move this one away" in str(refused.value)
    assert path.read_text(encoding="utf-8") == text


def test_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StateError, match="unable to open database file"):
        Store(tmp_path / "none" / "state.db")
