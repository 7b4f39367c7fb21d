"""How is a Pulumi program deployed to the local Azure where no Pulumi CLI is installed?"""

from azgreen_emulator.engine.operation import Deployment
from azgreen_emulator.engine.report import Observer, Report
from azgreen_emulator.engine.site import Site
from azgreen_emulator.engine.steps import Step

__all__ = ["Deployment", "Observer", "Report", "Site", "Step"]
