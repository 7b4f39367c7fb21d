"""Is each metric settled once, when the last of its parts was read, and not before?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from azgreen.azure.metrics import Asked
from azgreen.fleet.plan import Wanted, one_by_one, parts, windows
from azgreen.fleet.settled import Settled

START = datetime(2026, 11, 2, 7, tzinfo=UTC)
UNTIL = START + timedelta(days=12)
ACCOUNTS = "Microsoft.CognitiveServices/accounts"
WANTED = [
    Wanted(number, "s", "x", Asked(f"/a{number % 3}", ACCOUNTS, metric, f"D eq '{number}'", "", ""))
    for number in range(8)
    for metric in (("ModelRequests", "InputTokens")[number % 2],)
]


@given(data=st.data(), there=st.integers(0, 8))
def test_a_metric_is_settled_with_the_last_of_its_parts(data, there):
    done = {(each.number, *w) for each in WANTED[:there] for w in windows(START, UNTIL, 60)}
    todo = parts(WANTED, START, UNTIL, done)
    settled, left = Settled(), {each.number: set() for each in WANTED}
    settled.plan(WANTED, todo)
    split = data.draw(st.sets(st.sampled_from(range(len(todo))) if todo else st.nothing()))
    ends = [
        piece
        for index, part in enumerate(todo)
        for piece in (one_by_one(part) if index in split else [part])
    ]
    for part in ends:
        for each in part.wanted:
            left[each.number].add((part.since, part.until))
    assert {each.number for each in settled.heard()} == set(range(there))
    for part in data.draw(st.permutations(ends)):
        settled.end(part)
        for each in part.wanted:
            left[each.number].remove((part.since, part.until))
        now = {each.number for each in part.wanted if not left[each.number]}
        assert {each.number for each in settled.heard()} == now
    assert settled.heard() == []
    assert not any(left.values())
