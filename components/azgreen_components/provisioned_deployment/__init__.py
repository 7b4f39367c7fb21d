"""Which model gets provisioned throughput, how much of it, and who takes what is too much?"""

from azgreen_components.provisioned_deployment.args import (
    ProvisionedDeploymentArgs,
    ProvisionedTrafficArgs,
)
from azgreen_components.provisioned_deployment.component import ProvisionedDeployment

__all__ = ["ProvisionedDeployment", "ProvisionedDeploymentArgs", "ProvisionedTrafficArgs"]
