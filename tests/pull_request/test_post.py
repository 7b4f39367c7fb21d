"""Is a comment found again, written anew, and is every refusal told with what is needed?"""

from __future__ import annotations

import json
import re
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pull_request.served import MEMBER, STRANGER, THREADS, TOKEN, Served, serving

from azgreen.errors import InputError
from azgreen.pull_request import SERVICES, AzureDevOps, GitHub, PostError, shortened
from azgreen.web import Patience

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MARKER = "<!-- azgreen shop/prod -->"
TEXT = f"{MARKER}\n## azgreen\n"
UUID = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def served() -> Iterator[Served]:
    with serving() as found:
        yield found


@pytest.fixture
def github(served: Served, tmp_path: Path) -> Mapping[str, str]:
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 7}}), "utf-8")
    return {
        "GITHUB_TOKEN": TOKEN,
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_API_URL": served.url,
        "GITHUB_EVENT_PATH": str(event),
    }


@pytest.fixture
def azure(served: Served) -> Mapping[str, str]:
    return {
        "SYSTEM_ACCESSTOKEN": TOKEN,
        "SYSTEM_COLLECTIONURI": f"{served.url}/",
        "SYSTEM_TEAMPROJECT": "my team",
        "BUILD_REPOSITORY_ID": UUID,
        "SYSTEM_PULLREQUEST_PULLREQUESTID": "7",
    }


class Posting:
    """Posts, and keeps what was waited for."""

    def __init__(self, kind: type[GitHub | AzureDevOps]) -> None:
        self.kind, self.waited = kind, list[float]()

    def __call__(self, environment: Mapping[str, str], text: str = TEXT) -> str:
        patience = Patience(tries=4, most_wait_s=60, wait=self.waited.append)
        with closing(self.kind(environment, patience)) as service:
            return service.post(MARKER, text)


def test_github_makes_one_comment_and_writes_it_anew(
    served: Served, github: Mapping[str, str]
) -> None:
    for index in range(250):
        served.comment(f"{index}: a quote of {MARKER}")
    post = Posting(GitHub)
    assert post(github) == "https://here/7#1250"
    for text in (TEXT, f"{TEXT}\nmore\n"):
        assert post(github, text) == "https://here/7#1250"
        assert (len(served.comments), served.comments[-1]["body"]) == (251, text)
    pages = [it.rpartition("&page=")[2] for it in served.asked if it.startswith("GET")]
    assert pages == ["1", "2", "3"] * 3
    assert {it.split()[0] for it in served.asked[-2:]} == {"GET", "PATCH"}


def test_github_leaves_the_copy_of_a_stranger_alone(
    served: Served, github: Mapping[str, str]
) -> None:
    copied = served.comment(TEXT, **STRANGER)
    served.comment(TEXT, user=None, author_association="NONE")
    own = served.comment(TEXT, **MEMBER)
    Posting(GitHub)(github, f"{TEXT}new\n")
    assert (copied["body"], own["body"]) == (TEXT, f"{TEXT}new\n")
    assert len(served.comments) == 3


@pytest.mark.parametrize(
    ("event", "ref"),
    [
        ({"issue": {"number": 7, "pull_request": {}}}, ""),
        ({"ref": "x"}, "refs/pull/7/merge"),
        (None, "refs/pull/7/head"),
        ("no JSON", "refs/pull/7/merge"),
    ],
)
def test_github_knows_the_pull_request(
    served: Served, github: Mapping[str, str], tmp_path: Path, event: Any, ref: str
) -> None:
    file = tmp_path / "other.json"
    if event is not None:
        file.write_text(event if isinstance(event, str) else json.dumps(event), "utf-8")
    Posting(GitHub)({**github, "GITHUB_EVENT_PATH": str(file), "GITHUB_REF": ref})
    assert len(served.comments) == 1


def test_azure_makes_one_thread_and_writes_it_anew(
    served: Served, azure: Mapping[str, str]
) -> None:
    served.thread(TEXT, isDeleted=True)
    served.threads.append({"id": 2, "comments": [{"id": 1, "content": TEXT, "isDeleted": True}]})
    served.threads.append({"id": 3, "comments": [{"id": 1, "commentType": "system"}]})
    post = Posting(AzureDevOps)
    page = f"{served.url}/my%20team/_git/{UUID}/pullrequest/7"
    assert post(azure) == post(azure, f"{TEXT}more\n") == page
    assert len(served.threads) == 4
    assert served.threads[3]["status"] == "closed"
    assert served.threads[3]["comments"] == [{"id": 1, "content": f"{TEXT}more\n"}]
    assert served.asked[-1] == f"PATCH {THREADS}/threads/4/comments/1?api-version=7.1"


