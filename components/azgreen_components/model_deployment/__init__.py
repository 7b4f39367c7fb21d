"""Which models does an account serve, and with what footprint?

- Billed: by the token (Azure retail meters, `prices.csv`). A deployment that nobody asks costs and
  emits nothing of its own; its capacity is a limit, not a purchase (azure-ai-docs,
  deployments-overview, 2026-04-03).
- Carbon: the regional SKU is taken unless you say otherwise, because Global and DataZone SKUs let
  Azure pick the region (azure-ai-docs, deployments-overview). Output `footprint`: gCO2e and USD of
  1,000 requests, as [METHODOLOGY](../METHODOLOGY.md) works them out.
- Not known: size and batch of closed models, which is what low and high span; the footprint of
  embeddings, whose sizes are not published.
"""

from azgreen_components.model_deployment.args import ModelArgs, ModelDeploymentArgs, TrafficArgs
from azgreen_components.model_deployment.component import ModelDeployment

__all__ = ["ModelArgs", "ModelDeployment", "ModelDeploymentArgs", "TrafficArgs"]
