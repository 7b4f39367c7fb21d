"""Is what a cache avoided its hits times what a request takes, and said to be the most?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.catalog import Spread
from azgreen.estimate import Traffic, footprint
from azgreen.estimate.measured import (
    Answering,
    Asked,
    Avoided,
    HitReading,
    PerRequest,
    avoided_months,
    per_request,
)

CACHE = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Cache/redisEnterprise/cache"
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
START = datetime(2026, 10, 1, tzinfo=UTC)
WHOLE = Asked(START, datetime(2026, 11, 1, tzinfo=UTC))
SMALL = Answering("gpt-4.1-mini", "Standard", "swedencentral", Traffic(4, 1155, 211))
LARGE = Answering("gpt-4.1", "Standard", "swedencentral", Traffic(1, 1155, 211))
EACH = PerRequest(
    ("gpt-4.1-mini",), Spread(1, 2, 3), Spread(10, 20, 30), Spread(0, 1, 2), Spread(1, 1, 1)
)


def reading(hits: dict[int, float | None], usd: float | None = 730.5) -> HitReading:
    found = {START + timedelta(seconds=300 * step): value for step, value in hits.items()}
    price = None if usd is None else Spread.exactly(usd)
    return HitReading(CACHE, found, 300, WHOLE, price)


@given(st.dictionaries(st.integers(0, 8927), st.none() | st.floats(0, 1e6), max_size=20))
def test_hits_times_what_a_request_takes(hits: dict[int, float | None]) -> None:
    (month,) = avoided_months(reading(hits), [OCTOBER], EACH)
    known = [value for value in hits.values() if value is not None]
    if not known:
        assert (month.hits, month.kgco2e, month.net_usd, month.coverage) == (None, None, None, 0)
        return
    whole = sum(known)
    assert month.hits == pytest.approx(whole)
    assert month.kgco2e is not None
    assert month.kgco2e.mid == pytest.approx(whole * 20 / 1000)
    assert month.energy_kwh is not None
    assert month.energy_kwh.high == pytest.approx(whole * 3 / 1000)
    assert month.coverage == pytest.approx(len(known) / 8928)
    # a dollar an hour for the cache, for the time that was measured
    assert month.net_usd == pytest.approx(whole - len(known) / 12)


def test_what_is_not_kept_or_not_known_is_nothing_but_that() -> None:
    (early,) = avoided_months(reading({0: 5}), [SEPTEMBER], EACH)
    assert (early.hits, early.coverage, early.usd) == (None, None, None)
    (month,) = avoided_months(reading({0: 5}, usd=None), [OCTOBER], None)
    assert (month.hits, month.kgco2e, month.water_l, month.net_usd) == (5, None, None, None)
    told = Avoided((early, month)).as_dict()
    assert told["limits"][0].startswith("an upper bound: cachehits counts every key")
    assert Avoided(()).as_dict()["limits"] == []


def test_a_request_of_the_one_model_that_would_have_answered() -> None:
    found = per_request([SMALL])
    assert isinstance(found, PerRequest)
    expected = footprint(SMALL.model, SMALL.sku, SMALL.region, SMALL.traffic, 1)
    assert (found.models, found.gco2e, found.usd) == (
        ("gpt-4.1-mini",),
        expected.gco2e,
        expected.usd,
    )


def test_of_several_models_nobody_knows_which_would_have_answered() -> None:
    small, large, found = per_request([SMALL]), per_request([LARGE]), per_request([SMALL, LARGE])
    assert isinstance(small, PerRequest)
    assert isinstance(large, PerRequest)
    assert isinstance(found, PerRequest)
    assert found.models == ("gpt-4.1-mini", "gpt-4.1")
    assert found.gco2e.low == min(small.gco2e.low, large.gco2e.low)
    assert found.gco2e.high == max(small.gco2e.high, large.gco2e.high)
    mixed = (4 * small.gco2e.mid + large.gco2e.mid) / 5
    assert found.gco2e.mid == pytest.approx(mixed)


def test_ptus_are_paid_for_whether_requests_come_or_not() -> None:
    found = per_request([Answering(SMALL.model, "ProvisionedManaged", SMALL.region, SMALL.traffic)])
    assert isinstance(found, PerRequest)
    assert found.usd is None
    assert found.gco2e.mid > 0


@pytest.mark.parametrize(
    ("answering", "why"),
    [
        ([], "no deployment of the stack declares its traffic; tag it azgreen-need"),
        (
            [Answering("gpt-0", "Standard", "swedencentral", Traffic(1, 10, 10))],
            "unknown model 'gpt-0'; did you mean",
        ),
    ],
)
def test_where_no_model_is_known_it_is_said_why(answering: list[Answering], why: str) -> None:
    found = per_request(answering)
    assert isinstance(found, str)
    assert found.startswith(why)
