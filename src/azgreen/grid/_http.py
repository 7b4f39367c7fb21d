"""How is a grid service asked, and what is said when it does not answer?

A service that is busy (429, 502, 503, 504) is asked once more, after as long as its `Retry-After`
says, unless that is longer than anybody waits for a command line. Keys go into headers and nowhere
else: no redirect is followed with one, and no message repeats one.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, cast

import requests
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from azgreen.errors import EstimateError, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from requests.auth import AuthBase

_CONNECT_S: Final = 5.0
_ANSWER_S: Final = 10.0
_MOST_WAIT_S: Final = 10.0
_USUAL_WAIT_S: Final = 1.0
_QUOTA: Final = 429
_BUSY: Final = (_QUOTA, 502, 503, 504)
_OK: Final = 200
_SERVER_FAULT: Final = 500
_SHOWN: Final = 160
_YEARLY: Final = "or take the yearly averages"


class GridError(EstimateError):
    """A grid service cannot be asked, or does not answer as it documents."""


class NoReadingError(Exception):
    """A service has nothing for one zone or region; the text says why, in half a sentence."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and fields of the JSON body; None where that is no JSON object."""

    status: int
    body: dict[str, Any] | None

    @property
    def is_ok(self) -> bool:
        """Whether the service did what it was asked."""
        return self.status == _OK

    @property
    def reason(self) -> str:
        """What the service says was wrong, on one short line."""
        fields = self.body or {}
        said = next((fields[key] for key in ("error", "message") if fields.get(key)), "")
        return " ".join(str(said).split())[:_SHOWN] or "no reason given"


class Service:
    """One service at one address."""

    def __init__(self, name: str, url: str, wait: Callable[[float], None] = time.sleep) -> None:
        self.name = name
        self._url, self._wait = url, wait
        self._session = requests.Session()

    def close(self) -> None:
        """End the connections."""
        self._session.close()

    def get(
        self,
        path: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: AuthBase | None = None,
    ) -> Answer:
        """Ask, and once more where the service is busy.

        Raises:
            GridError: no answer, a full quota, or an answer that only says that there is none.
        """
        answer = self._once(path, query, headers, auth)
        if answer.status_code in _BUSY and (wait_s := _retry_after_s(answer)) <= _MOST_WAIT_S:
            self._wait(wait_s)
            answer = self._once(path, query, headers, auth)
        if answer.status_code == _QUOTA:
            reason = "the quota of the account is used up (429)"
            raise GridError(f"{self.name}: {reason}; {_later(answer)}, {_YEARLY}")
        if answer.status_code >= _SERVER_FAULT or answer.is_redirect:
            reason = f"does not answer ({answer.status_code})"
            raise GridError(f"{self.name}: {reason}; {_later(answer)}, {_YEARLY}")
        try:
            body = answer.json()
        except requests.JSONDecodeError:
            body = None
        is_object = isinstance(body, dict)
        return Answer(answer.status_code, cast("dict[str, Any]", body) if is_object else None)

    def undocumented(self, what: str) -> GridError:
        """Return the fault of an answer in another form."""
        reason = f"answers in a form that this version does not know: {what}"
        return GridError(f"{self.name}: {reason}; update azgreen, {_YEARLY}")

    def _once(self, path: str, query: Any, headers: Any, auth: Any) -> requests.Response:
        try:
            return self._session.get(
                f"{self._url}{path}",
                params=query,
                headers=headers,
                auth=auth,
                timeout=(_CONNECT_S, _ANSWER_S),
                allow_redirects=False,
            )
        except requests.Timeout as error:
            reason = f"no answer from {self._url} within {_ANSWER_S:g} s"
            raise GridError(f"{self.name}: {reason}; try again later, {_YEARLY}") from error
        except requests.RequestException as error:
            # not the error's own text: it may repeat a header
            reason = f"{self._url} cannot be reached ({type(error).__name__})"
            raise GridError(f"{self.name}: {reason}; check the network, {_YEARLY}") from error


def unset(names: Iterable[str], environment: Mapping[str, str], needed_for: str) -> list[Fault]:
    """Return a fault for each environment variable that is not set."""
    missing = [name for name in names if not environment.get(name, "").strip()]
    return [Fault(name, f"is not set; {needed_for}") for name in missing]


def number(value: Any) -> float:
    """Return a finite number as it is; everything else is a TypeError."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError(f"{value!r} is no number")
    return float(value)


def moment(text: Any) -> datetime:
    """Return the moment that ISO 8601 names; without a time zone it is a ValueError."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return found


def _retry_after_s(answer: requests.Response) -> float:
    told = answer.headers.get("Retry-After")
    if told is None:
        return _USUAL_WAIT_S
    try:
        return Retry().parse_retry_after(told)
    except InvalidHeader:
        return _USUAL_WAIT_S


def _later(answer: requests.Response) -> str:
    known = "Retry-After" in answer.headers
    return f"wait {_retry_after_s(answer):.0f} s" if known else "try again later"