WRITE = "give the job 'permissions: pull-requests: write'"
ALLOW = "allow the build service 'Contribute to pull requests' in the security of the repository"
AZURE_TOKEN = (
    "SYSTEM_ACCESSTOKEN is not accepted; map it to $(System.AccessToken) in the step's env"
)


@pytest.mark.parametrize(
    ("name", "answer", "told"),
    [
        (
            "github",
            (403, {"message": "Resource not accessible by integration"}),
            f"403: Resource not accessible by integration; {WRITE}; a pull request from a fork "
            "gets a token that only reads",
        ),
        (
            "github",
            (404, {"message": "Not Found"}),
            "404: Not Found; check GITHUB_REPOSITORY and the number of the pull request, or "
            f"{WRITE}",
        ),
        ("github", (422, {"message": "Validation Failed"}), "422: Validation Failed"),
        (
            "github",
            (200, {"not": "a list"}),
            "200: no reason given; the answer has another form than this version knows; "
            "update azgreen",
        ),
        ("azure-devops", (203, "<html>sign in"), f"203: no reason given; {AZURE_TOKEN}"),
        ("azure-devops", (302, ""), f"302: no reason given; {AZURE_TOKEN}"),
        (
            "azure-devops",
            (403, {"message": "TF401027: You need the Git 'PullRequestContribute' permission"}),
            "403: TF401027: You need the Git 'PullRequestContribute' permission; " + ALLOW,
        ),
        (
            "azure-devops",
            (404, {"message": "TF401180"}),
            "404: TF401180; check SYSTEM_TEAMPROJECT, BUILD_REPOSITORY_ID and "
            f"SYSTEM_PULLREQUEST_PULLREQUESTID, or {ALLOW}",
        ),
        ("azure-devops", (500, {"message": ""}), "500: no reason given; try again later"),
    ],
)
def test_a_refusal_tells_what_is_needed(
    request: Any, served: Served, name: str, answer: tuple[int, Any], told: str
) -> None:
    environment = request.getfixturevalue(name.partition("-")[0])
    served.instead = [(answer[0], {"Location": "/elsewhere"}, answer[1])]
    with pytest.raises(PostError) as raised:
        Posting(SERVICES[name])(environment)
    assert str(raised.value) == f"GET {served.url}: {told}"
    assert len(served.asked) == 1


@pytest.mark.parametrize("name", SERVICES)
def test_a_token_that_is_wrong_is_not_repeated(request: Any, served: Served, name: str) -> None:
    environment = request.getfixturevalue(name.partition("-")[0])
    wrong = {key: value.replace(TOKEN, "ghs_wrong") for key, value in environment.items()}
    with pytest.raises(PostError) as raised:
        Posting(SERVICES[name])(wrong)
    assert str(raised.value).startswith(f"GET {served.url}: 401: Bad credentials; ")
    assert "is not accepted; " in str(raised.value)
    assert "ghs_wrong" not in repr(raised.value)


def test_a_netrc_puts_no_other_token_there(
    served: Served, github: Mapping[str, str], tmp_path: Path, monkeypatch: Any
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n", "utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    Posting(GitHub)(github)
    assert len(served.comments) == 1


def test_who_is_busy_is_asked_again_after_as_long_as_it_says(
    served: Served, github: Mapping[str, str]
) -> None:
    busy: Any = {"message": "You have exceeded a secondary rate limit"}
    served.instead = [(403, {"Retry-After": "7"}, busy), (503, {}, ""), (502, {}, "")]
    post = Posting(GitHub)
    post(github)
    assert (post.waited, len(served.comments)) == ([7, 1, 1], 1)


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({"Retry-After": "3600"}, "wait 3600 s"),
        ({"X-RateLimit-Remaining": "0"}, "try again later"),
    ],
)
def test_nobody_waits_an_hour(
    served: Served, github: Mapping[str, str], headers: dict[str, str], told: str
) -> None:
    served.instead = [(403, headers, {"message": "API rate limit exceeded"})]
    post = Posting(GitHub)
    with pytest.raises(PostError) as raised:
        post(github)
    assert str(raised.value) == f"GET {served.url}: 403: API rate limit exceeded; {told}"
    assert post.waited == []


def test_what_may_have_been_made_is_not_made_again(
    served: Served, github: Mapping[str, str]
) -> None:
    served.instead = [(200, {}, []), (502, {}, "")]
    with pytest.raises(PostError, match=r"^POST .*: 502: no reason given; try again later$"):
        Posting(GitHub)(github)
    assert len(served.asked) == 2


