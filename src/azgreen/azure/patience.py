"""How long do the callers of a subscription wait that Azure asks to wait?

Azure counts the requests of a subscription, whoever of its callers sends them: so one answer with
429 and Retry-After holds back all of them. Waiting goes through here and not through `sleep`, so
that whoever is interrupted stops at once.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any, Final

_BUSY: Final = (429, 503, 529)
"""Too many requests, not there now, and what the back end of metrics sends when it is full."""

_TRIES: Final = 20
_READ_TRIES: Final = 3
_BLOCK_BYTES: Final = 1 << 18
"""That an answer is received in; an answer of metrics has megabytes, Azure's client takes 4 KiB."""
_METHODS: Final = ("GET", "HEAD", "POST")
"""Whose requests may be sent again; a query for metrics is a POST that writes nothing."""


class StoppedError(Exception):
    """Somebody has told the callers to stop."""


@dataclass
class Patience:
    """What the callers of one subscription share."""

    stop: Event = field(default_factory=Event)
    """Set to let nobody wait or ask any longer."""
    waits: int = 0
    """How often Azure asked to wait."""
    _until: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def client_options(self) -> dict[str, Any]:
        """Return what makes a client of Azure wait here."""
        from azure.core.pipeline.policies import RetryPolicy  # noqa: PLC0415 - heavy

        retrying: Any = RetryPolicy
        policy = retrying(
            retry_total=_TRIES,
            retry_status=_TRIES,
            retry_connect=_READ_TRIES,
            retry_read=_READ_TRIES,
            retry_on_status_codes=[*_BUSY],
        )
        return {
            "retry_policy": policy,
            "per_retry_policies": [_gate(self)],
            "transport": _transport(self),
        }

    def request_options(self) -> dict[str, Any]:
        """Return what makes a client send a query again."""
        return {"retry_on_methods": frozenset(_METHODS)}

    def turn(self) -> None:
        """Wait until the subscription may be asked.

        Raises:
            StoppedError: nobody may ask any longer.
        """
        while (left := self._until - time.monotonic()) > 0:
            self.pause(left)
        self.pause(0)

    def pause(self, seconds: float) -> None:
        """Wait.

        Raises:
            StoppedError: nobody may wait any longer.
        """
        if self.stop.wait(max(0.0, seconds)):
            raise StoppedError

    def hold_back(self, seconds: float) -> None:
        """Let nobody ask for so long."""
        with self._lock:
            self.waits += 1
            self._until = max(self._until, time.monotonic() + seconds)


def _gate(patience: Patience) -> Any:
    from azure.core.pipeline.policies import SansIOHTTPPolicy  # noqa: PLC0415 - heavy

    base: Any = SansIOHTTPPolicy

    class Gate(base):
        """Asks when it may, and tells the others what Azure answers."""

        def on_request(self, request: Any) -> None:
            """Wait for one's turn."""
            del request
            patience.turn()

        def on_response(self, request: Any, response: Any) -> None:
            """Hear how long to wait."""
            del request
            answer = response.http_response
            if answer.status_code in _BUSY:
                patience.hold_back(_asked_s(answer.headers.get("Retry-After")))

    return Gate()


def _asked_s(text: str | None) -> float:
    """Return the seconds; a date is left to the client, which waits for itself."""
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


def _transport(patience: Patience) -> Any:
    from azure.core.pipeline.transport import RequestsTransport  # noqa: PLC0415 - heavy

    base: Any = RequestsTransport

    class Patient(base):
        """Waits where it can be stopped."""

        def sleep(self, duration: float) -> None:
            """Wait between two tries."""
            patience.pause(duration)

    return Patient(connection_data_block_size=_BLOCK_BYTES)
