"""The word scores are SQuAD's."""

from __future__ import annotations

import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.evaluation import exact_match, f1, normalised, words

TEXT = st.text(alphabet=string.ascii_letters + string.digits + " .,'-äé", max_size=40)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("The  Watt.", "watt"),
        ("an answer, a theory", "answer theory"),
        ("it's 3,600", "its 3600"),
        ("A", ""),
        ("Gävle!\n", "gävle"),
    ],
)
def test_normalised_as_squad(text, bare):
    assert normalised(text) == bare


@pytest.mark.parametrize(
    ("answer", "expected", "score"),
    [
        ("the heat", ["heat"], 1.0),
        # two of three words of one, two of two of the other: 2 * 2 / 5
        ("direct current flows", ["direct current"], 0.8),
        ("water", ["steam", "water"], 1.0),
        # the second 'no' has no partner: 2 * 1 / 3
        ("no no", ["no"], 2 / 3),
        ("", [""], 1.0),
        ("something", [""], 0.0),
        ("", ["something"], 0.0),
    ],
)
def test_f1_by_hand(answer, expected, score):
    assert f1(answer, expected) == pytest.approx(score)


@given(TEXT, TEXT)
def test_f1_is_the_harmonic_mean_of_precision_and_recall(one, two):
    mine, other = words(one), words(two)
    common = sum((Counter(mine) & Counter(other)).values())
    found = f1(one, [two])
    if common:
        precision, recall = common / len(mine), common / len(other)
        assert found == pytest.approx(2 * precision * recall / (precision + recall))
    else:
        assert found == float(not mine and not other)
    assert found == f1(two, [one])


@given(TEXT, st.lists(TEXT, min_size=1, max_size=4))
def test_an_exact_match_has_full_f1_and_more_answers_never_hurt(answer, expected):
    assert 0 <= f1(answer, expected) <= 1
    assert f1(answer, [*expected, answer]) == 1
    assert exact_match(answer, [*expected, answer])
    assert f1(answer, expected) >= f1(answer, expected[:1])
    if exact_match(answer, expected):
        assert f1(answer, expected) == 1


@given(TEXT)
def test_normalised_twice_is_normalised(text):
    assert normalised(normalised(text)) == normalised(text)
