"""The verdict follows from what the questions show, and says why."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.errors import InputError
from azgreen.evaluation import (
    KEEP,
    LEAST_QUESTIONS,
    PROMOTE,
    ROLL_BACK,
    Answer,
    Terms,
    evaluate,
)

FAST = Terms(resamples=200)
RIGHT = ("right",) * 40


def test_the_same_answers_promote(answers):
    found = evaluate(answers(*RIGHT), answers(*RIGHT), terms=FAST)
    assert found.verdict.decision == PROMOTE
    assert found.verdict.reasons == (
        "F1 is no worse: +0.000, at worst +0.000, not below -0.02",
        "no answer of the candidate alone is flagged; 40 questions leave up to 7.2% of such"
        " answers unseen",
    )


def test_many_wrong_answers_roll_back(answers):
    worse = answers(*(("wrong",) * 10 + RIGHT[10:]))
    found = evaluate(answers(*RIGHT), worse, terms=FAST)
    assert found.verdict.decision == ROLL_BACK
    (reason,) = found.verdict.reasons
    assert reason.startswith("F1 is worse than the margin allows: -0.250, at best -0.1")
    assert found.wrong.only_candidate == tuple(f"q{number}" for number in range(10))
    assert found.wrong.p == pytest.approx(2 / 2**10)


def test_a_few_wrong_answers_keep_and_say_how_many_would_decide(answers):
    worse = answers("wrong", *RIGHT[1:])
    found = evaluate(answers(*RIGHT), worse, terms=Terms(margin=0.05, resamples=2000))
    assert found.verdict.decision == KEEP
    # -0.025 with a bound of -0.075: twice as wide as the room, so four times the questions
    assert found.verdict.reasons == (
        "F1 may be -0.075, below -0.05; about 160 questions would decide, were the mean to stay",
    )


def test_no_number_of_questions_shows_what_is_not_so(answers):
    worse = answers("wrong", *RIGHT[1:])
    (reason,) = evaluate(answers(*RIGHT), worse).verdict.reasons
    assert reason == (
        "F1 may be -0.075, below -0.02; no number of such questions would show it to be no worse"
    )


def test_too_few_questions_decide_nothing(answers):
    few = RIGHT[: LEAST_QUESTIONS - 1]
    for texts in (few, ("wrong",) * len(few)):
        verdict = evaluate(answers(*few), answers(*texts), terms=FAST).verdict
        assert verdict.decision == KEEP
        assert verdict.reasons == ("F1 is known of 29 questions; 30 are the least that decide",)


def test_one_new_flag_keeps_and_many_roll_back(answers):
    flagged = answers(*RIGHT, flags=("violence",))
    one = (flagged[0], *answers(*RIGHT)[1:])
    found = evaluate(answers(*RIGHT), one, terms=FAST)
    assert found.verdict.decision == KEEP
    said = "flagged of the candidate alone: 'q0'; look at these answers"
    assert found.verdict.reasons == (said,)
    many = (*flagged[:6], *answers(*RIGHT)[6:])
    found = evaluate(answers(*RIGHT), many, terms=FAST)
    assert found.verdict.decision == ROLL_BACK
    assert found.verdict.reasons == (
        "6 answers are flagged that the baseline's are not, 0 the other way round: more than"
        " chance (p = 0.016)",
    )
    kept = (*flagged[:4], *answers(*RIGHT)[4:])
    more = evaluate(answers(*RIGHT), (*flagged[:7], *kept[7:]), terms=Terms(confidence=0.999))
    assert more.verdict.reasons[0].endswith("'q4' and 2 more; look at these answers")


def test_flags_that_both_have_are_not_held_against_the_candidate(answers):
    flagged = answers(*RIGHT, flags=("violence",))
    assert evaluate(flagged, flagged, terms=FAST).verdict.decision == PROMOTE


def test_groundedness_counts_where_there_are_contexts(answers):
    one = answers(*RIGHT, contexts=("right it is",))
    two = answers(*RIGHT, contexts=("something else",))
    found = evaluate(one, two, terms=FAST)
    assert [item.measure for item in found.outcomes] == ["F1", "groundedness"]
    assert found.verdict.decision == ROLL_BACK
    assert found.explain()[3] == (
        "groundedness by words in runs of 2 that a context holds; no judge of meaning"
    )
    assert evaluate(answers("right"), answers("right")).explain()[3] == (
        "groundedness: no contexts in the files"
    )


@pytest.mark.parametrize(("saved", "decision"), [(1.5, PROMOTE), (0, KEEP), (-2, KEEP)])
def test_a_model_that_saves_nothing_is_not_promoted(answers, saved, decision):
    same = answers(*RIGHT)
    verdict = evaluate(same, same, terms=FAST, saved_gco2e_per_1000=saved).verdict
    assert verdict.decision == decision
    if decision == KEEP:
        said = f"the candidate saves no carbon: {saved:.3g} gCO2e per 1,000 requests"
        assert verdict.reasons == (said,)


LOSSES = st.lists(st.sampled_from(["right", "wrong", "right or wrong"]), min_size=30, max_size=50)


@given(LOSSES, st.floats(0.01, 0.2), st.floats(1.1, 4))
def test_a_wider_margin_never_speaks_against_the_candidate(texts, margin, by):
    order = {ROLL_BACK: 0, KEEP: 1, PROMOTE: 2}
    one = tuple(Answer(str(n), "?", ("right",), "right") for n, _ in enumerate(texts))
    two = tuple(replace(item, answer=text) for item, text in zip(one, texts, strict=True))
    narrow = evaluate(one, two, terms=replace(FAST, margin=margin)).verdict.decision
    wide = evaluate(one, two, terms=replace(FAST, margin=margin * by)).verdict.decision
    assert order[narrow] <= order[wide]
    # the other way round, what was better is worse
    turned = evaluate(two, one, terms=replace(FAST, margin=margin)).verdict.decision
    assert turned == PROMOTE


def test_an_inferior_model_is_seldom_promoted():
    draw, promoted = random.Random(11), 0  # noqa: S311 - statistics
    one = tuple(Answer(str(n), "?", ("right",), "right") for n in range(60))
    for seed in range(200):
        # on the edge of the margin: one answer in five is wrong
        two = tuple(
            replace(item, answer="wrong" if draw.random() < 0.2 else "right") for item in one
        )
        terms = Terms(margin=0.2, resamples=200, seed=seed)
        promoted += evaluate(one, two, terms=terms).verdict.decision == PROMOTE
    # 5 % claimed of 200
    assert promoted <= 22


def test_both_must_answer_the_same_questions(answers):
    one, two = answers("right", "right", "right"), answers("right", "right")
    two = (replace(two[0], id="other"), replace(two[1], question="who?", expected=("that",)))
    with pytest.raises(InputError) as caught:
        evaluate(one, two)
    same = "put the question to both"
    assert str(caught.value).splitlines() == [
        f"candidate: no answer to id 'q0', which the other has; {same}",
        f"candidate: no answer to id 'q2', which the other has; {same}",
        f"baseline: no answer to id 'other', which the other has; {same}",
        "candidate: question of id 'q1' is 'who?', but 'what?' of the baseline; put the same to"
        " both",
        "candidate: expected of id 'q1' is ('that',), but ('right',) of the baseline; put the same"
        " to both",
    ]


def test_contexts_stand_in_both_or_in_none(answers):
    with pytest.raises(InputError) as caught:
        evaluate(answers("right"), answers("right", contexts=("right",)))
    assert str(caught.value) == (
        "baseline: contexts of id 'q0' are given by the other alone; write them in both files or"
        " in none"
    )


def test_nothing_is_no_evaluation():
    with pytest.raises(InputError, match=r"^baseline: no answer; give at least one$"):
        evaluate((), ())
