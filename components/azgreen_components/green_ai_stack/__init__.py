"""What does a whole workload take, all parts together?

- Billed: what its parts are: by the hour [machines](online-endpoint.md),
  [PTUs](provisioned-deployment.md), [Redis](semantic-cache.md), the [gateway](ai-gateway.md) and
  [search](retrieval.md), whether anybody asks or not; [models](model-deployment.md) and
  [serverless endpoints](serverless-endpoint.md) by the token, [comparisons](evaluation.md) and
  [fine-tuning](fine-tuning.md) while they run. Each part but one kind of model can be left out.
- Carbon: output `dailyGco2e` is what each deployment should emit in a day, and
  `monitoring.carbonBudgetGco2ePerDay` is shared in that proportion
  ([METHODOLOGY](../METHODOLOGY.md)). What stands before the models (the cache) is sized for what is
  asked, machines follow `trafficProfile`, and the gateway bounds what is answered.
- Not known: what idle PTUs, caches, gateways, search services, vaults and logs draw. They are in no
  sum.
"""

from azgreen_components.green_ai_stack.args import GreenAiStackArgs
from azgreen_components.green_ai_stack.around_args import (
    StackCacheArgs,
    StackGatewayArgs,
    StackMonitoringArgs,
    StackRetrievalArgs,
)
from azgreen_components.green_ai_stack.component import GreenAiStack
from azgreen_components.green_ai_stack.jobs_args import StackEvaluationArgs, StackFineTuningArgs
from azgreen_components.green_ai_stack.serving_args import (
    StackEndpointArgs,
    StackProvisionedArgs,
    StackServerlessArgs,
)

__all__ = [
    "GreenAiStack",
    "GreenAiStackArgs",
    "StackCacheArgs",
    "StackEndpointArgs",
    "StackEvaluationArgs",
    "StackFineTuningArgs",
    "StackGatewayArgs",
    "StackMonitoringArgs",
    "StackProvisionedArgs",
    "StackRetrievalArgs",
    "StackServerlessArgs",
]
