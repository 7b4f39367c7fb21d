"""The formula for a token is the physics it claims, and its coefficients are what the runs say."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import astuple, replace
from itertools import product
from pathlib import Path
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azgreen.estimate import decode
from azgreen.estimate.decode import FIT, FIT_ERROR, DecodeFit, Replica

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[2]
RUNS = ROOT.parent / "shared" / "data" / "mlenergy_v3_h100.csv"
needs_runs = pytest.mark.skipif(not RUNS.exists(), reason=f"the measured runs are not at {RUNS}")
DENSE = Replica(8, 8, 1)
EXPERTS = Replica(22, 235, 8)


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    return _load(ROOT / "benchmarks" / "bench_energy.py")


@pytest.fixture(scope="module")
def script(bench: ModuleType) -> Any:
    return bench.fit_energy


@pytest.fixture(scope="module")
def runs(script: Any) -> list[Any]:
    return script.read(RUNS)


@pytest.fixture(scope="module")
def ratios(bench: ModuleType, runs: list[Any]) -> dict[str, list[float]]:
    return bench.estimates(runs)


@needs_runs
def test_fit_ships_the_coefficients_of_the_script(script: Any, runs: list[Any]) -> None:
    assert astuple(script.shipped(script.fit(runs))) == astuple(FIT)


@needs_runs
def test_fit_ships_the_cache_law_of_the_script(script: Any, runs: list[Any]) -> None:
    assert script.cache_law(runs) == pytest.approx(
        (decode._CACHE_GB, decode._CACHE_POWER), abs=0.005
    )


@needs_runs
def test_fit_ships_the_error_of_the_script(
    script: Any, runs: list[Any], ratios: dict[str, list[float]]
) -> None:
    found = script.quantiles(runs, ratios["sizes only, maker unseen"])
    assert tuple(round(value, 2) for value in found) == (FIT_ERROR.low, FIT_ERROR.high)


@needs_runs
def test_error_on_unseen_models_is_under_the_limit(
    bench: ModuleType, runs: list[Any], ratios: dict[str, list[float]]
) -> None:
    assert len(runs) == 258
    assert {run.model for run in runs} == set(bench.fit_energy.MODELS)
    for method in ("azgreen, sizes only", "azgreen, architecture"):
        assert median(bench.errors(runs, ratios[method])) < bench.LIMIT


@needs_runs
def test_methodology_shows_the_errors_that_the_benchmark_gives(
    bench: ModuleType, runs: list[Any], ratios: dict[str, list[float]]
) -> None:
    text = (ROOT / "docs" / "METHODOLOGY.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| (.+?) \|((?: \d+ / \d+ \|)+)$", text, re.MULTILINE)
    stated = {name: re.findall(r"(\d+) / (\d+)", cells) for name, cells in shown}
    assert stated.keys() == ratios.keys()
    for method, cells in stated.items():
        off = [bench.errors(runs, ratios[method], group) for group in bench.GROUPS]
        found = [(f"{100 * fmean(each):.0f}", f"{100 * median(each):.0f}") for each in off]
        assert cells == found, method


@needs_runs
def test_benchmark_prints_every_method(
    bench: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["bench_energy.py", str(RUNS)])
    assert bench.main() == 0
    assert capsys.readouterr().out.count(" / ") == 1 + 5 * len(bench.GROUPS)


def test_benchmark_without_the_runs_says_so(
    bench: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    path = tmp_path / "absent.csv"
    monkeypatch.setattr("sys.argv", ["bench_energy.py", str(path)])
    assert bench.main() == 0
    assert capsys.readouterr().out == f"no measured runs at {path}: nothing to compare\n"


def test_fit_finds_made_up_coefficients_without_what_is_left_out(script: Any) -> None:
    """One maker's models take double: each maker's are estimated by the other's alone."""
    truth = DecodeFit(0.3, 0.003, 0.02, 0.8, 0.1)
    runs: list[Any] = []
    for maker, times, active, batch, gpus, weight_bytes, context in product(
        ("plain", "odd"), (1, 10), (3, 70), (8, 64, 256), (1, 4), (1, 2), (90, 9000)
    ):
        replica = Replica(active, active * times, gpus, weight_bytes, context)
        energy = truth.j_per_output_token(batch, replica) * (2 if maker == "odd" else 1)
        runs.append(script.Run(f"{maker} {active}", maker, batch, replica, replica, energy))
    pairs = [pair for pair in script.unseen(runs, "maker") if pair[0].maker == "odd"]
    assert astuple(pairs[0][1]) == pytest.approx(astuple(truth))
    assert script.ratios(pairs, sizes_only=True) == pytest.approx([0.5] * len(pairs))


