"""What has to be asked of Azure, whoever asks it?

Answers are the JSON of Azure's REST interface, items of lists without their page. The client part
is `azgreen.azure`; tests answer from fixtures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Json = dict[str, Any]

FORBIDDEN = 403


class RefusedError(Exception):
    """Azure answered one question with an error, or not at all."""

    def __init__(self, status: int, code: str, message: str) -> None:
        self.status, self.code, self.message = status, code, message
        super().__init__(f"{code} ({status}): {message}")


def field(answer: object, *path: str) -> Any:
    """Return what an answer has at a path; None where it is not there."""
    value: Any = answer
    for key in path:
        value = cast("Json", value).get(key) if isinstance(value, dict) else None
    return value


def items(answer: object, *path: str) -> list[Any]:
    """Return a list of an answer; an empty one where there is none."""
    value = field(answer, *path)
    return cast("list[Any]", value) if isinstance(value, list) else []


def number(answer: object, *path: str) -> float | None:
    """Return a number of an answer; None where there is none."""
    value = field(answer, *path)
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if plain else None


class Azure(Protocol):
    """The questions; each raises `RefusedError` where Azure does not answer it.

    A sign-in that does not hold is no answer to one question: it ends the whole preflight, with an
    error of its own.
    """

    @property
    def subscription(self) -> str:
        """The id of the subscription."""
        ...

    def models(self, region: str) -> Sequence[Json]:
        """List the models that can be deployed in a region (Models - List)."""
        ...

    def usages(self, region: str) -> Sequence[Json]:
        """List the quotas of models in a region and what is in use (Usages - List)."""
        ...

    def capacities(self, region: str, model: tuple[str, str, str]) -> Sequence[Json]:
        """List how much there is of a model: format, name, version (Model Capacities - List)."""
        ...

    def calculated(self, model: tuple[str, str, str], sku: str, workload: Json) -> Json:
        """Return the PTUs that a load takes (Calculate Model Capacity)."""
        ...

    def domain(self, name: str) -> Json:
        """Say whether a sub-domain is free (Check Domain Availability)."""
        ...

    def deleted_accounts(self) -> Sequence[Json]:
        """List the accounts that Azure keeps for a while (Deleted Accounts - List)."""
        ...

    def get(self, path: str, api_version: str) -> Json:
        """Read anything else; `path` begins with a slash."""
        ...

    def listed(self, path: str, api_version: str) -> Sequence[Json]:
        """List anything else."""
        ...

    def post(self, path: str, api_version: str, body: Mapping[str, Any]) -> Json:
        """Ask anything else that takes a body."""
        ...

    def exists(self, path: str, api_version: str) -> bool:
        """Say whether there is something at a path."""
        ...
