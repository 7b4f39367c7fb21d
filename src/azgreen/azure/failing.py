"""What does it mean that Azure does not answer: a question refused, or nobody signed in?"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from azgreen.errors import SignInError
from azgreen.preflight import RefusedError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from azgreen.preflight import Json

_UNAUTHORIZED: Final = 401
NO_ANSWER: Final = 0
"""The status of a question that nobody answered."""

_LOG_IN: Final = "sign in with 'az login', or give the environment a service principal"
_OVER: Final = "ExpiredAuthenticationToken"
_CLOCK: Final = "; if the token is new, set the clock of this machine"
_TRIED: Final = "\t"  # how azure-identity sets off each credential that it tried
_MOST_NAMED: Final = 5


@contextmanager
def answering() -> Generator[None]:
    """Turn what Azure's clients raise into what a preflight understands.

    Raises:
        SignInError: no credential worked, or the token is none that Azure takes.
        RefusedError: Azure refused the question, or did not answer it.
    """
    from azure.core.exceptions import (  # noqa: PLC0415 - heavy
        AzureError,
        ClientAuthenticationError,
        HttpResponseError,
    )

    try:
        yield
    except ClientAuthenticationError as error:
        raise _not_signed_in(error) from error
    except HttpResponseError as error:
        if error.status_code == _UNAUTHORIZED:
            raise _not_signed_in(error) from error
        raise RefusedError(error.status_code or NO_ANSWER, _code(error), _said(error)) from error
    except AzureError as error:
        raise RefusedError(NO_ANSWER, "NoAnswer", _said(error)) from error


def unseen_subscription(
    subscription: str, seen: Sequence[Json], refused: RefusedError
) -> SignInError:
    """Say that the subscription is none that the caller can see, and which are."""
    named = [f"{item.get('subscriptionId')} ({item.get('displayName')})" for item in seen]
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    listed = ", ".join(named[:_MOST_NAMED]) + more or "none"
    what = f"subscription {subscription} cannot be seen: {refused.code}"
    fix = "name one of them with --subscription, or sign in to the tenant that has it"
    return SignInError(f"{what}; those that can: {listed}; {fix}")


def _not_signed_in(error: Any) -> SignInError:
    status = getattr(error, "status_code", None)
    if status == _UNAUTHORIZED:
        fix = f"{_LOG_IN}{_CLOCK if _code(error) == _OVER else ''}"
        return SignInError(f"Azure does not take the token: {_code(error)}: {_said(error)}; {fix}")
    tried = [*_tried(error.message)]
    listed = "".join(f"\n  {line}" for line in tried) or f" {_said(error)}"
    return SignInError(f"nobody is signed in to Azure; tried:{listed}\n{_LOG_IN}")


def _tried(message: str) -> Iterator[str]:
    """Yield a line for each credential of azure-identity's message."""
    for line in message.splitlines():
        if line.startswith(_TRIED):
            yield line.strip().rstrip(".")


def _code(error: Any) -> str:
    inner = getattr(error, "error", None)
    return str(getattr(inner, "code", None) or getattr(error, "reason", None) or "Error")


def _said(error: Any) -> str:
    inner = getattr(getattr(error, "error", None), "message", None)
    lines = str(inner or error.message).strip().splitlines()
    return lines[0].rstrip(".") if lines else "no reason given"
