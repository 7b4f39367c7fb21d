"""The advice: good enough first, then the least carbon, with every lever's saving."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.catalog import Spread, gpu_named, model, region
from azgreen.errors import EstimateError, InputError
from azgreen.estimate import Traffic, footprint
from azgreen.estimate.advice import (
    ENDPOINT,
    PAY_AS_YOU_GO,
    PTU,
    Ask,
    Route,
    advise,
    cut_at,
    smallest,
    training_gco2e,
    training_gpu_h,
)
from azgreen.estimate.advice.compare import ALIKE, LESS, OPEN
from azgreen.estimate.advice.machines import fit_on
from azgreen.estimate.advice.own import own_gpus
from azgreen.estimate.decode import FIT
from azgreen.estimate.energy import HOST_OVERHEAD
from azgreen.estimate.placement import Residency, Workload
from azgreen.estimate.sizing import GpuNeed, size_gpu

TODAY = date(2026, 11, 23)
EU = Residency(data_zones=frozenset({"eu"}))
BUSY = Workload("busy", Traffic(5.53, 1155, 211), ("gpt-4.1-mini",), from_region="westeurope")
QUIET = replace(BUSY, name="quiet", traffic=Traffic(0.01, 1155, 211))
FULL = Ask(
    replace(BUSY, residency=EU),
    "MMLU",
    80,
    any_model=True,
    prompt_tokens_saved=500,
    fine_tune_tokens=5e6,
    max_output_tokens=300,
    prompt_cache_rate=0.5,
    cache_hit_rate=0.3,
    batch_share=0.2,
)
SIZE = size_gpu(GpuNeed("Phi-4", 1155, 211, 50, requests_per_second=8.4, region="eastus"), TODAY)


def test_the_choice_is_good_enough_and_emits_least():
    advice = advise(FULL, TODAY)
    able = [item for item in advice.models if item.best is not None]
    assert able[0] is advice.chosen
    assert advice.choice.gco2e_per_month.mid == min(i.best.gco2e_per_month.mid for i in able)
    assert all(i.model.score.benchmark == "MMLU" for i in able)
    assert all(i.model.score.score_percent >= 80 for i in able)


def test_an_unknown_score_cannot_be_chosen():
    models = {item.model.name: item for item in advise(FULL, TODAY).models}
    assert models["gpt-5-nano"].why_out == ("no score in MMLU is published, so it cannot be chosen")
    assert "only MMLU-Pro is published" in models["DeepSeek-V3.2"].why_out
    assert models["Phi-4-mini-instruct"].why_out == "67.3 % in MMLU is under 80"
    assert "48 models have no score" in " ".join(advise(FULL, TODAY).explain())


def test_the_smallest_model_is_named_too():
    advice = advise(FULL, TODAY)
    assert smallest(list(advice.models)).model.name == "Qwen3-30B-A3B"
    assert advice.as_dict()["smallest_model"] == "Qwen3-30B-A3B"


def test_a_quiet_workload_does_not_pay_for_idle_gpus():
    quiet = advise(replace(FULL, workload=QUIET), TODAY)
    busy = advise(FULL, TODAY)
    assert quiet.choice.kind == PAY_AS_YOU_GO
    assert busy.choice.kind == ENDPOINT


def test_ptus_count_their_tokens_alone_and_never_win_a_tie():
    advice = advise(Ask(BUSY), TODAY)
    ways = {way.kind: way for way in advice.chosen.ways if isinstance(way, Route)}
    assert advice.choice.kind == PAY_AS_YOU_GO
    assert ways[PTU].deployed_as.endswith("ProvisionedManaged")
    assert "idle PTUs" in ways[PTU].note
    assert "has no open weights" in " ".join(advice.explain())


def test_weights_hosted_by_others_are_not_ones_own():
    models = {item.model.name: item for item in advise(FULL, TODAY).models}
    refused = models["FW-gpt-oss-20b"].as_dict()["not"][ENDPOINT]
    assert refused == "its weights stand in the catalogue under a name of their own"


def test_residency_holds_for_own_machines():
    swiss = replace(BUSY, residency=Residency(geographies=frozenset({"Switzerland"})))
    advice = advise(Ask(replace(swiss, models=("Phi-4",))), TODAY)
    assert advice.choice.region.startswith("switzerland")


def test_a_budget_rules_routes_out():
    tight = replace(BUSY, models=("Phi-4",), max_usd_per_month=1000)
    with pytest.raises(EstimateError, match=r"Phi-4, online endpoint: .* over maxUsdPerMonth"):
        advise(Ask(tight), TODAY)


def test_no_model_good_enough_says_why_of_each():
    with pytest.raises(EstimateError, match=r"gpt-4.1-mini: 87.5 % in MMLU is under 99"):
        advise(Ask(BUSY, "MMLU", 99), TODAY)


def levers(ask):
    return {item.name: item for item in advise(ask, TODAY).levers}


def test_each_lever_saves_and_all_save_less_than_their_sum():
    found = levers(FULL)
    alone = [found[n] for n in ("prompt budget", "response budget", "prompt caching")]
    assert all(0 < item.saved_share < 1 for item in alone)
    assert found["semantic caching"].saved_share == pytest.approx(0.3)
    assert found["batch SKU"].saved_share == 0
    total = sum(item.saved_share for item in [*alone, found["semantic caching"]])
    biggest = max(item.saved_share for item in [*alone, found["semantic caching"]])
    assert biggest < found["all of these"].saved_share < total


def test_money_follows_the_token_prices():
    ask = replace(FULL, workload=BUSY, benchmark=None, score_percent=None, any_model=False)
    found = levers(ask)
    month = BUSY.requests_per_month
    assert found["prompt budget"].saved_usd_per_month == pytest.approx(month * 500 * 0.44e-6, 0.11)
    usd = advise(ask, TODAY).choice.usd_per_month
    assert found["semantic caching"].saved_usd_per_month == pytest.approx(0.3 * usd)
    assert found["batch SKU"].saved_usd_per_month == pytest.approx(0.2 * 0.5 * usd)


def test_levers_that_were_not_given_name_their_option():
    found = levers(Ask(BUSY))
    assert found["prompt budget"].saved_share is None
    assert found["prompt budget"].note == "give --prompt-tokens-saved to see its saving"
    assert found["all of these"].saved_gco2e_per_month is None


def test_the_region_saves_against_staying():
    near = levers(Ask(replace(BUSY, models=("gpt-4.1-mini", "gpt-4o-mini"))))["region"]
    assert near.saved_share is None or 0 <= near.saved_share < 1
    assert levers(FULL)["region"].saved_share > 0.5
    nowhere = levers(Ask(replace(BUSY, from_region=None)))["region"]
    assert nowhere.saved_share is None


@given(mean=st.floats(1, 1e4), most=st.floats(1, 1e5))
def test_a_response_budget_never_lengthens(mean, most):
    assert 0 < cut_at(mean, most) <= min(mean, most) * (1 + 1e-9)


def methods(ask):
    return {item.name: item for item in advise(ask, TODAY).methods}


def test_fine_tuning_pays_after_what_it_took_over_what_it_saves():
    found = methods(FULL)
    tuned, built = found["LoRA fine-tuning"], found["pre-built"]
    saved = built.gco2e_per_request - tuned.gco2e_per_request
    assert tuned.pays_after_requests == pytest.approx(tuned.training_gco2e.mid / saved)
    at = tuned.pays_after_requests
    assert at * built.gco2e_per_request == pytest.approx(
        tuned.training_gco2e.mid + at * tuned.gco2e_per_request
    )
    assert found["custom training"].pays_after_requests > 1000 * at
    assert found["RAG"].gco2e_over_life > built.gco2e_over_life


def test_fine_tuning_needs_its_tokens():
    found = methods(Ask(BUSY))
    assert found["LoRA fine-tuning"].gco2e_over_life is None
    assert found["custom training"].note == "never pays: no prompt saved"


def test_training_reproduces_what_llama_3_took():
    large = training_gpu_h(Spread.exactly(70), 15e12)
    small = training_gpu_h(Spread.exactly(8), 15e12)
    assert large.mid == pytest.approx(6.4e6, rel=0.02)
    assert small.high == pytest.approx(1.3e6, rel=0.03)
    assert training_gco2e(Spread.exactly(1), "swedencentral").mid < 100


def test_lora_takes_two_thirds_of_full_training():
    lora = methods(FULL)["LoRA fine-tuning"].training_gpu_h.mid
    active = model(advise(FULL, TODAY).choice.model).active_params_b
    assert lora == pytest.approx(training_gpu_h(active, 5e6).mid * 2 / 3)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"score_percent": None}, "benchmark and score"),
        ({"benchmark": "MLU"}, "benchmark"),
        ({"score_percent": float("nan")}, "score"),
        ({"cache_hit_rate": 1.1}, "cache_hit_rate"),
        ({"prompt_tokens_saved": 1155}, "prompt_tokens_saved"),
        ({"lifetime_months": 0}, "lifetime_months"),
        ({"max_output_tokens": -3}, "max_output_tokens"),
    ],
)
def test_bad_input_names_what_is_wrong(change, where):
    with pytest.raises(InputError) as raised:
        advise(replace(FULL, **change), TODAY)
    assert [fault.where for fault in raised.value.faults] == [where]


def test_ways_that_cannot_be_had_say_why():
    kinds = {item.model.name: item.as_dict()["not"] for item in advise(FULL, TODAY).models}
    assert kinds["gpt-oss-20b"][PTU] == "not sold in PTUs"
    assert kinds["FW-gpt-oss-20b"][PTU] == "no region for it is in the catalogue"
    assert kinds["Phi-4"][PAY_AS_YOU_GO] == "the catalogue lists no offer of it by the token"


def test_a_region_without_the_model_cannot_be_stayed_in():
    far = replace(BUSY, models=("gpt-4.1-mini",), from_region="austriaeast")
    region = levers(Ask(far))["region"]
    assert (region.saved_share, region.saved_gco2e_per_month) == (None, None)


def test_training_tokens_may_be_given():
    given = methods(replace(FULL, training_tokens=15e12))["custom training"]
    least = methods(FULL)["custom training"]
    assert given.training_gpu_h.mid > 30 * least.training_gpu_h.mid


def test_less_is_only_claimed_where_the_ranges_are_apart():
    for ask in (FULL, replace(FULL, workload=QUIET), Ask(BUSY)):
        advice = advise(ask, TODAY)
        assert len(advice.compared) == len(advice.ways) - 1
        for item in advice.compared:
            here, there = item.choice.gco2e_per_month, item.other.gco2e_per_month
            apart = here.high < there.low
            assert (item.verdict == LESS) == apart
            assert item.verdict != ALIKE or here == there


def test_a_busy_workload_cannot_tell_its_routes_apart():
    told = advise(FULL, TODAY).explain()
    against = [line for line in told if line.startswith("against ")]
    assert len(against) == 3
    assert all(line.endswith(OPEN) for line in against)
    assert any("costs least" in line and "pay-as-you-go" in line for line in told)


def test_a_quiet_workload_can():
    told = advise(replace(FULL, workload=QUIET), TODAY).explain()
    assert any(ENDPOINT in line and line.endswith(LESS) for line in told)


def test_nothing_is_compared_where_there_is_one_way():
    alone = Ask(replace(BUSY, models=("Phi-4",)))
    told = advise(alone, TODAY).explain()
    assert told[1] == "no other way is possible, so there is nothing to compare with"


def test_the_same_tokens_in_the_same_place_are_counted_alike():
    found = {item.other.kind: item.verdict for item in advise(Ask(BUSY), TODAY).compared}
    assert found[PTU] == ALIKE


def endpoints(ask):
    ways = advise(ask, TODAY).ways
    return {way.model: way.own for way in ways if way.own is not None}


def test_own_gpus_are_the_sum_of_their_parts():
    for own in endpoints(FULL).values():
        whole = own.decoding.mid + own.idle.mid + own.hardware.mid
        assert own.gco2e.mid == pytest.approx(whole)
        assert own.decoding.mid >= own.decoding_at_provider_batch.mid
        assert own.batch >= 1


def test_the_difference_to_a_provider_is_split_without_a_rest():
    own = endpoints(FULL)["Phi-4"]
    line = next(item for item in own.explain() if item.startswith("of the difference"))
    batch, rest = (float(x) for x in re.findall(r"[+-]\d[\d.,]*(?= \(| *, by)", line))
    whole = (own.gco2e.mid - own.as_by_the_token.mid) / 1000
    assert batch + rest == pytest.approx(whole, abs=0.01)


def test_what_a_provider_would_take_is_what_its_tokens_take():
    name = "Llama-3.3-70B-Instruct"
    there = replace(BUSY, models=(name,), residency=Residency(regions=frozenset({"eastus"})))
    own = endpoints(Ask(there, latency_target_ms=100))[name]
    sold = footprint(name, "GlobalStandard", "eastus", BUSY.traffic)
    where = region("eastus")
    energy = sold.energy_wh.mid * where.pue * where.grid_gco2e_per_kwh / 1000
    each = (energy + sold.embodied_gco2e.mid) / sold.requests
    assert own.as_by_the_token.mid == pytest.approx(each * BUSY.requests_per_month)


@given(rate=st.floats(0.001, 5))
def test_boards_never_draw_more_than_their_power(rate):
    own, best, where = own_gpus(SIZE, rate, 730), SIZE.choice, SIZE.region
    watts = best.instance.gpu.tdp_w * best.instance.gpus * best.instances
    most_kwh = watts * 0.99 * HOST_OVERHEAD.low * 730 / 1000
    most = most_kwh * where.pue * where.grid_gco2e_per_kwh
    assert own.decoding.high + own.idle.low <= most * (1 + 1e-9)
    assert 0 <= own.idle_share < 1
    assert own.decoding.low <= own.decoding.mid <= own.decoding.high


@given(st.lists(st.floats(0.001, 5), min_size=2, max_size=2, unique=True))
def test_more_load_fills_the_batch_and_the_time(rates):
    few, many = (own_gpus(SIZE, rate, 730) for rate in sorted(rates))
    assert few.batch <= many.batch
    assert few.idle_share >= many.idle_share
    assert few.hardware == many.hardware


def test_a_request_takes_less_the_more_come():
    quiet, busy = (own_gpus(SIZE, rate, 730) for rate in (0.01, 5))
    assert busy.gco2e.mid / 500 < quiet.gco2e.mid
    assert busy.decoding.mid / 500 < quiet.decoding.mid


def test_the_fit_is_itself_on_the_gpu_that_was_measured():
    assert fit_on(gpu_named("H100-SXM")) == FIT
    a100 = fit_on(gpu_named("A100-80GB-SXM"))
    assert a100.j_per_gb / FIT.j_per_gb == pytest.approx(400 / 2039 / (700 / 3350))
    assert a100.j_per_token == FIT.j_per_token


def test_an_endpoint_that_is_held_to_its_boards_says_so():
    found = endpoints(FULL)
    assert any("held to the power" in line for line in found["gpt-oss-20b"].explain())
    assert not any("held to the power" in line for line in found["Phi-4"].explain())
    shown = advise(FULL, TODAY).as_dict()
    assert shown["choice"]["own_gpus"]["is_held"] is True
    assert {item["verdict"] for item in shown["compared"]} <= {LESS, OPEN, ALIKE}
