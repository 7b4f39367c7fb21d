"""Where does an entry of the cache lie, so that a version and a tenant see their own only?"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from azgreen_components.semantic_cache.tokens import Token, token

VERSION_FIELD: Final = "version"
TAGS_FIELD: Final = "tags"
VECTOR_FIELD: Final = "vector"
ANSWER_FIELD: Final = "answer"
OWN_FIELDS: Final = frozenset(
    {"id", "ttl", VERSION_FIELD, TAGS_FIELD, VECTOR_FIELD, ANSWER_FIELD, "near", "similarity"}
)
"""Names that the tenant's field cannot have."""


@dataclass(frozen=True)
class Layout:
    """How entries are laid out in either store."""

    tenant_key: str
    """Field that holds the tenant."""
    version: str
    """What entries were made with: prompt, model and index."""
    dimensions: int
    entries: int
    """Entries alive at once."""
    ttl_seconds: int

    @property
    def key_prefix(self) -> str:
        """What every key of the version starts with in Redis; no other version's key does."""
        return f"cache:{token(self.version)}:"

    @property
    def index_name(self) -> str:
        """Name of the version's own index in Redis."""
        return index_name(token(self.version))

    def tenant_prefix(self, tenant: Token) -> str:
        """Return what every key of a tenant starts with; no other tenant's key does."""
        return f"{self.key_prefix}{tenant}:"

    def entry_key(self, tenant: Token, entry: str) -> str:
        """Return the key of an entry in Redis."""
        return f"{self.tenant_prefix(tenant)}{entry}"


def index_name(version: Token) -> str:
    """Return the name of a version's index in Redis, of an older one too."""
    return f"index:{version}"


def entry_id(prompt: str) -> str:
    """Return the id of an entry: the same prompt replaces its own entry instead of adding one."""
    return sha256(prompt.encode()).hexdigest()
