"""Carbon, water and money are the stated products, and grow with what goes in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.errors import InputError
from azgreen.estimate import (
    FALLBACK_PUE,
    Spread,
    Traffic,
    cost_usd,
    embodied_gco2e,
    operational_gco2e,
    place,
    water_l,
)

SPREADS = st.lists(st.floats(0.01, 1e6), min_size=3, max_size=3).map(lambda x: Spread(*sorted(x)))


def test_operational_is_energy_times_pue_times_grid() -> None:
    found = operational_gco2e(Spread(1000, 2000, 3000), Spread.exactly(1.2), Spread(20, 20, 100))
    assert found.as_dict() == pytest.approx({"low": 24, "mid": 48, "high": 360})


@given(SPREADS, SPREADS, st.floats(1.01, 10))
def test_operational_grows_with_intensity(energy: Spread, grid: Spread, more: float) -> None:
    pue = Spread.exactly(1.1)
    less = operational_gco2e(energy, pue, grid)
    greater = operational_gco2e(energy, pue, grid * more)
    assert greater.low > less.low
    assert greater.mid > less.mid
    assert greater.high > less.high


def test_embodied_is_the_share_of_service_life() -> None:
    """One hour of GPU at 567 W: 685 kg over 4.5 years used 70 % of the time."""
    found = embodied_gco2e(Spread.exactly(567 * 3600))
    assert found.mid == pytest.approx(685_000 / (4.5 * 365.25 * 24 * 0.7), rel=1e-6)
    assert found.low < found.mid < found.high


@given(SPREADS, SPREADS)
def test_spread_sums_and_products_stay_in_order(one: Spread, other: Spread) -> None:
    for found in (one + other, one * other, one * 2, 2 * one, embodied_gco2e(one)):
        assert found.low <= found.mid <= found.high
    assert one * 2 == 2 * one
    assert (one + other).as_dict() == (other + one).as_dict()


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_spread_over_values_holds_them(values: list[float]) -> None:
    found = Spread.over(values)
    assert (found.low, found.high) == (min(values), max(values))


def test_water_is_energy_times_wue_and_unknown_stays_unknown() -> None:
    assert water_l(Spread.exactly(500), 0.16) == Spread.exactly(0.08)
    assert water_l(Spread.exactly(500), None) is None


def test_cost_is_list_price_times_tokens() -> None:
    price = catalog.price("gpt-4.1-mini", "Standard", "swedencentral")
    found = cost_usd(price, Traffic(1, 1155, 211), 1000)
    assert found is not None
    dear, cheap = ((1155 * rate + 211 * 1.936) / 1000 for rate in (0.484, 0.121))
    assert found.as_dict() == pytest.approx({"low": cheap, "mid": dear, "high": dear})
    assert cost_usd(None, Traffic(1, 1155, 211)) is None


def test_place_of_a_regional_sku_is_its_region() -> None:
    found = place(catalog.offer("gpt-4.1-mini", "Standard", "swedencentral"))
    assert found.region_is_pinned
    assert [region.name for region in found.regions] == ["swedencentral"]
    assert found.grid_gco2e_per_kwh == Spread.exactly(20)
    assert found.pue == Spread.exactly(1.16)
    assert found.pue_source == "GSF real-time-cloud 2023"
    assert found.wue_l_per_kwh == 0.16


def test_place_without_a_published_pue_uses_the_fleet() -> None:
    found = place(catalog.offer("gpt-4.1-mini", "Standard", "francecentral"))
    assert found.pue.as_dict() == pytest.approx(FALLBACK_PUE.as_dict())
    assert found.pue_source == "no PUE is published for the region: fleet figure"


@pytest.mark.parametrize("region", ["swedencentral", "westeurope"])
def test_place_of_a_data_zone_is_the_zone(region: str) -> None:
    found = place(catalog.offer("gpt-4.1-mini", "DataZoneStandard", region))
    assert not found.region_is_pinned
    assert {item.data_zone for item in found.regions} == {"eu"}
    assert (found.grid_gco2e_per_kwh.low, found.grid_gco2e_per_kwh.high) == (20, 565)
    assert found.wue_l_per_kwh is None


def test_place_of_a_global_sku_is_everywhere_it_is_offered() -> None:
    found = place(catalog.offer("gpt-4.1-mini", "GlobalStandard", "swedencentral"))
    assert len(found.regions) == 26
    assert (found.grid_gco2e_per_kwh.low, found.grid_gco2e_per_kwh.high) == (20, 700)
    assert found.grid_source == "Electricity Maps, yearly average 2025 of 26 regions (ODbL)"
    assert found.pue_source.startswith("GSF real-time-cloud for ")


def test_traffic_faults_come_all_at_once() -> None:
    with pytest.raises(InputError) as caught:
        Traffic(-1, float("nan"), 0)
    assert str(caught.value).splitlines() == [
        "traffic.requests_per_second: -1 is not usable; allowed: a finite number above 0",
        "traffic.input_tokens: nan is not usable; allowed: a finite number above 0",
        "traffic.output_tokens: 0 is not usable; allowed: a finite number above 0",
    ]


def test_traffic_counts_tokens_as_the_quota_does() -> None:
    assert Traffic(2, 1000, 200).tokens_per_minute == 144_000
