"""GitHub and Azure DevOps on loopback: they keep comments, page them, and refuse as those do."""

from __future__ import annotations

import json
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Generator

TOKEN = "ghs_secret0123456789"
THREADS = "/my%20team/_apis/git/repositories/00000000-0000-4000-8000-000000000001/pullRequests/7"
BOT = {"user": {"type": "Bot"}, "author_association": "NONE"}
STRANGER = {"user": {"type": "User"}, "author_association": "CONTRIBUTOR"}
MEMBER = {"user": {"type": "User"}, "author_association": "MEMBER"}


class Served(ThreadingHTTPServer):
    """What both services hold; a test changes what it wants otherwise."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.comments: list[dict[str, Any]] = []
        self.threads: list[dict[str, Any]] = []
        self.instead: list[tuple[int, dict[str, str], Any]] = []
        """Status, headers and body of the next answers, each once."""
        self.asked: list[str] = []

    def comment(self, body: str, **more: Any) -> dict[str, Any]:
        number = 1000 + len(self.comments)
        made = {"id": number, "body": body, "html_url": f"https://here/7#{number}", **BOT, **more}
        self.comments.append(made)
        return made

    def thread(self, content: str, **more: Any) -> dict[str, Any]:
        made = {"id": len(self.threads) + 1, "comments": [{"id": 1, "content": content}], **more}
        self.threads.append(made)
        return made

    def github(self, method: str, path: str, query: Any, body: Any) -> tuple[int, Any, Any]:
        if found := re.fullmatch(r"/repos/acme/shop/issues/comments/(\d+)", path):
            held = next(it for it in self.comments if it["id"] == int(found[1]))
            assert method == "PATCH"
            return 200, {}, held | {"body": held.update(body) or body["body"]}
        assert path == "/repos/acme/shop/issues/7/comments"
        if method == "POST":
            return 201, {}, self.comment(body["body"])
        page, size = int(query["page"][0]), int(query["per_page"][0])
        rest = self.comments[page * size :]
        link = {"Link": f'<{self.url}{path}?page={page + 1}>; rel="next"'} if rest else {}
        return 200, link, self.comments[(page - 1) * size : page * size]

    def azure(self, method: str, path: str, query: Any, body: Any) -> tuple[int, Any, Any]:
        assert query["api-version"] == ["7.1"]
        if found := re.fullmatch(rf"{THREADS}/threads/(\d+)/comments/(\d+)", path):
            assert method == "PATCH"
            self.threads[int(found[1]) - 1]["comments"][0].update(body)
            return 200, {}, body
        assert path == f"{THREADS}/threads"
        if method == "POST":
            (comment,) = body["comments"]
            assert comment["parentCommentId"] == 0
            return 200, {}, self.thread(comment["content"], status=body["status"])
        return 200, {}, {"value": self.threads, "count": len(self.threads)}


class Answering(BaseHTTPRequestHandler):
    server: Served  # pyright: ignore[reportIncompatibleVariableOverride]

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        split = urlsplit(self.path)
        self.server.asked.append(f"{self.command} {self.path}")
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            told: Any = (401, {}, {"message": "Bad credentials"})
        elif self.server.instead:
            told = self.server.instead.pop(0)
        else:
            is_github = split.path.startswith("/repos/")
            kind = self.server.github if is_github else self.server.azure
            told = kind(self.command, split.path, parse_qs(split.query), body)
        self.tell(*told)

    def tell(self, status: int, headers: dict[str, str], body: Any) -> None:
        raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(raw))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    do_GET = do_POST = do_PATCH = answer  # noqa: N815 - the names of http.server

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of http.server
        """Say nothing."""


@contextmanager
def serving() -> Generator[Served]:
    with Served() as served:
        thread = threading.Thread(target=served.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield served
        finally:
            served.shutdown()
            thread.join()
