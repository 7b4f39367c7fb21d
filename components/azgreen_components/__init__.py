"""Which building blocks does azgreen offer to a Pulumi program?"""

import pulumi

from azgreen_components._access import CallerArgs
from azgreen_components.autoscale import Autoscale, AutoscaleArgs
from azgreen_components.green_ai_stack import (
    GreenAiStack,
    GreenAiStackArgs,
    StackCacheArgs,
    StackEndpointArgs,
    StackMonitoringArgs,
    StackProvisionedArgs,
)
from azgreen_components.model_deployment import (
    ModelArgs,
    ModelDeployment,
    ModelDeploymentArgs,
    TrafficArgs,
)
from azgreen_components.monitoring import Monitoring, MonitoringArgs, TargetArgs
from azgreen_components.online_endpoint import (
    EndpointTrafficArgs,
    OnlineDeploymentArgs,
    OnlineEndpoint,
    OnlineEndpointArgs,
)
from azgreen_components.provisioned_deployment import (
    ProvisionedDeployment,
    ProvisionedDeploymentArgs,
    ProvisionedTrafficArgs,
)
from azgreen_components.semantic_cache import CachedTrafficArgs, SemanticCache, SemanticCacheArgs
from azgreen_components.settings import Settings, load_settings

COMPONENTS: list[type[pulumi.ComponentResource]] = [
    ModelDeployment,
    ProvisionedDeployment,
    OnlineEndpoint,
    Autoscale,
    SemanticCache,
    Monitoring,
    GreenAiStack,
]
"""Every component, as the package hosts them for other languages."""

__all__ = [
    "COMPONENTS",
    "Autoscale",
    "AutoscaleArgs",
    "CachedTrafficArgs",
    "CallerArgs",
    "EndpointTrafficArgs",
    "GreenAiStack",
    "GreenAiStackArgs",
    "ModelArgs",
    "ModelDeployment",
    "ModelDeploymentArgs",
    "Monitoring",
    "MonitoringArgs",
    "OnlineDeploymentArgs",
    "OnlineEndpoint",
    "OnlineEndpointArgs",
    "ProvisionedDeployment",
    "ProvisionedDeploymentArgs",
    "ProvisionedTrafficArgs",
    "SemanticCache",
    "SemanticCacheArgs",
    "Settings",
    "StackCacheArgs",
    "StackEndpointArgs",
    "StackMonitoringArgs",
    "StackProvisionedArgs",
    "TargetArgs",
    "TrafficArgs",
    "load_settings",
]
