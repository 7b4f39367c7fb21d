"""Which coefficients does `azgreen.estimate.decode.FIT` have, and how far off are they?

    python scripts/fit_energy.py path/to/mlenergy_v3_h100.csv

One row per run: model, task, gpus, avg_batch, avg_output_tokens, active_params_b, total_params_b,
weight_precision and gpu_energy_j_per_output_token. Least squares on the logarithm in which every
model counts the same, however many runs it has. The error leaves out one model at a time: all its
runs and those of every other release of the same architecture and size.
"""

from __future__ import annotations

import argparse
import csv
import math
from collections import Counter
from dataclasses import astuple, replace
from itertools import product
from operator import attrgetter
from pathlib import Path
from statistics import fmean, median
from typing import TYPE_CHECKING, NamedTuple

from azgreen.estimate.decode import DecodeFit, Replica

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = ("j_per_gb", "j_per_billion_params", "j_per_token", "precision", "gpus")
START = DecodeFit(0.21, 0.0014, 0.05, 1.0, 0.2)
"""Where the search starts: an H100's 700 W over 3.35 TB/s and over 989 TFLOP/s; the rest guessed.
"""

WEIGHT_BYTES = {"bfloat16": 2.0, "fp8": 1.0, "mxfp4": 4.25 / 8}
PROMPT_TOKENS = {"lm-arena-chat": 150, "gpqa": 250}
"""Mean prompt of the two tasks: assumed; the leaderboard does not give it. The median error moves
by less than one point between 0 and 600."""

QUANTILES = (0.1, 0.9)


class Facts(NamedTuple):
    """What a model's config.json says of its attention and experts."""

    full_layers: int
    kv_heads: int
    head_dim: int
    windowed_layers: int = 0
    window_tokens: int = 0
    experts: int = 1
    experts_used: int = 1

    def cache_gb(self, context_tokens: float) -> float:
        """Return GB of 16-bit keys and values read for one token."""
        seen = self.full_layers * context_tokens
        seen += self.windowed_layers * min(context_tokens, self.window_tokens)
        return 2 * 2 * self.kv_heads * self.head_dim * seen / 1e9


# From each model's config.json on Hugging Face; for Nemotron also arXiv 2508.14444. The key is the
# part of the name that every release of the model shares.
MODELS = {
    "Qwen3-8B": Facts(36, 8, 128),
    "Qwen3-14B": Facts(40, 8, 128),
    "Qwen3-32B": Facts(64, 8, 128),
    "Qwen3-30B-A3B": Facts(48, 4, 128, experts=128, experts_used=8),
    "Qwen3-235B-A22B": Facts(94, 4, 128, experts=128, experts_used=8),
    "gemma-3-12b": Facts(8, 8, 256, 40, 1024),
    "gemma-3-27b": Facts(10, 16, 128, 52, 1024),
    "Llama-3.1-8B": Facts(32, 8, 128),
    "-70B-Instruct": Facts(80, 8, 128),
    "Llama-3.1-405B": Facts(126, 8, 128),
    "Llama-4-Scout": Facts(12, 8, 128, 36, 8192, experts=16),
    "Llama-4-Maverick": Facts(12, 8, 128, 36, 8192, experts=128),
    "Nemotron-Nano-9B": Facts(4, 8, 128),
    "Nemotron-Nano-12B": Facts(6, 8, 128),
    "gpt-oss-20b": Facts(12, 8, 64, 12, 128, experts=32, experts_used=4),
    "gpt-oss-120b": Facts(18, 8, 64, 18, 128, experts=128, experts_used=4),
}


class Run(NamedTuple):
    """One measured run; `replica` knows the architecture, `sizes_only` nothing but sizes."""

    model: str
    maker: str
    batch: float
    replica: Replica
    sizes_only: Replica
    j_per_token: float


def read(path: Path) -> list[Run]:
    """Read the measured runs."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_run(row) for row in csv.DictReader(file)]


def _run(row: dict[str, str]) -> Run:
    (model,) = (key for key in MODELS if key in row["model"])
    facts = MODELS[model]
    context = PROMPT_TOKENS[row["task"]] + float(row["avg_output_tokens"]) / 2
    sizes_only = Replica(
        active_params_b=float(row["active_params_b"]),
        total_params_b=float(row["total_params_b"]),
        gpus=int(row["gpus"]),
        weight_bytes=WEIGHT_BYTES[row["weight_precision"]],
        context_tokens=context,
    )
    share = facts.experts_used / facts.experts
    known = replace(sizes_only, cache_gb=facts.cache_gb(context), expert_share=share)
    energy = float(row["gpu_energy_j_per_output_token"])
    maker = row["model"].partition("/")[0]
    return Run(model, maker, float(row["avg_batch"]), known, sizes_only, energy)


def fit(runs: Sequence[Run]) -> DecodeFit:
    """Return the coefficients of least squared log error, by Gauss and Newton's method."""
    found = _logs(START)
    for _ in range(50):
        step = _step(found, runs)
        found = [a + b for a, b in zip(found, step, strict=True)]
        if max(map(abs, step)) < 1e-9:  # noqa: PLR2004 - far below the digits that are kept
            return _coefficients(found)
    raise ArithmeticError("the search did not come to rest within 50 steps")


