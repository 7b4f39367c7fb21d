"""How does one ask a judge that is a service, say a model with a prompt of one's own?

It gets `{"question", "answer", "contexts"}` by POST and answers `{"score": 0.9}`, 0 to 1.
"""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

_HERE: Final = ("localhost", "127.0.0.1", "::1")
_TIMEOUT_S: Final = 60.0
_MOST_BYTES: Final = 1_000_000


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows nobody elsewhere: the token is for the address that was given."""

    def redirect_request(self, *_: object) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Let the redirect end as the error that its status is."""


_OPENER: Final = urllib.request.build_opener(_NoRedirect)


@dataclass(frozen=True, slots=True)
class HttpJudge:
    """Asks a service; the token goes in the header `Authorization` and is shown to nobody."""

    url: str
    token: str | None = field(default=None, repr=False)
    timeout_s: float = _TIMEOUT_S

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
        if not safe or not parts.hostname:
            reason = "is not usable; allowed: an https address, or http on this machine"
            raise InputError([Fault("judge", f"{self.url!r} {reason}")])

    @property
    def name(self) -> str:
        """Return the address without what may be secret in it."""
        parts = urlsplit(self.url)
        port = "" if parts.port is None else f":{parts.port}"
        return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"

    def groundedness(self, question: str, answer: str, contexts: Sequence[str]) -> float:
        """Return the score that the service gives.

        Raises:
            InputError: it cannot be reached, or what it answers is no score.
        """
        body = {"question": question, "answer": answer, "contexts": list(contexts)}
        head = {"Content-Type": "application/json"}
        if self.token is not None:
            head["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(  # noqa: S310 - __post_init__ holds the scheme
            self.url, json.dumps(body).encode(), head, method="POST"
        )
        try:
            with _OPENER.open(request, timeout=self.timeout_s) as reply:
                told = reply.read(_MOST_BYTES)
        except urllib.error.HTTPError as error:
            with error:
                raise self._fault(f"answered {error.code} {error.reason}") from error
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            raise self._fault(f"cannot be reached: {reason}") from error
        return self._score(told)

    def _score(self, told: bytes) -> float:
        try:
            answered: Any = json.loads(told)
            value: Any = answered["score"]
        except (ValueError, KeyError, TypeError) as error:
            raise self._fault(f"answered {told[:80]!r}") from error
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
            raise self._fault(f"gave the score {value!r}")
        return float(value)

    def _fault(self, what: str) -> InputError:
        fix = 'it is to answer {"score": 0 to 1}, else leave it out'
        return InputError([Fault("judge", f"{self.name} {what}; {fix}")])
