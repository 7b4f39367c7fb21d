"""How does Microsoft.KeyVault keep vaults, and those that were deleted?"""

from azgreen_emulator.services.keyvault.deleted import ROUTES as _OF_DELETED
from azgreen_emulator.services.keyvault.vaults import ROUTES as _OF_VAULTS
from azgreen_emulator.services.keyvault.vaults import VAULTS

ROUTES = (*_OF_VAULTS, *_OF_DELETED)
"""The operations of the namespace."""

__all__ = ["ROUTES", "VAULTS"]
