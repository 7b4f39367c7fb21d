"""Is the page whole, self-contained, escaped, the same each time, and does it tell the decision?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from tests.report.reading import Reader, drawings

from azgreen import catalog
from azgreen.estimate.placement import Weights, decide
from azgreen.report import Levers, page


@pytest.fixture(scope="session")
def html(decision, replayed):
    return page(decision, version="1.2.3", levers=Levers(0.3, 150), replayed=replayed)


@pytest.fixture(scope="session")
def read(html):
    return Reader(html)


def test_page_is_well_formed_and_its_headings_follow_each_other(html, read):
    assert html.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert [tag for tag in read.tags if re.fullmatch(r"h\d", tag)] == ["h1", *["h2"] * 7]
    assert read.tags.count("h1") == 1
    ids = read.values("id")
    assert len(ids) == len(set(ids))
    named = {part for value in read.values("aria-labelledby") for part in value.split()}
    assert named <= set(ids)


def test_every_drawing_is_xml_with_a_title_a_description_and_a_table_twin(html):
    drawn = drawings(html)
    assert len(drawn) == 5
    for svg in drawn:
        assert [child.tag for child in svg][:2] == ["title", "desc"]
        assert all(child.text for child in list(svg)[:2])
        assert svg.get("viewBox")
    figures = re.findall(r"<figure>.*?</figure>", html, re.DOTALL)
    assert len(figures) == 4
    assert all(re.search(r"<details>.*<table", figure, re.DOTALL) for figure in figures)


def test_page_refers_to_nothing_elsewhere_and_runs_nothing(html, read):
    assert not {"script", "link", "img", "iframe", "object", "base", "form", "a"} & set(read.tags)
    names = {name for _, name, _ in read.attributes}
    assert not {"src", "href", "srcset", "style", "xlink:href"} & names
    assert not [name for name in names if name.startswith("on")]
    assert set(re.findall(r"url\((.)", html)) == {"#"}
    assert "@import" not in html
    assert not re.search(r"https?:", html)
    assert "default-src 'none'" in html


def test_what_the_user_wrote_is_escaped(html, read, workload):
    assert "<script" not in html
    assert "<trace>" not in html
    assert workload.name in read.text
    assert "<trace>.csv" in read.text


def test_control_characters_and_lone_surrogates_are_replaced(decision):
    odd = replace(decision.workload, name="a\x00b\x1b\ud800c")
    text = page(replace(decision, workload=odd), version="1")
    assert "a\N{REPLACEMENT CHARACTER}b" in text
    assert text.encode("utf-8")


def test_the_same_input_gives_the_same_bytes(html, decision, replayed):
    again = page(decision, version="1.2.3", levers=Levers(0.3, 150), replayed=replayed)
    assert again == html


def test_numbers_are_those_of_the_decision(read, decision):
    choice, second = decision.choice, decision.runner_up
    for item in (choice, second, decision.stay):
        carbon = item.gco2e_per_month
        for end in (carbon.low, carbon.mid, carbon.high):
            assert f"{float(f'{end / 1000:.2g}'):,.15g}" in read.text
        assert f"{item.usd_per_month:,.0f}" in read.text
        assert f"{item.region.display_name} ({item.region.place})" in read.text
    assert f"{decision.saved_against_default:.0%} less" in read.text
    assert f"{decision.saved_against_staying:.0%} less" in read.text
    default = decision.default_gco2e_per_month.mid / 1000
    assert f"{float(f'{default:.2g}'):,.15g}" in read.text
    assert decision.decided_on.isoformat() in read.text
    assert decision.data_version in read.text
    assert "1.2.3" in read.text


def test_every_region_is_on_the_page_and_every_rejection_has_its_reason(read, decision):
    for item in catalog.regions():
        assert item.display_name in read.text
    for failure in decision.rejected.values():
        assert failure.reason in read.text
    for file in ("grid_intensity.csv", "prices.csv"):
        assert file in read.text


def test_every_region_has_a_mark_on_the_world_map(html, decision):
    world = drawings(html)[1]
    marks = [path.get("class") for path in world.iter("path")]
    crosses = [kind for kind in marks if kind.startswith("mark rejected")]
    assert len(crosses) == len(decision.rejected)
    others = [kind for kind in marks if kind.startswith("mark ") and kind not in crosses]
    callers = others.count("mark caller")
    assert callers == 1
    assert len(others) - callers == len(catalog.regions()) - len(decision.rejected)


def test_instances_of_each_policy_are_on_the_page(read, replayed):
    for outcome in replayed.comparison.outcomes:
        assert f"{outcome.utilisation:.0%}" in read.text
        assert f"{outcome.least_instances} to {outcome.most_instances} instances" in read.text


def test_without_a_trace_there_is_no_chart_of_it(decision):
    text = page(decision, version="1")
    assert len(drawings(text)) == 4
    assert "autoscale" not in Reader(text).text


def test_without_callers_no_round_trip_is_told(decision):
    alone = replace(decision.workload, from_region=None, max_round_trip_ms=None)
    text = page(decide(alone, today=decision.decided_on), version="1")
    assert "and back" not in Reader(text).text
    assert 'class="trip' not in text


def test_weights_and_pools_are_told(decision):
    weighted = replace(
        decision.workload,
        skus=("GlobalStandard",),
        residency=None,
        max_round_trip_ms=None,
        weights=Weights(1, 1, 0),
    )
    text = Reader(page(decide(weighted, today=decision.decided_on), version="1")).text
    assert "Best by the weights given" in text
    assert "Azure chooses among" in text
    assert "weights: carbon 1, cost 1" in text


def test_what_is_not_known_is_said(decision):
    choice = replace(decision.choice, usd_per_month=None, round_trip_ms=None)
    alone = replace(decision, feasible=(choice,), front=(choice,), stay=None)
    text = Reader(page(alone, version="1")).text
    assert "no list price known" in text
    assert "no other region holds every constraint" in text
    assert "in West Europe is not possible" in text


def test_a_choice_that_emits_more_says_so(decision):
    choice = decision.choice
    worse = replace(choice, gco2e_per_month=choice.gco2e_per_month * 1000)
    text = page(replace(decision, feasible=(worse,), front=(worse,)), version="1")
    assert re.search(r"the choice emits [\d,]+% more", Reader(text).text)
    assert 'class="added"' in text


def test_callers_in_the_chosen_region_are_told_so(decision):
    here = replace(decision.workload, from_region=decision.choice.region.name)
    text = Reader(page(decide(here, today=decision.decided_on), version="1")).text
    assert ", where the callers are" in text
    assert "Staying" not in text


def test_a_long_trace_is_shown_by_days(decision, replayed):
    load = replayed.case.load
    week = {name: getattr(load, name) * 168 for name in
            ("requests", "input_tokens", "output_tokens")}  # fmt: skip
    case = replace(replayed.case, load=replace(load, **week))
    outcomes = {
        name: replace(outcome, run=replace(outcome.run, paid=outcome.run.paid * 168))
        for name in ("static", "least", "autoscale", "oracle")
        for outcome in [getattr(replayed.comparison, name)]
    }
    compared = replace(replayed.comparison, **outcomes)
    shown = replace(replayed, case=case, comparison=compared)
    text = Reader(page(decision, version="1", replayed=shown)).text
    assert "means of each 84 minutes" in text
    assert "07 Jan" in text


@pytest.mark.parametrize(
    ("sku", "told"),
    [
        ("ProvisionedManaged", "25 PTU carry the busiest minute; each hour is paid, used or not."),
        ("DataZoneBatch", "answers come within 24 hours as a target; 49896 k enqueued tokens"),
    ],
)
def test_a_choice_that_is_not_paid_by_the_token_says_what_it_leaves_open(workload, sku, told):
    wanted = replace(workload, models=("gpt-4.1-mini",), skus=(sku,), max_round_trip_ms=None)
    text = Reader(page(decide(wanted, today=date(2026, 9, 2)), version="1.2.3")).text
    assert f"{sku}: {told}" in text
    assert "Price of the choice: Azure retail meters, azure-genai-prices 0.2.0" in text
