"""Where do the answers lie: in Redis, by redisvl, or in this process where there is no Redis?

Both keep entries as the component lays them out, and look up within one tenant.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Protocol
from uuid import uuid4

import numpy as np

from azgreen_components.semantic_cache.entries import (
    ANSWER_FIELD,
    VECTOR_FIELD,
    VERSION_FIELD,
    Layout,
    entry_id,
)
from azgreen_components.semantic_cache.redis_commands import create_index
from azgreen_components.semantic_cache.tokens import token

if TYPE_CHECKING:
    from .vectors import Vector

PROMPT_FIELD: Final = "prompt"
"""The question itself, which the second check reads; the component's layout leaves it free."""

DIMENSIONS: Final = 384
"""Of the local model's vectors."""


def new_layout() -> Layout:
    """Return where the entries of one run lie: a version of their own, which no other run has."""
    return Layout("tenant", f"example-{uuid4().hex}", DIMENSIONS, entries=1000, ttl_seconds=3600)


@dataclass(frozen=True, slots=True)
class Found:
    """The nearest entry of a tenant."""

    prompt: str
    answer: str
    cosine: float


class Store(Protocol):
    """Keeps answers by tenant and vector."""

    def keep(self, tenant: str, prompt: str, answer: str, vector: Vector) -> None:
        """Keep an answer; the same prompt of the same tenant replaces it."""
        ...

    def nearest(self, tenant: str, vector: Vector, least_cosine: float) -> Found | None:
        """Return the tenant's nearest entry, or None where none is so near."""
        ...


@dataclass
class MemoryStore:
    """Compares with every entry of the tenant, as a FLAT index of RediSearch does."""

    layout: Layout = field(default_factory=new_layout)
    entries: dict[str, tuple[Found, Vector]] = field(default_factory=dict)
    """By the key that the entry has in Redis."""

    def keep(self, tenant: str, prompt: str, answer: str, vector: Vector) -> None:
        """Keep an answer; the same prompt of the same tenant replaces it."""
        key = self.layout.entry_key(token(tenant), entry_id(prompt))
        self.entries[key] = Found(prompt, answer, 1.0), vector

    def nearest(self, tenant: str, vector: Vector, least_cosine: float) -> Found | None:
        """Return the tenant's nearest entry, or None where none is so near."""
        prefix = self.layout.tenant_prefix(token(tenant))
        near = [
            Found(kept.prompt, kept.answer, float(own @ vector))
            for key, (kept, own) in self.entries.items()
            if key.startswith(prefix)
        ]
        best = max(near, key=lambda found: found.cosine, default=None)
        return best if best is not None and best.cosine >= least_cosine else None


class RedisStore:
    """Keeps entries in Redis; the index is made by the component's own command."""

    def __init__(self, url: str) -> None:
        self.layout = layout = new_layout()
        client: Any = import_module("redis").Redis.from_url(url)
        client.execute_command(*create_index(layout))
        search_index = import_module("redisvl.index").SearchIndex
        self.index: Any = search_index.from_existing(layout.index_name, redis_client=client)

    def keep(self, tenant: str, prompt: str, answer: str, vector: Vector) -> None:
        """Keep an answer; the same prompt of the same tenant replaces it."""
        own = token(tenant)
        entry = {
            self.layout.tenant_key: own,
            VERSION_FIELD: self.layout.version,
            PROMPT_FIELD: prompt,
            ANSWER_FIELD: answer,
            VECTOR_FIELD: vector.astype(np.float32).tobytes(),
        }
        key = self.layout.entry_key(own, entry_id(prompt))
        self.index.load([entry], keys=[key], ttl=self.layout.ttl_seconds)

    def nearest(self, tenant: str, vector: Vector, least_cosine: float) -> Found | None:
        """Return the tenant's nearest entry, or None where none is so near."""
        query = import_module("redisvl.query")
        is_own = query.filter.Tag(self.layout.tenant_key) == token(tenant)
        wanted = query.VectorRangeQuery(
            vector.astype(np.float32).tobytes(),
            VECTOR_FIELD,
            return_fields=[PROMPT_FIELD, ANSWER_FIELD],
            filter_expression=is_own,
            distance_threshold=1 - least_cosine,
            num_results=1,
        )
        for entry in self.index.query(wanted):
            cosine = 1 - float(entry["vector_distance"])
            return Found(entry[PROMPT_FIELD], entry[ANSWER_FIELD], cosine)
        return None

    def close(self) -> None:
        """Drop the index with its entries, and nothing else."""
        self.index.delete(drop=True)
        self.index.disconnect()
