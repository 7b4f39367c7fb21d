"""Does a sized instance serve what sizing says, and does it load as long as its weights take?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.errors import InputError
from azgreen.estimate.sizing import (
    MACHINE_AND_IMAGE_S,
    READ_GIB_PER_S,
    WAIT_SHARE,
    GpuNeed,
    instance_of,
    limited_to,
    load_time_s,
    size_gpu,
)

ON = date(2026, 11, 23)
MODELS = ("Phi-4-mini-instruct", "Phi-4", "Llama-3.3-70B-Instruct")


@given(st.sampled_from(MODELS), st.floats(0.1, 5), st.floats(100, 4000), st.floats(20, 500))
def test_every_option_makes_an_instance_that_sizing_agrees_with(
    model: str, rate: float, read: float, written: float
) -> None:
    size = size_gpu(GpuNeed(model, read, written, 150, rate), ON)
    for option in size.options:
        own = limited_to(size, option.instance.name.upper())
        assert own is not None
        assert own.choice == option
        made = instance_of(own)
        assert made.unloaded_latency_s <= made.full_latency_s < made.latency_target_s
        assert made.requests_per_minute == pytest.approx(60 * option.requests_per_second)
        # Little's law: the requests in flight at the full rate are the batches
        in_flight = made.requests_per_second * made.full_latency_s
        assert in_flight == pytest.approx(option.batch * option.replicas_per_instance)
        assert made.load_time_s == load_time_s(size.shape.weights_gib)
        assert made.usable_share == 1


def test_an_instance_type_that_will_not_do_is_none() -> None:
    size = size_gpu(GpuNeed("Llama-3.3-70B-Instruct", 1000, 200, 100, 1), ON)
    assert limited_to(size, "Standard_NC4as_T4_v3") is None


def test_a_target_and_a_load_time_of_ones_own_are_taken() -> None:
    size = size_gpu(GpuNeed("Phi-4", 1000, 200, 100, 1), ON)
    full_s = instance_of(size).full_latency_s
    made = instance_of(size, latency_target_s=3 * full_s, load_s=600)
    assert (made.latency_target_s, made.load_time_s) == (3 * full_s, 600)
    assert instance_of(size).latency_target_s == pytest.approx(full_s * (1 + WAIT_SHARE))


def test_a_target_faster_than_one_request_is_refused() -> None:
    size = size_gpu(GpuNeed("Phi-4", 1000, 200, 100, 1), ON)
    with pytest.raises(InputError, match="cannot be met: alone, a request takes"):
        instance_of(size, latency_target_s=0.1)


@given(st.floats(0, 1500), st.floats(0, 500))
def test_larger_weights_take_longer(weights_gib: float, more: float) -> None:
    assert load_time_s(0) == MACHINE_AND_IMAGE_S
    assert load_time_s(weights_gib + more) - load_time_s(weights_gib) == pytest.approx(
        more / READ_GIB_PER_S, abs=1e-6
    )
