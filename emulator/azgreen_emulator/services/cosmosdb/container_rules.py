"""Which containers does Cosmos DB refuse?

Rules: cosmos-db docs, `hierarchical-partition-keys`, `time-to-live`, `unique-keys`, and `vectors`.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from azgreen_emulator.services.cosmosdb import vectors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_KEY = "properties.resource.partitionKey"
_PATH = re.compile(r"(/[^/*?]+)+")
_MOST_LEVELS = 3
_HIERARCHICAL_VERSION = 2


def faults(write: Write) -> Iterator[str]:
    """Yield what is wrong with a container."""
    resource: Body = write.properties["resource"]
    return chain(
        _partition_faults(resource),
        _life_faults(resource),
        vectors.faults(write, resource),
        _change_faults(write, resource),
    )


def _partition_faults(resource: Body) -> Iterator[str]:
    key: Body = resource.get("partitionKey", {})
    paths: list[str] = key.get("paths", [])
    if not paths:
        yield f"{_KEY}.paths: required: a list of one to {_MOST_LEVELS} paths such as '/tenant'."
    for index, path in enumerate(paths):
        if not _PATH.fullmatch(path):
            yield f"{_KEY}.paths[{index}]: '{path}' is no path such as '/tenant'."
        elif path in paths[:index]:
            yield f"{_KEY}.paths[{index}]: '{path}' is there twice."
    kind = key.get("kind", "Hash")
    if kind == "Range":
        yield f"{_KEY}.kind: 'Range' is not allowed; expected one of 'Hash', 'MultiHash'."
    if kind == "Hash" and len(paths) > 1:
        yield f"{_KEY}.paths: {len(paths)} are too many for 'Hash'; choose 'MultiHash'."
    if kind != "MultiHash":
        return
    if len(paths) > _MOST_LEVELS:
        yield f"{_KEY}.paths: {len(paths)} are too many; the most is {_MOST_LEVELS}."
    if key.get("version") != _HIERARCHICAL_VERSION:
        yield f"{_KEY}.version: 'MultiHash' needs version {_HIERARCHICAL_VERSION}."


def _life_faults(resource: Body) -> Iterator[str]:
    life_s = resource.get("defaultTtl")
    if life_s is not None and life_s != -1 and life_s <= 0:
        yield (
            f"properties.resource.defaultTtl: {life_s} is not allowed; expected -1 (items live"
            " until they say otherwise) or a positive number of seconds."
        )


def _change_faults(write: Write, resource: Body) -> Iterator[str]:
    before: Body = write.before.get("resource", {})
    if not before:
        return
    if _key(resource) != _key(before):
        yield "Document collection partition key cannot be changed."
    if resource.get("uniqueKeyPolicy") != before.get("uniqueKeyPolicy"):
        yield "properties.resource.uniqueKeyPolicy: cannot be changed; make another container."


def _key(resource: Body) -> tuple[object, ...]:
    key: Body = resource.get("partitionKey", {})
    return key.get("paths"), key.get("kind", "Hash"), key.get("version")
