"""Do the steps add up, exactly, from the default choice to what is chosen?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azgreen.errors import InputError
from azgreen.estimate import Traffic, footprint
from azgreen.estimate.placement import Workload, decide
from azgreen.report import Levers, levels, page, rounded

TODAY = date(2026, 9, 2)
MODELS = ("gpt-4o", "gpt-4.1", "gpt-4.1-mini", "gpt-4o-mini", "gpt-4.1-nano")

workloads = st.builds(
    Workload,
    name=st.just("any"),
    traffic=st.builds(Traffic, st.floats(0.01, 2), st.floats(1, 4000), st.floats(1, 2000)),
    models=st.lists(st.sampled_from(MODELS), min_size=1, max_size=3, unique=True).map(tuple),
)
levers = st.builds(Levers, st.none() | st.floats(0, 0.99), st.none() | st.floats(1, 3000))


def shown(decision, given_levers):
    """Return the numbers of the drawn waterfall, in order, from the page itself."""
    text = page(decision, version="1", levers=given_levers)
    svg = re.search(r"<svg[^>]*saving-title.*?</svg>", text, re.DOTALL)
    named = re.findall(r'text-anchor="end" class="named">([^<]*)</text>', svg[0])
    return [Decimal(item.replace(",", "").replace("\N{MINUS SIGN}", "-")) for item in named]


@settings(max_examples=10)  # each writes a whole page
@given(workloads, levers)
def test_what_is_shown_adds_up_exactly(workload, given_levers):
    found = decide(workload, today=TODAY)
    first, *steps, last = shown(found, given_levers)
    assert first + sum(steps) == last
    reached = levels(found, given_levers)
    assert len(steps) == len(reached) - 1
    assert float(first) == pytest.approx(reached[0].gco2e.mid, rel=0.06)
    assert float(last) == pytest.approx(reached[-1].gco2e.mid, rel=0.06)


@settings(max_examples=25)
@given(workloads)
def test_the_ends_are_the_default_choice_and_the_choice(workload):
    found = decide(workload, today=TODAY)
    reached, choice = levels(found), found.choice
    assert reached[0].gco2e == found.default.gco2e
    told = footprint(choice.model, choice.sku, choice.region.name, workload.traffic)
    for end in ("low", "mid", "high"):
        assert getattr(reached[-1].gco2e, end) == pytest.approx(getattr(told.gco2e, end))


def test_the_same_model_saves_nothing_by_the_model(decision):
    same = replace(decision.workload, models=(decision.default.model,))
    reached = levels(decide(same, today=TODAY))
    assert reached[1].gco2e.mid == pytest.approx(reached[0].gco2e.mid)


def test_levers_only_show_where_they_are_given(decision):
    assert len(levels(decision)) == 3
    reached = levels(decision, Levers(0.25, 100))
    assert [item.name for item in reached[3:]] == [
        "answers 211 to 100 tokens",
        "25% from the cache",
    ]
    assert reached[4].gco2e.mid == pytest.approx(0.75 * reached[3].gco2e.mid)
    longer = levels(decision, Levers(response_budget_tokens=9999))
    assert longer[3].gco2e.mid == pytest.approx(longer[2].gco2e.mid)


@given(st.lists(st.floats(1e-9, 1e9), min_size=2, max_size=6))
def test_rounding_keeps_two_digits_of_the_smallest(values):
    for value, short in zip(values, rounded(values), strict=True):
        assert float(short) == pytest.approx(value, rel=0.051)


@pytest.mark.parametrize(
    ("given_levers", "said"),
    [({"cache_hit_rate": 1.0}, "from 0 to below 1"), ({"response_budget_tokens": 0.0}, "above 0")],
)
def test_a_lever_that_cannot_be_is_refused(given_levers, said):
    with pytest.raises(InputError, match=said):
        Levers(**given_levers)
