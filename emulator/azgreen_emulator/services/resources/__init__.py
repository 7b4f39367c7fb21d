"""Microsoft.Resources: resource groups, subscriptions, what there is in them, and templates."""

from azgreen_emulator.services.resources.models import delete_group
from azgreen_emulator.services.resources.routes import GROUP_ROUTES, catalogue_routes
from azgreen_emulator.services.resources.templates import template_routes

__all__ = ["GROUP_ROUTES", "catalogue_routes", "delete_group", "template_routes"]
