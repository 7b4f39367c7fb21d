"""Which building blocks does azgreen offer to a Pulumi program?"""

import pulumi

from azgreen_components._access import CallerArgs
from azgreen_components.model_deployment import (
    ModelArgs,
    ModelDeployment,
    ModelDeploymentArgs,
    TrafficArgs,
)
from azgreen_components.settings import Settings, load_settings

COMPONENTS: list[type[pulumi.ComponentResource]] = [ModelDeployment]
"""Every component, as the package hosts them for other languages."""

__all__ = [
    "COMPONENTS",
    "CallerArgs",
    "ModelArgs",
    "ModelDeployment",
    "ModelDeploymentArgs",
    "Settings",
    "TrafficArgs",
    "load_settings",
]
