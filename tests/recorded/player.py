"""Which recorded reply does a question get, over HTTP, as Microsoft's own clients ask it?"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

_HERE = Path(__file__).parent
_NEXT = "/next-page-of-nothing"
INDEX = json.loads((_HERE / "index.json").read_text("utf-8"))


@dataclass(frozen=True)
class Played:
    """What a question is answered with."""

    status: int
    body: Any = None


def example(name):
    """The recorded file, as Microsoft has it."""
    return json.loads((_HERE / "replies" / f"{name}.json").read_text("utf-8"))


def reply(name, status="200"):
    """The body of a recorded reply."""
    whole = example(name)
    return whole["details"] if "details" in whole else whole["responses"][status].get("body")


class Player:
    """Plays replies at `url`: `with Player("metrics", ...) as player`.

    Args:
        names: The recordings; all whose question no other has when left out.
        others: Replies by question (`"GET /subscriptions"`), instead of the recorded ones.
    """

    def __init__(self, *names, others=None):
        self._played = dict(others or {})
        for name in names:
            self._played.setdefault(INDEX[name]["asks"], Played(_status(name), reply(name)))
        self.asked = []
        self.unknown = []
        """Questions that nothing was recorded for, as they came."""

    def __enter__(self):
        handler = type("Handler", (_Handler,), {"player": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, method, path, body):
        """Return what is played; a callable is asked with the question's body."""
        self.asked.append((f"{method} {path}", body))
        if path == _NEXT:
            return Played(200, {"value": []})
        for asks, played in self._played.items():
            if _pattern(asks).fullmatch(f"{method} {path}"):
                return played(body) if callable(played) else played
        self.unknown.append(f"{method} {path}")
        return Played(404, {"error": {"code": "ResourceNotFound", "message": f"no {path}"}})

    def linked(self, body):
        """Point a link to a next page at this player."""
        has_link = isinstance(body, dict) and body.get("nextLink")
        return {**body, "nextLink": f"{self.url}{_NEXT}"} if has_link else body


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    player: Player

    def _play(self):
        length = int(self.headers.get("Content-Length") or 0)
        sent = self.rfile.read(length)
        path = unquote(urlsplit(self.path).path)
        played = self.player.answer(self.command, path, json.loads(sent) if sent else None)
        text = b"" if played.body is None else json.dumps(self.player.linked(played.body)).encode()
        self.send_response(played.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_HEAD = _play  # noqa: N815 - the names are the server's

    def log_message(self, *_):
        """Nobody reads it."""


def _status(name):
    return example(name).get("statusCode", 200)


def _pattern(asks):
    """Azure's paths are the same in upper and lower case."""
    text = re.escape(asks).replace(r"\{\+\}", "(/.+)").replace(r"\{\}", "[^/]+")
    return re.compile(text, re.IGNORECASE)
