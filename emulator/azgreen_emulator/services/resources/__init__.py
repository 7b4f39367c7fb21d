"""Microsoft.Resources: resource groups, subscriptions, and what there is in them."""

from azgreen_emulator.services.resources.models import delete_group
from azgreen_emulator.services.resources.routes import GROUP_ROUTES, catalogue_routes

__all__ = ["GROUP_ROUTES", "catalogue_routes", "delete_group"]