def _logs(coefficients: DecodeFit) -> list[float]:
    *scales, precision, gpus = astuple(coefficients)
    return [*map(math.log, scales), precision, gpus]  # energies stay above 0


def _coefficients(logs: Sequence[float]) -> DecodeFit:
    return DecodeFit(*map(math.exp, logs[:3]), *logs[3:])


def _step(at: list[float], runs: Sequence[Run]) -> list[float]:
    """Solve the normal equations of the log errors, linearised at `at`."""
    counts = Counter(run.model for run in runs)
    size, nudge = len(at), 1e-6
    fits = [_coefficients([x + nudge * (i == j) for j, x in enumerate(at)]) for i in range(size)]
    base = _coefficients(at)
    rows = [[0.0] * (size + 1) for _ in range(size)]
    for run in runs:
        now = _log_j(base, run)
        slopes = [(_log_j(nudged, run) - now) / nudge for nudged in fits]
        slopes.append(math.log(run.j_per_token) - now)
        for i in range(size):
            for j in range(size + 1):
                rows[i][j] += slopes[i] * slopes[j] / counts[run.model]
    return solve(rows)


def _log_j(coefficients: DecodeFit, run: Run) -> float:
    return math.log(coefficients.j_per_output_token(run.batch, run.replica))


def solve(rows: list[list[float]]) -> list[float]:
    """Solve linear equations, the right-hand side last in each row, by elimination."""
    size = len(rows)
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(size):
            if k != i:
                factor = rows[k][i] / rows[i][i]
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i], strict=True)]
    return [rows[i][size] / rows[i][i] for i in range(size)]


def unseen(runs: Sequence[Run], group: str = "model") -> list[tuple[Run, DecodeFit]]:
    """Pair each run with coefficients fitted without its `group`: its model or its maker."""
    of = attrgetter(group)
    names = sorted({of(run) for run in runs})
    without = {name: fit([run for run in runs if of(run) != name]) for name in names}
    return [(run, without[of(run)]) for run in runs]


def ratios(pairs: Sequence[tuple[Run, DecodeFit]], *, sizes_only: bool) -> list[float]:
    """Return estimated over measured energy for each run and its coefficients."""
    found: list[float] = []
    for run, coefficients in pairs:
        replica = run.sizes_only if sizes_only else run.replica
        found.append(coefficients.j_per_output_token(run.batch, replica) / run.j_per_token)
    return found


def quantiles(runs: Sequence[Run], found: Sequence[float]) -> tuple[float, ...]:
    """Return the `QUANTILES` of measured over estimated energy; every model counts the same."""
    counts = Counter(run.model for run in runs)
    weighted = sorted((1 / r, 1 / counts[run.model]) for run, r in zip(runs, found, strict=True))
    ends: list[float] = []
    for share in QUANTILES:
        left = share * len(counts)
        for value, weight in weighted:
            left -= weight
            if left <= 0:
                ends.append(value)
                break
    return tuple(ends)


def cache_law(runs: Sequence[Run]) -> tuple[float, float]:
    """Return GB of cache per 1,000 tokens at 1 billion active parameters, and the power of those.

    Windows are left out, and so are models whose layers are not all attention.
    """
    active = {run.model: run.replica.active_params_b for run in runs if "Nemotron" not in run.model}
    points: list[tuple[float, float]] = []
    for model, billions in active.items():
        facts = MODELS[model]
        layers = facts.full_layers + facts.windowed_layers
        cache_gb = facts._replace(full_layers=layers, windowed_layers=0).cache_gb(1000)
        points.append((math.log(billions), math.log(cache_gb)))
    x, y = (fmean(values) for values in zip(*points, strict=True))
    power = sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)
    return math.exp(y - power * x), power


def shipped(coefficients: DecodeFit) -> DecodeFit:
    """Round to the four digits that the package carries."""
    return DecodeFit(*(float(f"{value:.4g}") for value in astuple(coefficients)))


def main() -> int:
    """Print the coefficients and the errors."""
    parser = argparse.ArgumentParser(description="Fit GPU energy per output token.")
    parser.add_argument("runs", type=Path, help="CSV of measured runs")
    runs = read(parser.parse_args().runs)
    for name, value in zip(NAMES, astuple(shipped(fit(runs))), strict=True):
        print(f"{name:22} {value:g}")
    print("cache law              {:.3f} A^{:.2f}".format(*cache_law(runs)))
    print(f"{len(runs)} runs of {len(MODELS)} models, each with coefficients fitted without it")
    for group, sizes_only in product(("model", "maker"), (False, True)):
        found = ratios(unseen(runs, group), sizes_only=sizes_only)
        off = [abs(ratio - 1) for ratio in found]
        low, high = quantiles(runs, found)
        told = "sizes" if sizes_only else "architecture"
        error = f"mean {fmean(off):.1%}, median {median(off):.1%}"
        print(f"{group} unseen, {told:12} {error}; measured over estimated {low:.2f} to {high:.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
