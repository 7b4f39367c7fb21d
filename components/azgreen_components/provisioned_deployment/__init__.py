"""Which model gets provisioned throughput, how much of it, and who takes what is too much?

- Billed: by PTU and hour, used or not; a deployment cannot be paused, only resized or deleted
  (azure-ai-docs, provisioned-throughput-billing, 2026-05-17). Output `reservation` holds the
  expected use against the break-even of a month and a year; the discounts are Archera's, not
  Microsoft's (`ptu_reservations.csv`).
- Carbon: the fewest PTUs that carry the busiest minute, two alerts, on too much use and on waste,
  and spillover to pay-as-you-go for what is above. Output `footprint` counts the tokens, as if they
  were paid by the token.
- Not known: what a PTU draws while it is idle. So the footprint is a lower bound, and no carbon
  budget of PTUs is held.
"""

from azgreen_components.provisioned_deployment.args import (
    ProvisionedDeploymentArgs,
    ProvisionedTrafficArgs,
)
from azgreen_components.provisioned_deployment.component import ProvisionedDeployment

__all__ = ["ProvisionedDeployment", "ProvisionedDeploymentArgs", "ProvisionedTrafficArgs"]
