"""What is read of Azure Monitor at a coarser grain than it keeps?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.azure.metrics import Asked, coarsened, summed

START = datetime(2026, 11, 2, 7, tzinfo=UTC)
ACCOUNT = "Microsoft.CognitiveServices/accounts"
ONLINE = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments"
RATE = Asked("/x", ONLINE, "RequestsPerMinute", apart="envoy_response_code", grain="PT5M")


@pytest.mark.parametrize(
    ("metric", "apart", "grain", "read"),
    [
        ((ACCOUNT, "ModelRequests"), "StatusCode", "", ("PT1M", 60)),
        ((ACCOUNT, "ModelRequests"), "", "PT5M", ("PT5M", 300)),
        (("Microsoft.Cache/redisEnterprise", "cachehits"), "", "", ("PT5M", 300)),
        (("Microsoft.Cache/redisEnterprise", "cachehits"), "", "PT1M", ("PT5M", 300)),
        (("Microsoft.Cache/redisEnterprise", "cachehits"), "", "PT15M", ("PT1H", 3600)),
        ((ONLINE, "RequestsPerMinute"), "", "PT5M", ("PT5M", 300)),
        ((ONLINE, "RequestsPerMinute"), "envoy_response_code", "PT5M", ("PT1M", 300)),
    ],
)
def test_a_coarser_grain_is_one_that_azure_offers(metric, apart, grain, read):
    asked = Asked("/x", *metric, apart=apart, grain=grain)
    assert (asked.interval, asked.step_s) == read


_VALUES = st.lists(st.none() | st.integers(0, 900).map(float), min_size=1, max_size=40)


@given(first=_VALUES, second=_VALUES)
def test_rates_apart_add_up_to_the_mean_of_what_they_add_up_to(first, second):
    series = {
        code: {START + timedelta(minutes=minute): value for minute, value in enumerate(values)}
        for code, values in (("200", first), ("429", second))
    }
    both = summed(series.values())
    for start, value in summed(coarsened(series, RATE).values()).items():
        within = [both.get(start + timedelta(minutes=minute)) for minute in range(5)]
        known = [each for each in within if each is not None]
        assert value == pytest.approx(sum(known) / len(known) if known else None)


def test_what_comes_at_the_grain_that_is_wanted_stays_as_it_is():
    asked = Asked("/x", ACCOUNT, "ModelRequests", grain="PT5M")
    series = {"": {START: 1.0, START + timedelta(minutes=5): None}}
    assert coarsened(series, asked) == series
