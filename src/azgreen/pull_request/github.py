"""How does a comment get into a pull request on GitHub? As a comment of its issue.

The endpoints are "List/Create/Update an issue comment" of the REST API of 2022-11-28. The limit of
65,536 characters is what GitHub answers to a longer body (422, "Body is too long").
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from azgreen.errors import Fault, InputError
from azgreen.pull_request._service import PATIENCE, Service, address, is_number
from azgreen.pull_request.shorten import shortened
from azgreen.web import unset

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from azgreen.web import Patience

TOKEN, REPOSITORY, URL = "GITHUB_TOKEN", "GITHUB_REPOSITORY", "GITHUB_API_URL"
EVENT, REF = "GITHUB_EVENT_PATH", "GITHUB_REF"

_USUAL_URL: Final = "https://api.github.com"
_MOST_CHARACTERS: Final = 65_536
_PAGE: Final = 100
_NAME: Final = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_PULL_REF: Final = re.compile(r"refs/pull/(\d+)/(?:merge|head)", re.ASCII)
_TRUSTED: Final = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
_HEADERS: Final = {
    "Accept": "application/vnd.github+json",
    "X-GitHub-Api-Version": "2022-11-28",
}
_WRITE: Final = "give the job 'permissions: pull-requests: write'"
_REFUSALS: Final = {
    401: f"{TOKEN} is not accepted; pass 'github.token' of this job",
    403: f"{_WRITE}; a pull request from a fork gets a token that only reads",
    404: f"check {REPOSITORY} and the number of the pull request, or {_WRITE}",
}


class GitHub:
    """The pull request that a workflow runs for."""

    def __init__(
        self, environment: Mapping[str, str] = os.environ, patience: Patience = PATIENCE
    ) -> None:
        """Read where to post.

        Raises:
            InputError: everything that is missing in the environment.
        """
        url, wrong = address(URL, environment, _USUAL_URL)
        faults = [*_faults(environment), *wrong]
        if faults:
            raise InputError(faults)
        self._issues = f"/repos/{environment[REPOSITORY].strip()}/issues"
        self._number = _number(environment)
        token = environment[TOKEN].strip()
        self._service = Service(url, token, _HEADERS, _REFUSALS, patience)

    def close(self) -> None:
        """End the connections."""
        self._service.close()

    def post(self, marker: str, text: str) -> str:
        """Write the comment that begins with `marker`, and return its address.

        Raises:
            PostError: it could not be posted.
        """
        body = {"body": shortened(text, _MOST_CHARACTERS)}
        own = next((each for each in self._comments() if _is_own(each, marker)), None)
        if own is not None:
            answer, _ = self._service.ask(
                dict, "PATCH", f"{self._issues}/comments/{own['id']}", json=body
            )
        else:
            answer, _ = self._service.ask(
                dict, "POST", f"{self._issues}/{self._number}/comments", json=body
            )
        return str(answer.get("html_url", ""))

    def _comments(self) -> Iterator[dict[str, Any]]:
        page, more = 1, True
        while more:
            query = {"per_page": str(_PAGE), "page": str(page)}
            path = f"{self._issues}/{self._number}/comments"
            found, links = self._service.ask(list, "GET", path, params=query)
            yield from found
            page, more = page + 1, "next" in links


def _is_own(comment: Mapping[str, Any], marker: str) -> bool:
    """Tell whether a comment is an earlier one of this; anybody can copy a marker."""
    author = cast("Mapping[str, Any]", comment.get("user") or {})
    known = author.get("type") == "Bot" or comment.get("author_association") in _TRUSTED
    return known and str(comment.get("body") or "").startswith(marker)


def _faults(environment: Mapping[str, str]) -> list[Fault]:
    faults = unset((TOKEN,), environment, "set it to 'github.token' of the job")
    faults += unset((REPOSITORY,), environment, "write OWNER/NAME")
    repository = environment.get(REPOSITORY, "").strip()
    if repository and not _NAME.fullmatch(repository):
        faults.append(Fault(REPOSITORY, f"is {repository!r}; write OWNER/NAME"))
    if not _number(environment):
        what = "names no pull request, nor does GITHUB_REF; run on the event 'pull_request'"
        faults.append(Fault(EVENT, what))
    return faults


def _number(environment: Mapping[str, str]) -> str:
    """Return the number of the pull request; empty where nothing tells it."""
    event = _event(environment.get(EVENT, ""))
    issue = cast("Mapping[str, Any]", event.get("issue") or {})
    named = cast("Mapping[str, Any]", event.get("pull_request") or {})
    told = str((issue if "pull_request" in issue else named).get("number", ""))
    if is_number(told):
        return told
    found = _PULL_REF.fullmatch(environment.get(REF, ""))
    return found[1] if found else ""


def _event(file: str) -> Mapping[str, Any]:
    try:
        found = json.loads(Path(file).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return cast("Mapping[str, Any]", found) if isinstance(found, dict) else {}
