"""Does a fine-tuning get the smallest machine that it fits on, and its run a fair estimate?"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.errors import CatalogError, EstimateError, InputError
from azgreen.estimate.advice import training_gpu_h
from azgreen.estimate.sizing import (
    FineTuningNeed,
    Lora,
    gco2e_per_prompt_token,
    lora_memory,
    lora_shape,
    payback_prompt_tokens,
    size_fine_tuning,
)
from azgreen.estimate.sizing.fine_tuning_option import training_hours
from azgreen.estimate.sizing.lora_shape import shape_of
from azgreen.estimate.sizing.memory import GIB

TODAY = date(2026, 11, 24)
A100, H100 = "Standard_NC24ads_A100_v4", "Standard_NC40ads_H100_v5"
SMALL = FineTuningNeed("Meta-Llama-3.1-8B-Instruct", 2e6, region="swedencentral")
NAMES = [item.model for item in catalog.dense_shapes()]
# LLaMA (arXiv 2302.13971), which QLoRA was published with
LLAMA_33B = shape_of(60, (6656, 17920), (6656, 13312), vocabulary=32000, tied=False, fused=False)
LLAMA_65B = shape_of(80, (8192, 22016), (8192, 16384), vocabulary=32000, tied=False, fused=False)


def lora(shape: Any, **more: Any) -> Lora:
    usual = Lora(16, tuple(shape.matrices), 0.05, 1, 1024, four_bit=False)
    return replace(usual, **more)


@pytest.mark.parametrize("name", NAMES)
def test_widths_give_the_published_number_of_weights(name: str) -> None:
    shape, size = lora_shape(name), catalog.model(name).total_params_b
    assert size is not None
    counted = (shape.matrix_weights + shape.token_weights) / 1e9
    # Gemma 3 has a vision tower, which is not counted
    assert counted == pytest.approx(size.mid, rel=0.04 if "gemma" in name else 0.01)


def test_fused_projections_hold_what_apart_ones_do() -> None:
    widths = (4096, 14336), (4096, 2048)
    apart, fused = (
        shape_of(32, *widths, vocabulary=32000, tied=True, fused=item) for item in (False, True)
    )
    assert apart.matrix_weights == fused.matrix_weights
    assert set(fused.matrices) == {"qkv_proj", "o_proj", "gate_up_proj", "down_proj"}


def test_an_adapter_has_as_many_weights_as_published() -> None:
    # LoRA of Llama 3.1 8B beside queries and values, rank 8: r x (in + out) of both, 32 layers
    shape = lora_shape(SMALL.model)
    assert shape.adapter_weights(8, ("q_proj", "v_proj")) == 32 * 8 * (4096 + 4096 + 4096 + 1024)


@pytest.mark.parametrize(("shape", "gib", "served_gb"), [(LLAMA_33B, 24, 21), (LLAMA_65B, 48, 41)])
def test_what_qlora_trained_on_one_gpu_fits(shape: Any, gib: float, served_gb: float) -> None:
    # arXiv 2305.14314: 33B on 24 GB and 65B on 48 GB, rank 64 beside every matrix, 512 tokens
    memory = lora_memory(shape, lora(shape, rank=64, sequence_tokens=512, four_bit=True))
    assert memory.total_gib.mid < gib
    assert not lora_memory(shape, lora(shape)).fits(gib)
    # the memory that the paper reports of them in service, caches included
    assert 0.8 * served_gb < memory.weights / 1e9 < served_gb


@given(
    st.sampled_from(NAMES),
    st.integers(1, 128),
    st.integers(1, 8),
    st.integers(16, 4096),
    st.booleans(),
)
def test_more_of_anything_takes_more_memory(
    name: str, rank: int, batch: int, tokens: int, four_bit: Any
) -> None:
    shape = lora_shape(name)
    base = lora(shape, rank=rank, batch_size=batch, sequence_tokens=tokens, four_bit=four_bit)
    memory = lora_memory(shape, base)
    larger = [
        replace(base, rank=rank + 1),
        replace(base, batch_size=batch + 1),
        replace(base, sequence_tokens=tokens + 1),
    ]
    for item in larger:
        assert lora_memory(shape, item).total_gib.mid > memory.total_gib.mid
    fewer = lora_memory(shape, replace(base, modules=base.modules[:1]))
    assert fewer.total_gib.high < memory.total_gib.high
    assert lora_memory(shape, replace(base, dropout=0.0)).total_gib.mid <= memory.total_gib.mid
    if not four_bit:
        packed = lora_memory(shape, replace(base, four_bit=True))
        assert packed.weights < 0.6 * memory.weights
        assert packed.adapter == memory.adapter / 2
    assert memory.weights >= shape.matrix_weights / 2 + 2 * shape.vocabulary * shape.hidden_dim


@given(st.sampled_from(NAMES), st.floats(1e3, 1e9), st.integers(1, 64), st.booleans())
def test_the_choice_is_the_smallest_that_holds_it(
    name: str, tokens: float, batch: int, four_bit: Any
) -> None:
    need = replace(SMALL, model=name, tokens=tokens, batch_size=batch, four_bit=four_bit)
    shape = lora_shape(name)
    memory = lora_memory(shape, lora(shape, batch_size=batch, four_bit=four_bit))
    if not memory.fits(max(item.gpu_memory_gib for item in catalog.instances() if item.gpus == 1)):
        with pytest.raises(EstimateError, match="more than one GPU holds"):
            size_fine_tuning(need, TODAY)
        return
    size = size_fine_tuning(need, TODAY)
    room = [item.instance.gpu_memory_gib for item in size.options]
    assert room == sorted(room)
    assert all(size.memory.fits(gib) for gib in room)
    assert size.choice.gco2e.mid >= size.cleanest.gco2e.mid
    tried = {item.instance.name for item in size.options} | {r.instance for r in size.rejected}
    assert tried == {item.name for item in catalog.instances()}
    json.dumps(size.as_dict())


@given(st.floats(1e4, 1e10), st.floats(1.01, 10))
def test_a_longer_run_takes_more_of_everything(tokens: float, times: float) -> None:
    short, long = (
        size_fine_tuning(replace(SMALL, tokens=tokens * by), TODAY).choice for by in (1, times)
    )
    assert long.hours.mid > short.hours.mid
    assert long.energy_kwh.mid > short.energy_kwh.mid
    assert long.gco2e.mid > short.gco2e.mid
    epochs = size_fine_tuning(replace(SMALL, tokens=tokens, epochs=3 * times), TODAY).choice
    assert epochs.hours.mid == pytest.approx(long.hours.mid)


def test_time_is_that_of_the_advice_but_for_what_is_computed_again() -> None:
    gpu = catalog.gpu_named("H100-SXM")
    full = training_gpu_h(catalog.Spread.exactly(8), 5e6)
    # two of six parts fall away as weights are frozen, and two come back
    assert training_hours(gpu, 8, 5e6).mid == pytest.approx(full.mid)


def test_a_run_is_hours_times_what_an_hour_takes() -> None:
    best = size_fine_tuning(SMALL, TODAY).choice
    assert best.instance.name == A100
    # 6 x 8e9 x 6e6 FLOP at 28 % of 312 Tflop/s, and the start
    start_h = (15 / 0.25 + 540) / 3600
    assert best.hours.mid == pytest.approx(2.88e17 / (312e12 * 0.28) / 3600 + start_h, rel=0.01)
    assert best.energy_kwh.mid == pytest.approx(best.hours.mid * 0.3 * 0.81 * 1.43, rel=0.01)
    assert best.usd is not None
    assert best.usd.mid == pytest.approx(best.hours.mid * 3.673)
    assert best.gco2e.low < best.gco2e.mid < best.gco2e.high


def test_what_is_cleaner_though_larger_is_told() -> None:
    size = size_fine_tuning(SMALL, TODAY)
    assert size.cleanest.instance.name == H100
    told = size.explain()
    assert told[0] == (
        "memory: weights 15.0 + adapter 0.6 + activations 1.7 GiB (0.5 to 1.5 times that); 80 GiB"
        f" of {A100}, of which 90% count (assumption)"
    )
    assert told[1].startswith("adapter: 41,943,040 weights of rank 16 beside q_proj, k_proj,")
    assert any(line.startswith(f"larger, but perhaps cleaner: {H100}, ") for line in told)
    alone = size_fine_tuning(replace(SMALL, instance_type=H100), TODAY)
    assert not any(line.startswith("larger") for line in alone.explain())


@pytest.mark.parametrize(
    ("instance", "reason"),
    [
        ("Standard_D4as_v4", "has no GPU"),
        ("Standard_NC6s_v3", "was retired on 2025-09-30"),
        ("Standard_NV36ads_A10_v5", "is of no series that compute clusters take"),
        ("Standard_NC48ads_A100_v4", "has 2 GPUs; one trains"),
        ("Standard_NC4as_T4_v3", "it takes up to 18.2 GiB; usable are 90% of 16 GiB"),
    ],
)
def test_a_machine_that_will_not_do_says_why(instance: str, reason: str) -> None:
    with pytest.raises(EstimateError) as caught:
        size_fine_tuning(replace(SMALL, instance_type=instance), TODAY)
    assert str(caught.value) == f"{instance}: {reason}; leave it out, or write another"


def test_a_gpu_without_bfloat16_has_to_be_named() -> None:
    mini = replace(SMALL, model="Phi-3.5-mini-instruct", four_bit=True)
    assert "Standard_NC4as_T4_v3" not in {
        item.instance.name for item in size_fine_tuning(mini, TODAY).options
    }
    named = size_fine_tuning(replace(mini, instance_type="nc4as_t4_v3"), TODAY)
    assert named.choice.instance.name == "Standard_NC4as_T4_v3"


@pytest.mark.parametrize(
    ("changed", "where", "what"),
    [
        ({"tokens": 0}, "tokens", "0 is not usable; allowed: a finite number above 0"),
        ({"epochs": -1}, "epochs", "-1 is not usable; allowed: a finite number above 0"),
        ({"rank": 1.5}, "rank", "1.5 is not usable; allowed: a whole number of at least 1"),
        ({"dropout": 2}, "dropout", "2 is not usable; allowed: a number from 0 to 1"),
        (
            {"sequence_tokens": 200_000},
            "sequence_tokens",
            "200000 is too many; the context of 'Meta-Llama-3.1-8B-Instruct' is 131,072 tokens",
        ),
        (
            {"modules": ("q_prj",)},
            "modules",
            "'q_prj' is no module of 'Meta-Llama-3.1-8B-Instruct'; did you mean 'q_proj'?",
        ),
        ({"region": "sweden"}, "region", None),
        ({"instance_type": "NC24"}, "instance_type", None),
    ],
)
def test_what_is_not_usable_is_told(changed: Any, where: str, what: str | None) -> None:
    with pytest.raises(InputError) as caught:
        size_fine_tuning(replace(SMALL, **changed), TODAY)
    (fault,) = caught.value.faults
    assert fault.where == where
    assert what in {None, fault.what}


def test_a_model_without_widths_names_those_that_have_some() -> None:
    with pytest.raises(CatalogError) as caught:
        catalog.dense_shape("gpt-oss-20b")
    assert str(caught.value) == (
        "the widths of 'gpt-oss-20b' are not in the catalogue, so its training cannot be sized;"
        f" allowed: {', '.join(NAMES)}"
    )


def test_nothing_that_fits_says_what_to_relax() -> None:
    large = replace(SMALL, model="Llama-3.3-70B-Instruct")
    with pytest.raises(EstimateError) as caught:
        size_fine_tuning(large, TODAY)
    assert str(caught.value) == (
        "a fine-tuning of 'Llama-3.3-70B-Instruct' takes up to 139 GiB of a GPU, more than one GPU"
        " holds; take 4-bit weights, shorter sequences, a smaller batch, fewer modules or a smaller"
        " model"
    )
    assert size_fine_tuning(replace(large, four_bit=True), TODAY).choice.instance.name == A100


@pytest.mark.parametrize("name", NAMES)
def test_a_training_pays_back_by_the_tokens_that_it_saves(name: str) -> None:
    each = gco2e_per_prompt_token(name, "swedencentral")
    assert 0 < each.low < each.mid < each.high
    made = catalog.Spread(50, 100, 200)
    assert payback_prompt_tokens(made, name, "swedencentral") == pytest.approx(100 / each.mid)
    dirtier = gco2e_per_prompt_token(name, "polandcentral")
    assert dirtier.mid > each.mid


def test_memory_is_told_in_gib() -> None:
    shape = lora_shape(SMALL.model)
    memory = lora_memory(shape, lora(shape))
    told = memory.as_dict()
    parts = told["weights_gib"] + told["adapter_gib"] + told["activations_gib"]["mid"]
    assert told["total_gib"]["mid"] == pytest.approx(parts)
    assert told["weights_gib"] == pytest.approx(8.03e9 * 2 / GIB, rel=0.001)
