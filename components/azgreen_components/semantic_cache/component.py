"""How does one keep answers for the next who asks alike, apart by tenant and never for ever?"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pulumi

from azgreen.estimate.sizing.redis import RedisSize
from azgreen_components.semantic_cache import cosmos_store, redis_store
from azgreen_components.semantic_cache.args import SemanticCacheArgs
from azgreen_components.semantic_cache.handout import Handout, hand_out
from azgreen_components.semantic_cache.plan import Plan, plan
from azgreen_components.semantic_cache.tokens import TOKEN_RULE


class SemanticCache(pulumi.ComponentResource):
    """A store of answers that is looked up by meaning: for one tenant, of one version, for a time.

    Entries are purged by their time to live, by a new version tag, by tenant and by tag.
    """

    store: pulumi.Output[str]
    """redis or cosmos."""

    store_name: pulumi.Output[str]
    """Name of the cluster or account."""

    store_id: pulumi.Output[str]
    """Azure's id of the cluster or account."""

    host_name: pulumi.Output[str]
    """Host that clients connect to."""

    port: pulumi.Output[int]
    """Port that clients connect to, by TLS."""

    database_name: pulumi.Output[str]
    """Name of the database."""

    database_id: pulumi.Output[str]
    """Azure's id of Redis's database, whose keys API Management needs; Cosmos DB: the account's."""

    container_name: pulumi.Output[str | None]
    """Name of the container; none for Redis."""

    partition_key_paths: pulumi.Output[Sequence[str]]
    """Paths of the container's partition key, tenant first; none for Redis."""

    similarity: pulumi.Output[Mapping[str, float]]
    """The one threshold on the scale of each store and of API Management."""

    ttl_seconds: pulumi.Output[int]
    """Seconds that an entry lives."""

    key_prefix: pulumi.Output[str | None]
    """What keys of this version start with in Redis; none for Cosmos DB."""

    token_rule: pulumi.Output[str]
    """How tenants and tags are written where <tenant> and <tag> stand in commands of Redis."""

    index_definition: pulumi.Output[Sequence[str]]
    """Command that makes the version's index in Redis; none for Cosmos DB, which has it."""

    look_up: pulumi.Output[Sequence[str]]
    """Finds the nearest entry of a tenant; in Cosmos DB a hit from `similarity` on only."""

    store_entry: pulumi.Output[Sequence[Sequence[str]]]
    """Stores an entry, in Redis with its expiry; <entry> is best the prompt's SHA-256."""

    purge: pulumi.Output[Mapping[str, Sequence[Sequence[str]]]]
    """Steps of each purge: tag, tenant, tenant_tag and version; repeated until none is found."""

    policy_values: pulumi.Output[Mapping[str, Any] | None]
    """What API Management's llm-semantic-cache policies take; none where it has no part."""

    sku: pulumi.Output[str]
    """Size of the cluster, or how the account pays for throughput."""

    high_availability: pulumi.Output[bool]
    """Whether Redis has a second node, Cosmos DB zones."""

    size: pulumi.Output[Mapping[str, Any]]
    """Entries, memory or request units, and how they came about, with units in the keys."""

    avoided: pulumi.Output[Mapping[str, Any] | None]
    """Requests, tokens, carbon and cost that hits spare in an hour; none without the traffic."""

    def __init__(
        self, name: str, args: SemanticCacheArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        wanted = plan(name, args, datetime.now(UTC).date())
        super().__init__("azgreen:index:SemanticCache", name, {}, opts)
        group = args["resource_group_name"]
        self._make(name, group, wanted)
        self._hand_out(hand_out(wanted))
        self.store = pulumi.Output.from_input(wanted.size.need.store)
        self.similarity = pulumi.Output.from_input(wanted.similarity.as_dict())
        self.ttl_seconds = pulumi.Output.from_input(wanted.layout.ttl_seconds)
        self.token_rule = pulumi.Output.from_input(TOKEN_RULE)
        self.high_availability = pulumi.Output.from_input(wanted.chosen.high_availability)
        self.size = pulumi.Output.from_input(_sized(wanted))
        self.avoided = pulumi.Output.from_input(wanted.avoided)
        self.register_outputs({key: getattr(self, key) for key in _OUTPUTS})

    def _make(self, name: str, group: pulumi.Input[str], wanted: Plan) -> None:
        size = wanted.size.store
        if isinstance(size, RedisSize):
            self._take_redis(redis_store.redis_store(self, name, group, wanted, size), size)
        else:
            self._take_cosmos(cosmos_store.cosmos_store(self, name, group, wanted, size), wanted)

    def _take_redis(self, made: redis_store.RedisStore, size: RedisSize) -> None:
        self.store_name, self.store_id = made.cluster.name, made.cluster.id
        self.host_name = made.cluster.host_name
        self.port = pulumi.Output.from_input(redis_store.PORT)
        self.database_name, self.database_id = made.database.name, made.database.id
        self.container_name = pulumi.Output.from_input(None)
        self.sku = pulumi.Output.from_input(size.sku.name)

    def _take_cosmos(self, made: cosmos_store.CosmosStore, wanted: Plan) -> None:
        self.store_name, self.store_id = made.account.name, made.account.id
        self.host_name = pulumi.Output.concat(made.account.name, ".documents.azure.com")
        self.port = pulumi.Output.from_input(cosmos_store.PORT)
        self.database_name = pulumi.Output.from_input(cosmos_store.DATABASE)
        self.database_id = made.account.id
        self.container_name = made.container.name
        self.sku = pulumi.Output.from_input(wanted.throughput_mode or "")

    def _hand_out(self, known: Handout) -> None:
        self.key_prefix = pulumi.Output.from_input(known.key_prefix)
        self.partition_key_paths = pulumi.Output.from_input(known.partition_key_paths)
        self.index_definition = pulumi.Output.from_input(known.index_definition)
        self.look_up = pulumi.Output.from_input(known.look_up)
        self.store_entry = pulumi.Output.from_input(known.store_entry)
        self.purge = pulumi.Output.from_input(known.purge)
        self.policy_values = pulumi.Output.from_input(known.policy_values)


_OUTPUTS = tuple(SemanticCache.__annotations__)


def _sized(wanted: Plan) -> Mapping[str, Any]:
    """Return the size as it is set up: a size of Redis that can have two nodes may have one."""
    return {
        **wanted.size.store.as_dict(),
        "entries": wanted.layout.entries,
        "high_availability": wanted.chosen.high_availability,
        "explain": wanted.explain,
    }
