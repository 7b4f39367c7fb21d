"""What is to be found: how many chunks, how large, by how many queries?"""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from azgreen import catalog
from azgreen.estimate.sizing import HOURS_PER_MONTH, SearchSize
from azgreen.estimate.sizing.search import DEFAULT_PAYLOAD_BYTES
from azgreen_components._embeddings import read_dimensions
from azgreen_components._inputs import Faults, choice, given_or, whole_number
from azgreen_components.retrieval.index import DISABLED

CHUNK_TOKENS: Final = 512
"""Where to begin: azure-ai-docs, vector-search-how-to-chunk-documents."""

OVERLAP: Final = 0.25
"""Share of a chunk that the one before has too; the same page."""

FREE: Final = "free"
SEMANTIC_RANKERS: Final = (DISABLED, FREE, "standard")

FREE_QUERIES_PER_MONTH: Final = 1000
"""Of the semantic ranker's free plan: azure-ai-docs, semantic-how-to-enable-disable."""

_MONTH_S: Final = 3600 * HOURS_PER_MONTH


def read_chunks(faults: Faults, given: Mapping[str, object]) -> float | None:
    """Return the mean chunks of a document: as given, or as many as its tokens make."""
    chunk_tokens = _chunk_tokens(faults, given)
    each, whole = given.get("chunks_per_document"), given.get("document_tokens")
    if each is not None and whole is not None:
        faults.add("documentTokens", "the chunks of a document are given too; write one of the two")
        return None
    if each is not None:
        return _number(faults, "chunksPerDocument", each, "chunks", least=1)
    if whole is None:
        fix = "write them, or the tokens of a document, from which they are computed"
        faults.add("chunksPerDocument", f"missing; {fix}")
        return None
    tokens = _number(faults, "documentTokens", whole, "tokens", least=1)
    if tokens is None or chunk_tokens is None:
        return None
    overlap = OVERLAP * chunk_tokens
    return max(1.0, math.ceil((tokens - overlap) / (chunk_tokens - overlap)))


def read_payload_bytes(faults: Faults, given: Mapping[str, object]) -> float | None:
    """Return the bytes of a chunk's text and fields; longer chunks have more."""
    if given.get("payload_bytes") is not None:
        return whole_number(faults, "payloadBytes", given["payload_bytes"], "bytes")
    tokens = given.get("chunk_tokens")
    share = tokens / CHUNK_TOKENS if isinstance(tokens, int | float) else 1
    return DEFAULT_PAYLOAD_BYTES * share


def read_vector(faults: Faults, given: Mapping[str, object]) -> int | None:
    """Return the length of a vector, and note one that no tier takes."""
    dimensions = read_dimensions(faults, given)
    most = max(sku.max_vector_dimensions for sku in catalog.search_skus())
    if dimensions is not None and dimensions > most:
        what = f"{dimensions} are more than an index of Azure AI Search takes"
        faults.add("dimensions", f"{what}; write {most} or fewer")
        return None
    return dimensions


def read_queries(faults: Faults, given: Mapping[str, object]) -> float | None:
    """Return the mean queries per second; None when left out."""
    path, value = "queriesPerSecond", given.get("queries_per_second")
    return None if value is None else _number(faults, path, value, "queries per second")


def read_replicas(faults: Faults, given: Mapping[str, object], size: SearchSize) -> SearchSize:
    """Return the size with the replicas that are written; note what Azure or the SLA forbids."""
    if given.get("replicas") is None:
        return size
    count = whole_number(faults, "replicas", given["replicas"], "replicas")
    if count is None:
        return size
    most = size.sku.most_replicas(size.partitions)
    if count < size.replicas:
        what = f"{count} are fewer than the {size.replicas} that the SLA of {size.need.sla!r} takes"
        faults.add("replicas", f"{what}; write {size.replicas} or more, or another availability")
    elif count > most:
        what = f"{count} are more than {size.sku.name!r} with {size.partitions} partitions has"
        faults.add("replicas", f"{what}; write {most} or fewer")
    return replace(size, replicas=count)


def read_ranker(
    faults: Faults, given: Mapping[str, object], queries_per_second: float | None
) -> str:
    """Return the plan of the semantic ranker, and note a free one that would not last."""
    wanted = given_or(given, "semantic_ranker", DISABLED)
    plan = choice(faults, "semanticRanker", wanted, SEMANTIC_RANKERS)
    if plan == FREE and queries_per_second is not None:
        queries = queries_per_second * _MONTH_S
        if queries > FREE_QUERIES_PER_MONTH:
            what = f"'free' takes {FREE_QUERIES_PER_MONTH:,} queries a month, not {queries:,.0f}"
            faults.add("semanticRanker", f"{what}; write 'standard' or 'disabled'")
    return plan or DISABLED


def _chunk_tokens(faults: Faults, given: Mapping[str, object]) -> int | None:
    if given.get("chunk_tokens") is None:
        return CHUNK_TOKENS
    return whole_number(faults, "chunkTokens", given["chunk_tokens"], "tokens")


def _number(
    faults: Faults, path: str, value: object, unit: str, *, least: float = 0
) -> float | None:
    """Return a finite number from `least` on, or above 0."""
    known = value if isinstance(value, int | float) and not isinstance(value, bool) else 0
    if 0 < known < math.inf and known >= least:
        return float(known)
    allowed = f"{least:g} or more" if least else "one above 0"
    faults.add(path, f"{value!r} is not a number of {unit}; write {allowed}")
    return None
