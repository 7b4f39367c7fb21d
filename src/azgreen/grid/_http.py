"""How is a grid service asked, and what is said when it does not answer?"""

from __future__ import annotations

import math
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, cast

from azgreen import web
from azgreen.errors import EstimateError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping
    from datetime import timedelta

    from requests.auth import AuthBase

_QUOTA: Final = 429
_OK: Final = 200
_SERVER_FAULT: Final = 500
YEARLY: Final = "or take the yearly averages"
"""What to do where a service does not answer."""


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
        return web.reason_of(self.body)


class Service:
    """One service at one address."""

    def __init__(
        self,
        name: str,
        url: str,
        wait: Callable[[float], None] = time.sleep,
        otherwise: str = YEARLY,
    ) -> None:
        self.name, self._otherwise = name, otherwise
        self._client = web.Client(url, web.Patience(wait=wait))

    def close(self) -> None:
        """End the connections."""
        self._client.close()

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
        try:
            answer = self._client.ask("GET", path, params=query, headers=headers, auth=auth)
        except web.NoAnswerError as error:
            raise GridError(f"{self.name}: {error}; {error.hint}, {self._otherwise}") from error
        if answer.status_code == _QUOTA:
            reason = "the quota of the account is used up (429)"
            raise GridError(f"{self.name}: {reason}; {web.later(answer)}, {self._otherwise}")
        if answer.status_code >= _SERVER_FAULT or answer.is_redirect:
            reason = f"does not answer ({answer.status_code})"
            raise GridError(f"{self.name}: {reason}; {web.later(answer)}, {self._otherwise}")
        body = web.body_of(answer)
        is_object = isinstance(body, dict)
        return Answer(answer.status_code, cast("dict[str, Any]", body) if is_object else None)

    def undocumented(self, what: str) -> GridError:
        """Return the fault of an answer in another form."""
        reason = f"answers in a form that this version does not know: {what}"
        return GridError(f"{self.name}: {reason}; update azgreen, {self._otherwise}")

    @contextmanager
    def documented(self) -> Generator[None]:
        """Say of an answer that cannot be read as it is documented that it is in another form."""
        try:
            yield
        except (AttributeError, LookupError, TypeError, ValueError, EstimateError) as error:
            raise self.undocumented(f"{type(error).__name__}: {error}") from error


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


def spans(since: datetime, until: datetime, most: timedelta) -> Iterator[dict[str, str]]:
    """Yield the parts of a while that one question may be about, as both services take them."""
    while since < until:
        last = min(since + most, until)
        yield {"start": _written(since), "end": _written(last)}
        since = last


def _written(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
