"""Which open models run on GPUs of their own, behind one endpoint without keys?

- Billed: by machine and hour, busy or not (list prices, `instances.csv`), and never none: Azure's
  own examples of autoscale keep at least one machine (azure-ai-docs, how-to-autoscale-endpoints).
  In `prod` the least is 3, as Microsoft recommends. The 20 % of quota that Azure keeps for upgrades
  is billed only while it is used (azure-ai-docs, quota-allocation-online-deployment).
- Carbon: of all types of machine that serve the model in time, the one with the least gCO2e an
  hour; at the same carbon the cheapest. Models run where the workspace is: there is no global or
  data-zone variant. Output `footprint`: gCO2e and USD of an hour.
- Not known: whether the region sells the type; the power of GPUs other than H100, which is taken as
  their share of the board's ([METHODOLOGY](../METHODOLOGY.md)). What the vault, the storage and the
  logs draw is left out.
"""

from azgreen_components.online_endpoint.args import (
    EndpointTrafficArgs,
    OnlineDeploymentArgs,
    OnlineEndpointArgs,
)
from azgreen_components.online_endpoint.component import OnlineEndpoint

__all__ = ["EndpointTrafficArgs", "OnlineDeploymentArgs", "OnlineEndpoint", "OnlineEndpointArgs"]
