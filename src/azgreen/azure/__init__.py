"""Azure as a client reaches it: who signs in, and who answers the questions of a preflight.

Needs the extra `azure`; its modules are imported where they are used, as Azure's are heavy.
"""

from azgreen.azure.client import ManagementClient
from azgreen.azure.place import PUBLIC_URL, SUBSCRIPTIONS, TOKEN, AzurePlace, local_token, place_of

__all__ = [
    "PUBLIC_URL",
    "SUBSCRIPTIONS",
    "TOKEN",
    "AzurePlace",
    "ManagementClient",
    "local_token",
    "place_of",
]
