"""GPU instances: memory to the byte, speed by the roofline, and the least carbon."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azgreen.catalog import gpu_named, model
from azgreen.errors import EstimateError, InputError
from azgreen.estimate.sizing import GpuNeed, kv_bytes, kv_bytes_per_gpu, size_gpu
from azgreen.estimate.sizing.decoding import Decoding
from azgreen.estimate.sizing.memory import held

TODAY = date(2026, 11, 23)
CHAT = GpuNeed("Meta-Llama-3.1-8B-Instruct", 1155, 211, 50, requests_per_second=5.5)


def shape(name):
    return model(name).architecture


@pytest.mark.parametrize(
    ("name", "each"),
    [
        ("Meta-Llama-3.1-8B-Instruct", 131_072),
        ("Llama-3.3-70B-Instruct", 327_680),
        ("DeepSeek-R1", 61 * (512 + 64) * 2),
    ],
)
def test_cache_bytes_per_token(name, each):
    assert kv_bytes(shape(name), 1) == each
    assert kv_bytes(shape(name), 1000) == 1000 * each


def test_a_window_stops_the_cache_from_growing():
    gemma = shape("gemma-3-12b-it")
    token = 2 * 8 * 256 * 2
    assert kv_bytes(gemma, 1024) == 48 * 1024 * token
    assert kv_bytes(gemma, 10_000) == (8 * 10_000 + 40 * 1024) * token


def test_heads_are_spread_and_a_latent_is_not():
    assert kv_bytes_per_gpu(shape("Meta-Llama-3.1-8B-Instruct"), 1, 8) == 131_072 // 8
    assert kv_bytes_per_gpu(shape("Qwen3-30B-A3B"), 1, 8) == kv_bytes(shape("Qwen3-30B-A3B"), 1) / 4
    assert kv_bytes_per_gpu(shape("DeepSeek-R1"), 1, 8) == kv_bytes(shape("DeepSeek-R1"), 1)


def test_ridgepoints_figure_for_an_a100():
    sequence = kv_bytes(shape("Meta-Llama-3.1-8B-Instruct"), 8192)
    assert held(2 * 8.03e9, sequence, 1, 80).sequences == 54


def test_a_token_alone_takes_what_reading_the_weights_takes():
    gpu = gpu_named("A100-80GB-PCIe")
    alone = Decoding(8, 8, 2, 0.0, 1, 1000, gpu, 1).ms_per_output_token(1)
    assert alone == pytest.approx(1000 * 16 / (1935 * 0.61), rel=0.001)


def test_the_choice_has_the_least_carbon_and_meets_the_need():
    sized = size_gpu(CHAT, TODAY)
    assert sized.choice.gco2e_per_h.mid == min(i.gco2e_per_h.mid for i in sized.options)
    for item in sized.options:
        assert item.ms_per_output_token <= CHAT.latency_target_ms
        assert item.batch <= item.memory_batch
        assert item.instances * item.requests_per_second * 0.8 >= 5.5 * (1 - 1e-9)
    names = [i.instance.name for i in sized.options] + [i.instance for i in sized.rejected]
    assert len(set(names)) == len(names)
    assert sized.choice.instance.name == "Standard_NC40ads_H100_v5"


def test_every_other_type_is_told_why():
    shown = size_gpu(CHAT, TODAY).as_dict()
    why = shown["rejected"]
    assert why["Standard_NC6s_v3"] == "is retired since 2025-09-30"
    assert why["Standard_D4as_v4"] == "has no GPU"
    assert "do not fit" in why["Standard_NC4as_T4_v3"]
    assert "is not in the list" in why["Standard_ND96isr_H200_v5"]
    assert "not known" in why["Standard_ND40rs_v2"]
    assert all("gCO2e/h" in item["why_not"] for item in shown["others"])
    unpriced = next(i for i in shown["others"] if i["instance_type"] == "Standard_ND96is_H100_v5")
    assert unpriced["usd_per_h"] is None


def test_quota_holds_a_fifth_back_unless_the_type_skips_it():
    by_name = {item.instance.name: item for item in size_gpu(CHAT, TODAY).options}
    skips, keeps = by_name["Standard_NC24ads_A100_v4"], by_name["Standard_NV72ads_A10_v5"]
    assert skips.quota_vcpus == 24 * skips.instances
    assert keeps.instances == 4
    assert keeps.quota_vcpus == 5 * 72


def test_a_model_too_large_for_one_gpu_is_spread():
    sized = size_gpu(GpuNeed("Llama-3.3-70B-Instruct", 1000, 200, 60, concurrency=40), TODAY)
    assert sized.choice.gpus_per_replica >= 2
    assert "do not fit" in sized.as_dict()["rejected"]["Standard_NC24ads_A100_v4"]


def test_fewer_bytes_per_weight_leave_more_room():
    whole, half = size_gpu(CHAT, TODAY), size_gpu(replace(CHAT, weight_bytes=1), TODAY)
    assert half.shape.weights_gib == whole.shape.weights_gib / 2
    assert half.choice.memory_batch > whole.choice.memory_batch


def test_a_cleaner_region_emits_less():
    east, sweden = (
        size_gpu(replace(CHAT, region=name), TODAY).choice.gco2e_per_h.mid
        for name in ("eastus", "swedencentral")
    )
    assert sweden < east / 3


def test_what_cannot_be_met_says_what_to_relax():
    with pytest.raises(EstimateError, match=r"raise the latency target to \d+ ms"):
        size_gpu(replace(CHAT, latency_target_ms=0.5), TODAY)
    with pytest.raises(EstimateError, match="spread the load over several deployments"):
        size_gpu(replace(CHAT, requests_per_second=1e6), TODAY)
    with pytest.raises(EstimateError, match="does not fit"):
        size_gpu(replace(CHAT, model="Meta-Llama-3.1-405B-Instruct", weight_bytes=4), TODAY)


def test_bad_input_is_told_at_once():
    need = GpuNeed("gpt-4o", -1, float("nan"), 0, concurrency=3, requests_per_second=2)
    with pytest.raises(InputError) as raised:
        size_gpu(replace(need, region="atlantis", max_batch=0), TODAY)
    told = {fault.where for fault in raised.value.faults}
    assert told == {
        *("model", "input_tokens", "output_tokens", "latency_target_ms", "max_batch", "region"),
        "requests_per_second",
    }
    with pytest.raises(InputError, match="shape is not in the catalogue"):
        size_gpu(replace(CHAT, model="DeepSeek-V4-Flash"), TODAY)
    with pytest.raises(InputError, match="the context of 'Phi-4' is 16,384"):
        size_gpu(replace(CHAT, model="Phi-4", input_tokens=16_384), TODAY)


@settings(max_examples=25, deadline=None)
@given(rate=st.floats(0.1, 20), more=st.floats(1, 3), target=st.floats(20, 200))
def test_more_load_never_emits_less(rate, more, target):
    little = size_gpu(replace(CHAT, requests_per_second=rate, latency_target_ms=target), TODAY)
    much = size_gpu(replace(CHAT, requests_per_second=rate * more, latency_target_ms=target), TODAY)
    assert much.choice.gco2e_per_h.mid >= little.choice.gco2e_per_h.mid * (1 - 1e-9)
