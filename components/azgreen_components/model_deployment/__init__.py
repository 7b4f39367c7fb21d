"""Which models does an account serve, and with what footprint?"""

from azgreen_components.model_deployment.args import ModelArgs, ModelDeploymentArgs, TrafficArgs
from azgreen_components.model_deployment.component import ModelDeployment

__all__ = ["ModelArgs", "ModelDeployment", "ModelDeploymentArgs", "TrafficArgs"]
