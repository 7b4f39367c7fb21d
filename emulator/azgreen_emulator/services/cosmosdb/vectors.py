"""Which vectors can a container hold and look up?

Rules: cosmos-db docs, `nosql/vector-search` and `index-policy`. The words are the service's where
the tests of azure-cosmos (`test_vector_policy.py`) or a report of an error show them.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from azgreen_emulator.services.cosmosdb import throughput
from azgreen_emulator.services.cosmosdb.account_rules import VECTORS, capabilities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_MOST_DIMENSIONS, _MOST_FLAT, _MOST_BYTES = 4096, 505, 512
_SEARCH_LIST = range(25, 501)
_MOST_SHARD_PATHS = 1
_POLICY = "The Vector Indexing Policy"


def faults(write: Write, resource: Body) -> Iterator[str]:
    """Yield what is wrong with the vectors of a container."""
    embeddings, indexes = _embeddings(resource), _indexes(resource)
    known = {item["path"]: item["dimensions"] for item in embeddings}
    return chain(
        _place_faults(write, resource) if embeddings or indexes else (),
        _embedding_faults(embeddings),
        *(_index_faults(index, known) for index in indexes),
        _change_faults(write, resource),
    )


def _embeddings(resource: Body) -> list[Body]:
    policy: Body = resource.get("vectorEmbeddingPolicy", {})
    return policy.get("vectorEmbeddings", [])


def _indexes(resource: Body) -> list[Body]:
    policy: Body = resource.get("indexingPolicy", {})
    return policy.get("vectorIndexes", [])


def _place_faults(write: Write, resource: Body) -> Iterator[str]:
    account_id = write.id.lower().partition("/sqldatabases/")[0]
    account = write.call.store.get(account_id)
    if account is None or VECTORS not in capabilities(account.body["properties"]):
        yield (
            "A Container Vector Policy has been provided, but the capability has not been enabled"
            " on your account."
        )
    if write.is_new and throughput.is_shared(write):
        yield "Vector Indexing is not supported for shared throughput offer."
    if resource.get("analyticalStorageTtl"):
        yield "properties.resource.analyticalStorageTtl: not allowed with vectors."


def _embedding_faults(embeddings: list[Body]) -> Iterator[str]:
    paths: list[str] = [item["path"] for item in embeddings]
    for index, item in enumerate(embeddings):
        path, dimensions = paths[index], item["dimensions"]
        if not path.startswith("/"):
            yield f"The Vector Embedding Policy's path '{path}' has to begin with '/'."
        if path in paths[:index]:
            yield f"The Vector Embedding Policy's path '{path}' is there twice."
        if dimensions > _MOST_DIMENSIONS:
            bound = f"more than the maximum supported value {_MOST_DIMENSIONS}"
            yield f"The Vector Embedding Policy has Dimensions:{dimensions} which is {bound}."
        if dimensions < 1:
            bound = "less than the minimum supported value 1"
            yield f"The Vector Embedding Policy has Dimensions:{dimensions} which is {bound}."


def _index_faults(index: Body, known: dict[str, int]) -> Iterator[str]:
    path: str = index["path"]
    dimensions = known.get(path)
    if dimensions is None:
        yield f"{_POLICY}'s path::{path} not matching in Embedding's path."
        return
    if index["type"] == "flat" and dimensions > _MOST_FLAT:
        yield (
            f"{_POLICY}'s path::{path} is of type flat, which takes {_MOST_FLAT} dimensions at"
            f" most, not {dimensions}; choose quantizedFlat or diskANN."
        )
    yield from _range_faults(index, dimensions)
    shards: list[str] = index.get("vectorIndexShardKey", [])
    if len(shards) > _MOST_SHARD_PATHS:
        count = f"{len(shards)} exceeds the maximum: {_MOST_SHARD_PATHS}"
        yield f"The number of shard paths defined in the Vector Indexing Policy: {count}."
    for shard in shards:
        if not shard.startswith("/"):
            yield f"{_POLICY} has an invalid Shard Path: {shard}."


def _range_faults(index: Body, dimensions: int) -> Iterator[str]:
    most = max(1, min(_MOST_BYTES, dimensions))
    for key, allowed in (
        ("quantizationByteSize", range(1, most + 1)),
        ("indexingSearchListSize", _SEARCH_LIST),
    ):
        value = index.get(key)
        if value is not None and value not in allowed:
            yield (
                f"{_POLICY} parameter {key[0].upper()}{key[1:]} value :: {value} is out of range."
                f" The allowed range is between {allowed[0]} and {allowed[-1]}."
            )


def _change_faults(write: Write, resource: Body) -> Iterator[str]:
    before: Body = write.before.get("resource", {})
    if not before:
        return
    for what, read in (("embedding", _embeddings), ("vector indexing", _indexes)):
        if read(resource) != read(before):
            yield f"Paths in existing {what} policy cannot be modified in Collection Replace."
