"""Do readings stand in for the yearly averages where they are known, and say so?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.errors import EstimateError
from azgreen.estimate import GridIntensity, Traffic, default_choice, footprint, place
from azgreen.estimate.placement import (
    NoPlaceError,
    Workload,
    as_dict,
    catalogue_supply,
    decide,
    record,
    snapshot_warnings,
)

TODAY = date(2026, 11, 23)
HOUR = datetime(2026, 11, 23, 10, tzinfo=UTC)
TRAFFIC = Traffic(0.5, 1155, 211)
PINNED = ("gpt-4.1-mini", "Standard", "swedencentral")
POOL = catalog.offer("gpt-4.1-mini", "GlobalStandard", "swedencentral")
NAMES = sorted(item.name for item in place(POOL).regions)
PLACED = Workload("w", TRAFFIC, ("gpt-4.1-mini",), ("Standard",), from_region="westeurope")

intensities = st.floats(0, 1500)
grids = st.dictionaries(st.sampled_from(NAMES), intensities).map(lambda read: made(**read))


def made(*, estimated=(), hour=HOUR, **read):
    return {
        name: GridIntensity(
            value, "Electricity Maps", catalog.region(name).grid_zone, hour, name in estimated
        )
        for name, value in read.items()
    }


@pytest.mark.parametrize(
    ("value", "moment", "told"),
    [
        (-1, HOUR, "-1 gCO2e/kWh is not usable; it must be finite, from 0"),
        (float("nan"), HOUR, "nan gCO2e/kWh is not usable; it must be finite, from 0"),
        (
            1,
            datetime(2026, 11, 23, 10),  # noqa: DTZ001 - what is refused
            "2026-11-23T10:00:00 has no time zone; write it as 2026-01-31T12:00Z",
        ),
    ],
)
def test_a_reading_that_cannot_be_one_is_refused(value, moment, told):
    with pytest.raises(EstimateError) as caught:
        GridIntensity(value, "Electricity Maps", "SE-SE3", moment, is_estimated=False)
    assert str(caught.value) == f"grid reading of zone SE-SE3: {told}"


@given(intensities)
def test_use_follows_the_reading_and_hardware_does_not(value):
    yearly = footprint(*PINNED, TRAFFIC)
    live = footprint(*PINNED, TRAFFIC, grid=made(swedencentral=value))
    assert live.embodied_gco2e == yearly.embodied_gco2e
    assert live.energy_wh == yearly.energy_wh
    ratio = value / catalog.region("swedencentral").grid_gco2e_per_kwh
    assert live.operational_gco2e.mid == pytest.approx(yearly.operational_gco2e.mid * ratio)
    assert live.grid_gco2e_per_kwh.low == live.grid_gco2e_per_kwh.high == value


@given(grids)
def test_a_pool_takes_readings_where_there_are_any_and_the_year_elsewhere(read):
    found = place(POOL, read)
    values = [
        read[name].gco2e_per_kwh if name in read else catalog.region(name).grid_gco2e_per_kwh
        for name in NAMES
    ]
    assert found.grid_gco2e_per_kwh.low == min(values)
    assert found.grid_gco2e_per_kwh.high == max(values)
    assert found.grid_gco2e_per_kwh.mid == pytest.approx(sum(values) / len(values))
    assert found.yearly_grid_gco2e_per_kwh == place(POOL).grid_gco2e_per_kwh
    assert (found.grid_as_of is None) == (not read)
    assert (f"live in {len(read)} of {len(NAMES)} regions" in found.grid_source) == bool(read)
    assert ("yearly average 2025" in found.grid_source) == (len(read) < len(NAMES))


def test_source_and_moment_are_named():
    cet = timezone(timedelta(hours=1))
    read = made(swedencentral=31, estimated={"swedencentral"}, hour=HOUR.astimezone(cet))
    found = footprint(*PINNED, TRAFFIC, grid=read)
    told = "Electricity Maps, zone SE-SE3, hour of 2026-11-23 10:00 UTC, estimated by the source"
    assert found.grid_source == told
    assert f"grid: 31 (31 to 31) gCO2e/kWh; {told}" in found.explain()
    assert found.as_dict()["grid_as_of"] == "2026-11-23T11:00:00+01:00"
    assert found.as_dict()["grid_source"] == told
    assert found.grid_year == 2026
    assert footprint(*PINNED, TRAFFIC).as_dict()["grid_as_of"] is None


def test_a_pool_names_the_oldest_hour_the_estimated_and_the_year_of_the_rest():
    read = made(swedencentral=31, eastus=400, estimated={"eastus"})
    read |= made(westeurope=300, hour=HOUR - timedelta(hours=2))
    assert place(POOL, read).grid_source == (
        f"Electricity Maps, live in 3 of {len(NAMES)} regions, oldest hour 2026-11-23 08:00 UTC, "
        f"1 estimated by the source; yearly average 2025 of the other {len(NAMES) - 3} (ODbL)"
    )
    assert place(POOL, read).grid_year == 2025
    every = made(**dict.fromkeys(NAMES, 100))
    assert place(POOL, every).grid_source == (
        f"Electricity Maps, live in {len(NAMES)} of {len(NAMES)} regions, "
        "oldest hour 2026-11-23 10:00 UTC"
    )
    assert place(POOL, every).grid_year == 2026


def test_without_readings_nothing_changes():
    found, again = decide(PLACED, today=TODAY), decide(PLACED, today=TODAY, grid={})
    assert found == again
    assert snapshot_warnings(found) == []
    assert as_dict(found)["snapshot"] is None
    assert default_choice(TRAFFIC) == default_choice(TRAFFIC, grid={})


@settings(deadline=None, max_examples=25)
@given(st.fixed_dictionaries(dict.fromkeys(NAMES, intensities)))
def test_readings_order_what_the_yearly_averages_admit(values):
    yearly = decide(PLACED, today=TODAY)
    live = decide(PLACED, today=TODAY, grid=made(**values))
    assert {item.offer for item in live.feasible} == {item.offer for item in yearly.feasible}
    assert live.rejected == yearly.rejected
    carbon = [item.gco2e_per_month.mid for item in live.feasible]
    assert carbon == sorted(carbon)
    assert live.yearly_choice.offer == yearly.choice.offer
    for item in live.feasible:
        told = footprint(item.model, item.sku, item.region.name, TRAFFIC, grid=live.grid)
        monthly = PLACED.requests_per_month / 1000
        assert item.gco2e_per_month.mid == pytest.approx(told.gco2e.mid * monthly)


def test_an_hour_neither_keeps_nor_breaks_a_limit_of_the_grid():
    limited = Workload("w", TRAFFIC, PLACED.models, ("Standard",), max_grid_gco2e_per_kwh=50)
    read = made(swedencentral=900, westeurope=1)
    found = decide(limited, today=TODAY, grid=read)
    assert found.rejected["westeurope"].constraint == "maxGridGco2ePerKwh"
    assert "swedencentral" in {item.region.name for item in found.feasible}
    tight = Workload("w", TRAFFIC, PLACED.models, ("Standard",), max_grid_gco2e_per_kwh=1)
    with pytest.raises(NoPlaceError) as live:
        decide(tight, today=TODAY, grid=read)
    with pytest.raises(NoPlaceError) as yearly:
        decide(tight, today=TODAY)
    assert live.value.rejected == yearly.value.rejected


def test_a_snapshot_is_warned_of_with_what_the_year_chooses():
    names = {
        item.region for item in catalogue_supply(PLACED.models).offers if item.sku in PLACED.skus
    }
    read = made(**dict.fromkeys(names | {"eastus", "westeurope"}, 400.0))
    read |= made(westeurope=1, hour=HOUR - timedelta(hours=1))
    found = decide(PLACED, today=TODAY, grid=read)
    assert found.choice.region.name == "westeurope"
    first, second = snapshot_warnings(found)
    assert first == (
        "a snapshot, hours of 2026-11-23 09:00 UTC to 2026-11-23 10:00 UTC: do not let it decide "
        "where a long-lived workload lives; the yearly averages choose gpt-4.1-mini as Standard in "
        "swedencentral"
    )
    assert second == (
        "a month is counted as if every hour were that one; limits are held to the yearly averages"
    )
    del read["eastus"]
    told = snapshot_warnings(decide(PLACED, today=TODAY, grid=read))
    assert told[2] == "no reading, so the yearly average is compared with readings: eastus"
    shown = as_dict(found)["snapshot"]
    assert shown["warnings"] == [first, second]
    assert shown["yearly_choice"]["region"] == "swedencentral"
    assert shown["readings"]["westeurope"] == {
        "gco2e_per_kwh": 1,
        "source": "Electricity Maps",
        "zone": "NL",
        "as_of": "2026-11-23T09:00:00+00:00",
        "is_estimated": False,
    }


def test_a_snapshot_that_agrees_says_so_and_is_not_recorded():
    read = made(swedencentral=20)
    found = decide(PLACED, today=TODAY, grid=read)
    assert snapshot_warnings(found)[0].endswith("the yearly averages choose the same place")
    with pytest.raises(EstimateError) as caught:
        record(found, "ab" * 32)
    assert str(caught.value) == ("a decision on live readings is not recorded; decide without them")
