"""The bounds hold what they claim, and the tests are the textbook's."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.errors import EstimateError, InputError
from azgreen.evaluation import Terms, mcnemar_p, mean_interval
from azgreen.evaluation.mcnemar import at_least, upper_share

VALUES = st.lists(st.floats(-1, 1), min_size=1, max_size=30)
TAILS = 0.05, 0.05


@given(VALUES, st.integers(0, 9))
def test_an_interval_holds_its_mean_and_stays_within_the_values(values, seed):
    found = mean_interval(values, TAILS, 200, seed)
    assert found.mean == pytest.approx(math.fsum(values) / len(values))
    assert min(values) - 1e-9 <= found.low <= found.mean <= found.high <= max(values) + 1e-9
    assert found == mean_interval(values, TAILS, 200, seed)


@given(VALUES)
def test_more_certainty_is_a_wider_interval(values):
    wide = mean_interval(values, (0.01, 0.01), 300, 0)
    narrow = mean_interval(values, (0.2, 0.2), 300, 0)
    assert wide.low <= narrow.low
    assert narrow.high <= wide.high


def test_an_interval_agrees_with_the_normal_one():
    draw = random.Random(7)  # noqa: S311 - statistics
    values = [draw.gauss(0, 1) for _ in range(400)]
    found = mean_interval(values, TAILS, 4000, 1)
    deviation = math.sqrt(math.fsum((item - found.mean) ** 2 for item in values)) / 400
    assert found.mean - found.low == pytest.approx(1.645 * deviation, rel=0.06)
    assert found.high - found.mean == pytest.approx(1.645 * deviation, rel=0.06)


def test_the_true_mean_is_missed_about_as_often_as_claimed():
    draw, missed = random.Random(3), 0  # noqa: S311 - statistics
    for seed in range(300):
        # a third of the answers loses a half: mean -1/6
        values = [-0.5 if draw.random() < 1 / 3 else 0.0 for _ in range(60)]
        missed += mean_interval(values, TAILS, 200, seed).low > -1 / 6
    # 5 % claimed of 300; twice as many is far beyond what chance would give
    assert 3 <= missed <= 30


def test_no_value_has_no_interval():
    with pytest.raises(EstimateError, match="an interval of no questions is not defined"):
        mean_interval([], TAILS, 200, 0)


@pytest.mark.parametrize(
    ("one", "two", "p"),
    [(0, 0, 1.0), (5, 5, 1.0), (0, 5, 2 / 32), (1, 9, 22 / 1024), (9, 1, 22 / 1024)],
)
def test_mcnemar_by_hand(one, two, p):
    assert mcnemar_p(one, two) == pytest.approx(p)


@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_is_a_chance_and_knows_no_sides(one, two):
    assert 0 < mcnemar_p(one, two) <= 1
    assert mcnemar_p(one, two) == mcnemar_p(two, one)
    assert mcnemar_p(one, max(one, two) + 1) <= mcnemar_p(one, max(one, two))


@given(st.integers(1, 200), st.floats(0.01, 0.2))
def test_no_fault_in_n_leaves_the_exact_share(questions, alpha):
    assert upper_share(0, questions, alpha) == pytest.approx(1 - alpha ** (1 / questions))


@given(st.integers(1, 60), st.integers(1, 60), st.floats(0.01, 0.2))
def test_the_bound_is_where_so_few_faults_are_as_rare_as_claimed(hits, more, alpha):
    questions = hits + more
    share = upper_share(hits, questions, alpha)
    chance = math.fsum(
        math.comb(questions, n) * share**n * (1 - share) ** (questions - n) for n in range(hits + 1)
    )
    assert chance == pytest.approx(alpha, rel=1e-6)
    assert hits / questions < share < 1


@given(st.integers(0, 80), st.integers(0, 80))
def test_at_least_so_many_heads_or_fewer(hits, more):
    tosses = hits + more
    ways = sum(math.comb(tosses, number) for number in range(hits, tosses + 1))
    assert at_least(hits, tosses) == ways / 2**tosses


def test_many_questions_take_no_time():
    assert at_least(10_000, 20_000) == pytest.approx(0.5, abs=0.01)


def test_all_faults_leave_no_bound():
    assert upper_share(3, 3, 0.05) == 1
    assert at_least(0, 0) == 1


@pytest.mark.parametrize(
    ("given_terms", "said"),
    [
        ({"margin": 0}, "margin: 0 is not usable; allowed: above 0 and below 1"),
        ({"margin": math.nan}, "margin: nan is not usable; allowed: above 0 and below 1"),
        ({"confidence": 0.5}, "confidence: 0.5 is not usable; allowed: above 0.5 and below 1"),
        (
            {"resamples": 10},
            "resamples: 10 is not usable; allowed: a whole number of at least 200",
        ),
    ],
)
def test_wrong_terms_are_told(given_terms, said):
    with pytest.raises(InputError) as caught:
        Terms(**given_terms)
    assert str(caught.value) == said
