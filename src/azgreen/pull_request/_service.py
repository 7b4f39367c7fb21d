"""How is a service of pull requests asked, and what is said when it refuses?"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from azgreen import web
from azgreen.errors import AzgreenError, Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from requests import Response

PATIENCE: Final = web.Patience(tries=4, most_wait_s=60)
"""A pipeline waits longer than a person does."""

_DONE: Final = (HTTPStatus.OK, HTTPStatus.CREATED)
_OTHER: Final = "the answer has another form than this version knows; update azgreen"
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_NUMBER: Final = re.compile(r"[1-9]\d{0,9}", re.ASCII)


class PostError(AzgreenError):
    """A comment could not be posted."""


class Service:
    """One service, and what each of its refusals is told as."""

    def __init__(
        self,
        url: str,
        token: str,
        headers: Mapping[str, str],
        refusals: Mapping[int, str],
        patience: web.Patience,
    ) -> None:
        self._client = web.Client(url, patience)
        self._how = {"auth": web.Bearer(token), "headers": headers}
        self._url, self._refusals = url, refusals

    def close(self) -> None:
        """End the connections."""
        self._client.close()

    def ask(self, form: type, method: str, path: str, **how: Any) -> tuple[Any, Mapping[str, Any]]:
        """Return the JSON of the answer, which is of this form, and its links.

        Raises:
            PostError: no answer, a refusal, or an answer in another form.
        """
        try:
            answer = self._client.ask(method, path, **self._how, **how)
        except web.NoAnswerError as error:
            raise PostError(f"{error}; {error.hint}") from error
        body, status = web.body_of(answer), answer.status_code
        if status in _DONE and isinstance(body, form):
            return body, answer.links
        hint = _OTHER if status in _DONE else self._refusals.get(status, "")
        if _is_limited(answer) or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            hint = web.later(answer)
        told = f"{method} {self._url}: {status}: {web.reason_of(body)}"
        raise PostError(f"{told}; {hint}" if hint else told)


def _is_limited(answer: Response) -> bool:
    """Tell whether a refusal is about how often one asked, whatever its status says."""
    spent = answer.headers.get("X-RateLimit-Remaining") == "0"
    return spent or "Retry-After" in answer.headers


def address(name: str, environment: Mapping[str, str], usual: str = "") -> tuple[str, list[Fault]]:
    """Return the address in a variable, and why it cannot be used; none where it is not set."""
    url = (environment.get(name, "").strip() or usual).rstrip("/")
    parts = urlsplit(url)
    is_safe = parts.scheme == "https" or parts.hostname in _LOOPBACK
    if not url or (is_safe and parts.hostname):
        return url, []
    return url, [Fault(name, f"is {url!r}, where a token would travel in the clear; use https://")]


def is_number(text: str) -> bool:
    """Tell whether this is how a pull request is numbered."""
    return _NUMBER.fullmatch(text) is not None
