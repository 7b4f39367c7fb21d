"""Which building blocks does azgreen offer to a Pulumi program?"""

import pulumi

from azgreen_components._access import CallerArgs
from azgreen_components.ai_gateway import (
    AiGateway,
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
from azgreen_components.autoscale import Autoscale, AutoscaleArgs
from azgreen_components.content_safety import (
    AccountSafetyArgs,
    BlocklistArgs,
    ContentPolicyArgs,
    ContentSafety,
    ContentSafetyArgs,
    SeverityArgs,
)
from azgreen_components.evaluation import Evaluation, EvaluationArgs
from azgreen_components.fine_tuning import FineTuning, FineTuningArgs
from azgreen_components.green_ai_stack import (
    GreenAiStack,
    GreenAiStackArgs,
    StackCacheArgs,
    StackEndpointArgs,
    StackEvaluationArgs,
    StackFineTuningArgs,
    StackGatewayArgs,
    StackMonitoringArgs,
    StackProvisionedArgs,
    StackRetrievalArgs,
    StackServerlessArgs,
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
from azgreen_components.retrieval import Retrieval, RetrievalArgs
from azgreen_components.semantic_cache import CachedTrafficArgs, SemanticCache, SemanticCacheArgs
from azgreen_components.serverless_endpoint import (
    ServerlessEndpoint,
    ServerlessEndpointArgs,
    ServerlessTrafficArgs,
)
from azgreen_components.settings import Settings, load_settings

COMPONENTS: list[type[pulumi.ComponentResource]] = [
    ModelDeployment,
    ProvisionedDeployment,
    OnlineEndpoint,
    ServerlessEndpoint,
    Autoscale,
    SemanticCache,
    AiGateway,
    Retrieval,
    ContentSafety,
    Monitoring,
    Evaluation,
    FineTuning,
    GreenAiStack,
]
"""Every component, as the package hosts them for other languages."""

__all__ = [
    "COMPONENTS",
    "AccountSafetyArgs",
    "AiGateway",
    "AiGatewayArgs",
    "Autoscale",
    "AutoscaleArgs",
    "BlocklistArgs",
    "BoundArgs",
    "BoundsArgs",
    "CachedTrafficArgs",
    "CallerArgs",
    "CircuitBreakerArgs",
    "ContentPolicyArgs",
    "ContentSafety",
    "ContentSafetyArgs",
    "EndpointTrafficArgs",
    "Evaluation",
    "EvaluationArgs",
    "FineTuning",
    "FineTuningArgs",
    "GatewayAccountArgs",
    "GatewayBackendArgs",
    "GatewayCacheArgs",
    "GatewayEmbeddingsArgs",
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
    "Retrieval",
    "RetrievalArgs",
    "RetryArgs",
    "SemanticCache",
    "SemanticCacheArgs",
    "ServerlessEndpoint",
    "ServerlessEndpointArgs",
    "ServerlessTrafficArgs",
    "Settings",
    "SeverityArgs",
    "StackCacheArgs",
    "StackEndpointArgs",
    "StackEvaluationArgs",
    "StackFineTuningArgs",
    "StackGatewayArgs",
    "StackMonitoringArgs",
    "StackProvisionedArgs",
    "StackRetrievalArgs",
    "StackServerlessArgs",
    "TargetArgs",
    "TokenBudgetArgs",
    "TrafficArgs",
    "load_settings",
]
