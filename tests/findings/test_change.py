"""Is a change what is after less what was before, and a limit exceeded exactly above it?"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.findings.made import AMOUNTS, CHANGE, changes, line, totals

from azgreen.errors import InputError
from azgreen.estimate.inventory import QUANTITIES, Total, total
from azgreen.findings import NOTHING, Change, Row, read_limit

QUANTITY = st.sampled_from(QUANTITIES)


def of(before: float, after: float) -> Change:
    """A change of one resource, in each of the quantities."""
    ends = ([line("search:Service", "s", *[it] * 4)] for it in (before, after))
    return Change(*map(total, ends))


@given(change=changes(), quantity=QUANTITY)
def test_a_change_is_what_is_after_less_what_was_before(change: Change, quantity: str) -> None:
    before, after = change.ends(quantity)
    assert change.delta(quantity) == after - before
    known = [row.delta(quantity) for row in change.rows]
    assert sum(each for each in known if each is not None) == pytest.approx(
        after - before, rel=1e-9, abs=1e-3
    )
    share = change.share(quantity)
    assert (share is None) == (before == 0)
    assert share is None or share == (after - before) / before


@given(change=changes(), quantity=QUANTITY)
def test_back_again_is_the_opposite(change: Change, quantity: str) -> None:
    back = Change(change.after, change.before)
    assert back.delta(quantity) == -change.delta(quantity)


@given(stack=totals(), seed=st.integers(), quantity=QUANTITY)
def test_another_order_of_the_same_is_no_change(stack: Total, seed: int, quantity: str) -> None:
    lines = list(stack.lines)
    assume(len({(it.kind, it.name) for it in lines}) == len(lines))
    Random(seed).shuffle(lines)  # noqa: S311 - an order, no secret
    change = Change(stack, total(lines))
    assert change.delta(quantity) == 0
    assert not any(row.changes for row in change.rows)
    assert change.not_compared(quantity) == ()


@given(change=changes())
def test_rows_put_what_changes_most_first_and_lose_nothing(change: Change) -> None:
    order = [
        (not row.changes, -abs(row.delta("gco2e") or 0), -abs(row.delta("usd") or 0))
        for row in change.rows
    ]
    assert order == sorted(order)
    told = [it for row in change.rows for it in (row.before, row.after) if it is not None]
    counted = [
        it
        for it in (*change.before.lines, *change.after.lines)
        if any(found.mid for key in QUANTITIES if (found := it.figure(key)) is not None)
    ]
    assert all(any(it is each for each in told) for it in counted)


@given(amount=AMOUNTS, quantity=QUANTITY)
def test_what_becomes_unknown_is_no_saving(amount: float, quantity: str) -> None:
    known, unknown = line("a:B", "x", *[amount] * 4), line("a:B", "x", *["no region"] * 4)
    for before, after in ((known, unknown), (unknown, known)):
        change = Change(total([before]), total([after]))
        assert change.delta(quantity) == 0
        assert [row.name for row in change.not_compared(quantity)] == ["x"]
    assert Row("x", "a:B", known, unknown).delta(quantity) is None


def test_two_of_one_name_are_two() -> None:
    two = total([line("a:B", "x", 1, 1, 1, 1), line("a:B", "x", 2, 2, 2, 2)])
    assert Change(NOTHING, two).delta("usd") == 3
    assert len(Change(NOTHING, two).rows) == 2


def test_nothing_is_left_out_of_the_json() -> None:
    told = CHANGE.as_dict()
    assert told["delta"]["gco2e"] == 33_000.4 - 105_000
    assert told["share"]["gco2e"] == pytest.approx((33_000.4 - 105_000) / 138_300)
    assert told["not_compared"]["gco2e"] == ["s", *(f"alert-{i}" for i in range(5)), "old"]
    assert told["not_compared"]["usd"] == [f"alert-{i}" for i in range(5)]
    assert replace(CHANGE, before=CHANGE.after).as_dict()["before"] == told["after"]


@given(before=AMOUNTS, after=AMOUNTS, allowed=st.integers(0, 10**6))
def test_an_amount_is_exceeded_exactly_above(before: float, after: float, allowed: int) -> None:
    grown = after - before
    carbon, cost = (
        read_limit("--o", "gco2e", f"{allowed}kg"),
        read_limit("--o", "usd", f"{allowed} usd"),
    )
    for limit, most in ((carbon, 1000 * allowed), (cost, allowed)):
        over = limit.exceeded(of(before, after)) is not None
        assert over == (grown > most * (1 + 1e-9)), most


@given(before=AMOUNTS, percent=st.integers(0, 300), more=st.booleans())
def test_a_share_is_exceeded_exactly_above(before: float, percent: int, more: Any) -> None:
    assume(before > 1e-6)
    limit = read_limit("--o", "gco2e", f"{percent}%")
    grown = percent / 100 + (0.001 if more else 0)
    assert (limit.exceeded(of(before, before * (1 + grown))) is not None) == more


def test_a_limit_that_is_met_exactly_holds() -> None:
    assert read_limit("--o", "usd", "10%").exceeded(of(0.7, 0.77)) is None
    assert read_limit("--o", "usd", "0%").exceeded(of(3, 3)) is None


@pytest.mark.parametrize(
    ("quantity", "text", "change", "told"),
    [
        ("gco2e", "10%", (1000, 1234), "the carbon of a month grows by 23.4%, over 10%"),
        ("gco2e", "1kg", (0, 12_345_000), "the carbon of a month grows by 12,345 kg, over 1kg"),
        ("gco2e", "0.5 KG", (0, 501), "the carbon of a month grows by 0.501 kg, over 0.5 KG"),
        ("usd", "100USD", (5, 1004.7), "the cost of a month grows by 1,000 USD, over 100USD"),
        ("usd", "99.5%", (1, 41), "the cost of a month grows by 4,000%, over 99.5%"),
    ],
)
def test_what_is_exceeded_says_by_what(quantity: str, text: str, change: Any, told: str) -> None:
    assert read_limit("--o", quantity, text).exceeded(of(*change)) == told


def test_what_a_limit_cannot_judge_is_told() -> None:
    share = read_limit("--o", "usd", "10%")
    assert share.silent(of(0, 5)) == (
        "10% for cost: a share of nothing is nothing: no growth was judged, give an amount",
    )
    assert share.silent(of(0, 0)) == share.silent(of(1, 5)) == ()
    carbon = read_limit("--o", "gco2e", "5kg")
    known = "that changed is not known, so this limit does not hold it"
    assert carbon.silent(CHANGE) == (f"5kg for carbon: the carbon of 7 resources {known}",)
    one = Change(NOTHING, total([line("a:B", "x", *["by use"] * 4)]))
    assert carbon.silent(one) == (f"5kg for carbon: the carbon of 1 resource {known}",)


@pytest.mark.parametrize(
    ("quantity", "unit", "texts"),
    [
        ("gco2e", "kg", ["", "10", "kg", "-1kg", "10USD", "1e3kg", "10 t", "1,5kg", "ten%", "٣%x"]),
        ("usd", "USD", ["", "10", "USD", "-1USD", "10kg", "1e3USD", "$10", "10%%", ".5%"]),
    ],
)
def test_every_wrong_limit_is_told(quantity: str, unit: str, texts: list[str]) -> None:
    for text in texts:
        with pytest.raises(InputError) as raised:
            read_limit("--fail-on-x-increase", quantity, text)
        assert str(raised.value) == (
            f"--fail-on-x-increase: {text!r} is no limit; write a share such as 10% or an amount "
            f"such as 10{unit}"
        )
