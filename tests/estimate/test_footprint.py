"""The footprint puts the parts together, and the comparison is a fair one."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.errors import CatalogError, EstimateError, InputError
from azgreen.estimate import DEFAULT_REGION, Footprint, Spread, Traffic, default_choice, footprint

# The package exports a function of the same name as this module.
MODULE = sys.modules["azgreen.estimate.footprint"]
DEMO = Traffic(5.53, 1155, 211)
CHAT = [item for item in catalog.offers() if catalog.model(item.model).kind == "chat"]


def test_demo_is_plausible() -> None:
    found = footprint("gpt-4.1-mini", "Standard", "Sweden Central", DEMO)
    assert found.region_is_pinned
    assert found.grid_gco2e_per_kwh == Spread.exactly(20)
    assert (found.grid_year, found.version) == (2025, "2025-04-14")
    assert 70 < found.energy_wh.mid < 240
    assert found.operational_gco2e.mid == pytest.approx(found.energy_wh.mid * 1.16 * 0.02)
    assert found.usd is not None
    assert found.usd.mid == pytest.approx(0.967516)
    assert found.usd_as_of is not None
    assert found.water_l is not None


def test_demo_beats_the_default_choice() -> None:
    chosen, default = (
        footprint("gpt-4.1-mini", "Standard", "swedencentral", DEMO),
        default_choice(DEMO),
    )
    assert (default.region, default.sku) == (DEFAULT_REGION, "Standard")
    assert chosen.operational_gco2e.high < default.operational_gco2e.low
    assert chosen.gco2e.mid * 10 < default.gco2e.mid
    assert chosen.usd is not None
    assert default.usd is not None
    assert chosen.usd.mid < default.usd.mid


def test_default_choice_is_the_largest_model_offered_there() -> None:
    found = catalog.model(default_choice(DEMO).model).active_params_b
    assert found is not None
    for item in catalog.offers(sku="Standard", region=DEFAULT_REGION):
        other = catalog.model(item.model).active_params_b
        assert other is None or other.mid <= found.mid


def test_default_choice_without_regional_offers_is_global(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_regional(sku: str, region: str) -> tuple[catalog.Offer, ...]:
        return () if sku == "Standard" else catalog.offers(sku=sku, region=region)

    monkeypatch.setattr(MODULE, "offers", no_regional)
    assert default_choice(DEMO).sku == "GlobalStandard"


def test_default_choice_without_any_offer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODULE, "offers", lambda **_: ())
    with pytest.raises(EstimateError) as caught:
        default_choice(DEMO)
    assert str(caught.value) == "no chat model is offered in 'eastus'; refresh the catalogue"


def test_pooled_skus_are_as_clean_as_what_may_serve_them() -> None:
    pinned, zone, anywhere = (
        footprint("gpt-4.1-mini", sku, "swedencentral", DEMO)
        for sku in ("Standard", "DataZoneStandard", "GlobalStandard")
    )
    assert not zone.region_is_pinned
    assert not anywhere.region_is_pinned
    means = [item.grid_gco2e_per_kwh.mid for item in (pinned, zone, anywhere)]
    assert means == sorted(means)
    assert anywhere.grid_gco2e_per_kwh.high >= zone.grid_gco2e_per_kwh.high
    assert pinned.energy_wh == zone.energy_wh == anywhere.energy_wh
    assert anywhere.water_l is None


@given(st.sampled_from(CHAT), st.floats(1, 1e5), st.floats(1, 1e5), st.integers(1, 10**6))
def test_footprint_of_every_offer_is_ordered_and_explained(
    item: catalog.Offer, tokens_in: float, tokens_out: float, requests: int
) -> None:
    found = footprint(
        item.model, item.sku, item.region, Traffic(1, tokens_in, tokens_out), requests
    )
    for spread in (found.energy_wh, found.operational_gco2e, found.embodied_gco2e, found.gco2e):
        assert 0 < spread.low <= spread.mid <= spread.high
    assert found.gco2e == found.operational_gco2e + found.embodied_gco2e
    lines = found.explain()
    assert all(lines)
    assert any("Electricity Maps" in line for line in lines)
    json.dumps(found.as_dict(), allow_nan=False)


def test_footprint_scales_with_requests() -> None:
    one, many = (
        footprint("gpt-4.1-mini", "Standard", "swedencentral", DEMO, count) for count in (1, 1000)
    )
    assert (one.gco2e * 1000).as_dict() == pytest.approx(many.gco2e.as_dict())
    assert one.usd is not None
    assert many.usd is not None
    assert many.usd.mid == pytest.approx(one.usd.mid * 1000)


def test_as_dict_names_units_and_keeps_the_unknown() -> None:
    found = footprint("gpt-5.1", "Standard", "swedencentral", DEMO).as_dict()
    assert found["usd"] is None
    assert found["usd_as_of"] is None
    assert set(found["gco2e"]) == {"low", "mid", "high"}
    assert {
        "energy_wh",
        "operational_gco2e",
        "embodied_gco2e",
        "grid_gco2e_per_kwh",
        "water_l",
    } <= set(found)


def test_explain_says_when_cost_is_unknown() -> None:
    lines = footprint("gpt-5.1", "Standard", "swedencentral", DEMO).explain()
    assert "cost: not known; no meter is listed" in lines


@pytest.mark.parametrize("requests", [0, -1, 1.5])
def test_footprint_refuses_a_bad_count(requests: int) -> None:
    with pytest.raises(InputError) as caught:
        footprint("gpt-4.1-mini", "Standard", "swedencentral", DEMO, requests)
    assert str(caught.value) == (
        f"requests: {requests!r} is not usable; allowed: a whole number of at least 1"
    )


def test_footprint_refuses_what_is_not_offered() -> None:
    with pytest.raises(CatalogError, match=r"^model 'gpt-5' is not offered under sku 'Standard'"):
        footprint("gpt-5", "Standard", "swedencentral", DEMO)


def test_methodology_shows_the_numbers_that_the_code_gives() -> None:
    text = (Path(__file__).parents[2] / "docs" / "METHODOLOGY.md").read_text(encoding="utf-8")
    shown = [line for line in text.splitlines() if re.match(r"\| (demo|default) \|", line)]
    demo = footprint("gpt-4.1-mini", "Standard", "swedencentral", DEMO)
    assert shown == [_line("demo", demo), _line("default", default_choice(DEMO))]


def _line(name: str, found: Footprint) -> str:
    assert found.usd is not None
    spreads = (
        found.energy_wh,
        found.operational_gco2e,
        found.embodied_gco2e,
        found.gco2e,
        found.usd,
    )
    cells = [" / ".join(_shown(value) for value in spread.as_dict().values()) for spread in spreads]
    where = f"{found.model}, {found.sku}, {found.region}"
    return f"| {name} | {where} | {' | '.join(cells)} |"


def _shown(value: float) -> str:
    return f"{float(f'{value:.3g}'):g}"
