"""Which models, by the token, run in the region of a hub's project: Azure's legacy route?

- Billed: the tokens, and for models of others than Microsoft through Azure Marketplace, whose terms
  a subscription accepts; beside them the endpoint's infrastructure by the minute, until it is
  deleted (azure-ai-docs, deployments-overview). The hub's storage and vault are billed by use.
- Carbon: a serverless endpoint is regional, so the grid that serves it is known, which that of a
  Global deployment is not. Output `footprint`: energy and gCO2e of 1,000 requests, where the
  traffic is written and the size of the model is known. Models and regions:
  `serverless_models.csv`.
- Not known: when this legacy route ends. Microsoft prefers deployments of Foundry resources, which
  need no hub and take no keys, and shows serverless endpoints in its classic portal alone
  (azure-ai-docs, deployments-overview, 2026-01-30): what the catalogue knows as a deployment is
  refused here. The catalogue has no regions of deployments of the Phi and the smaller Mistral
  models, although Microsoft lists such. Prices stand in the portal alone. Microsoft names no
  keyless authentication for this route, although its interface takes 'AAD': the endpoint has keys,
  which `listKeys` tells and no output does.
"""

from azgreen_components.serverless_endpoint.args import (
    ServerlessEndpointArgs,
    ServerlessTrafficArgs,
)
from azgreen_components.serverless_endpoint.component import ServerlessEndpoint

__all__ = ["ServerlessEndpoint", "ServerlessEndpointArgs", "ServerlessTrafficArgs"]
