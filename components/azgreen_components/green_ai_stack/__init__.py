"""What does a whole workload take, all parts together?

- Billed: what its parts are: by the hour [machines](online-endpoint.md),
  [PTUs](provisioned-deployment.md) and [Redis](semantic-cache.md), whether anybody asks or not;
  [models](model-deployment.md) by the token. Each part but one kind of model can be left out.
- Carbon: output `dailyGco2e` is what each deployment should emit in a day, and
  `monitoring.carbonBudgetGco2ePerDay` is shared in that proportion
  ([METHODOLOGY](../METHODOLOGY.md)). What stands before the models (the cache) is sized for what is
  asked, machines follow `trafficProfile`.
- Not known: what idle PTUs, caches, vaults and logs draw. They are in no sum.
"""

from azgreen_components.green_ai_stack.args import (
    GreenAiStackArgs,
    StackCacheArgs,
    StackEndpointArgs,
    StackMonitoringArgs,
    StackProvisionedArgs,
)
from azgreen_components.green_ai_stack.component import GreenAiStack

__all__ = [
    "GreenAiStack",
    "GreenAiStackArgs",
    "StackCacheArgs",
    "StackEndpointArgs",
    "StackMonitoringArgs",
    "StackProvisionedArgs",
]
