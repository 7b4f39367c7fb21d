"""Does the semantic cache's example count what it says, and do its results still stand?

Runs on the stored vectors. Where `examples/semantic-cache/requirements.txt` is installed, the model
and Redis are asked too.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from cached_answers.assistant import Assistant, Candidate
from cached_answers.avoided import avoided
from cached_answers.day import CHOSEN_COSINE, run_day
from cached_answers.guard import objections
from cached_answers.pairs import PAIRS, Pair, read_pairs, texts
from cached_answers.scores import (
    LOOSEST,
    THRESHOLDS,
    Outcome,
    Score,
    crossed,
    recommended,
    replay,
    score,
    scores,
    wilson,
)
from cached_answers.servers import NoServerError, open_store
from cached_answers.stores import DIMENSIONS, Found, MemoryStore
from cached_answers.tables import LIMITS, proof
from cached_answers.vectors import (
    STORED,
    compare,
    local_model,
    stored_vectors,
    write_vectors,
)
from cached_answers.written import results
from hypothesis import given
from hypothesis import strategies as st

from azgreen.estimate import Traffic, footprint
from azgreen_components.semantic_cache.entries import entry_id
from azgreen_components.semantic_cache.redis_commands import look_up
from azgreen_components.semantic_cache.similarity import DEFAULT_SIMILARITY, MEASURED
from azgreen_components.semantic_cache.tokens import token

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = PAIRS.parent
ALL = read_pairs()
VECTORS = stored_vectors(texts(ALL))
QUESTIONS = st.sampled_from(texts(ALL)) | st.text(max_size=40)
COUNTS = st.integers(0, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
INSTALLED = find_spec("onnxruntime") is not None and find_spec("redisvl") is not None


def assistant(least_cosine: float = LOOSEST, *, guarded: bool = True) -> Assistant:
    return Assistant(MemoryStore(), VECTORS.__getitem__, str.upper, least_cosine, guarded)


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return replay(assistant(), ALL)


def test_the_set_is_large_enough_and_both_halves_have_every_kind() -> None:
    kinds = Counter(pair.kind for pair in ALL)
    assert len(ALL) >= 120
    assert kinds["polarity"] >= 30
    assert {pair.kind for pair in ALL if pair.half == "tuning"} == set(kinds)
    assert {pair.kind for pair in ALL if pair.half == "held-out"} == set(kinds)


def test_no_question_that_is_asked_is_kept_under_another_label() -> None:
    kept = {pair.cached for pair in ALL}
    assert not [pair.id for pair in ALL if pair.kind != "tenant" and pair.asked in kept]
    assert len({pair.id for pair in ALL}) == len(ALL)


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    header = "id,kind,label,half,cached_by,asked_by,cached,asked\n"
    path.write_text(f"{header}a,number,alike,all,x,y,Q,R\nb,tenant,same,tuning,x,x,Q,S\n")
    with pytest.raises(ValueError, match=r"^pairs\.csv") as told:
        read_pairs(path)
    assert str(told.value) == (
        "pairs.csv: a: label 'alike'; allowed: same, different; "
        "a: half 'all'; allowed: tuning, held-out; "
        "a: only pairs of kind 'tenant' have two tenants, and all do; "
        "b: only pairs of kind 'tenant' have two tenants, and all do; "
        "kept twice: 'Q'"
    )
    path.write_text("id,kind\n")
    with pytest.raises(ValueError, match=r"pairs.csv: columns \['id', 'kind'\]; allowed: \['id',"):
        read_pairs(path)


@given(QUESTIONS)
def test_a_question_has_nothing_against_its_own_answer(text: str) -> None:
    assert objections(text, text) == []


@given(QUESTIONS, QUESTIONS)
def test_an_objection_holds_both_ways(one: str, other: str) -> None:
    def kinds(told: list[str]) -> list[str]:
        return [line.split(" ")[0] for line in told]

    assert kinds(objections(one, other)) == kinds(objections(other, one))


@pytest.mark.parametrize(
    ("cached", "asked", "told"),
    [
        ("Is X safe?", "Is X unsafe?", "turned round by safe/unsafe"),
        ("Is it on?", "Is it off?", "turned round by on/off"),
        ("Does it work?", "Does it not work?", "turned round by not"),
        ("Does it work?", "Doesn't it work?", "turned round by not"),
        ("How do I import it?", "How do I export it?", "turned round by import/export"),
        ("Fly with a pet?", "Fly without a pet?", "turned round by without"),
        ("Error 403?", "Error 404?", "numbers: 403 and 404"),
        ("Pay 1,000?", "Pay 100?", "numbers: 1000 and 100"),
        ("Two seats?", "Three seats?", "numbers: 2 and 3"),
        ("Run it on Windows?", "Run it on Linux?", "names: windows and linux"),
        ("Move from here to there?", "Move from there to here?", "the same words in another order"),
    ],
)
def test_what_vectors_cannot_tell_apart_is_objected_to(cached: str, asked: str, told: str) -> None:
    assert objections(cached, asked) == [told]


@pytest.mark.parametrize(
    ("cached", "asked"),
    [
        ("Is HTTP blocked?", "Is HTTP not allowed?"),  # an opposite and a negation cancel out
        ("I cannot log in", "I am unable to log in"),
        ("Keep it for 1 year?", "Keep it for one year?"),
        ("Is the API down?", "is the api down"),
        ("How do I reset it?", "Thanks! How can I reset it?"),
        ("I don't see it", "I don\N{RIGHT SINGLE QUOTATION MARK}t see it"),
    ],
)
def test_what_asks_the_same_is_let_pass(cached: str, asked: str) -> None:
    assert objections(cached, asked) == []


@given(COUNTS)
def test_the_interval_holds_the_share_and_shrinks_with_more_counts(counts: tuple[int, int]) -> None:
    count, total = counts
    low, high = wilson(count, total)
    assert 0 <= low <= high <= 1
    if total:
        assert low <= count / total <= high
        wider = wilson(10 * count, 10 * total)
        assert wider[1] - wider[0] < high - low


def test_the_interval_is_that_of_wilson() -> None:
    # Newcombe 1998, Statistics in Medicine 17, table I, method 3: 81 of 263, 15 of 148, 0 of 20
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0, 0.1611), abs=5e-5)
    with pytest.raises(ValueError, match="3 of 2 is no share; allowed: 0 to the total"):
        wilson(3, 2)


@pytest.mark.parametrize("limit", LIMITS)
def test_a_proof_takes_so_many_hits_and_not_one_less(limit: float) -> None:
    assert wilson(0, proof(limit))[1] <= limit < wilson(0, proof(limit) - 1)[1]


def seen(label: str, cosine: float, told: tuple[str, ...] = (), prompt: str = "Q") -> Outcome:
    pair = Pair("1", "number", label, "tuning", "a", "a", "Q", "R")
    return Outcome(pair, Candidate(Found(prompt, "answer", cosine), told))


def test_a_hit_is_right_only_where_the_kept_question_asks_the_same() -> None:
    many = [seen("same", 0.9), seen("different", 0.9), seen("same", 0.9, prompt="other")]
    many += [seen("same", 0.899), Outcome(many[0].pair, None), seen("different", 0.95, ("no",))]
    assert score(many, 0.9, guarded=False) == Score(0.9, 6, 4, 4, 3)
    assert score(many, 0.9, guarded=True) == Score(0.9, 6, 4, 3, 2)


def test_the_mix_of_questions_weighs_right_and_wrong_hits() -> None:
    found = Score(0.9, asked=200, asked_same=100, hits=60, wrong=10)
    assert found.wrong_share_at(0.5) == pytest.approx(found.wrong_share)
    assert found.wrong_share_at(0) == 0
    assert found.wrong_share_at(0.1) == pytest.approx(0.1 * 0.1 / (0.1 * 0.1 + 0.9 * 0.5))
    assert replace(found, hits=0, wrong=0).wrong_share_at(0.1) is None


def test_a_threshold_is_recommended_only_if_every_stricter_one_keeps_the_limit() -> None:
    found = [Score(0.8, 99, 50, 50, 0), Score(0.9, 99, 50, 40, 8), Score(0.95, 99, 50, 30, 1)]
    assert recommended(found, 0.05) == found[2]
    assert recommended(found, 0.2) == found[0]
    assert recommended(found, 0.01) is None
    # one hit among few proves nothing
    assert recommended([*found, Score(0.99, 99, 50, 2, 2)], 0.05) == found[2]
    assert recommended([Score(0.99, 99, 50, 19, 0)], 0.05) is None


def test_no_tenant_is_answered_from_the_cache_of_another(outcomes: list[Outcome]) -> None:
    assert crossed(outcomes) == (0, 10)
    store = MemoryStore()
    vector = np.eye(DIMENSIONS)[0]
    store.keep("a", "Q", "one", vector)
    store.keep("A", "Q", "two", vector)
    assert store.nearest("a", vector, 0.9) == Found("Q", "one", 1.0)
    assert store.nearest("b", vector, 0.0) is None
    assert set(store.entries) == {
        store.layout.entry_key(token(tenant), entry_id("Q")) for tenant in ("a", "A")
    }


def test_a_stricter_threshold_or_a_second_check_never_adds_hits(outcomes: list[Outcome]) -> None:
    alone, checked = (scores(outcomes, guarded=guarded) for guarded in (False, True))
    for found in (alone, checked):
        assert [one.hits for one in found] == sorted((one.hits for one in found), reverse=True)
    assert all(less.hits <= more.hits for less, more in zip(checked, alone, strict=True))


def test_no_threshold_tells_opposites_apart_and_the_second_check_does(
    outcomes: list[Outcome],
) -> None:
    alone, checked = (scores(outcomes, guarded=guarded) for guarded in (False, True))
    assert all((one.wrong_share or 0) > 0.25 for one in alone)
    assert [recommended(alone, limit) for limit in LIMITS] == [None, None, None]
    best = recommended(checked, LIMITS[-1])
    assert best is not None
    assert best.threshold == CHOSEN_COSINE
    # what it is worth on pairs that it was not written on
    held_out = [outcome for outcome in outcomes if outcome.pair.half == "held-out"]
    before, after = (score(held_out, LOOSEST, guarded=guarded) for guarded in (False, True))
    assert after.wrong <= 0.15 * before.wrong
    assert after.right >= 0.85 * before.right


def test_what_the_component_tells_of_a_threshold_is_what_was_measured(
    outcomes: list[Outcome],
) -> None:
    assert DEFAULT_SIMILARITY in {row[0] for row in MEASURED.rows}
    for threshold, right, wrong in MEASURED.rows:
        found = score(outcomes, threshold, guarded=False)
        assert (right, wrong) == (found.right, found.wrong)
        assert (MEASURED.alike, found.asked - found.asked_same) == (94, MEASURED.look_alike)


def test_only_right_hits_spare_anything(outcomes: list[Outcome]) -> None:
    found = score(outcomes, 0.9, guarded=True)
    load = Traffic(requests_per_second=5.53, input_tokens=1155, output_tokens=211)
    whole = footprint("gpt-4.1-mini", "Standard", "swedencentral", load, requests=1000)
    share = (found.hits - found.wrong) / found.asked
    assert avoided(found).tokens == pytest.approx(1000 * share * (1155 + 211))
    assert avoided(found).gco2e.mid == pytest.approx(whole.gco2e.mid * share)
    assert avoided(replace(found, wrong=found.hits)).tokens == 0


def test_the_application_answers_from_the_cache_and_keeps_what_it_learns() -> None:
    asked: list[str] = []

    def model(question: str) -> str:
        asked.append(question)
        return f"answer {len(asked)}"

    one = Assistant(MemoryStore(), VECTORS.__getitem__, model, CHOSEN_COSINE)
    kept, opposite = "How do I lock a document?", "How do I unlock a document?"
    assert one.reply("acme", kept).answer == "answer 1"
    assert one.reply("acme", opposite).from_cache is False
    again = one.reply("acme", kept)
    assert (again.answer, again.first_asked, again.from_cache) == ("answer 1", kept, True)
    assert one.reply("globex", kept).answer == "answer 3"
    assert asked == [kept, opposite, kept]


def test_without_the_second_check_the_opposite_gets_the_kept_answer() -> None:
    one = assistant(0.9, guarded=False)
    one.learn("acme", "Is it safe to delete the cache folder?")
    reply = one.reply("acme", "Is it unsafe to delete the cache folder?")
    assert (reply.from_cache, reply.first_asked) == (True, "Is it safe to delete the cache folder?")


def test_the_stored_results_are_what_the_example_finds(outcomes: list[Outcome]) -> None:
    files = results(outcomes, run_day(assistant(CHOSEN_COSINE), ALL))
    stored = {path.name: path.read_text(encoding="utf-8") for path in EXAMPLE.glob("results/*")}
    assert stored == files, "run: python examples/semantic-cache --write"


def test_the_table_and_the_csv_tell_the_same(outcomes: list[Outcome]) -> None:
    text = results(outcomes, run_day(assistant(CHOSEN_COSINE), ALL))
    rows = list(csv.DictReader(text["thresholds.csv"].splitlines()))
    assert len(rows) == 2 * len(THRESHOLDS)
    shown = re.findall(r"^\| (0\.\d\d) +\| (\d+) +\| \d", text["measured.md"], re.MULTILINE)
    assert [(f"{float(row['cosine']):.2f}", row["hits"]) for row in rows] == shown
    svg = ET.fromstring(text["hit-rate.svg"])  # noqa: S314 - our own
    assert len(svg.findall(".//{*}circle")) == 10


@pytest.mark.parametrize("guarded", [False, True])
def test_the_readme_tells_what_was_counted(outcomes: list[Outcome], *, guarded: bool) -> None:
    text = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    row = r"^\| (right|wrong) hits, {} +\|(.*)\|$".format(
        "words checked too" if guarded else "vectors alone"
    )
    told = {
        kind: [int(cell) for cell in line.split("|")]
        for kind, line in re.findall(row, text, re.MULTILINE)
    }
    found = [score(outcomes, least, guarded=guarded) for least in (0.8, 0.9, 0.95, 0.99)]
    assert told == {"right": [one.right for one in found], "wrong": [one.wrong for one in found]}


def test_vectors_of_other_questions_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "vectors.npz"
    write_vectors({"a": np.eye(3)[0], "b": np.eye(3)[1]}, path)
    assert stored_vectors(["b", "a"], path)["b"] == pytest.approx([0, 1, 0])
    with pytest.raises(
        ValueError, match=r"^vectors\.npz holds the vectors of other questions than"
    ):
        stored_vectors(["a", "c"], path)


def test_a_vector_that_turned_away_is_noticed() -> None:
    turned = {"a": np.array([1.0, 0.0]), "b": np.array([0.6, 0.8])}
    assert compare(turned, {name: np.array([1.0, 0.0]) for name in turned}) == {"b": 0.6}


def test_the_stored_vectors_are_small() -> None:
    assert STORED.stat().st_size < 400_000


def test_the_program_runs_as_the_readme_says() -> None:
    run = [sys.executable, str(EXAMPLE)]
    done = subprocess.run(run, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.startswith("vectors: as stored, made by all-MiniLM-L6-v2\nstore: ")
    assert (EXAMPLE / "results/measured.md").read_text(encoding="utf-8") in done.stdout


@pytest.mark.skipif(not INSTALLED, reason="examples/semantic-cache/requirements.txt")
def test_the_model_makes_the_stored_vectors() -> None:
    model = local_model()
    assert compare({text: model(text) for text in texts(ALL)[::20]}, VECTORS) == {}


@pytest.mark.skipif(not INSTALLED, reason="examples/semantic-cache/requirements.txt")
def test_redis_finds_what_a_search_through_all_vectors_finds(outcomes: list[Outcome]) -> None:
    with open_store() as (store, told):
        if isinstance(store, MemoryStore):
            pytest.skip(told)
        found = replay(replace(assistant(), store=store), ALL)
        assert_the_components_own_command_finds_it(store)
    for one, other in zip(found, outcomes, strict=True):
        assert (one.candidate is None) == (other.candidate is None)
        if one.candidate and other.candidate:
            assert one.candidate.found.prompt == other.candidate.found.prompt
            near = one.candidate.found.cosine
            assert near == pytest.approx(other.candidate.found.cosine, abs=1e-5)


def assert_the_components_own_command_finds_it(store: Any) -> None:
    question = "How do I lock a document?"
    vector = VECTORS[question].astype(np.float32).tobytes()
    own = look_up(store.layout, token("acme"), "<vector>", 0.05)
    filled = [vector if word == "<vector>" else word for word in own]
    found = str(store.index.client.execute_command(*filled))
    assert question.upper() in found  # the model that stands in answers in capitals


def test_without_a_redis_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)

    def none() -> Path:
        raise NoServerError("there is none")

    monkeypatch.setattr("cached_answers.servers._bundled", none)
    with open_store() as (store, told):
        assert isinstance(store, MemoryStore)
    assert told == "a search through all vectors in this process: there is none"
