"""Are the hours of a day whole, in UTC, and of the level of their year?"""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from azgreen import catalog

DATA = files("azgreen.catalog") / "data"
ZONES = sorted({item.grid_zone for item in catalog.regions() if item.grid_zone.startswith("US-")})


def of_2022(zone: str) -> float:
    rows = csv.DictReader((DATA / "grid_intensity.csv").read_text("utf-8").splitlines())
    return next(
        float(row["grid_gco2e_per_kwh"])
        for row in rows
        if (row["grid_zone"], row["year"]) == (zone, "2022")
    )


@pytest.mark.parametrize("zone", ZONES)
def test_every_zone_in_the_united_states_has_the_hours_of_its_year(zone: str) -> None:
    hours = catalog.grid_hours(zone)
    assert hours is not None
    assert len(hours) == 24
    # another set of the same maker: the same factors, or the level would differ
    assert sum(hours) / 24 == pytest.approx(of_2022(zone), rel=0.10)


@pytest.mark.parametrize("zone", ["US-CAL-CISO", "US-SW-AZPS"])
def test_hours_are_utc_where_the_sun_tells(zone: str) -> None:
    hours = catalog.grid_hours(zone)
    assert hours is not None
    assert 17 <= hours.index(min(hours)) <= 21


def test_a_zone_without_hours_has_none() -> None:
    assert catalog.grid_hours("SE-SE3") is None
