"""Microsoft.Resources/deployments: what a template holds, written in its order."""

from azgreen_emulator.services.templates.routes import template_routes
from azgreen_emulator.services.templates.running import go_on

__all__ = ["go_on", "template_routes"]
