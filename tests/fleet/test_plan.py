"""Do the calls of a walk read everything once, in bounded pieces, and nothing that is there?"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azgreen.azure.metrics import Asked
from azgreen.azure.metrics_batch import MOST_RESOURCES, dimensions_of, pairs_of
from azgreen.fleet.plan import Wanted, one_by_one, parts, windows

START = datetime(2026, 11, 2, 7, tzinfo=UTC)
ACCOUNTS = "Microsoft.CognitiveServices/accounts"


def wanted(number, account, deployment, metric="ModelRequests", region="swedencentral"):
    where = f"ModelDeploymentName eq '{deployment}'"
    apart = "StatusCode" if metric == "ModelRequests" else ""
    asked = Asked(f"/a{account}", ACCOUNTS, metric, where, apart, "PT5M")
    return Wanted(number, "s", region, asked)


@given(hours=st.integers(1, 93 * 24), step_s=st.sampled_from([60, 300, 3600]))
def test_windows_cover_the_time_without_a_gap(hours, step_s):
    until = START + timedelta(hours=hours)
    found = [*windows(START, until, step_s)]
    assert [found[0][0], *(last for _, last in found)] == [*(first for first, _ in found), until]
    assert all(first < last <= first + timedelta(days=30) for first, last in found)
    assert len({first.hour for first, _ in found}) == 1


_FLEETS = st.lists(
    st.tuples(
        st.integers(0, 120),
        st.sampled_from("abcdef"),
        st.sampled_from(["ModelRequests", "InputTokens"]),
    ),
    min_size=1,
    max_size=300,
    unique=True,
)


@settings(max_examples=40, deadline=None)
@given(fleet=_FLEETS, days=st.integers(1, 16), share=st.floats(0, 1))
def test_everything_is_read_once_and_what_is_done_is_not(fleet, days, share):
    until = START + timedelta(days=days)
    all_ = [wanted(number, *each) for number, each in enumerate(fleet)]
    every = parts(all_, START, until, ())
    held = Counter((each.number, part.since, part.until) for part in every for each in part.wanted)
    assert set(held.values()) == {1}
    first = [part.wanted[0].number for part in every]
    assert first == sorted(first)
    assert set(held) == {
        (number, *window) for number in range(len(fleet)) for window in windows(START, until, 300)
    }
    for part in every:
        assert len(part.batch.resources) <= MOST_RESOURCES
        assert len({each.asked.metric for each in part.wanted}) == 1
        steps = (part.until - part.since).total_seconds() / 300
        assert len(part.batch.resources) == 1 or len(part.wanted) * steps <= 20_000
    done = set(sorted(held)[: round(share * len(held))])
    left = parts(all_, START, until, done)
    assert {(each.number, part.since, part.until) for part in left for each in part.wanted} == (
        set(held) - done
    )


def test_what_takes_longest_to_be_sized_is_read_first():
    type_ = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments"
    rate = Asked("/e", type_, "RequestsPerMinute", "", "envoy_response_code", "PT5M")
    all_ = [wanted(1, 1, "a"), Wanted(2, "s", "x", rate)]
    found = parts(all_, START, START + timedelta(hours=1), ())
    assert [(part.wanted[0].number, part.batch.interval_s) for part in found] == [(2, 60), (1, 300)]


def test_a_series_is_told_whose_it_is():
    (part,) = parts(
        [wanted(1, 1, "chat"), wanted(2, 1, "it''s"), wanted(3, 2, "Chat")],
        START,
        START + timedelta(days=1),
        (),
    )
    assert part.batch.dimensions == ("ModelDeploymentName", "StatusCode")

    def owner(resource, deployment):
        found = part.owner(resource, {"modeldeploymentname": deployment, "statuscode": "429"})
        return found and (found[0].number, found[1])

    assert [owner("/A1", "CHAT"), owner("/a1", "it's"), owner("/a2", "chat")] == [
        (1, "429"),
        (2, "429"),
        (3, "429"),
    ]
    assert owner("/a2", "gone") is None


def test_what_no_batch_can_hold_is_asked_for_alone():
    odd = Asked("/a1", ACCOUNTS, "ModelRequests", "StatusCode eq '2' or StatusCode eq '4'")
    unplaced = wanted(2, 2, "chat", region="")
    found = parts([Wanted(1, "s", "x", odd), unplaced], START, START + timedelta(hours=1), ())
    assert [(part.batch, len(part.wanted)) for part in found] == [(None, 1), (None, 1)]
    (both,) = parts([wanted(1, 1, "a"), wanted(2, 1, "b")], START, START + timedelta(hours=1), ())
    assert [each.wanted for each in one_by_one(both)] == [(each,) for each in both.wanted]
    assert {each.batch for each in one_by_one(both)} == {None}


@pytest.mark.parametrize(
    ("where", "pairs"),
    [
        ("", ()),
        ("A eq 'x'", (("A", "x"),)),
        ("A eq 'it''s' and B eq 'y and z'", (("A", "it's"), ("B", "y and z"))),
        ("A ne 'x'", None),
        ("A eq 'x' or A eq 'y'", None),
        ("(A eq 'x')", None),
    ],
)
def test_a_filter_of_equal_values_is_understood_and_no_other(where, pairs):
    assert pairs_of(where) == pairs
    names = None if pairs is None else tuple(name for name, _ in pairs)
    assert dimensions_of(Asked("/a", ACCOUNTS, "ModelRequests", where)) == names
