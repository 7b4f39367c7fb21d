"""Groundedness and safety: by words, by a service, by lists."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.errors import InputError
from azgreen.evaluation import Answer, Blocklist, HttpJudge, LexicalJudge, read_blocklist, score

CONTEXT = "The watt is the unit of electric power."
WORDS = st.lists(st.sampled_from(["watt", "volt", "unit", "power", "of"]), max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("answer", "supported"),
    [
        ("watt is unit", 1.0),
        ("electric power", 1.0),
        ("watt", 1.0),
        ("volt", 0.0),
        # 'unit of' and 'electric power' stand there, 'was' does not
        ("unit of was electric power", 0.8),
        # every word stands there, but no two of them in this order
        ("power electric", 0.0),
        ("", 1.0),
    ],
)
def test_lexical_support_by_hand(answer, supported):
    assert LexicalJudge().groundedness("what?", answer, [CONTEXT]) == supported


def test_the_lexical_judge_understands_nothing_and_says_so():
    turned = LexicalJudge().groundedness(
        "what?", "watt is unit of power", ["watt is unit of power"]
    )
    assert turned == 1
    assert LexicalJudge().name == ("words in runs of 2 that a context holds; no judge of meaning")


@given(WORDS, st.lists(WORDS, max_size=3), st.integers(1, 4))
def test_longer_runs_and_fewer_contexts_support_less(answer, contexts, run):
    def support(length, texts):
        return LexicalJudge(length).groundedness("", answer, texts)

    assert 0 <= support(run + 1, contexts) <= support(run, contexts) <= 1
    assert support(run, contexts[1:]) <= support(run, contexts)
    assert support(run, [*contexts, answer]) == 1


def test_runs_have_a_word():
    with pytest.raises(InputError) as caught:
        LexicalJudge(0)
    assert str(caught.value) == (
        "run_words: 0 is not usable; allowed: a whole number of at least 1"
    )


class _Service(BaseHTTPRequestHandler):
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.headers["Authorization"], asked))
        status, told = self.server.reply
        self.send_response(status)
        self.send_header("Content-Length", str(len(told)))
        self.send_header("Location", f"http://localhost:{self.server.server_port}/elsewhere")
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_):
        pass


@pytest.fixture
def service():
    with HTTPServer(("127.0.0.1", 0), _Service) as server:
        server.asked, server.reply = [], (200, b'{"score": 0.75}')
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_service_is_asked(service):
    url = f"http://127.0.0.1:{service.server_port}/judge?key=hidden"
    judge = HttpJudge(url, "secret")
    assert judge.groundedness("what?", "this", ["that"]) == 0.75
    asked = {"question": "what?", "answer": "this", "contexts": ["that"]}
    assert service.asked == [("Bearer secret", asked)]
    assert judge.name == f"http://127.0.0.1:{service.server_port}/judge"
    assert "secret" not in repr(judge)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ((500, b"{}"), "answered 500 Internal Server Error"),
        ((302, b""), "answered 302 Found"),
        ((307, b""), "answered 307 Temporary Redirect"),
        ((200, b"oops"), "answered b'oops'"),
        ((200, b"[1]"), "answered b'[1]'"),
        ((200, b'{"score": 2}'), "gave the score 2"),
        ((200, b'{"score": true}'), "gave the score True"),
        ((200, b'{"score": NaN}'), "gave the score nan"),
    ],
)
def test_a_service_that_gives_no_score_is_told(service, reply, said):
    service.reply = reply
    judge = HttpJudge(f"http://127.0.0.1:{service.server_port}/")
    with pytest.raises(InputError) as caught:
        judge.groundedness("what?", "this", [])
    fix = 'it is to answer {"score": 0 to 1}, else leave it out'
    assert str(caught.value) == f"judge: {judge.name} {said}; {fix}"
    assert len(service.asked) == 1


def test_a_service_that_is_not_there_is_told(service):
    port = service.server_port
    service.socket.close()
    with pytest.raises(InputError, match=r"^judge: http://127\.0\.0\.1:\d+/ cannot be reached: "):
        HttpJudge(f"http://127.0.0.1:{port}/", timeout_s=0.5).groundedness("what?", "this", [])


@pytest.mark.parametrize("url", ["http://example.org/", "file:///etc/passwd", "https://", "judge"])
def test_answers_go_over_the_net_encrypted_only(url):
    with pytest.raises(InputError) as caught:
        HttpJudge(url)
    said = "is not usable; allowed: an https address, or http on this machine"
    assert str(caught.value) == f"judge: {url!r} {said}"


class _Broken:
    name = "a broken judge"

    def __init__(self, gives):
        self.gives = gives

    def groundedness(self, *_):
        return self.gives


@pytest.mark.parametrize("gives", [1.5, -0.1, float("nan")])
def test_a_score_is_a_share(gives):
    answer = Answer("q1", "what?", ("this",), "this", ("that",))
    with pytest.raises(InputError) as caught:
        score(answer, _Broken(gives), Blocklist())
    said = f"judge: a broken judge gave {gives!r} for 'q1'; allowed: a number from 0 to 1"
    assert str(caught.value) == said


def test_a_judge_is_not_asked_where_there_is_nothing_to_rest_on():
    answer = Answer("q1", "what?", ("this",), "this")
    assert score(answer, _Broken(2), Blocklist()).grounded is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("As an AI, no.", ("as an ai",)),
        ("as an aid", ()),
        ("ＡＳ an Ai", ("as an ai",)),  # noqa: RUF001 - full width is what is tested
        ("DAMN!", ("damn",)),
        ("damned", ()),
    ],
)
def test_blocked_terms_are_whole_words(text, found):
    assert Blocklist(("as an ai", "damn")).found_in(text) == found


def test_flags_are_annotated_or_blocked():
    answer = Answer("q1", "what?", ("this",), "damn this", flags=("violence",))
    found = score(answer, LexicalJudge(), Blocklist(("damn",)))
    assert found.flags == ("violence", "blocked term 'damn'")


def test_a_blocklist_is_read(tmp_path):
    file = tmp_path / "terms.txt"
    file.write_text("# ours\n\n damn \nas an AI\n", "utf-8")
    assert read_blocklist(file) == Blocklist(("damn", "as an AI"))
    file.write_text("damn\n--\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_blocklist(file)
    said = "'--' has no word in it; write a term of at least one word"
    assert str(caught.value) == f"{file}:2: {said}"
    with pytest.raises(InputError, match=r"^blocklist: '--' has no word in it"):
        Blocklist(("--",))
