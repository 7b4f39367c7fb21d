"""Provisioned throughput by Microsoft's worked examples, and what holds for every load."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.catalog import PTU_SKUS, ptu_rows
from azgreen.errors import InputError
from azgreen.estimate.sizing import PtuLoad, size_ptu
from azgreen.estimate.sizing.ptu import not_on_sale

POOLED, GLOBAL, REGIONAL = PTU_SKUS
SIZED = [row.model for row in ptu_rows() if row.output_ratio or row.short_context]
MICROSOFTS = PtuLoad(1000, 200, 20)


def test_microsofts_worked_examples():
    sized = size_ptu("gpt-5.2", POOLED, MICROSOFTS)
    assert sized.normalised_tpm == 360_000
    assert round(sized.ptu_exact, 2) == 105.88
    assert sized.ptu == 110
    half = size_ptu("gpt-5.2", POOLED, PtuLoad(1000, 200, 20, cache_rate=0.5))
    assert (round(half.ptu_exact, 2), half.ptu) == (76.47, 80)


def test_a_region_of_its_own_has_larger_lots():
    sized = size_ptu("GPT-5.2", REGIONAL.lower(), MICROSOFTS)
    assert (sized.sku, sized.lot.min_ptu, sized.ptu) == (REGIONAL, 50, 150)


def test_gpt_6_counts_cached_tokens_by_weight():
    load = PtuLoad(1000, 400, 100, cache_rate=0.5, cache_write_rate=0.1)
    each = 160 + 200 * 0.1 + 40 * 1.25 + 100 * 5
    assert size_ptu("gpt-6-sol", GLOBAL, load).normalised_tpm == pytest.approx(1000 * each)
    long = PtuLoad(1000, 400, 100, 0.5, 0.1, is_long_context=True)
    twice = 160 * 2 + 200 * 0.2 + 40 * 2.5 + 100 * 7.5
    assert size_ptu("gpt-6-sol", GLOBAL, long).normalised_tpm == pytest.approx(1000 * twice)


@pytest.mark.parametrize(
    ("model", "hourly", "month", "year"),
    [
        ("gpt-5.4", 2.78, 1.00, 0.83),
        ("gpt-5.2", 2.80, 1.01, 0.84),
        ("gpt-5", 2.81, 1.01, 0.84),
        ("gpt-5-mini", 2.81, 1.01, 0.84),
        ("gpt-4.1", 2.78, 1.00, 0.83),
        ("gpt-4o", 2.67, 0.96, 0.80),
        ("gpt-4o-mini", 3.00, 1.08, 0.90),
    ],
)
def test_break_even_use_is_that_of_the_list_prices(model, hourly, month, year):
    money = size_ptu(model, GLOBAL, PtuLoad(1000, 400, 100)).money
    found = [money.break_even_use(term) for term in ("hourly", "month", "year")]
    assert found == pytest.approx([hourly, month, year], abs=0.011)


@pytest.mark.parametrize(("cached", "use"), [(0.5, 0.77), (0.8, 0.71)])
def test_prompt_caching_lowers_the_break_even(cached, use):
    money = size_ptu("gpt-4.1", GLOBAL, PtuLoad(1000, 400, 100, cached)).money
    assert money.break_even_use("year") == pytest.approx(use, abs=0.005)


def test_weak_sources_are_flagged():
    shown = size_ptu("gpt-5.2", POOLED, MICROSOFTS).as_dict()
    assert shown["reservations"]["year"]["is_weak"]
    assert any(line.startswith("weak: discounts") for line in shown["explain"])
    gone = size_ptu("DeepSeek-R1", GLOBAL, MICROSOFTS)
    assert gone.explain()[-1] == "weak: the newest table no longer lists the model"


def test_prices_that_are_not_listed_are_none():
    shown = size_ptu("gpt-6-sol", GLOBAL, MICROSOFTS, "eastus2").as_dict()
    assert shown["usd_per_hour"] == pytest.approx(100)
    assert shown["break_even_use"]["hourly"] is None
    nowhere = size_ptu("gpt-6-sol", REGIONAL, MICROSOFTS, "austriaeast").as_dict()
    assert nowhere["usd_per_hour"] is None
    assert "cost: not known; no meter of PTUs is listed there" in nowhere["explain"]


def test_all_faults_are_told_at_once():
    load = PtuLoad(-1, float("nan"), 0, cache_rate=1.5)
    with pytest.raises(InputError) as raised:
        size_ptu("gpt-5.3", "Standard", load, "atlantis")
    told = {fault.where for fault in raised.value.faults}
    assert told >= {"model", "sku", "region", "rpm", "input_tokens", "output_tokens", "cache_rate"}
    assert "did you mean 'gpt-5.3-codex'?" in str(raised.value)
    assert all(text == text.rstrip(".") for text in str(raised.value).splitlines())


@pytest.mark.parametrize(
    ("model", "sku", "load", "where"),
    [
        ("gpt-5-nano", GLOBAL, MICROSOFTS, "model"),
        ("FW-GLM-5", GLOBAL, MICROSOFTS, "model"),
        ("gpt-image-2", GLOBAL, MICROSOFTS, "model"),
        ("Llama-3.3-70B-Instruct", REGIONAL, MICROSOFTS, "sku"),
        ("gpt-5.2", GLOBAL, PtuLoad(1, 200, 20, is_long_context=True), "long_context"),
        ("gpt-5.2", GLOBAL, PtuLoad(1, 200, 20, cache_write_rate=0.1), "cache_write_rate"),
        ("gpt-4.1", GLOBAL, PtuLoad(1, 130_000, 20), "input_tokens"),
        ("gpt-6-sol", GLOBAL, PtuLoad(1, 9, 2, 0.6, 0.5), "cache_rate + cache_write_rate"),
    ],
)
def test_what_cannot_be_sized_says_why(model, sku, load, where):
    with pytest.raises(InputError) as raised:
        size_ptu(model, sku, load)
    assert [fault.where for fault in raised.value.faults] == [where]


def test_a_region_without_the_offer_names_one_that_has_it():
    with pytest.raises(InputError, match="not offered as 'ProvisionedManaged' in 'austriaeast'"):
        size_ptu("gpt-4.1", REGIONAL, MICROSOFTS, "austriaeast")


loads = st.builds(
    PtuLoad,
    st.floats(0.01, 1e6),
    st.floats(1, 1e5),
    st.floats(1, 1e4),
    cache_rate=st.floats(0, 1),
)


@given(model=st.sampled_from(SIZED), load=loads)
def test_every_size_is_on_sale_and_no_larger_than_needed(model, load):
    sized = size_ptu(model, GLOBAL, load)
    lot = sized.lot
    assert sized.ptu >= lot.min_ptu
    assert (sized.ptu - lot.min_ptu) % lot.increment_ptu == 0
    assert sized.ptu >= sized.ptu_exact * (1 - 1e-8)
    assert sized.ptu == lot.min_ptu or sized.ptu - lot.increment_ptu < sized.ptu_exact
    assert 0 < sized.utilisation <= 1 + 1e-8


@given(model=st.sampled_from(SIZED), load=loads, more=st.floats(1, 10), cached=st.floats(0, 1))
def test_more_work_never_takes_fewer(model, load, more, cached):
    def ptu(rpm, tokens_in, tokens_out, rate):
        return size_ptu(model, GLOBAL, PtuLoad(rpm, tokens_in, tokens_out, rate)).ptu

    rpm, given_in, out, rate = (
        load.requests_per_minute,
        load.input_tokens,
        load.output_tokens,
        load.cache_rate,
    )
    least = ptu(rpm, given_in, out, rate)
    assert ptu(rpm * more, given_in, out, rate) >= least
    assert ptu(rpm, min(given_in * more, 1.2e5), out, rate) >= least
    assert ptu(rpm, given_in, out * more, rate) >= least
    assert ptu(rpm, given_in, out, max(rate, cached)) <= least


@given(model=st.sampled_from(SIZED), load=loads, steps=st.integers(0, 40))
def test_chosen_ptus_are_kept_and_filled_by_the_load(model, load, steps):
    lot = size_ptu(model, GLOBAL, load).lot
    chosen = lot.min_ptu + steps * lot.increment_ptu
    sized = size_ptu(model, GLOBAL, load, ptu=chosen)
    assert sized.ptu == chosen
    assert sized.utilisation == pytest.approx(sized.ptu_exact / chosen)
    assert any(line.startswith(f"chosen: {chosen} PTU; ") for line in sized.explain())


@given(model=st.sampled_from(SIZED), ptu=st.integers(1, 10_000))
def test_ptus_off_sale_name_the_nearest_two_that_are_on_sale(model, ptu):
    lot = size_ptu(model, GLOBAL, MICROSOFTS).lot
    told = not_on_sale(ptu, lot)
    if told is None:
        assert ptu >= lot.min_ptu
        assert (ptu - lot.min_ptu) % lot.increment_ptu == 0
        return
    below, above = (int(word) for word in told.partition("; write ")[2].split(" or "))
    assert (not_on_sale(below, lot), not_on_sale(above, lot)) == (None, None)
    assert above - below == lot.increment_ptu
    assert below < ptu < above or ptu < below == lot.min_ptu
    with pytest.raises(InputError) as raised:
        size_ptu(model, GLOBAL, MICROSOFTS, ptu=ptu)
    assert [(fault.where, fault.what) for fault in raised.value.faults] == [("ptu", told)]


def test_ptus_off_sale_are_named_in_full():
    lot = size_ptu("gpt-5.2", REGIONAL, MICROSOFTS).lot
    rule = "PTU are not on sale: a deployment starts at 50 and grows by 50"
    assert not_on_sale(120, lot) == f"120 {rule}; write 100 or 150"
    assert not_on_sale(5, lot) == f"5 {rule}; write 50 or 100"