def test_fit_that_comes_to_no_rest_is_an_error(
    script: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "_step", lambda _at, _runs: [1.0] * 5)
    monkeypatch.setattr(script, "_coefficients", lambda logs: logs)
    with pytest.raises(ArithmeticError, match="50 steps"):
        script.fit([])


def test_quantiles_count_every_model_the_same(script: Any) -> None:
    runs = [script.Run(name, "", 1, DENSE, DENSE, 1.0) for name in "abbbbbbbbc"]
    assert script.quantiles(runs, [2.0, *[1.0] * 8, 0.5]) == (0.5, 2.0)


def test_formula_adds_up() -> None:
    fit = DecodeFit(0.2, 0.002, 0.05, 1.0, 0.5)
    replica = Replica(8, 8, 4, weight_bytes=1, cache_gb=0.1)
    found = fit.j_per_output_token(16, replica)
    assert found == pytest.approx(4**0.5 * (0.2 * (8 / 16 + 0.1) + 0.002 * 8 + 0.05))


def test_coefficients_lie_where_the_hardware_says() -> None:
    """No less than an H100's 700 W at its full 3.35 TB/s and 989 TFLOP/s, nor twice that."""
    assert 0.9 < FIT.j_per_gb / (700 / 3350) < 2
    assert 1 < FIT.j_per_billion_params / (2 * 700 / 989e3) < 2


@given(st.floats(1, 2000))
def test_dense_model_reads_all_its_weights(batch: float) -> None:
    assert DENSE.weights_gb(batch, 1) == pytest.approx(16)
    assert replace(DENSE, expert_share=1).weights_gb(batch, 1) == pytest.approx(16)


@pytest.mark.parametrize("share", [None, 1 / 16])
def test_one_request_reads_the_active_weights_and_many_read_all(share: float | None) -> None:
    replica = replace(EXPERTS, expert_share=share)
    assert replica.weights_gb(1, 1) == pytest.approx(2 * 22)
    assert replica.weights_gb(10_000, 1) == pytest.approx(2 * 235)


def test_experts_hit_are_those_that_random_draws_hit() -> None:
    """Share 1/16: of 235 b all but 7.8 b are experts, and 8 requests hit 1 - (15/16)^8 of them."""
    always = (22 - 235 / 16) / (1 - 1 / 16)
    hit = always + (235 - always) * (1 - (15 / 16) ** 8)
    assert replace(EXPERTS, expert_share=1 / 16).weights_gb(8, 1) == pytest.approx(2 * hit)


def test_expert_share_above_what_the_sizes_allow_is_bounded() -> None:
    assert replace(EXPERTS, expert_share=0.5).weights_gb(1, 1) == pytest.approx(2 * 22)


def test_cache_grows_with_context_and_may_be_given() -> None:
    assert replace(DENSE, context_tokens=0).read_cache_gb() == 0
    # Llama-3.1-8B: 32 layers, 8 heads of 128, keys and values of 2 bytes: 0.131 GB per 1,000.
    assert DENSE.read_cache_gb() == pytest.approx(0.131, rel=0.1)
    assert replace(DENSE, cache_gb=0.5).read_cache_gb() == 0.5
