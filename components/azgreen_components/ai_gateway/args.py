"""What does one write to put a gateway before models?"""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi


class GatewayAccountArgs(TypedDict):
    """A Foundry account whose models the gateway calls, as itself and without keys."""

    name: str
    """Short name of the account, for backends and role assignments; required."""

    account_id: pulumi.Input[str]
    """Azure's id of the account, each account once; required."""

    endpoint: pulumi.Input[str]
    """Address of the account, with https; required."""

    location: NotRequired[str]
    """Region of the account, by whose grid backends are ordered; not ordered when left out."""


class GatewayBackendArgs(TypedDict):
    """Where requests go."""

    account: str
    """Name of one of the accounts; required."""

    name: NotRequired[str]
    """Name of the backend; that of its account when left out."""

    deployment: NotRequired[str]
    """Deployment that answers; the one that a request names as its model when left out."""

    priority: NotRequired[int]
    """1 is asked first, others when it cannot; by carbon of the grid when left out everywhere."""

    weight: NotRequired[int]
    """Share of the requests among backends of one priority, 1 to 100; equal when left out."""


class GatewayEmbeddingsArgs(TypedDict):
    """What makes the vectors by which alike prompts are found."""

    account: str
    """Name of one of the accounts; required."""

    deployment: str
    """Deployment of an embedding model in that account; required."""


class GatewayCacheArgs(TypedDict):
    """The answers that are kept, as SemanticCache makes it with `api_management`."""

    database_id: pulumi.Input[str]
    """Azure's id of the Redis database with RediSearch, whose keys are on; required."""

    policy_values: pulumi.Input[Mapping[str, Any]]
    """SemanticCache's output `policy_values`: score_threshold, duration_s; required."""

    embeddings: GatewayEmbeddingsArgs
    """What makes the vectors; required."""


class TokenBudgetArgs(TypedDict):
    """How many tokens, prompts and answers together, a key may use."""

    tokens_per_minute: NotRequired[int]
    """Tokens in a minute, above which a caller gets 429; unlimited when left out."""

    quota: NotRequired[int]
    """Tokens in a period, above which a caller gets 403; unlimited when left out."""

    quota_period: NotRequired[str]
    """Hourly, Daily, Weekly, Monthly or Yearly; Monthly when left out."""

    per: NotRequired[str]
    """subscription, caller (by IP address) or tenant; subscription when left out."""


class BoundArgs(TypedDict):
    """Between which values a parameter of a request may be."""

    least: NotRequired[float]
    """Least value; that of the API when left out."""

    most: NotRequired[float]
    """Greatest value; that of the API when left out."""


class BoundsArgs(TypedDict):
    """Bounds of the parameters that choose among next tokens."""

    temperature: NotRequired[BoundArgs]
    """Within 0 to 2; not bounded when left out."""

    top_p: NotRequired[BoundArgs]
    """Within 0 to 1; not bounded when left out."""

    frequency_penalty: NotRequired[BoundArgs]
    """Within -2 to 2; not bounded when left out."""

    presence_penalty: NotRequired[BoundArgs]
    """Within -2 to 2; not bounded when left out."""


class CircuitBreakerArgs(TypedDict):
    """When a backend is left alone for a while."""

    failures: NotRequired[int]
    """Answers 429 or 5xx within the window that trip it; 3 when left out."""

    window_minutes: NotRequired[int]
    """Minutes over which they are counted; 5 when left out."""

    trip_minutes: NotRequired[int]
    """Minutes that it is left alone where it names no Retry-After; 1 when left out."""


class RetryArgs(TypedDict):
    """How often a request that failed with 429 or 5xx is sent again."""

    count: NotRequired[int]
    """Times, 1 to 50; one less than there are backends, at least 1, when left out."""

    wait_s: NotRequired[int]
    """Seconds before the next try, at once to another backend; 1 when left out."""


class AiGatewayArgs(TypedDict):
    """Inputs of AiGateway."""

    location: str
    """Azure region of the gateway, as in the catalogue; required."""

    resource_group_name: pulumi.Input[str]
    """Resource group that holds the gateway; required."""

    publisher_name: str
    """Organisation that publishes the API; required."""

    publisher_email: str
    """Address that API Management writes to; required."""

    accounts: Sequence[GatewayAccountArgs]
    """Accounts whose models the gateway calls; at least one."""

    backends: NotRequired[Sequence[GatewayBackendArgs]]
    """Where requests go; to every account, with its own endpoint, when left out."""

    sku: NotRequired[str]
    """Tier of API Management; the cheapest of the v2 tiers that can do it when left out."""

    units: NotRequired[int]
    """Units of the tier; 1 when left out."""

    requests_per_second: NotRequired[float]
    """Mean requests per second, which rules compare the tier with; not declared when left out."""

    cache: NotRequired[GatewayCacheArgs]
    """Answers from Redis to prompts alike; every request asks a model when left out."""

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

    application_insights_id: NotRequired[pulumi.Input[str]]
    """Application Insights that gets token metrics; none are sent when left out."""

    metrics_namespace: NotRequired[str]
    """Namespace of the token metrics; the component's name when left out."""

    api_path: NotRequired[str]
    """Path of the API below the gateway's address; 'models' when left out."""

    service_name: NotRequired[str]
    """Name of the gateway; derived from component and resource group when left out."""

    name_suffix: NotRequired[str]
    """Makes derived names fresh while a deleted gateway holds the old ones; none when left out."""

    owner: NotRequired[str]
    """Who answers for the resources, as the tag 'owner'; no such tag when left out."""

    environment: NotRequired[str]
    """Stage (dev, test, prod), as the tag 'environment' for policies; no such tag when left out."""

    workload: NotRequired[str]
    """What the resources serve, as the tag 'workload'; no such tag when left out."""

    tags: NotRequired[Mapping[str, str]]
    """More tags for every resource that takes them; none when left out."""
