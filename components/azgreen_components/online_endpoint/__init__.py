"""Which open models run on GPUs of their own, behind one endpoint without keys?"""

from azgreen_components.online_endpoint.args import (
    EndpointTrafficArgs,
    OnlineDeploymentArgs,
    OnlineEndpointArgs,
)
from azgreen_components.online_endpoint.component import OnlineEndpoint

__all__ = ["EndpointTrafficArgs", "OnlineDeploymentArgs", "OnlineEndpoint", "OnlineEndpointArgs"]
