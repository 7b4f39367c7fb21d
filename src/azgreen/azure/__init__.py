"""Azure as a client reaches it: who signs in, and who answers the questions of a preflight.

Asking needs the extra `azure`: `azgreen.azure.client`. Naming whom to ask needs nothing.
"""

from azgreen.azure.place import PUBLIC_URL, SUBSCRIPTIONS, TOKEN, AzurePlace, local_token, place_of

__all__ = [
    "PUBLIC_URL",
    "SUBSCRIPTIONS",
    "TOKEN",
    "AzurePlace",
    "local_token",
    "place_of",
]
