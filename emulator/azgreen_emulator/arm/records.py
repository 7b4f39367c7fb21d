"""What is a resource, a soft-deleted resource and an operation, once at rest?"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

Body = dict[str, Any]


def _no_body() -> Body:
    return {}


@dataclass(frozen=True)
class Record:
    """One resource: `body` is what a GET answers, `private` what Azure keeps to itself."""

    id: str
    type: str
    body: Body
    parent: str = ""
    location: str = ""
    domain: str = ""
    private: Body = field(default_factory=_no_body)

    @property
    def key(self) -> str:
        """Resource ids are compared without case."""
        return self.id.lower()

    @property
    def name(self) -> str:
        """The last part of the id, in the case first given."""
        return self.id.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Deleted:
    """A soft-deleted resource: it holds its name and its domain until it is purged."""

    key: str
    purge_at: float
    location: str
    domain: str
    body: Body
    children: list[Body]
    private: Body


@dataclass(frozen=True)
class Operation:
    """A long-running operation; while it runs, no other starts on what it has locked."""

    id: str
    target: str
    lock: str
    action: str
    started_at: float
    ends_at: float
    status: str = "InProgress"
    error: Body = field(default_factory=_no_body)


def record_of(row: tuple[Any, ...]) -> Record:
    """Read a row of `resources`."""
    _, _, resource_id, type_name, parent, location, domain, body, private = row
    return Record(
        resource_id, type_name, json.loads(body), parent, location, domain, json.loads(private)
    )


def grave_of(row: tuple[Any, ...]) -> Deleted:
    """Read a row of `deleted`."""
    key, purge_at, location, domain, body, children, private = row
    return Deleted(
        key, purge_at, location, domain, *(json.loads(text) for text in (body, children, private))
    )


def operation_of(row: tuple[Any, ...]) -> Operation:
    """Read a row of `operations`."""
    return Operation(*row[:-1], error=json.loads(row[-1]))
