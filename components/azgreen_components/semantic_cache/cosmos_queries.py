"""Which queries look up and purge in Cosmos DB, and which paths are indexed?

What an application knows only later is a parameter (@tenant), never part of the text; names of
fields were checked by the plan. Syntax: Cosmos DB for NoSQL, query language, VECTORDISTANCE and
ARRAY_CONTAINS.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from azgreen_components.semantic_cache.entries import (
    ANSWER_FIELD,
    TAGS_FIELD,
    VECTOR_FIELD,
    VERSION_FIELD,
    Layout,
)

Step = Sequence[str]

_VERSION = f'c["{VERSION_FIELD}"]'


@dataclass(frozen=True)
class Paths:
    """Paths of an item that policies name."""

    partition_key: tuple[str, ...]
    indexed: tuple[str, ...]
    excluded: tuple[str, ...]
    vector: str


def paths(layout: Layout) -> Paths:
    """Return the paths; whatever no query asks for costs no request units on writing.

    The partition key is not indexed by itself: Cosmos DB, "Manage indexing policies".
    """
    key = (f"/{layout.tenant_key}", f"/{VERSION_FIELD}")
    indexed = (*(f"{path}/?" for path in key), f"/{TAGS_FIELD}/[]/?")
    return Paths(key, indexed, ("/*", f"/{VECTOR_FIELD}/*"), f"/{VECTOR_FIELD}")


def look_up(layout: Layout) -> Step:
    """Return the query for the nearest entry of one tenant; the caller compares its similarity."""
    near = f'VectorDistance(c["{VECTOR_FIELD}"], @vector)'
    found = f'c.id, c["{ANSWER_FIELD}"], {near} AS similarity'
    own = f"{_tenant(layout)} = @tenant AND {_VERSION} = @version"
    return [f"SELECT TOP 1 {found} FROM c WHERE {own} ORDER BY {near}"]  # noqa: S608 - parameters


def store(layout: Layout) -> list[Step]:
    """Return how an entry is stored: the item, what stands in <> to be filled in."""
    item = {
        "id": "<entry>",
        layout.tenant_key: "<tenant>",
        VERSION_FIELD: layout.version,
        TAGS_FIELD: ["<tag>"],
        VECTOR_FIELD: ["<numbers>"],
        ANSWER_FIELD: "<answer>",
    }
    return [["UPSERT", json.dumps(item, ensure_ascii=False)]]


def purges(layout: Layout) -> dict[str, list[Step]]:
    """Return how to purge: what each purge is called, the query and what to do with its items."""
    tagged = f'ARRAY_CONTAINS(c["{TAGS_FIELD}"], @tag)'
    own = f"{_tenant(layout)} = @tenant"
    return {
        name: [[_items(layout, where)], ["DELETE", "<id>", "<tenant>", "<version>"]]
        for name, where in {
            "tag": tagged,
            "tenant": own,
            "tenant_tag": f"{own} AND {tagged}",
            "version": f"{_VERSION} = @version",
        }.items()
    }


def _items(layout: Layout, where: str) -> str:
    return f"SELECT c.id, {_tenant(layout)}, {_VERSION} FROM c WHERE {where}"  # noqa: S608 - same


def _tenant(layout: Layout) -> str:
    return f'c["{layout.tenant_key}"]'
