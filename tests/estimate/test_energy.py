"""Energy follows the measurements and grows with work and size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.errors import EstimateError
from azgreen.estimate import Traffic, energy_wh, gpu_j_per_request
from azgreen.estimate.decode import FIT, FIT_ERROR, Replica
from azgreen.estimate.energy import BATCH_SIZES, gpus_per_replica

CHAT = [model for model in catalog.models() if model.kind == "chat"]
TOKENS = st.floats(1, 100_000)


@pytest.mark.parametrize(
    ("total_b", "weight_bytes", "gpus"),
    [(3.8, 1, 1), (8, 2, 1), (70, 2, 4), (352, 1, 8), (405, 1, 8), (440, 2, 16), (671, 1, 16)],
)
def test_gpus_per_replica_holds_the_weights(total_b: float, weight_bytes: int, gpus: int) -> None:
    assert gpus_per_replica(total_b, weight_bytes) == gpus
    assert total_b * weight_bytes < gpus * 80


@given(st.floats(1, 1000), st.floats(1, 400), st.floats(1, 3), st.floats(1.01, 4))
def test_energy_per_token_falls_with_batch_and_grows_with_size(
    batch: float, active_b: float, sparsity: float, more: float
) -> None:
    def gpu_j(batch: float, active_b: float, gpus: int) -> float:
        return FIT.j_per_output_token(batch, Replica(active_b, active_b * sparsity, gpus))

    base = gpu_j(batch, active_b, 4)
    assert gpu_j(batch * more, active_b, 4) < base
    assert gpu_j(batch, active_b * more, 4) > base
    assert gpu_j(batch, active_b, 8) > base


@given(st.sampled_from(CHAT), TOKENS, TOKENS, st.floats(1.01, 10))
def test_energy_per_request_grows_with_tokens(
    model: catalog.Model, tokens_in: float, tokens_out: float, more: float
) -> None:
    base = gpu_j_per_request(model, Traffic(1, tokens_in, tokens_out))
    for other in (
        gpu_j_per_request(model, Traffic(1, tokens_in * more, tokens_out)),
        gpu_j_per_request(model, Traffic(1, tokens_in, tokens_out * more)),
    ):
        assert other.low > base.low
        assert other.mid > base.mid
        assert other.high > base.high


@pytest.mark.parametrize("model", CHAT, ids=lambda model: model.name)
def test_energy_of_a_token_is_wider_than_its_batch_and_narrower_than_its_corners(
    model: catalog.Model,
) -> None:
    active, total = model.active_params_b, model.total_params_b
    assert active is not None
    assert total is not None
    sizes = ((active.low, total.low, 1), (active.mid, total.mid, 1), (active.high, total.high, 2))
    low, mid, high = (
        Replica(a, t, gpus_per_replica(t, weight), weight, 0.5) for a, t, weight in sizes
    )
    full, middle, small = (FIT.j_per_output_token(batch, mid) for batch in BATCH_SIZES)
    found = gpu_j_per_request(model, Traffic(1, 1e-9, 1))
    assert found.mid == pytest.approx(middle)
    assert FIT.j_per_output_token(256, low) * FIT_ERROR.low < found.low < full
    assert FIT.j_per_output_token(8, high) * FIT_ERROR.high > found.high > small


def test_energy_agrees_with_published_figures() -> None:
    """EcoLogits 0.11.3, 400 output tokens, PUE 1.2: 0.07 to 0.22 Wh; Google's median: 0.24 Wh."""
    traffic = Traffic(1, 1, 400)
    wh = energy_wh(gpu_j_per_request(catalog.model("gpt-4.1-mini"), traffic)) * 1.2
    assert 0.07 <= wh.mid <= 0.24
    assert wh.low < 0.07
    assert wh.high > 0.22


def test_energy_of_unknown_size_is_refused() -> None:
    with pytest.raises(EstimateError) as caught:
        gpu_j_per_request(catalog.model("text-embedding-3-large"), Traffic(1, 100, 1))
    assert str(caught.value) == (
        "the size of model 'text-embedding-3-large' is not known, so neither is its energy; "
        "choose a model whose size the catalogue lists"
    )
