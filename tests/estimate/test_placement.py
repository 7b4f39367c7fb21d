"""Is the choice what enumeration finds, and is every other region explained?"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.errors import InputError
from azgreen.estimate import (
    Traffic,
    embodied_gco2e,
    energy_wh,
    footprint,
    gpu_j_per_request,
    operational_gco2e,
)
from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.estimate.place import place
from azgreen.estimate.placement import (
    ORDER,
    NoPlaceError,
    Residency,
    Supply,
    Weights,
    Workload,
    as_dict,
    catalogue_supply,
    contradictions,
    decide,
    record,
)
from azgreen.estimate.placement.candidate import Candidates
from azgreen.estimate.placement.scoring import pareto
from azgreen.estimate.sizing import PtuLoad, size_ptu

TODAY = date(2026, 11, 23)
TRAFFIC = Traffic(0.5, 1155, 211)
NAMES = [item.name for item in catalog.regions()]
CHAT = sorted({o.model for o in catalog.offers() if catalog.model(o.model).kind == "chat"})
ASSISTANT = Workload("assistant", TRAFFIC, ("gpt-4.1-mini",), from_region="westeurope")


trip_ms = catalog.round_trip_ms


def enumerated(workload):
    """Return the least gCO2e a month by looking at every region, SKU and model."""
    best = math.inf
    for region in catalog.regions():
        for sku in workload.skus:
            for model in workload.models:
                if catalog.deployable_offers(model, sku, region.name):
                    best = min(best, judged(workload, model, sku, region.name))
    return best


def judged(workload, model, sku, region):
    """Return gCO2e a month, or infinity where a constraint does not hold; from the public parts."""
    known = catalog.model(model)
    offer = offered(model, sku, region)
    announced = catalog.retirement(model, offer.version)
    ends = {known.retires_on, announced.retires_on if announced else None} - {None}
    if any(end <= TODAY for end in ends) or known.active_params_b is None:
        return math.inf
    try:
        where, gco2e, usd = month_of(workload, offer)
    except InputError:
        return math.inf
    served = {item.name for item in where.regions}
    rule, most = workload.residency, workload.max_round_trip_ms
    zoned = (
        sku.startswith("DataZone") and rule and catalog.region(region).data_zone in rule.data_zones
    )
    resident = rule is None or zoned or (
        where.region_is_pinned and rule.allows(catalog.region(region))
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
    near = most is None or (
        "Batch" not in sku and all(trip is not None and trip <= most for trip in trips)
    )
    clean = where.grid_gco2e_per_kwh.high <= (workload.max_grid_gco2e_per_kwh or math.inf)
    limit = workload.max_usd_per_month
    cheap = limit is None or (usd is not None and usd <= limit)
    free = not (served | {region}) & workload.exclude_regions
    enough = fits(workload, model, sku)
    return gco2e if resident and near and clean and cheap and free and enough else math.inf


def offered(model, sku, region):
    """Return the offer of the default version, else of the newest."""
    found = catalog.deployable_offers(model, sku, region)
    default = [item for item in found if item.version == catalog.model(model).version]
    return (default or found)[-1]


def month_of(workload, offer):
    """Return the place, gCO2e and USD of a month; PTUs as `size_ptu` says, region by region."""
    traffic, requests = workload.traffic, workload.requests_per_month
    if "Provisioned" not in offer.sku:
        made = footprint(offer.model, offer.sku, offer.region, traffic)
        usd = None if made.usd is None else made.usd.mid * requests / 1000
        return made.place, made.gco2e.mid * requests / 1000, usd
    where = place(offer)
    gpu_j = gpu_j_per_request(catalog.model(offer.model), traffic) * requests
    used = operational_gco2e(energy_wh(gpu_j), where.pue, where.grid_gco2e_per_kwh)
    return where, (used + embodied_gco2e(gpu_j)).mid, ptu_of(workload, offer)[1]


def ptu_of(workload, offer):
    traffic = workload.traffic
    per_minute = 60 * traffic.requests_per_second * PEAK_FACTOR
    load = PtuLoad(per_minute, traffic.input_tokens, traffic.output_tokens)
    size = size_ptu(offer.model, offer.sku, load, offer.region)
    return size.ptu, size.money.usd_per_month(size.ptu)


def fits(workload, model, sku):
    quota, traffic = catalog.quota_units(model, sku), workload.traffic
    tokens = PEAK_FACTOR * traffic.tokens_per_minute
    if "Batch" in sku:
        tokens = 86_400 * traffic.requests_per_second * traffic.input_tokens
    return quota is None or math.ceil(tokens / 1000) <= quota


limits = st.none() | st.floats(1, 400)
workloads = st.builds(
    Workload,
    name=st.just("any"),
    traffic=st.builds(Traffic, st.floats(0.01, 20), st.floats(1, 4000), st.floats(1, 2000)),
    models=st.lists(st.sampled_from(CHAT), min_size=1, max_size=3, unique=True).map(tuple),
    skus=st.lists(st.sampled_from(catalog.deployable_skus()), min_size=1, unique=True).map(tuple),
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
weights = st.builds(Weights, st.floats(0, 3), st.floats(0, 3), st.floats(0, 3)).filter(
    lambda it: it.carbon or it.cost or it.latency  # nothing preferred is refused by the reader
)


def tried(workload):
    """Return the decision, or None where no region is feasible."""
    try:
        return decide(workload, today=TODAY)
    except NoPlaceError:
        return None


@settings(deadline=None, max_examples=12)
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
        "skus": {"skus": catalog.deployable_skus()},
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


@pytest.mark.parametrize("sku", catalog.deployable_skus())
def test_candidates_are_what_the_public_estimates_say(sku):
    models = tuple({o.model for o in catalog.deployable_offers(sku=sku)})
    workload = Workload("any", TRAFFIC, models, (sku,))
    made = Candidates(workload, catalogue_supply(models), TODAY).all()
    known = [item for item in made if item.sku == sku and item.gco2e_per_month]
    assert known
    for item in known:
        where, gco2e, usd = month_of(workload, item.offer)
        assert item.offer == offered(item.model, sku, item.region.name)
        assert item.place == place(item.offer) == where
        assert item.gco2e_per_month.mid == pytest.approx(gco2e)
        assert item.usd_per_month == (usd if usd is None else pytest.approx(usd))
        if "Provisioned" in sku:
            assert item.need.units == ptu_of(workload, item.offer)[0]


@pytest.mark.parametrize("sku", catalog.skus())
def test_a_months_range_is_that_of_the_footprint(sku):
    models = tuple({o.model for o in catalog.offers(sku=sku)})
    workload = Workload("any", TRAFFIC, models, (sku,))
    made = Candidates(workload, catalogue_supply(models), TODAY).all()
    for item in (item for item in made if item.sku == sku and item.gco2e_per_month):
        told = footprint(item.model, sku, item.region.name, TRAFFIC)
        monthly = workload.requests_per_month / 1000
        assert item.gco2e_per_month.low == pytest.approx(told.gco2e.low * monthly)
        assert item.gco2e_per_month.high == pytest.approx(told.gco2e.high * monthly)


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
    found = decide(ASSISTANT, Supply(base.offers, base.default_units, nothing, "live"), TODAY)
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


PTU = replace(ASSISTANT, models=("gpt-4.1",), skus=("ProvisionedManaged",))


def test_provisioned_skus_are_taken_only_where_they_are_named():
    assert {item.sku for item in decide(ASSISTANT, today=TODAY).feasible} <= {
        *("DataZoneStandard", "GlobalStandard", "Standard")
    }
    found = decide(replace(PTU, skus=catalog.PTU_SKUS), today=TODAY)
    assert {item.sku for item in found.feasible} == set(catalog.PTU_SKUS)


def test_ptus_emit_what_their_tokens_do_and_cost_by_the_hour():
    provisioned = decide(PTU, today=TODAY).choice
    by_token = decide(replace(PTU, skus=("Standard",)), today=TODAY).feasible
    same = next(item for item in by_token if item.region == provisioned.region)
    assert provisioned.gco2e_per_month == same.gco2e_per_month
    each = catalog.ptu_price("ProvisionedManaged", provisioned.region.name)
    assert provisioned.need.units == 50
    assert provisioned.usd_per_month == 50 * each.usd_per_ptu_hour * 730
    assert as_dict(decide(PTU, today=TODAY))["notes"] == [
        "ProvisionedManaged: 50 PTU carry the busiest minute; each hour is paid, used or not",
        (
            "carbon is that of the tokens, use and hardware: what a PTU draws when idle is not "
            "published, so the whole is more"
        ),
    ]


def test_a_limit_of_money_tells_how_many_ptus_cost_too_much():
    with pytest.raises(NoPlaceError, match=r"raise maxUsdPerMonth from 100 to \d+") as caught:
        decide(replace(PTU, max_usd_per_month=100), today=TODAY)
    assert caught.value.rejected["swedencentral"].reason == (
        "needs 50 PTU: 80,300 USD a month over 100"
    )


def test_ptus_without_a_meter_break_a_limit_of_money():
    sold = {item.region for item in catalog.ptu_offers("gpt-4.1", "GlobalProvisionedManaged")}
    blank = {name for name in sold if not catalog.ptu_price("GlobalProvisionedManaged", name)}
    wanted = replace(PTU, skus=("GlobalProvisionedManaged",), max_usd_per_month=1e6)
    rejected = decide(wanted, today=TODAY).rejected
    assert blank
    for name in blank:
        assert rejected[name].reason == f"no meter of GlobalProvisionedManaged is listed in {name}"
    assert decide(replace(wanted, max_usd_per_month=None), today=TODAY).choice.region.name in sold


def test_a_quota_of_ptus_counts_where_it_is_known():
    base = catalogue_supply(PTU.models)
    left = {("gpt-4.1", "ProvisionedManaged", "swedencentral"): 49}
    found = decide(PTU, Supply(base.offers, base.default_units, left, "live"), TODAY)
    assert found.choice.region.name != "swedencentral"
    assert found.rejected["swedencentral"].reason == (
        "49 PTU free of gpt-4.1 ProvisionedManaged, under the 50 needed"
    )


def test_ptus_that_cannot_be_computed_are_told():
    long = replace(PTU, traffic=Traffic(0.5, 200_000, 100))
    with pytest.raises(NoPlaceError, match="add Standard to skus") as caught:
        decide(long, today=TODAY)
    assert caught.value.rejected["swedencentral"].reason == (
        "the PTUs that gpt-4.1 needs are not known: 200000 is not usable; PTUs of 'gpt-4.1' take "
        "prompts of up to 128,000 tokens"
    )


def test_the_record_carries_the_ptus():
    kept = record(decide(PTU, today=TODAY), "ab" * 32)
    assert (kept["sku"], kept["ptu"], kept["runnerUp"]["ptu"]) == ("ProvisionedManaged", 50, 50)
    assert "ptu" not in record(decide(ASSISTANT, today=TODAY), "ab" * 32)


def test_another_way_of_paying_is_advised_only_where_no_other_advice_is():
    gone = Supply(
        tuple(item for item in catalogue_supply(PTU.models).offers if "Managed" in item.sku), {}
    )
    online = replace(PTU, skus=("Standard",))
    with pytest.raises(NoPlaceError) as caught:
        decide(online, gone, TODAY)
    first = caught.value.relaxations[0]
    assert str(first).startswith("add ProvisionedManaged to skus, which admits gpt-4.1 Prov")
    assert caught.value.rejected["swedencentral"].reason == (
        "gpt-4.1 is offered as DataZoneProvisionedManaged, not as Standard"
    )
    busy = replace(online, traffic=Traffic(500, 1155, 211), models=("gpt-4.1-mini",))
    with pytest.raises(NoPlaceError, match=r"quota of gpt-4.1-mini Standard") as caught:
        decide(busy, today=TODAY)
    assert all("Provisioned" not in str(item) for item in caught.value.relaxations)


BATCH = replace(ASSISTANT, skus=catalog.BATCH_SKUS)


def test_batches_cost_half_and_have_no_round_trip():
    found = decide(replace(BATCH, skus=("GlobalBatch",)), today=TODAY)
    online = decide(replace(BATCH, skus=("GlobalStandard",)), today=TODAY)
    assert found.choice.usd_per_month == pytest.approx(online.choice.usd_per_month / 2)
    assert all(item.round_trip_ms is None for item in found.feasible)
    assert found.choice.need.units == math.ceil(0.5 * 1155 * 86_400 / 1000)
    assert as_dict(found)["notes"] == [
        "GlobalBatch: answers come within 24 hours as a target; 49896 k enqueued tokens hold a "
        "day's input in the queue"
    ]


def test_batches_are_rejected_for_who_cannot_wait():
    only = Supply(
        tuple(item for item in catalogue_supply(BATCH.models).offers if "Batch" in item.sku), {}
    )
    with pytest.raises(NoPlaceError, match="write 'deferrable: true', which admits") as caught:
        decide(ASSISTANT, only, TODAY)
    told = caught.value.rejected["norwayeast"]
    assert told.reason == (
        "gpt-4.1-mini as GlobalBatch answers within 24 hours as a target; the workload does not "
        "say it can wait"
    )
    both = replace(ASSISTANT, skus=catalog.deployable_skus(), max_round_trip_ms=50)
    assert not [item for item in decide(both, today=TODAY).feasible if "Batch" in item.sku]


def test_a_batch_with_a_round_trip_contradicts():
    found = contradictions(replace(BATCH, max_round_trip_ms=50))
    assert [(item.first, item.second, item.reason) for item in found] == [
        (
            "maxRoundTripMs",
            "skus",
            "DataZoneBatch and GlobalBatch answer within 24 hours as a target, not within 50 ms",
        )
    ]
    with pytest.raises(NoPlaceError, match="leave maxRoundTripMs out") as caught:
        decide(replace(BATCH, max_round_trip_ms=50), today=TODAY)
    assert caught.value.rejected["swedencentral"].reason.endswith(
        "answers within 24 hours as a target, over 50 ms"
    )


def test_the_queue_of_a_batch_has_its_own_quota():
    busy = replace(BATCH, skus=("DataZoneBatch",), traffic=Traffic(2, 1155, 211))
    with pytest.raises(NoPlaceError) as caught:
        decide(busy, today=TODAY)
    assert caught.value.rejected["swedencentral"].reason == (
        "100000 k enqueued tokens free of gpt-4.1-mini DataZoneBatch, under the 199584 needed"
    )
