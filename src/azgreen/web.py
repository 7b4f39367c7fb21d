"""How is a service on the web asked, and when is it asked again?

A service that is busy (429, 502, 503, 504, or 403 with a `Retry-After`) is asked again after as
long as its `Retry-After` says, unless that is longer than anybody waits. Keys go into headers and
nowhere else: no redirect is followed with one, and no message repeats one.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

import requests
from requests.auth import AuthBase
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from azgreen.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_CONNECT_S: Final = 5.0
_ANSWER_S: Final = 10.0
_USUAL_WAIT_S: Final = 1.0
_FORBIDDEN: Final = 403
_REFUSED: Final = (429, 503)
_PERHAPS_DONE: Final = (502, 504)
"""A gateway gave up: what was asked for may have been done all the same."""
_SHOWN: Final = 160


class NoAnswerError(Exception):
    """Nobody answers; the text says why, and `hint` what to try."""

    def __init__(self, reason: str, hint: str) -> None:
        self.hint = hint
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a busy service is asked, and how long it is waited for at most each time."""

    tries: int = 2
    most_wait_s: float = 10.0
    wait: Callable[[float], None] = time.sleep


class Bearer(AuthBase):
    """Puts a token into the header; a .netrc puts no other there then."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the header."""
        r.headers["Authorization"] = f"Bearer {self._token}"
        return r


class Client:
    """One service at one address."""

    def __init__(self, url: str, patience: Patience) -> None:
        self._url, self._patience = url, patience
        self._session = requests.Session()

    def close(self) -> None:
        """End the connections."""
        self._session.close()

    def ask(self, method: str, path: str, **how: Any) -> requests.Response:
        """Ask, and again where the service is busy.

        Args:
            method: GET, PATCH or POST; a POST that may have been done is not asked again.
            path: What comes after the address.
            how: `params`, `headers`, `auth` and `json`, as `requests` takes them.

        Raises:
            NoAnswerError: nobody answers.
        """
        for _ in range(self._patience.tries - 1):
            answer = self._once(method, path, how)
            wait_s = retry_after_s(answer)
            if not _is_busy(method, answer) or wait_s > self._patience.most_wait_s:
                return answer
            self._patience.wait(wait_s)
        return self._once(method, path, how)

    def _once(self, method: str, path: str, how: Mapping[str, Any]) -> requests.Response:
        try:
            return self._session.request(
                method,
                f"{self._url}{path}",
                timeout=(_CONNECT_S, _ANSWER_S),
                allow_redirects=False,
                **how,
            )
        except requests.Timeout as error:
            reason = f"no answer from {self._url} within {_ANSWER_S:g} s"
            raise NoAnswerError(reason, "try again later") from error
        except requests.RequestException as error:
            # not the error's own text: it may repeat a header
            reason = f"{self._url} cannot be reached ({type(error).__name__})"
            raise NoAnswerError(reason, "check the network") from error


def unset(names: Iterable[str], environment: Mapping[str, str], needed_for: str) -> list[Fault]:
    """Return a fault for each environment variable that is not set."""
    missing = [name for name in names if not environment.get(name, "").strip()]
    return [Fault(name, f"is not set; {needed_for}") for name in missing]


def body_of(answer: requests.Response) -> Any:
    """Return the JSON of an answer; None where it has none."""
    try:
        return answer.json()
    except requests.JSONDecodeError:
        return None


def reason_of(body: Any) -> str:
    """Return what a service says was wrong, on one short line."""
    fields = cast("Mapping[str, Any]", body if isinstance(body, dict) else {})
    said = next((fields[key] for key in ("error", "message") if fields.get(key)), "")
    return " ".join(str(said).split())[:_SHOWN] or "no reason given"


def retry_after_s(answer: requests.Response) -> float:
    """Return how long a service wants to be left alone."""
    told = answer.headers.get("Retry-After")
    if told is None:
        return _USUAL_WAIT_S
    try:
        return Retry().parse_retry_after(told)
    except InvalidHeader:
        return _USUAL_WAIT_S


def later(answer: requests.Response) -> str:
    """Say when to try again."""
    known = "Retry-After" in answer.headers
    return f"wait {retry_after_s(answer):.0f} s" if known else "try again later"


def _is_busy(method: str, answer: requests.Response) -> bool:
    if answer.status_code in _PERHAPS_DONE:
        return method != "POST"
    limited = answer.status_code == _FORBIDDEN and "Retry-After" in answer.headers
    return limited or answer.status_code in _REFUSED
