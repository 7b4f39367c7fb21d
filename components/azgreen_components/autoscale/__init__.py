"""How does a deployment follow its load without flapping, and wait for clean hours?"""

from azgreen_components.autoscale.args import AutoscaleArgs
from azgreen_components.autoscale.component import Autoscale

__all__ = ["Autoscale", "AutoscaleArgs"]
