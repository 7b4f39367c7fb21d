"""Is the load on the local Azure what was asked for, and is what cannot be used told at once?"""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azgreen.errors import InputError
from azgreen.estimate.scaling import DEFAULT_SHAPE, Load, begun, cycle, repeated
from azgreen_emulator.traffic.made import kept, made_of, started

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens"
WEEK = 7 * 24 * 60


def trace(*minutes, start=18):
    """A trace with so many requests of 300 and 40 tokens in each minute."""
    lines = [
        f"2023-11-16 {start}:{minute:02d}:{second:02d},300,40"
        for minute, count in enumerate(minutes)
        for second in range(count)
    ]
    return "\n".join([HEADER, *lines])


def load(**made):
    return made_of(json.dumps(kept(made), sort_keys=True))


def refused(**made):
    with pytest.raises(InputError) as caught:
        kept(made)
    return [str(fault) for fault in caught.value.faults]


def test_a_trace_is_laid_end_to_end_without_the_minutes_at_its_ends():
    found = load(csv=trace(1, 4, 6, 2), weeks=2)
    assert (found.start, found.steps) == (MONDAY, 2 * WEEK)
    assert found.requests[:5] == (4, 6, 4, 6, 4)
    assert found.requests[:WEEK] == found.requests[WEEK:]
    assert (found.mean_input_tokens, found.mean_output_tokens) == (300, 40)


def test_the_hours_keep_their_share_and_the_tokens_of_a_request():
    hours = [0.25] * 8 + [1] * 12 + [0.5] * 4
    found = load(csv=trace(1, 4, 1), weeks=1, hours=hours, times=2)
    of_hours = [found.requests[60 * hour] for hour in range(168)]
    assert of_hours == [8 * share for share in hours] * 7
    assert all(
        read == 300 * count and written == 40 * count
        for count, read, written in zip(
            found.requests, found.input_tokens, found.output_tokens, strict=True
        )
    )


@given(
    minutes=st.lists(st.floats(0, 100), min_size=1, max_size=80).filter(any),
    passed=st.integers(0, 3 * WEEK),
    count=st.integers(1, 2),
)
@settings(max_examples=10)
def test_an_hour_of_the_week_is_the_same_whenever_the_weeks_begin(minutes, passed, count):
    rows = (0.0, *minutes, 0.0)
    flat = Load(MONDAY, 60, rows, rows, rows)
    weeks = repeated(flat, count, cycle())
    start = datetime(2026, 11, 4, 9, 7, tzinfo=UTC) + timedelta(minutes=passed)
    found = begun(weeks, start)
    assert (found.start, found.steps) == (start, weeks.steps)
    first = int((start - MONDAY).total_seconds()) // 60
    for step in (0, 1, 59, 4000, weeks.steps - 1):
        assert found.requests[step] == weeks.requests[(first + step) % WEEK]
    assert math.fsum(found.requests) == pytest.approx(math.fsum(weeks.requests))


def test_generated_weeks_and_laid_ones_keep_their_hours_but_a_plain_trace_its_minutes():
    wednesday = datetime(2026, 11, 4, 12, tzinfo=UTC)
    made = json.dumps(kept({"generate": {"weeks": 1, "noise": 0, "bursts_per_day": 0}}))
    noon = 2 * 1440 + 12 * 60
    assert started(made, wednesday).requests[0] == made_of(made).requests[noon]
    plain = json.dumps(kept({"csv": trace(3, 4, 5)}))
    assert started(plain, wednesday).requests == (3, 4, 5)
    assert started(plain, wednesday).start == wednesday


def test_the_usual_week_is_the_generators():
    shares = cycle()
    assert (len(shares), max(shares)) == (168, 1)
    assert shares.index(1) == 14
    top, low = 1 + DEFAULT_SHAPE.swing, 1 - DEFAULT_SHAPE.swing
    assert min(shares[:24]) == pytest.approx(low / top, rel=0.05)
    assert shares[5 * 24 : 6 * 24] == pytest.approx([0.6 * share for share in shares[:24]])


