"""What do applications and API Management take over as it is?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from azgreen_components.semantic_cache import cosmos_queries, redis_commands
from azgreen_components.semantic_cache.plan import Plan
from azgreen_components.semantic_cache.store_choice import REDIS
from azgreen_components.semantic_cache.tokens import token

_FIELDS = {"vector": "<vector>", "answer": "<answer>", "tags": "<tags>"}


@dataclass(frozen=True)
class Handout:
    """Commands, queries and values; what a store does not need is empty or None."""

    key_prefix: str | None
    partition_key_paths: Sequence[str]
    index_definition: Sequence[str]
    look_up: Sequence[str]
    store_entry: Sequence[Sequence[str]]
    purge: Mapping[str, Sequence[Sequence[str]]]
    policy_values: Mapping[str, Any] | None


def hand_out(wanted: Plan) -> Handout:
    """Return what belongs to the store of the plan."""
    layout, tenant = wanted.layout, redis_commands.TENANT
    if wanted.size.need.store != REDIS:
        paths = list(cosmos_queries.paths(layout).partition_key)
        look_up, purges = cosmos_queries.look_up(layout), cosmos_queries.purges(layout)
        store = cosmos_queries.store(layout)
        return Handout(None, paths, [], look_up, store, purges, None)
    return Handout(
        layout.key_prefix,
        [],
        redis_commands.create_index(layout),
        redis_commands.look_up(layout, tenant, "<vector>", wanted.similarity.distance),
        redis_commands.store(layout, tenant, "<entry>", _FIELDS),
        redis_commands.purges(layout),
        _policy_values(wanted) if wanted.chosen.api_management else None,
    )


def _policy_values(wanted: Plan) -> Mapping[str, Any]:
    """Return what the policies of API Management take.

    API Management has its own keys and index in Redis, so that neither `key_prefix` nor a purge
    reaches them: a new version is a new `vary-by`, and the older answers go when their time is up.
    The tenant's own expression is for the gateway to add: it alone knows where the tenant stands.
    """
    return {
        "score_threshold": wanted.similarity.distance,
        "duration_s": wanted.layout.ttl_seconds,
        "vary_by_version": f'@("{token(wanted.layout.version)}")',
    }
