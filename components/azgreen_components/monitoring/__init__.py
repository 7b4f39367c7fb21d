"""Which resources are watched, whom do their alerts tell, and what carbon do they stand for?"""

from azgreen_components.monitoring.args import MonitoringArgs, TargetArgs
from azgreen_components.monitoring.component import Monitoring

__all__ = ["Monitoring", "MonitoringArgs", "TargetArgs"]
