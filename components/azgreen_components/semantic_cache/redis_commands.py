"""Which commands look up, store and purge in Redis?

Each is a list of arguments, as every client takes them; what stands in <> is filled in by the
application. Syntax: redis.io, search and query, FT.CREATE, vectors, tags (RediSearch 2.10).
"""

from collections.abc import Mapping, Sequence
from typing import Final

from azgreen_components.semantic_cache.entries import (
    ANSWER_FIELD,
    TAGS_FIELD,
    VECTOR_FIELD,
    VERSION_FIELD,
    Layout,
    index_name,
)
from azgreen_components.semantic_cache.tokens import Token

Command = Sequence[str]

MOST_FLAT_ENTRIES: Final = 10_000
"""Vectors up to which a search through all of them does.

Source: Microsoft Learn, module "Implement vector storage in Azure Managed Redis".
"""

LINKS: Final = 16
"""M of HNSW: RediSearch's default, and what the sizing of the memory counts with."""

_PAGE: Final = 1000
_DISTANCE: Final = "distance"
TENANT: Final = Token("<tenant>")
TAG: Final = Token("<tag>")
VERSION: Final = Token("<version>")
"""Stand in for tokens in what is shown."""


def create_index(layout: Layout) -> Command:
    """Return the command that makes the version's index; run it once for each version."""
    return [
        *("FT.CREATE", layout.index_name, "ON", "HASH", "PREFIX", "1", layout.key_prefix),
        # case tells tokens apart: 'A' and 'a' are two tenants
        *("SCHEMA", layout.tenant_key, "TAG", "CASESENSITIVE"),
        *(TAGS_FIELD, "TAG", "SEPARATOR", ",", "CASESENSITIVE"),
        *(VECTOR_FIELD, "VECTOR", *_vector(layout)),
    ]


def look_up(layout: Layout, tenant: Token, vector: str, distance: float) -> Command:
    """Return the command that finds the nearest entry of one tenant within `distance`, or none."""
    near = f"@{VECTOR_FIELD}:[VECTOR_RANGE ${_DISTANCE} $vector]=>{{$YIELD_DISTANCE_AS: near}}"
    return [
        *("FT.SEARCH", layout.index_name, f"{of_tenant(layout, tenant)} {near}"),
        *("PARAMS", "4", _DISTANCE, f"{distance:g}", "vector", vector),
        *("SORTBY", "near", "ASC", "LIMIT", "0", "1"),
        *("RETURN", "2", ANSWER_FIELD, "near", "DIALECT", "2"),
    ]


def store(layout: Layout, tenant: Token, entry: str, fields: Mapping[str, str]) -> list[Command]:
    """Return the commands that store an entry; as one, so that none is left without an expiry.

    Args:
        layout: Where entries lie.
        tenant: Whose entry it is.
        entry: Its id, best that of `entry_id`.
        fields: `vector` (32-bit floats, lowest byte first), `answer`, and `tags` (tokens with ','
            between them).
    """
    key = layout.entry_key(tenant, entry)
    pairs = {layout.tenant_key: tenant, VERSION_FIELD: layout.version, **fields}
    written = [part for pair in pairs.items() for part in pair]
    return [
        ["MULTI"],
        ["HSET", key, *written],
        ["EXPIRE", key, str(layout.ttl_seconds)],
        ["EXEC"],
    ]


def purges(layout: Layout) -> dict[str, list[Command]]:
    """Return how to purge: what each purge is called, and its commands, until none is found.

    UNLINK takes keys of several slots at once under EnterpriseCluster: Microsoft Learn, "Client
    libraries and development best practices" of Azure Managed Redis.
    """
    by = {
        "tag": of_tag(TAG),
        "tenant": of_tenant(layout, TENANT),
        "tenant_tag": f"{of_tenant(layout, TENANT)} {of_tag(TAG)}",
    }
    found = {name: [_found(layout, query), ["UNLINK", "<keys>"]] for name, query in by.items()}
    return {**found, "version": [["FT.DROPINDEX", index_name(VERSION), "DD"]]}


def of_tenant(layout: Layout, tenant: Token) -> str:
    """Return the filter of one tenant's entries."""
    return f"@{layout.tenant_key}:{{{tenant}}}"


def of_tag(tag: Token) -> str:
    """Return the filter of the entries with a tag."""
    return f"@{TAGS_FIELD}:{{{tag}}}"


def _found(layout: Layout, query: str) -> Command:
    return [
        *("FT.SEARCH", layout.index_name, query),
        *("NOCONTENT", "LIMIT", "0", str(_PAGE), "DIALECT", "2"),
    ]


def _vector(layout: Layout) -> Sequence[str]:
    """Return algorithm, number of attributes and attributes of the vector's index."""
    own = ["TYPE", "FLOAT32", "DIM", str(layout.dimensions), "DISTANCE_METRIC", "COSINE"]
    if layout.entries <= MOST_FLAT_ENTRIES:
        return ["FLAT", str(len(own)), *own]
    own += ["M", str(LINKS)]
    return ["HNSW", str(len(own)), *own]