def test_a_trace_of_another_clock_or_spelling_is_read():
    lines = ["timestamp,input_tokens,output_tokens", "2023-11-16T19:00:30+01:00,5,2"]
    lines += ["2023-11-16T18:02:00Z,7,2", "", "2023-11-16 18:01:00,9,2"]
    found = load(csv="\n".join(lines))
    assert found.start == datetime(2023, 11, 16, 18, tzinfo=UTC)
    assert found.input_tokens == (5, 9, 7)


def test_every_fault_is_told_at_once():
    allowed = "allowed: 1 to 13, which is as long as Azure keeps metrics"
    shape = {"weeks": 99, "seed": 1.5, "swing": "a", "tide": 1, "noise_memory": 2}
    known = "seed, weeks, requests_per_minute, swing, peak_hour, weekend, noise, noise_memory,"
    more = "bursts_per_day, burst_height, burst_rise_minutes, burst_minutes, input_tokens,"
    assert refused(generate=shape, times=0, hours=[1]) == [
        f"generate.tide: is not known; allowed: {known} {more} output_tokens, token_spread",
        "generate.swing: 'a' is not usable; allowed: a number from 0 up to 1,000,000,000",
        "generate.noise_memory: 2 is not usable; allowed: a number from 0 up to 1",
        f"generate.weeks: 99 is not usable; {allowed}",
        "generate.seed: 1.5 is not usable; allowed: a whole number",
        "times: 0 is not usable; allowed: a number above 0 and up to 1,000,000,000",
        "hours: goes with 'csv' alone; give generate.swing and its like",
        "hours: 1 values; allowed: 24 for a day, 168 for a week",
    ]
    text = f"{HEADER}\n2023-11-16 18:00:00,1,1\nnoon,1,1\n2023-11-16 18:00:00,-1,1\nx"
    assert refused(csv=text, weeks=0, hours="day") == [
        "csv:3: Invalid isoformat string: 'noon'; allowed: a time and two numbers from 0 on",
        "csv:4: '-1' is no number of tokens; allowed: a time and two numbers from 0 on",
        "csv:5: 1 values, 3 columns; allowed: a time and two numbers from 0 on",
        f"weeks: 0 is not usable; {allowed}",
        "hours: 'day' is not usable; allowed: a list of numbers",
    ]


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ({}, "load: give 'generate' or 'csv', one of the two"),
        ({"generate": 3}, "generate: 3 is not usable; allowed: an object"),
        (
            {"generate": {"burst_rise_minutes": 0}},
            "generate.burst_rise_minutes: 0 is not usable; allowed: a number above 0 and up to"
            " 1,000,000,000",
        ),
        (
            {"csv": trace(2, 1, 1), "hours": [1] * 24},
            "hours: are those of weeks; give 'weeks' as well",
        ),
        (
            {"csv": trace(2, 2), "weeks": 1},
            "trace: 2 minutes; allowed: 3 or more, of which the inner repeat",
        ),
        ({"csv": trace(1)}, "csv: 1 requests; allowed: 2 or more, a line each"),
        (
            {"csv": trace(1, 1, 1), "weeks": 1, "hours": [0] * 24},
            "load: there is no request; allowed: one or more",
        ),
        (
            {"csv": f"{trace(1)}\n2026-01-01 00:00:00,1,1"},
            "csv: is of 776 days; allowed: 93, as long as metrics are kept",
        ),
    ],
)
def test_what_makes_no_load_is_refused(made, told):
    assert refused(**made) == [told]


def test_a_file_of_another_kind_is_told_of_in_few_lines():
    found = refused(csv="\n".join([HEADER, *["a,b,c"] * 30]))
    long = refused(csv=f'{trace(1)}\n"{"x" * 200_000}')
    assert long[0].startswith("csv:3: field larger than field limit")
    assert (len(found), found[-1]) == (11, "csv: 20 more lines cannot be used")
    (first, *_) = refused(csv="when,what\n1,2")
    assert first.startswith("csv:1: no column 'timestamp' in the header ('when', 'what')")
