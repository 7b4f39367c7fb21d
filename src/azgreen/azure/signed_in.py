"""Who signs in for all clients of a process, and how often?

A client keeps the token that it was given, and every client has its own: of a fleet there are
three for each subscription. azure-identity asks `az` anew for each of them, which takes a second.
"""

from __future__ import annotations

import logging
import time
from functools import cache
from threading import Lock
from typing import Any, Final

_RENEWED_S: Final = 300
"""Before its end a token is asked for again, as Azure's clients do it."""


@cache
def signed_in() -> SharedCredential:
    """Return the credential of this process."""
    from azure.identity import DefaultAzureCredential  # noqa: PLC0415 - heavy

    # its warnings say what our error says again; whoever has set logging up still gets them
    logging.getLogger("azure.identity").addHandler(logging.NullHandler())
    return SharedCredential(DefaultAzureCredential())


class SharedCredential:
    """Hands a token to everybody who asks for the same."""

    def __init__(self, inner: Any) -> None:
        self._inner, self._lock = inner, Lock()
        self._tokens = dict[tuple[object, ...], Any]()

    def get_token(self, *scopes: str, **options: Any) -> Any:
        """Return a token; a new one where Azure refused the one that there is (`claims`)."""
        key = (*scopes, options.get("tenant_id"))
        with self._lock:
            token = self._tokens.get(key)
            is_old = token is None or token.expires_on - time.time() < _RENEWED_S
            if is_old or options.get("claims"):
                token = self._tokens[key] = self._inner.get_token(*scopes, **options)
        return token
