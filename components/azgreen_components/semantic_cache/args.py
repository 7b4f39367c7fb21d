"""What does one write to deploy a semantic cache?"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from azgreen_components._access import CallerArgs

DEFAULT_STORE = "redis"
"""The only store that API Management can use; the explanation of the size tells its price."""

DEFAULT_TTL_HOURS = 24.0
"""Our own judgement: an answer of yesterday is looked at again."""

PRODUCTION = "prod"
"""Value of `environment` for which a cache in Redis has a second node."""


class CachedTrafficArgs(TypedDict):
    """The requests that come to the cache before they come to a model."""

    model: str
    """Model that answers what the cache does not, as in the catalogue; required."""

    requests_per_second: float
    """Mean requests per second over the busy hours; required."""

    input_tokens: float
    """Mean input tokens of a request; required."""

    output_tokens: float
    """Mean output tokens of a request; required."""

    hit_rate: float
    """Share of requests that the cache answers, 0 to 1; measured on your own prompts; required."""

    sku: NotRequired[str]
    """Deployment SKU of the model; Standard when left out."""


class SemanticCacheArgs(TypedDict):
    """Inputs of SemanticCache."""

    location: str
    """Azure region of the store, as in the catalogue; required."""

    resource_group_name: pulumi.Input[str]
    """Resource group that holds the store; required."""

    tenant_key: str
    """Field of an entry that names its tenant: nobody is answered from another's; required."""

    version_tag: str
    """Version of prompt, model and index: a new one leaves every older answer behind; required."""

    store: NotRequired[str]
    """'redis' or 'cosmos'; redis when left out, because API Management can use no other."""

    embedding_model: NotRequired[str]
    """Model that makes the vectors, against which dimensions are checked; none when left out."""

    dimensions: NotRequired[int]
    """Numbers of a vector; as many as the embedding model makes when left out."""

    entries: NotRequired[int]
    """Entries alive at once; from new entries per hour and their hours when left out."""

    entries_per_hour: NotRequired[float]
    """New entries per hour; the requests that miss, from the traffic, when left out."""

    ttl_hours: NotRequired[float]
    """Hours after which an entry goes; 24 when left out."""

    payload_bytes: NotRequired[int]
    """Bytes of prompt and answer of an entry; 4,096 (about 1,000 tokens) when left out."""

    traffic: NotRequired[CachedTrafficArgs]
    """Requests to the cache; throughput and what is avoided are not known when left out."""

    similarity: NotRequired[float]
    """Least cosine of a hit, 0 to 1, for every store alike; 0.95 when left out."""

    high_availability: NotRequired[bool]
    """Whether Redis has a second node, Cosmos DB zones; Redis in 'prod' only when left out."""

    throughput_mode: NotRequired[str]
    """Cosmos DB: 'serverless' or 'autoscale'; serverless as far as it reaches when left out."""

    sku: NotRequired[str]
    """Size of Redis, which Azure scales up only; the least that holds entries when left out."""

    autoscale_max_throughput: NotRequired[int]
    """Cosmos DB's most RU/s, another makes a new container; from the traffic when left out."""

    api_management: NotRequired[bool]
    """Whether API Management uses the store, which needs Redis and its keys; no when left out."""

    store_name: NotRequired[str]
    """Name of cluster or account; derived from component and resource group when left out."""

    name_suffix: NotRequired[str]
    """Makes derived names fresh while a deleted store holds the old ones; none when left out."""

    public_network_access: NotRequired[bool]
    """Whether the endpoint answers on the public internet; it does not when left out."""

    callers: NotRequired[Sequence[CallerArgs]]
    """Who may read and write entries; nobody may when left out."""

    owner: NotRequired[str]
    """Who answers for the resources, as the tag 'owner'; no such tag when left out."""

    environment: NotRequired[str]
    """Stage (dev, test, prod), as the tag 'environment' for policies; no such tag when left out."""

    workload: NotRequired[str]
    """What the resources serve, as the tag 'workload'; no such tag when left out."""

    tags: NotRequired[Mapping[str, str]]
    """More tags for every resource; none when left out."""
