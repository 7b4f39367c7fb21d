"""Who may use how many tokens, which answers are kept, and which backend is asked first?

- Billed: API Management by unit and hour, asked or not (`service_prices.csv`, East US 2). Token
  metrics are billed as logs; a retry that a model answers is billed by the model.
- Carbon: an answer from the cache asks no model; a budget and `max_tokens` bound what is generated;
  the backend with the least carbon in its grid is asked first where accounts tell their region,
  which holds for deployments that stay in it. Output `explain` says which is asked first.
- Not known: the power of the gateway, the requests that a unit carries, and whether the v2 tiers
  are sold in a region. Backends have to answer on the internet: a tier that reaches into networks
  is not set up (azure-docs, api-management/api-management-features).
"""

from azgreen_components.ai_gateway.args import (
    AiGatewayArgs,
    BoundArgs,
    BoundsArgs,
    CircuitBreakerArgs,
    GatewayAccountArgs,
    GatewayBackendArgs,
    GatewayCacheArgs,
    GatewayEmbeddingsArgs,
    RetryArgs,
    TokenBudgetArgs,
)
from azgreen_components.ai_gateway.component import AiGateway

__all__ = [
    "AiGateway",
    "AiGatewayArgs",
    "BoundArgs",
    "BoundsArgs",
    "CircuitBreakerArgs",
    "GatewayAccountArgs",
    "GatewayBackendArgs",
    "GatewayCacheArgs",
    "GatewayEmbeddingsArgs",
    "RetryArgs",
    "TokenBudgetArgs",
]
