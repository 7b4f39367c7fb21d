"""Energy follows the measurements and grows with work and size."""

from __future__ import annotations

import csv
import importlib.util
import math
from dataclasses import astuple
from pathlib import Path
from statistics import fmean, median
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.errors import EstimateError
from azgreen.estimate import Traffic, energy_wh, gpu_j_per_output_token, gpu_j_per_request
from azgreen.estimate.energy import FIT, gpus_per_replica

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[2]
RUNS = ROOT.parent / "shared" / "data" / "mlenergy_v3_h100.csv"
CHAT = [model for model in catalog.models() if model.kind == "chat"]
TOKENS = st.floats(1, 100_000)
needs_runs = pytest.mark.skipif(not RUNS.exists(), reason=f"the measured runs are not at {RUNS}")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    path = ROOT / "scripts" / "fit_energy.py"
    spec = importlib.util.spec_from_file_location("fit_energy", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_runs
def test_fit_ships_the_coefficients_of_the_script(script: ModuleType) -> None:
    assert script.fit(script.read(RUNS)) == pytest.approx(astuple(FIT), abs=5e-5)


@needs_runs
def test_fit_error_on_unseen_models_is_the_stated_one(script: ModuleType) -> None:
    off = script.errors(script.read(RUNS))
    assert len(off) == 258
    assert fmean(off) == pytest.approx(0.28, abs=0.005)
    assert median(off) == pytest.approx(0.22, abs=0.005)


@needs_runs
def test_fit_function_reproduces_the_runs() -> None:
    off: list[float] = []
    with RUNS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = ("avg_batch", "active_params_b", "total_params_b")
            batch, active, total = (float(row[name]) for name in names)
            found = gpu_j_per_output_token(batch, active, total, int(row["gpus"]))
            off.append(abs(found / float(row["gpu_energy_j_per_output_token"]) - 1))
    assert fmean(off) < 0.26


def test_fit_solves_a_made_up_case(script: ModuleType) -> None:
    truth = (1.0, -0.9, 0.04, 0.7, 0.25, 0.2)
    points = [
        (b, g, a, t) for b in (8, 64, 256) for g in (1, 4) for a in (8, 70) for t in (80, 400)
    ]
    runs = []
    for point in points:
        batch, gpus, active, total = map(math.log, point)
        features = (1.0, batch, batch**2, gpus, active, total)
        log_j = sum(a * b for a, b in zip(truth, features, strict=True))
        runs.append(script.Run(str(point[2:]), features, log_j))
    assert script.fit(runs) == pytest.approx(truth)
    assert max(script.errors(runs)) < 1e-6


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
    base = gpu_j_per_output_token(batch, active_b, active_b * sparsity, 4)
    assert gpu_j_per_output_token(batch * more, active_b, active_b * sparsity, 4) < base
    assert gpu_j_per_output_token(batch, active_b * more, active_b * sparsity * more, 4) > base
    assert gpu_j_per_output_token(batch, active_b, active_b * sparsity, 8) > base


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
