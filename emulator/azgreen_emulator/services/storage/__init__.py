"""How does Microsoft.Storage keep accounts, their names and their keys?"""

from azgreen_emulator.services.storage.accounts import ROUTES

__all__ = ["ROUTES"]
