"""How does a comment get into a pull request of Azure Repos? As the first comment of a thread.

The endpoints are "Pull Request Threads" and "Pull Request Thread Comments" of the REST API 7.1. The
limit is what Azure DevOps answers to a longer one ("A discussion comment cannot be longer than
150000 characters"); no page of its documentation tells it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote
from uuid import UUID

from azgreen.errors import Fault, InputError
from azgreen.pull_request._service import PATIENCE, Service, address, is_number
from azgreen.pull_request.shorten import shortened
from azgreen.web import unset

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from azgreen.web import Patience

TOKEN, URL, PROJECT = "SYSTEM_ACCESSTOKEN", "SYSTEM_COLLECTIONURI", "SYSTEM_TEAMPROJECT"
REPOSITORY, NUMBER = "BUILD_REPOSITORY_ID", "SYSTEM_PULLREQUEST_PULLREQUESTID"

_MOST_CHARACTERS: Final = 150_000
_VERSION: Final = {"api-version": "7.1"}
_CLOSED: Final = "closed"
"""A thread that is open would have to be resolved by hand before the pull request completes."""
_NOT_ACCEPTED: Final = f"{TOKEN} is not accepted; map it to $(System.AccessToken) in the step's env"
_CONTRIBUTE: Final = (
    "allow the build service 'Contribute to pull requests' in the security of the repository"
)
_REFUSALS: Final = {
    # with a token that it does not know, Azure DevOps answers with the page of its sign-in
    203: _NOT_ACCEPTED,
    302: _NOT_ACCEPTED,
    401: _NOT_ACCEPTED,
    403: _CONTRIBUTE,
    404: f"check {PROJECT}, {REPOSITORY} and {NUMBER}, or {_CONTRIBUTE}",
}


class AzureDevOps:
    """The pull request that a pipeline runs for."""

    def __init__(
        self, environment: Mapping[str, str] = os.environ, patience: Patience = PATIENCE
    ) -> None:
        """Read where to post.

        Raises:
            InputError: everything that is missing in the environment.
        """
        url, wrong = address(URL, environment)
        faults = [*_faults(environment), *wrong]
        if faults:
            raise InputError(faults)
        project, repository, number = (
            quote(environment[name].strip(), safe="") for name in (PROJECT, REPOSITORY, NUMBER)
        )
        self._threads = (
            f"/{project}/_apis/git/repositories/{repository}/pullRequests/{number}/threads"
        )
        self._page = f"{url}/{project}/_git/{repository}/pullrequest/{number}"
        self._service = Service(url, environment[TOKEN].strip(), {}, _REFUSALS, patience)

    def close(self) -> None:
        """End the connections."""
        self._service.close()

    def post(self, marker: str, text: str) -> str:
        """Write the comment that begins with `marker`, and return the address of its page.

        Raises:
            PostError: it could not be posted.
        """
        content = shortened(text, _MOST_CHARACTERS)
        # the list of threads has no pages: all of them are in the one answer
        found, _ = self._service.ask(dict, "GET", self._threads, params=_VERSION)
        own = next((it for it in map(_first, found.get("value", [])) if _begins(it, marker)), None)
        if own is not None:
            path = f"{self._threads}/{own['thread']}/comments/{own['id']}"
            self._service.ask(dict, "PATCH", path, params=_VERSION, json={"content": content})
        else:
            comment = {"parentCommentId": 0, "content": content, "commentType": "text"}
            thread = {"comments": [comment], "status": _CLOSED}
            self._service.ask(dict, "POST", self._threads, params=_VERSION, json=thread)
        return self._page


def _first(thread: Mapping[str, Any]) -> dict[str, Any]:
    comments = cast("Sequence[Mapping[str, Any]]", thread.get("comments") or [{}])
    return {**comments[0], "thread": thread["id"], "gone": thread.get("isDeleted")}


def _begins(comment: Mapping[str, Any], marker: str) -> bool:
    is_there = not comment["gone"] and not comment.get("isDeleted")
    return is_there and str(comment.get("content") or "").startswith(marker)


def _faults(environment: Mapping[str, str]) -> list[Fault]:
    faults = unset((TOKEN,), environment, "map it to $(System.AccessToken) in the step's env")
    faults += unset((URL, PROJECT, REPOSITORY), environment, "Azure Pipelines sets it in a job")
    faults += unset((NUMBER,), environment, "a build that a pull request starts has it")
    number, repository = (environment.get(name, "").strip() for name in (NUMBER, REPOSITORY))
    if number and not is_number(number):
        faults.append(Fault(NUMBER, f"is {number!r}; write the number of the pull request"))
    if repository and not _is_uuid(repository):
        what = f"is {repository!r}, not in Azure Repos; a repository on GitHub takes --post github"
        faults.append(Fault(REPOSITORY, what))
    return faults


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
