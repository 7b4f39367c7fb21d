"""What does an application send to the service to make its index, and to ask it?

Syntax: Azure AI Search REST 2025-09-01 (data plane), indexes and documents/search-post;
azure-ai-docs, vector-search-how-to-quantization, -storage-options and hybrid-search-how-to-query.
"""

import json
from dataclasses import dataclass
from typing import Any, Final

DATA_API_VERSION: Final = "2025-09-01"
"""The stable version of the data plane whose words are used."""

DISABLED: Final = "disabled"

_KEY, _DOCUMENT, _TITLE, _CONTENT, _VECTOR = "id", "document_id", "title", "content", "vector"
_ALGORITHM, _PROFILE, _SEMANTIC = "hnsw", "vector", "semantic"
_TOP: Final = 5  # passages of an answer: our own judgement, for whoever asks to change
_RANKED: Final = 50  # what the semantic ranker takes at most: hybrid-search-how-to-query
_KINDS: Final = {"scalar": "scalarQuantization", "binary": "binaryQuantization"}


@dataclass(frozen=True)
class Layout:
    """What the index is like."""

    name: str
    dimensions: int
    compression: str
    semantic_ranker: str

    @property
    def is_ranked(self) -> bool:
        """Whether the semantic ranker reads what was found."""
        return self.semantic_ranker != DISABLED


def index_definition(layout: Layout) -> str:
    """Return the JSON of the index: what no query needs is off, because it takes storage."""
    body: dict[str, Any] = {
        "name": layout.name,
        "fields": [
            _field(_KEY, key=True),
            _field(_DOCUMENT, filterable=True),
            _field(_TITLE, searchable=True),
            _field(_CONTENT, searchable=True),
            {
                "name": _VECTOR,
                "type": "Collection(Edm.Single)",
                "searchable": True,
                "retrievable": False,
                # one copy less on the disk; it can be decided here only
                "stored": False,
                "dimensions": layout.dimensions,
                "vectorSearchProfile": _PROFILE,
            },
        ],
        "vectorSearch": _vector_search(layout.compression),
    }
    if layout.is_ranked:
        body["semantic"] = _semantic()
    return json.dumps(body, indent=1)


def hybrid_query(layout: Layout) -> str:
    """Return the JSON of a question by words and by vector; put yours where <...> stands."""
    nearest = _RANKED if layout.is_ranked else _TOP
    body: dict[str, Any] = {
        "search": "<question>",
        "vectorQueries": [
            {"kind": "vector", "vector": "<vector>", "fields": _VECTOR, "k": nearest}
        ],
        "select": f"{_KEY},{_DOCUMENT},{_TITLE},{_CONTENT}",
        "top": _TOP,
    }
    if layout.is_ranked:
        body |= {"queryType": "semantic", "semanticConfiguration": _SEMANTIC}
    return json.dumps(body, indent=1)


def _field(name: str, **on: bool) -> dict[str, Any]:
    off = ("key", "searchable", "filterable", "sortable", "facetable")
    return {
        "name": name,
        "type": "Edm.String",
        "retrievable": True,
        **dict.fromkeys(off, False),
    } | on


def _vector_search(compression: str) -> dict[str, Any]:
    profile = {"name": _PROFILE, "algorithm": _ALGORITHM}
    found: dict[str, Any] = {
        "algorithms": [
            {"name": _ALGORITHM, "kind": "hnsw", "hnswParameters": {"metric": "cosine"}}
        ],
        "profiles": [profile],
    }
    kind = _KINDS.get(compression)
    if kind is not None:
        profile["compression"] = compression
        parameters = {"scalarQuantizationParameters": {"quantizedDataType": "int8"}}
        found["compressions"] = [
            {
                "name": compression,
                "kind": kind,
                # what is found by short vectors is put in order by the whole ones
                "rescoringOptions": {
                    "enableRescoring": True,
                    "rescoreStorageMethod": "preserveOriginals",
                },
                **(parameters if compression == "scalar" else {}),
            }
        ]
    return found


def _semantic() -> dict[str, Any]:
    fields = {
        "titleField": {"fieldName": _TITLE},
        "prioritizedContentFields": [{"fieldName": _CONTENT}],
    }
    return {
        "defaultConfiguration": _SEMANTIC,
        "configurations": [{"name": _SEMANTIC, "prioritizedFields": fields}],
    }
