"""Where is kept what a fleet measured, and what of it is there already?

One DuckDB file. It says itself what it is of: which Azure, which time, which grain. A part that has
been read is written together with the note that it has, so that an interruption loses no more than
what was on its way. DuckDB lets one process at a time have the file.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from threading import RLock
from typing import TYPE_CHECKING, Any, Self

from azgreen.azure.listing import Listed, Missing
from azgreen.fleet.file import connected, header_of, telling

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence
    from pathlib import Path

    from azgreen.azure.metrics import Asked
    from azgreen.fleet.file import Header
    from azgreen.fleet.plan import Done, Part


Key = tuple[str, ...]
"""What a metric is known by."""


class Rows:
    """Samples on their way into the file, column by column."""

    def __init__(self) -> None:
        self.asked, self.value = list[int](), list[str]()
        self.at_s, self.amount = list[int](), list[float]()

    def add(self, asked: int, value: str, at_s: Sequence[int], amount: Sequence[float]) -> None:
        """Add one series."""
        self.asked += [asked] * len(at_s)
        self.value += [value] * len(at_s)
        self.at_s += at_s
        self.amount += amount


class Store:
    """The file of a fleet: `with Store.opened(path, header) as store`; its methods take turns."""

    def __init__(self, connection: Any, header: Header) -> None:
        self._connection, self.header, self._lock = connection, header, RLock()

    @classmethod
    @contextmanager
    def opened(cls, path: Path, header: Header) -> Generator[Self]:
        """Open a file, or make it.

        Args:
            path: Where it is.
            header: What it is of if it is new; one that is there keeps its own time.

        Raises:
            StateError: it is no such file, of something else, or another process has it.
            MissingExtraError: DuckDB is not installed.
        """
        connection = connected(path)
        try:
            with telling(path):
                yield cls(connection, header_of(connection, path, header))
        finally:
            connection.close()

    def keep_listing(
        self, subscription: str, found: Iterable[Listed], missing: Iterable[Missing]
    ) -> None:
        """Keep what is there in a subscription, in place of what was."""
        rows = [(subscription, item.id, json.dumps(dict(item.props))) for item in found]
        told = json.dumps([asdict(item) for item in missing])
        with self._writing() as connection:
            connection.execute("DELETE FROM resources WHERE subscription = ?", [subscription])
            if rows:
                connection.executemany("INSERT INTO resources VALUES (?, ?, ?)", rows)
            connection.execute(
                "INSERT OR REPLACE INTO subscriptions VALUES (?, ?)", [subscription, told]
            )

    def listing(self, subscription: str) -> tuple[list[Listed], list[Missing]] | None:
        """Return what was listed; None where nothing was, or not all of it."""
        found = self.rows("SELECT missing FROM subscriptions WHERE id = ?", subscription)
        if not found:
            return None
        rows = self.rows(
            "SELECT id, props FROM resources WHERE subscription = ? ORDER BY rowid", subscription
        )
        missing = [Missing(**item) for item in json.loads(found[0][0])]
        return [Listed(id_, json.loads(props)) for id_, props in rows], missing

    def numbers(self, subscription: str, asked: Sequence[Asked]) -> list[int]:
        """Return the number of each metric in the file; a new one gets the next."""
        with self._writing() as connection:
            known = self.known()
            new = list[tuple[object, ...]]()
            for each in asked:
                key = key_of(each)
                if key not in known:
                    known[key] = len(known)
                    head = (known[key], subscription, key[0], each.type)
                    new.append((*head, *key[1:], each.step_s))
            if new:
                connection.executemany("INSERT INTO asked VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", new)
        return [known[key_of(each)] for each in asked]

    def known(self) -> dict[Key, int]:
        """Return the number of each metric that is in the file."""
        names = "resource, metric, filter, apart, aggregation"
        return {row[:-1]: row[-1] for row in self.rows(f"SELECT {names}, number FROM asked")}  # noqa: S608  names of columns

    def done(self) -> set[Done]:
        """Return the parts that have been read."""
        rows = self.rows("SELECT asked, since, until FROM finished")
        return {
            (n, since.replace(tzinfo=UTC), until.replace(tzinfo=UTC)) for n, since, until in rows
        }

    def keep(self, part: Part, rows: Rows) -> None:
        """Keep what a part has read, and that it has."""
        arrow: Any = import_module("pyarrow")  # heavy, and an extra
        samples = arrow.table(vars(rows))
        own = [[each.number for each in part.wanted], _plain(part.since), _plain(part.until)]
        with self._writing() as connection:
            connection.register("more", samples)
            connection.execute("INSERT INTO samples SELECT asked, value, at_s, amount FROM more")
            connection.unregister("more")
            connection.execute("INSERT INTO finished SELECT unnest(?), ?, ?", own)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a statement."""
        with self._lock:
            return self._connection.execute(query, [*values]).fetchall()

    def columns(self, query: str) -> dict[str, Any]:
        """Return the columns of a statement as arrays, which takes a tenth of the time of rows."""
        with self._lock:
            return self._connection.execute(query).fetchnumpy()

    @contextmanager
    def _writing(self) -> Generator[Any]:
        with self._lock:
            self._connection.execute("BEGIN")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")


def key_of(asked: Asked) -> Key:
    """Return what a metric is known by in the file."""
    return asked.resource.lower(), asked.metric, asked.where, asked.apart, asked.aggregation


def _plain(moment: datetime) -> datetime:
    """DuckDB's times have no zone: all of them are UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None)
