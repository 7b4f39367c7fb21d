"""Which Azure is asked, for which subscription: the real one, or a local one on this machine?"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from azgreen.errors import Fault, InputError

PUBLIC_URL: Final = "https://management.azure.com"
SUBSCRIPTIONS: Final = ("AZURE_SUBSCRIPTION_ID", "ARM_SUBSCRIPTION_ID")
"""Environment variables that name the subscription, the first that is set counts."""

TOKEN: Final = "AZGREEN_AZURE_TOKEN"
"""Environment variable: the token that a local Azure is sent, which may say what its caller may."""

_LOCAL_SUBSCRIPTION: Final = "00000000-0000-0000-0000-000000000000"
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class AzurePlace:
    """One subscription of one Azure."""

    url: str
    subscription: str

    @property
    def is_local(self) -> bool:
        """Whether it is a local Azure."""
        return self.url != PUBLIC_URL

    def client_options(self) -> dict[str, Any]:
        """Return what Azure's clients need beside a credential to talk to this Azure."""
        if not self.is_local:
            return {}
        from azure.core.pipeline.policies import HeadersPolicy  # noqa: PLC0415 - heavy

        # with its own policy a client refuses to send a token over plain http
        stand_in = HeadersPolicy(base_headers={"Authorization": f"Bearer {local_token()}"})
        return {"base_url": self.url, "authentication_policy": stand_in, "retry_total": 0}

    def credential(self) -> Any:
        """Return who signs in."""
        if self.is_local:
            return _NoCredential()
        from azgreen.azure.signed_in import signed_in  # noqa: PLC0415 - not for a local Azure

        return signed_in()


def place_of(url: str | None, subscription: str | None, option: str = "--azure") -> AzurePlace:
    """Return the Azure that is meant.

    Args:
        url: A local Azure; None for the real one.
        subscription: Its id; the environment's when left out.
        option: Where the address was written.

    Raises:
        InputError: the address is not on this machine, or the subscription is missing or no GUID.
    """
    faults = [*_url_faults(url, option)]
    named = subscription or (
        _LOCAL_SUBSCRIPTION if url else next(filter(None, map(os.environ.get, SUBSCRIPTIONS)), "")
    )
    faults += _subscription_faults(named)
    if faults:
        raise InputError(faults)
    return AzurePlace(url.rstrip("/") if url else PUBLIC_URL, named)


def local_token() -> str:
    """Return the token that a local Azure is sent."""
    return os.environ.get(TOKEN) or "local"


def _url_faults(url: str | None, option: str) -> list[Fault]:
    if url is None:
        return []
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname in _LOOPBACK:
        return []
    allowed = f"allowed: http:// on {', '.join(_LOOPBACK)}; the real Azure when left out"
    return [Fault(option, f"{url!r} is not a local Azure; {allowed}")]


def _subscription_faults(text: str) -> list[Fault]:
    if not text:
        return [Fault("--subscription", f"missing; write its id, or set {SUBSCRIPTIONS[0]}")]
    try:
        good = str(UUID(text)) == text.lower()
    except ValueError:
        good = False
    what = f"{text!r} is no id of a subscription; 'az account show --query id' tells yours"
    return [] if good else [Fault("--subscription", what)]


class _NoCredential:
    """A local Azure asks for none."""

    def get_token(self, *_: str, **__: Any) -> Any:
        """Never called: the policy of `client_options` needs none."""
        raise NotImplementedError
