"""How is a Pulumi program deployed to the local Azure where no Pulumi CLI is installed?"""

from azgreen_emulator.engine.operation import Deployment, Observer, Report, Step

__all__ = ["Deployment", "Observer", "Report", "Step"]
