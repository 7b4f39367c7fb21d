"""Is waste told from what is needed, and both from what nobody knows?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.catalog import Spread
from azgreen.errors import InputError
from azgreen.estimate.inventory import Line
from azgreen.estimate.rightsizing import QUANTITIES, Month, Samples, TokenUse, recommend
from azgreen.estimate.traffic import Traffic
from azgreen.estimate.waste import (
    LEAST_COVERAGE,
    MOST_DAYS,
    Cache,
    Cluster,
    Counted,
    Idle,
    Judged,
    Proof,
    Ptus,
    Served,
    daily_percent,
    idle,
    idle_month,
    is_under,
    larger,
    never_at_zero,
    newest,
    nothing,
    ranked,
    underused,
    without_hits,
)
from azgreen.estimate.waste.months import less
from azgreen.estimate.waste.underused import least_percent

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
TODAY = date(2026, 11, 24)
WEEK = 168
TAKES = Month({"usd": Spread.exactly(100)}, {"gco2e": "secret", "water_l": "secret"})
HOURS = st.lists(st.none() | st.floats(0, 9), min_size=20, max_size=60)


def samples(values):
    return Samples(MONDAY, 3600, tuple(values))


def counted(events, alive=None):
    return Counted(("A", "B"), samples(events), samples(alive or [None] * len(events)))


def standing(requests):
    return idle(Idle("r", requests, "it stands", TAKES, "delete it"))


@settings(max_examples=50)
@given(HOURS, st.data())
def test_what_was_asked_anything_is_never_idle(events, data):
    alive = data.draw(
        st.lists(st.none() | st.just(1.0), min_size=len(events), max_size=len(events))
    )
    found = standing(counted(events, alive))
    if any(events):
        assert found.verdict == "needed"
    else:
        pairs = zip(events, alive, strict=True)
        seen = sum(one is not None or other is not None for one, other in pairs)
        assert found.is_waste == (seen >= LEAST_COVERAGE * len(events))
        assert found.verdict in {"waste", "not judged"}


def test_silence_is_idleness_only_where_the_resource_sent_something_else():
    silent = [None] * WEEK
    assert standing(counted(silent, [1.0] * WEEK)).is_waste
    assert standing(counted([0.0] * WEEK)).is_waste
    nobody = standing(counted(silent))
    assert (nobody.verdict, nobody.why) == (
        "not judged",
        "Azure Monitor has nothing of A and B: a gap is no zero",
    )
    half = standing(counted([0.0] * 84 + [None] * 84))
    assert half.why == (
        "A and B: seen in 84 of 168 hours, 90% are needed: what came in the others is not known"
    )
    assert half.saving == Month()


def bought(used, requests=None, *, is_openai=True):
    events = requests or [1.0] * len(used)
    return Ptus("bought", 100, is_openai, counted(events), samples(used), TAKES)


@pytest.mark.parametrize("is_openai", [True, False])
def test_ptus_are_waste_below_the_threshold_of_the_alert_on_every_day(is_openai):
    least = least_percent(is_openai=is_openai)
    assert least == 50
    below = bought([least - 1] * WEEK, is_openai=is_openai)
    assert underused(below).is_waste
    one_day = bought([least - 1] * 144 + [least] * 24, is_openai=is_openai)
    found = underused(one_day)
    assert (found.verdict, is_under(one_day, daily_percent(one_day))) == ("needed", False)
    assert found.why == "its busiest day used 50 % of the PTUs, waste is below 50 %"


@settings(max_examples=25)
@given(st.lists(st.none() | st.floats(0, 100), min_size=WEEK, max_size=WEEK))
def test_an_hour_without_requests_used_nothing_and_a_gap_stays_one(used):
    silent = daily_percent(bought([None] * WEEK, [1.0] * 24 + [0.0] * 144))
    assert silent == [0.0] * 6
    days = daily_percent(bought(used))
    assert len(days) <= 7
    known = [value for value in used if value is not None]
    assert all(min(known) - 1e-9 <= day <= max(known) + 1e-9 for day in days)


def test_ptus_that_nobody_asks_are_idle_and_too_few_days_tell_nothing():
    found = underused(bought([0.0] * WEEK, [0.0] * WEEK))
    assert (found.kind, found.verdict, found.saving) == ("idle", "waste", TAKES)
    assert underused(bought([1.0] * 72)).verdict == "not judged"


def test_what_fewer_ptus_save_is_what_rightsizing_says_or_not_known():
    alone = underused(bought([10.0] * WEEK))
    assert set(alone.saving.not_known) == set(QUANTITIES)
    told = "take fewer PTUs or pay by the token: 'azgreen rightsize' tells what would do"
    assert alone.fix == told
    assert alone.change == {}
    # of anything: how its numbers are taken over is what counts here
    use = TokenUse("bought", 900, samples([60_000.0] * 2 * WEEK))
    kept = replace(recommend(use), size=None, why="it fits")
    assert underused(bought([10.0] * WEEK), kept).fix == (
        "pay by the token; fewer PTUs are not recommended (it fits)"
    )
    smaller = replace(recommend(use), size={"ptu": 15}, notes=("by the token 7 USD",))
    found = underused(bought([10.0] * WEEK), smaller)
    assert (found.fix, found.change) == ("take 15 PTUs; or by the token 7 USD", {"ptu": 15})
    assert found.saving == nothing()


@pytest.mark.parametrize(
    ("hits", "lookups", "writes", "verdict", "why"),
    [
        (3.0, 9.0, 6.0, "needed", "27 hits of 1,512 lookups in 1 week"),
        (0.0, 9.0, 9.0, "waste", "none of 1,512 lookups found a key in 1 week"),
        (0.0, 0.0, 0.0, "waste", "nobody asked it in 1 week"),
        (
            0.0,
            0.0,
            5.0,
            "not judged",
            "5 entries were written and no lookup was counted: lookups of keys are counted; how"
            " searches by vector count is not documented",
        ),
    ],
)
def test_a_cache_is_judged_by_its_lookups_of_keys(hits, lookups, writes, verdict, why):
    one = Cache("c", counted([lookups] * WEEK), 9 * hits, writes, TAKES, "delete it")
    found = without_hits(one)
    assert (found.verdict, found.why) == (verdict, why)
    if found.is_waste:
        assert "how searches by vector count is not documented" in found.evidence[1]
    gaps = replace(one, hits=0.0, lookups=counted([None] * WEEK))
    assert without_hits(gaps).verdict == "not judged"


GPU = catalog.instance("Standard_NC24ads_A100_v4")
CPU = catalog.instance("Standard_D4as_v4")


def cluster(total, waiting, least=0, idle_s=None, idle_time=""):
    nodes = Counted(("Total Nodes", "Idle Nodes"), samples(total), samples([None] * len(total)))
    return Cluster("c", GPU, "swedencentral", least, idle_time, nodes, waiting, idle_s)


@pytest.mark.parametrize(
    ("one", "verdict", "why"),
    [
        (cluster([2.0] * 167 + [0.0], 1), "needed", "it had no node in 1 of 168 hours"),
        (cluster([1.0] * WEEK, 0), "needed", "its nodes had jobs all the time"),
        (
            cluster([2.0] * WEEK, 1.5, least=2),
            "waste",
            "never without a node in 1 week, 1.5 of 2 nodes of Standard_NC24ads_A100_v4 idle in"
            " the mean; it keeps 2",
        ),
        (
            cluster([1.0] * WEEK, 0.5, idle_s=1e6, idle_time="P30D"),
            "waste",
            "never without a node in 1 week, 0.5 of 1 nodes of Standard_NC24ads_A100_v4 idle in"
            " the mean; an idle node goes after P30D, which never came",
        ),
        (
            cluster([None] * WEEK, 0, least=1),
            "waste",
            "it keeps 1 of Standard_NC24ads_A100_v4, whether jobs run or not",
        ),
        (
            cluster([None] * WEEK, 0),
            "needed",
            "its fewest nodes are 0, and an idle one goes after Azure's default time",
        ),
        (
            cluster([None] * WEEK, 0, idle_s=1e6, idle_time="P30D"),
            "not judged",
            "Azure Monitor has nothing of Total Nodes and Idle Nodes: a gap is no zero",
        ),
    ],
)
def test_a_cluster_is_waste_if_it_is_never_at_zero_and_has_nodes_to_spare(one, verdict, why):
    found = never_at_zero(one)
    assert (found.verdict, found.why) == (verdict, why)
    if found.is_waste and one.idle_nodes:
        assert found.saving == idle_month(GPU, one.idle_nodes, "swedencentral")
    elif found.is_waste:
        assert set(found.saving.not_known) == set(QUANTITIES)


@given(st.floats(0.1, 50), st.floats(1, 3))
def test_idle_machines_take_in_proportion(count, times):
    one, more = (idle_month(GPU, each, "swedencentral").known for each in (count, times * count))
    for name in QUANTITIES:
        assert more[name].mid == pytest.approx(times * one[name].mid)


def test_what_is_not_known_of_machines_is_said():
    assert set(idle_month(CPU, 1, "swedencentral").known) == {"usd"}
    less_known = idle_month(GPU, 1, "swedencentral", low_priority=True)
    assert less_known.not_known == {"usd": "what low priority costs is not in the catalogue"}
    assert set(idle_month(GPU, 1, "nowhere").known) == {"usd"}


TRAFFIC = Traffic(1.0, 1155, 211)
SERVED = Served("chat", "gpt-4.1", "Standard", "swedencentral", TRAFFIC, "by what is declared")


def proof(candidate="gpt-4.1-mini", verdict="promote", age=10, baseline="gpt-4.1"):
    return Proof(baseline, candidate, verdict, TODAY - timedelta(days=age))


SAID = "azgreen:evidence of 2026-11-14 shows that {} is no worse than {}"


@pytest.mark.parametrize(
    ("served", "proofs", "verdict", "why"),
    [
        (SERVED, [], "needed", "no smaller model has been shown to do"),
        (SERVED, [proof(verdict="keep")], "needed", "no smaller model has been shown to do"),
        (SERVED, [proof(baseline="o1")], "needed", "no smaller model has been shown to do"),
        (SERVED, [proof()], "waste", SAID.format("gpt-4.1-mini", "gpt-4.1")),
        (
            replace(SERVED, model="gpt-4.1-mini"),
            [proof("gpt-4.1", baseline="gpt-4.1-mini")],
            "needed",
            f"{SAID.format('gpt-4.1', 'gpt-4.1-mini')}, but with this traffic it emits no less",
        ),
        (
            SERVED,
            [proof(age=MOST_DAYS + 1)],
            "not judged",
            "azgreen:evidence of 2026-05-27 shows that gpt-4.1-mini is no worse than gpt-4.1, but"
            " is 181 days old, over 180: evaluate them anew",
        ),
    ],
)
def test_a_model_is_too_large_if_a_smaller_one_was_proven(served, proofs, verdict, why):
    found = larger(served, proofs, TODAY)
    assert (found.verdict, found.why) == (verdict, why)
    assert found.change == ({"model": "gpt-4.1-mini"} if found.is_waste else {})


def test_a_model_that_is_not_offered_there_is_no_replacement():
    found = larger(SERVED, [proof("Phi-4")], TODAY)
    assert found.verdict == "not judged"
    assert found.why.startswith(f"{SAID.format('Phi-4', 'gpt-4.1')}, but ")


@given(st.floats(0.01, 100))
def test_the_saving_of_a_model_goes_with_its_traffic_and_is_not_known_without(rate):
    one, more = (
        larger(replace(SERVED, traffic=Traffic(each, 1155, 211)), [proof()], TODAY).saving
        for each in (1.0, rate)
    )
    for name in QUANTITIES:
        # a tag holds six digits
        assert more.known[name].mid == pytest.approx(rate * one.known[name].mid, rel=1e-4)
    blind = larger(replace(SERVED, traffic=None), [proof()], TODAY)
    assert (blind.verdict, set(blind.saving.not_known)) == ("waste", set(QUANTITIES))


MONTHS = st.builds(
    lambda known: Month(
        {name: Spread.exactly(value) for name, value in known.items()},
        {name: "secret" for name in QUANTITIES if name not in known},
    ),
    st.dictionaries(st.sampled_from(QUANTITIES), st.sampled_from([0.0, 1.0, 5.0, 1e6])),
)


@given(st.lists(st.tuples(MONTHS, st.booleans()), max_size=8), st.randoms())
def test_waste_is_ranked_by_carbon_then_by_money_and_the_unknown_is_no_zero(items, random):
    found = [
        Judged("idle", f"r{at}", "waste" if bad else "needed", "", saving=month)
        for at, (month, bad) in enumerate(items)
    ]
    order = ranked(found)
    mixed = [*found]
    random.shuffle(mixed)
    assert ranked(mixed) == order
    assert {each.resource for each in order} == {each.resource for each in found if each.is_waste}
    saved = [each.saving.known.get("gco2e") for each in order]
    carbon = [0.0 if each is None else each.mid for each in saved]
    assert carbon == sorted(carbon, reverse=True)
    none = [
        at
        for at, each in enumerate(order)
        if all(
            name in each.saving.known and not each.saving.known[name].mid
            for name in ("gco2e", "usd")
        )
    ]
    assert none == [*range(len(order) - len(none), len(order))]  # what saves nothing comes last


def test_unknown_carbon_is_ranked_by_money_behind_carbon_that_is_known():
    def of(name, **known):
        months = {key: Spread.exactly(value) for key, value in known.items()}
        return Judged("idle", name, "waste", "", saving=Month(months))

    order = [
        of("carbon", gco2e=5.0, usd=1.0),
        of("less carbon", gco2e=4.0),
        of("much money", usd=9.0),
        of("money alone", gco2e=0.0, usd=8.0),
        of("nobody knows"),
        of("quota", gco2e=0.0, usd=0.0),
    ]
    assert ranked(reversed(order)) == order


AMOUNTS = st.tuples(*[st.floats(0, 1e6)] * 3).map(lambda ends: Spread(*sorted(ends)))


@given(AMOUNTS, AMOUNTS)
def test_a_saving_is_a_spread_or_says_how_much_more(before, after):
    lines = [
        Line.of("k", dict.fromkeys(("energy_wh", *QUANTITIES), each)) for each in (before, after)
    ]
    month = less(*lines)
    if after.mid > before.mid:
        assert month.not_known["usd"] == f"{after.mid - before.mid:.4g} USD more a month"
    else:
        assert month.known["usd"].mid == pytest.approx(before.mid - after.mid)


def test_proofs_are_read_and_only_the_newest_of_a_pair_counts():
    entry = {"baseline": "a", "candidate": "b", "verdict": "promote", "decidedOn": "2026-11-01"}
    later = {**entry, "verdict": "roll back", "decidedOn": "2026-11-02"}
    assert newest(None) == []
    assert [each.verdict for each in newest([later, entry])] == ["roll back"]
    with pytest.raises(InputError) as caught:
        newest([{"baseline": 1, "verdict": "keep", "decidedOn": "soon"}, entry, 7])
    assert str(caught.value).splitlines() == [
        "azgreen:evidence[0].baseline: 1 is no name",
        "azgreen:evidence[0].candidate: None is no name",
        "azgreen:evidence[0].decidedOn: 'soon' is no date",
        "azgreen:evidence[2].baseline: None is no name",
        "azgreen:evidence[2].candidate: None is no name",
        "azgreen:evidence[2].verdict: None is no name",
        "azgreen:evidence[2].decidedOn: None is no date",
    ]
    with pytest.raises(InputError, match="is no list; write it with 'azgreen evaluate --write'"):
        newest({})