def test_nobody_there_is_told(github: Mapping[str, str]) -> None:
    nowhere = {**github, "GITHUB_API_URL": "http://127.0.0.1:9"}
    told = "http://127.0.0.1:9 cannot be reached (ConnectionError); check the network"
    with pytest.raises(PostError) as raised:
        Posting(GitHub)(nowhere)
    assert str(raised.value) == told


def test_everything_that_is_missing_is_told_at_once() -> None:
    with pytest.raises(InputError) as raised:
        GitHub({})
    assert str(raised.value).splitlines() == [
        "GITHUB_TOKEN: is not set; set it to 'github.token' of the job",
        "GITHUB_REPOSITORY: is not set; write OWNER/NAME",
        (
            "GITHUB_EVENT_PATH: names no pull request, nor does GITHUB_REF; "
            "run on the event 'pull_request'"
        ),
    ]
    with pytest.raises(InputError) as raised:
        AzureDevOps({})
    assert str(raised.value).splitlines() == [
        "SYSTEM_ACCESSTOKEN: is not set; map it to $(System.AccessToken) in the step's env",
        "SYSTEM_COLLECTIONURI: is not set; Azure Pipelines sets it in a job",
        "SYSTEM_TEAMPROJECT: is not set; Azure Pipelines sets it in a job",
        "BUILD_REPOSITORY_ID: is not set; Azure Pipelines sets it in a job",
        ("SYSTEM_PULLREQUEST_PULLREQUESTID: is not set; a build that a pull request starts has it"),
    ]


def test_everything_that_is_wrong_is_told_at_once(
    github: Mapping[str, str], azure: Mapping[str, str]
) -> None:
    clear = "where a token would travel in the clear; use https://"
    with pytest.raises(InputError) as raised:
        GitHub({**github, "GITHUB_REPOSITORY": "a/b/c", "GITHUB_API_URL": "http://ghe.example"})
    assert str(raised.value).splitlines() == [
        "GITHUB_REPOSITORY: is 'a/b/c'; write OWNER/NAME",
        f"GITHUB_API_URL: is 'http://ghe.example', {clear}",
    ]
    wrong = {"BUILD_REPOSITORY_ID": "acme/shop", "SYSTEM_PULLREQUEST_PULLREQUESTID": "7/../8"}
    with pytest.raises(InputError) as raised:
        AzureDevOps({**azure, **wrong, "SYSTEM_COLLECTIONURI": "ftp://x"})
    assert str(raised.value).splitlines() == [
        ("SYSTEM_PULLREQUEST_PULLREQUESTID: is '7/../8'; write the number of the pull request"),
        (
            "BUILD_REPOSITORY_ID: is 'acme/shop', not in Azure Repos; "
            "a repository on GitHub takes --post github"
        ),
        f"SYSTEM_COLLECTIONURI: is 'ftp://x', {clear}",
    ]


def test_a_body_over_the_limit_is_shortened(served: Served, github: Mapping[str, str]) -> None:
    rows = "".join(f"| row {index} | {'🌱' * 50} |\n" for index in range(2000))
    Posting(GitHub)(github, f"{TEXT}\n| a | b |\n| --- | --- |\n{rows}")
    body = served.comments[0]["body"]
    assert len(body.encode("utf-16-le")) // 2 <= 65_536
    assert body.splitlines()[-1].endswith(
        " more lines are left out: a comment here holds 65,536 characters."
    )
    assert body.splitlines()[-3].endswith("🌱 |")


LINES = st.sampled_from(
    [
        "| a | b |",
        "| --- | ---: |",
        "#### Head",
        "",
        "<details><summary>x</summary>",
        "</details>",
        "🌱" * 30,
        "text",
    ]
)


@given(lines=st.lists(LINES, max_size=60), limit=st.integers(150, 900))
def test_what_is_shortened_is_whole(lines: list[str], limit: int) -> None:
    text = "\n".join([MARKER, *lines]) + "\n"
    short = shortened(text, limit)
    if len(text.encode("utf-16-le")) // 2 <= limit:
        assert short == text
        return
    assert len(short.encode("utf-16-le")) // 2 <= limit
    *kept, note = short.removesuffix("\n").split("\n")
    told = re.fullmatch(rf"> (\d+) more lines are left out: a comment here holds {limit} .*", note)
    assert told is not None
    held = 1 + len(lines) - int(told[1])
    assert kept[:held] == [MARKER, *lines][:held] != []
    opened = sum(line.startswith("<details>") for line in kept[:held])
    closed = opened - kept[:held].count("</details>")
    assert kept[held:] == [*["", "</details>"] * closed, ""]
    assert held == 1 or not re.match(r"$|#|<details>|\| ---", kept[held - 1])
