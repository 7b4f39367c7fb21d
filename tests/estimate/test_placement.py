"""Is the choice what enumeration finds, and is every other region explained?"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.estimate import Traffic, footprint
from azgreen.estimate.place import place
from azgreen.estimate.placement import (
    ORDER,
    NoPlaceError,
    Residency,
    Supply,
    Weights,
    Workload,
    catalogue_supply,
    decide,
    record,
)
from azgreen.estimate.placement.candidate import Candidates
from azgreen.estimate.placement.scoring import pareto

TODAY = date(2026, 11, 23)
TRAFFIC = Traffic(0.5, 1155, 211)
NAMES = [item.name for item in catalog.regions()]
CHAT = sorted({o.model for o in catalog.offers() if catalog.model(o.model).kind == "chat"})
ASSISTANT = Workload("assistant", TRAFFIC, ("gpt-4.1-mini",), from_region="westeurope")


trip_ms = catalog.round_trip_ms


def enumerated(workload):
    """Return the least (gCO2e a month, grid) by looking at every region, SKU and model."""
    best = math.inf
    for region in catalog.regions():
        for sku in workload.skus:
            for model in workload.models:
                if catalog.offers(model, sku, region.name):
                    best = min(best, judged(workload, model, sku, region.name))
    return best


def judged(workload, model, sku, region):
    """Return gCO2e a month, or infinity where a constraint does not hold; from the public parts."""
    known = catalog.model(model)
    offer = catalog.offer(model, sku, region)
    announced = catalog.retirement(model, offer.version)
    ends = {known.retires_on, announced.retires_on if announced else None} - {None}
    quota = catalog.quota_ktpm(model, sku)
    if any(end <= TODAY for end in ends) or known.active_params_b is None:
        return math.inf
    if quota is not None and quota < workload.needed_ktpm:
        return math.inf
    made = footprint(model, sku, region, workload.traffic)
    monthly = workload.requests_per_month / 1000
    served = {item.name for item in made.place.regions}
    rule, most = workload.residency, workload.max_round_trip_ms
    zoned = (
        sku.startswith("DataZone") and rule and catalog.region(region).data_zone in rule.data_zones
    )
    resident = rule is None or zoned or (
        made.region_is_pinned and rule.allows(catalog.region(region))
    )  # fmt: skip
    trips = [
        None if None in pair else sum(pair)
        for pair in (
            (
                catalog.round_trip_ms(workload.from_region, region),
                catalog.round_trip_ms(region, end),
            )
            for end in served
            if most is not None
        )
    ]
    near = most is None or all(trip is not None and trip <= most for trip in trips)
    clean = made.grid_gco2e_per_kwh.high <= (workload.max_grid_gco2e_per_kwh or math.inf)
    limit = workload.max_usd_per_month
    cheap = limit is None or (made.usd is not None and made.usd.mid * monthly <= limit)
    free = not (served | {region}) & workload.exclude_regions
    return made.gco2e.mid * monthly if resident and near and clean and cheap and free else math.inf


limits = st.none() | st.floats(1, 400)
workloads = st.builds(
    Workload,
    name=st.just("any"),
    traffic=st.builds(Traffic, st.floats(0.01, 20), st.floats(1, 4000), st.floats(1, 2000)),
    models=st.lists(st.sampled_from(CHAT), min_size=1, max_size=3, unique=True).map(tuple),
    skus=st.lists(st.sampled_from(catalog.skus()), min_size=1, unique=True).map(tuple),
    from_region=st.sampled_from(["westeurope", "eastus", "japaneast", "brazilsouth"]),
    max_round_trip_ms=limits,
    residency=st.none()
    | st.builds(
        Residency,
        st.frozensets(st.sampled_from(["eu", "us"])),
        st.frozensets(st.sampled_from(["Sweden", "France", "Norway", "Japan"])),
        st.frozensets(st.sampled_from(NAMES), max_size=4),
    ),
    exclude_regions=st.frozensets(st.sampled_from(NAMES), max_size=5),
    max_usd_per_month=st.none() | st.floats(10, 50_000),
    max_grid_gco2e_per_kwh=limits,
)
weights = st.builds(Weights, st.floats(0, 3), st.floats(0, 3), st.floats(0, 3))


def tried(workload):
    """Return the decision, or None where no region is feasible."""
    try:
        return decide(workload, today=TODAY)
    except NoPlaceError:
        return None


@settings(deadline=None, max_examples=30)
@given(workloads)
def test_choice_is_the_one_that_enumeration_finds(workload):
    best = enumerated(workload)
    found = tried(workload)
    chosen = math.inf if found is None else found.choice.gco2e_per_month.mid
    assert chosen == pytest.approx(best, rel=1e-9)


@settings(deadline=None, max_examples=40)
@given(workloads, weights)
def test_every_region_is_feasible_or_rejected_with_a_reason(workload, weighting):
    workload = replace(workload, weights=weighting)
    try:
        found = decide(workload, today=TODAY)
        feasible, rejected = {item.region.name for item in found.feasible}, found.rejected
        assert found.choice in found.front or weighting.cost or weighting.latency
        assert set(found.front) <= set(found.feasible)
    except NoPlaceError as error:
        feasible, rejected = set(), error.rejected
    assert feasible | rejected.keys() == set(NAMES)
    assert not feasible & rejected.keys()
    assert all(item.reason and item.constraint in ORDER for item in rejected.values())


@settings(deadline=None, max_examples=40)
@given(workloads, weights, st.data())
def test_relaxing_a_constraint_never_makes_it_worse(workload, weighting, data):
    workload = replace(workload, weights=weighting)
    name = data.draw(
        st.sampled_from(
            ["max_round_trip_ms", "residency", "max_usd_per_month", "max_grid_gco2e_per_kwh"]
        )
    )
    relaxed = replace(workload, **{name: None})
    before, after = tried(workload), tried(relaxed)
    if before is None:
        return
    assert after is not None
    # the order is the same for both: what was the best before is still allowed, and is not passed
    assert after.feasible.index(before.choice) >= 0
    assert [item for item in after.feasible if item in before.feasible] == list(before.feasible)


@settings(deadline=None, max_examples=40)
@given(workloads)
def test_pareto_front_is_what_comparing_all_pairs_leaves(workload):
    found = tried(workload)
    if found is None:
        return

    def values(item):
        usd = math.inf if item.usd_per_month is None else item.usd_per_month
        trip = math.inf if item.round_trip_ms is None else item.round_trip_ms.mid
        return item.gco2e_per_month.mid, usd, trip

    every = {values(item) for item in found.feasible}
    kept = {
        one
        for one in every
        if not any(
            other != one and all(a <= b for a, b in zip(other, one, strict=True)) for other in every
        )
    }
    assert {values(item) for item in found.front} == kept
    assert len(found.front) == len(kept)
    assert pareto(reversed(found.feasible)) == found.front


@settings(deadline=None, max_examples=40)
@given(workloads)
def test_what_is_to_be_relaxed_first_admits_what_it_says(workload):
    try:
        decide(workload, today=TODAY)
    except NoPlaceError as error:
        if not error.relaxations:
            return
        first = error.relaxations[0]
    else:
        return
    changes = {
        "excludeRegions": {"exclude_regions": frozenset()},
        "residency": {"residency": None},
        "maxRoundTripMs": {"max_round_trip_ms": needed(first, "maxRoundTripMs")},
        "maxGridGco2ePerKwh": {"max_grid_gco2e_per_kwh": needed(first, "maxGridGco2ePerKwh")},
        "skus": {"skus": catalog.skus()},
        "maxUsdPerMonth": {"max_usd_per_month": needed(first, "maxUsdPerMonth")},
        "quota": {},
    }
    for constraint in first.constraints:
        workload = replace(workload, **changes[constraint])
    supply = catalogue_supply(workload.models)
    if "quota" in first.constraints:
        supply = Supply(supply.offers, {})
    found = decide(workload, supply, TODAY)
    assert first.admits.offer in [item.offer for item in found.feasible]


def needed(relaxation, constraint):
    """Return the value that a constraint has to take; None where it has to go."""
    values = [item.needed for item in relaxation.failures if item.constraint == constraint]
    return values[0] if values and values[0] != math.inf else None


@pytest.mark.parametrize("sku", catalog.skus())
def test_candidates_are_what_the_footprint_estimates(sku):
    models = tuple({o.model for o in catalog.offers(sku=sku)})
    workload = Workload("any", TRAFFIC, models, (sku,))
    made = Candidates(workload, catalogue_supply(models), TODAY).all()
    monthly = workload.requests_per_month / 1000
    for item in (item for item in made if item.sku == sku and item.gco2e_per_month):
        told = footprint(item.model, sku, item.region.name, TRAFFIC)
        assert item.offer.version == told.version
        assert item.place == place(item.offer) == told.place
        assert item.gco2e_per_month.mid == pytest.approx(told.gco2e.mid * monthly)
        assert item.gco2e_per_month.high == pytest.approx(told.gco2e.high * monthly)
        usd = None if told.usd is None else told.usd.mid * monthly
        assert item.usd_per_month == (usd if usd is None else pytest.approx(usd))


def test_a_data_zone_accepts_its_data_zone_sku_and_geographies_do_not():
    pooled = replace(ASSISTANT, skus=("DataZoneStandard",))
    zone = Residency(data_zones=frozenset({"eu"}))
    assert decide(replace(pooled, residency=zone), today=TODAY).choice.sku == "DataZoneStandard"
    lands = frozenset(r.geography for r in catalog.regions() if r.data_zone == "eu")
    with pytest.raises(NoPlaceError, match="add dataZone eu to residency"):
        decide(replace(pooled, residency=Residency(geographies=lands)), today=TODAY)


def test_no_residency_accepts_a_global_sku():
    rule = Residency(data_zones=frozenset({"eu", "us"}))
    wanted = replace(ASSISTANT, skus=("GlobalStandard",), residency=rule)
    with pytest.raises(NoPlaceError, match="leave residency out") as caught:
        decide(wanted, today=TODAY)
    assert caught.value.rejected["swedencentral"].reason.startswith(
        "GlobalStandard may process in any region; residency is data zone eu"
    )


def test_reasons_name_value_and_limit():
    found = decide(replace(ASSISTANT, max_round_trip_ms=20, skus=("Standard",)), today=TODAY)
    assert found.choice.region.name == "francecentral"
    trip = catalog.round_trip_ms("westeurope", "swedencentral")
    assert found.rejected["swedencentral"].reason == f"round trip {trip:g} ms over 20 ms"
    assert found.rejected["spaincentral"].reason == (
        "no round trip between westeurope and spaincentral is published"
    )


def test_the_first_constraint_in_order_is_told():
    rule = Residency(data_zones=frozenset({"eu"}))
    wanted = replace(
        ASSISTANT,
        residency=rule,
        max_round_trip_ms=30,
        max_grid_gco2e_per_kwh=100,
        exclude_regions=frozenset({"uksouth"}),
        skus=("Standard",),
    )
    found = decide(wanted, today=TODAY)
    told = {name: item.constraint for name, item in found.rejected.items()}
    assert told["uksouth"] == "excludeRegions"
    assert told["eastus"] == "residency"
    assert told["swedencentral"] == "maxRoundTripMs"
    assert told["westeurope"] == "maxGridGco2ePerKwh"
    assert told["francesouth"] == "models"


def test_too_little_quota_is_told_with_both_numbers():
    busy = replace(ASSISTANT, traffic=Traffic(500, 1155, 211))
    with pytest.raises(NoPlaceError, match=r"quota of gpt-4.1-mini \w+ raised from \d+ to"):
        decide(busy, today=TODAY)


def test_free_quota_of_a_subscription_goes_before_the_default():
    base = catalogue_supply(ASSISTANT.models)
    nothing = {("gpt-4.1-mini", sku, "swedencentral"): 0 for sku in catalog.skus()}
    found = decide(ASSISTANT, Supply(base.offers, base.default_ktpm, nothing, "live"), TODAY)
    assert found.choice.region.name != "swedencentral"
    assert found.rejected["swedencentral"].constraint == "quota"
    assert found.source == "live"


def test_retired_models_and_those_of_unknown_size_are_no_choice():
    with pytest.raises(NoPlaceError, match="choose other models") as caught:
        decide(ASSISTANT, today=date(2099, 1, 1))
    assert "gpt-4.1-mini 2025-04-14 is retired" in str(caught.value.rejected["eastus"].reason)
    with pytest.raises(NoPlaceError) as caught:
        decide(replace(ASSISTANT, models=("text-embedding-3-large",)), today=TODAY)
    assert "size of text-embedding-3-large is not known" in (caught.value.rejected["eastus"].reason)


def test_latency_alone_chooses_the_nearest_and_cost_alone_the_cheapest():
    near = decide(replace(ASSISTANT, weights=Weights(0, 0, 1)), today=TODAY).choice
    assert near.region.name == "westeurope"
    models = ("gpt-4.1", "gpt-4.1-mini", "gpt-4.1-nano")
    wanted = replace(ASSISTANT, models=models, weights=Weights(0, 1, 0))
    found = decide(wanted, today=TODAY)
    assert found.choice.usd_per_month == min(
        item.usd_per_month or math.inf for item in found.feasible
    )


def test_staying_is_compared_under_the_same_model():
    found = decide(replace(ASSISTANT, skus=("Standard",), max_round_trip_ms=50), today=TODAY)
    assert found.stay is not None
    assert (found.stay.region.name, found.stay.model) == ("westeurope", found.choice.model)
    assert found.stay.gco2e_per_month.mid > 5 * found.choice.gco2e_per_month.mid
    assert found.default_gco2e_per_month.mid > found.stay.gco2e_per_month.mid
    assert 0.8 < found.saved_against_staying < found.saved_against_default < 1
    assert found.runner_up.region.name != found.choice.region.name


def test_record_holds_what_a_policy_needs():
    kept = record(decide(ASSISTANT, today=TODAY), "ab" * 32)
    assert kept["region"] == "swedencentral"
    assert kept["decidedOn"] == "2026-11-23"
    assert kept["dataVersion"] == catalog.CARBON_DATA_VERSION
    assert (
        kept["gco2ePerMonth"]["low"] < kept["gco2ePerMonth"]["mid"] < kept["gco2ePerMonth"]["high"]
    )
    assert kept["runnerUp"]["region"] != "swedencentral"
    assert kept["workloadSha256"] == "ab" * 32
