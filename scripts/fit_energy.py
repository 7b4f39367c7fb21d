"""Which coefficients does `azgreen.estimate.energy.FIT` have, and how far off are they?

    python scripts/fit_energy.py path/to/mlenergy_v3_h100.csv

One row per run: model, gpus, avg_batch, active_params_b, total_params_b and
gpu_energy_j_per_output_token. Least squares on the logarithm; the error leaves out all runs of one
model at a time.
"""

from __future__ import annotations

import argparse
import csv
import math
from pathlib import Path
from statistics import fmean, median
from typing import NamedTuple

NAMES = ("intercept", "batch", "batch_squared", "gpus", "active", "total")


class Run(NamedTuple):
    """One measured run: its model, its features and the logarithm of its J per output token."""

    model: str
    features: tuple[float, ...]
    log_j: float


def read(path: Path) -> list[Run]:
    """Read the measured runs."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_run(row) for row in csv.DictReader(file)]


def _run(row: dict[str, str]) -> Run:
    names = ("avg_batch", "gpus", "active_params_b", "total_params_b")
    batch, gpus, active, total = (math.log(float(row[name])) for name in names)
    features = (1.0, batch, batch * batch, gpus, active, total)
    return Run(row["model"], features, math.log(float(row["gpu_energy_j_per_output_token"])))


def fit(runs: list[Run]) -> tuple[float, ...]:
    """Solve the six normal equations by elimination with pivoting."""
    size = len(NAMES)
    rows = [
        [sum(run.features[i] * run.features[j] for run in runs) for j in range(size)]
        + [sum(run.features[i] * run.log_j for run in runs)]
        for i in range(size)
    ]
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(size):
            if k != i:
                factor = rows[k][i] / rows[i][i]
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i], strict=True)]
    return tuple(rows[i][size] / rows[i][i] for i in range(size))


def errors(runs: list[Run]) -> list[float]:
    """Return the relative errors on the runs of each model, fitted without that model."""
    found: list[float] = []
    for model in sorted({run.model for run in runs}):
        coefficients = fit([run for run in runs if run.model != model])
        for run in (run for run in runs if run.model == model):
            log_j = sum(a * b for a, b in zip(coefficients, run.features, strict=True))
            found.append(abs(math.exp(log_j - run.log_j) - 1))
    return found


def main() -> int:
    """Print the coefficients and the errors."""
    parser = argparse.ArgumentParser(description="Fit GPU energy per output token.")
    parser.add_argument("runs", type=Path, help="CSV of measured runs")
    runs = read(parser.parse_args().runs)
    for name, value in zip(NAMES, fit(runs), strict=True):
        print(f"{name:14} {value:8.4f}")
    off = errors(runs)
    print(f"{len(runs)} runs; unseen model: mean {fmean(off):.0%}, median {median(off):.0%}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
