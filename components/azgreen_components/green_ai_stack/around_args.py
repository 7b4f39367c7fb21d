"""What does one write of what stands before, beside and behind the models of a stack?"""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from azgreen_components._access import CallerArgs
from azgreen_components.ai_gateway.args import (
    BoundsArgs,
    CircuitBreakerArgs,
    GatewayBackendArgs,
    RetryArgs,
    TokenBudgetArgs,
)


class StackCacheArgs(TypedDict):
    """The answers that are kept; SemanticCache says more of each."""

    tenant_key: str
    """Field of an entry that names its tenant: nobody is answered from another's; required."""

    version_tag: str
    """Version of prompt, model and index: a new one leaves every older answer behind; required."""

    store: NotRequired[str]
    """'redis' or 'cosmos'; redis when left out, because API Management can use no other."""

    embedding_model: NotRequired[str]
    """Model that makes the vectors; the stack's own first one when left out."""

    hit_rate: NotRequired[float]
    """Share of requests that the cache answers, 0 to 1; size by entries alone when left out."""

    entries: NotRequired[int]
    """Entries alive at once; from new entries per hour and their hours when left out."""

    entries_per_hour: NotRequired[float]
    """New entries per hour; the requests that miss, from the traffic, when left out."""

    ttl_hours: NotRequired[float]
    """Hours after which an entry goes; 24 when left out."""

    similarity: NotRequired[float]
    """Least cosine of a hit, 0 to 1, for every store alike; 0.95 when left out."""

    high_availability: NotRequired[bool]
    """Whether Redis has a second node, Cosmos DB zones; Redis in 'prod' only when left out."""

    sku: NotRequired[str]
    """Size of Redis, which Azure scales up only; the least that holds entries when left out."""

    autoscale_max_throughput: NotRequired[int]
    """Cosmos DB's most RU/s, another makes a new container; from the traffic when left out."""

    name_suffix: NotRequired[str]
    """Makes the store's derived name another one; the stack's own suffix when left out."""


class StackGatewayArgs(TypedDict):
    """The gateway before the models and the cache of a stack; AiGateway says more of each."""

    publisher_name: NotRequired[str]
    """Organisation that publishes the API; the stack's owner, else required, when left out."""

    publisher_email: NotRequired[str]
    """Address that API Management writes to; the first of monitoring's emails when left out."""

    public_backends: NotRequired[bool]
    """Whether models, cache and traces answer on the internet; as the whole stack when left out."""

    backends: NotRequired[Sequence[GatewayBackendArgs]]
    """Deployments of 'models' or 'provisioned'; PTUs, then their model by token, when left out."""

    sku: NotRequired[str]
    """Tier of API Management; the cheapest of the v2 tiers that can do it when left out."""

    units: NotRequired[int]
    """Units of the tier; 1 when left out."""

    token_budget: NotRequired[TokenBudgetArgs]
    """Tokens that a key may use; unlimited when left out."""

    tenant_header: NotRequired[str]
    """Header that names the tenant, then required; tenants are subscriptions when left out."""

    max_tokens: NotRequired[int]
    """Most tokens of an answer, sent along with every request; not limited when left out."""

    bounds: NotRequired[BoundsArgs]
    """Bounds of temperature, top_p and penalties; those of the API when left out."""

    over_limit: NotRequired[str]
    """'cap' or 'reject' what is over max_tokens or bounds; cap when left out."""

    circuit_breaker: NotRequired[CircuitBreakerArgs]
    """When a backend is left alone; by 3 failures in 5 minutes, for 1, when left out."""

    retry: NotRequired[RetryArgs]
    """How often a request is sent again; to each further backend once when left out."""

    api_path: NotRequired[str]
    """Path of the API below the gateway's address; 'models' when left out."""


class StackRetrievalArgs(TypedDict):
    """The passages that go into prompts; Retrieval says more of each."""

    documents: int
    """Documents to be found; required."""

    chunks_per_document: NotRequired[float]
    """Mean chunks of a document; from its tokens and those of a chunk when left out."""

    document_tokens: NotRequired[float]
    """Mean tokens of a document; the chunks of a document are required when left out."""

    chunk_tokens: NotRequired[int]
    """Tokens of a chunk, of which a quarter overlaps with the one before; 512 when left out."""

    embedding_model: NotRequired[str]
    """Model that makes the vectors; the stack's own first one when left out."""

    dimensions: NotRequired[int]
    """Numbers of a vector; as many as the embedding model makes when left out."""

    payload_bytes: NotRequired[int]
    """Bytes of a chunk's text and fields in the index; from the chunk's tokens when left out."""

    compression: NotRequired[str]
    """'none', 'scalar' (a byte a number) or 'binary' (a bit); none when left out."""

    availability: NotRequired[str]
    """SLA for 'none', 'query' or 'index'; query in 'prod', none otherwise when left out."""

    replicas: NotRequired[int]
    """Copies of the index that answer queries; the fewest that the SLA takes when left out."""

    semantic_ranker: NotRequired[str]
    """'disabled', 'free' (1,000 queries a month) or 'standard'; disabled when left out."""

    queries_per_second: NotRequired[float]
    """Mean queries per second; what a query costs is not known when left out."""

    index_name: NotRequired[str]
    """Name of the index in its definition; 'chunks' when left out."""

    writers: NotRequired[Sequence[CallerArgs]]
    """Who may read and write documents; nobody may when left out."""


class StackMonitoringArgs(TypedDict):
    """Who is told of what; Monitoring says more of each."""

    emails: NotRequired[Sequence[str]]
    """Addresses to tell; when left out, alerts show in Azure Monitor only."""

    webhooks: NotRequired[Sequence[str]]
    """Addresses (https) to call with the common alert schema; none when left out."""

    latency_ms: NotRequired[float]
    """Slowest acceptable answer in ms; the rules' own, or no alert on latency, when left out."""

    carbon_budget_gco2e_per_day: NotRequired[float]
    """Most gCO2e of all deployments in 24 hours before an alert; no carbon budget when left out."""

    retention_days: NotRequired[int]
    """Days for which logs are kept; 30, which costs nothing extra, when left out."""

    daily_quota_gb: NotRequired[float]
    """Most logs in GB a day, after which Azure drops them; 1 when left out."""
