"""What does a whole workload take, all parts together?"""

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
