"""How far off is the time per token that `size gpu` computes, without any fit to times?

    python benchmarks/bench_decoding.py [path/to/mlenergy_v3_h100.csv]

Beside the median time between tokens that ML.ENERGY measured (leaderboard v3.0, NVIDIA H100, vLLM),
at the measured batch. The runs are not shipped, because no licence says that they may be; without
them this says so and stops. The length of the prompts is assumed, as in `scripts/fit_energy.py`.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path
from statistics import median

from azgreen.catalog import Model, gpu_named, model
from azgreen.estimate.sizing.decoding import Decoding
from azgreen.estimate.sizing.gpu_need import MOST_SEQUENCES
from azgreen.estimate.sizing.memory import kv_bytes_per_gpu

ROOT = Path(__file__).parent.parent
RUNS = ROOT.parent / "shared" / "data" / "mlenergy_v3_h100.csv"
GPU = "H100-SXM"
PROMPT_TOKENS = {"lm-arena-chat": 150, "gpqa": 250}
WEIGHT_BYTES = {"bfloat16": 2.0, "fp8": 1.0, "mxfp4": 4.25 / 8}
CATALOGUE = {
    "Llama-3.1-8B": "Meta-Llama-3.1-8B-Instruct",
    "Llama-3.1-70B": "Llama-3.3-70B-Instruct",
    "Llama-3.1-405B": "Meta-Llama-3.1-405B-Instruct",
    "gemma-3-12b": "gemma-3-12b-it",
    "gemma-3-27b": "gemma-3-27b-it",
    "DeepSeek-R1": "DeepSeek-R1",
    **{name: name for name in ("gpt-oss-20b", "gpt-oss-120b")},
    **{name: name for name in ("Qwen3-8B", "Qwen3-14B", "Qwen3-32B")},
    **{name: name for name in ("Qwen3-30B-A3B", "Qwen3-235B-A22B")},
}
"""Part of a run's name, and the model of the catalogue that has its shape."""

LIMIT = 0.25
"""To stay under: the median error over all runs up to the largest batch that `size gpu` takes."""

TWICE = 2.0
SLOTS = "{:<36}{:>6}{:>10}{:>14}{:>16}"


def main() -> int:
    """Print the errors; exit code 1 when the median is over `LIMIT`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="?", type=Path, default=RUNS)
    file: Path = parser.parse_args().runs
    if not file.exists():
        print(f"the runs are not at {file}: nothing to compare with", file=sys.stderr)
        return 0
    with file.open(encoding="utf-8") as lines:
        found = [item for row in csv.DictReader(lines) if (item := _compared(row))]
    print(SLOTS.format("", "runs", "ratio", "median error", "within twice"))
    _line("dense", [ratio for dense, batch, ratio in found if dense and batch <= MOST_SEQUENCES])
    _line("experts", [r for dense, batch, r in found if not dense and batch <= MOST_SEQUENCES])
    _line(f"batch over {MOST_SEQUENCES}", [r for _, batch, r in found if batch > MOST_SEQUENCES])
    usual = [ratio for _, batch, ratio in found if batch <= MOST_SEQUENCES]
    reached = _line(f"all up to {MOST_SEQUENCES}", usual) <= LIMIT
    print(f"targets {'reached' if reached else 'MISSED'}")
    return 0 if reached else 1


def _line(name: str, ratios: list[float]) -> float:
    error = median(abs(ratio - 1) for ratio in ratios)
    twice = sum(1 / TWICE <= ratio <= TWICE for ratio in ratios) / len(ratios)
    shown = (f"{median(ratios):.2f}", f"{error:.0%}", f"{twice:.0%}")
    print(SLOTS.format(name, len(ratios), *shown))
    return error


def _compared(row: dict[str, str]) -> tuple[bool, float, float] | None:
    """Return whether it is dense, its batch, and computed over measured time per token."""
    known = [name for part, name in CATALOGUE.items() if part in row["model"]]
    if row["task"] not in PROMPT_TOKENS or not known:
        return None
    batch = float(row["avg_batch"])
    computed = _decoding(row, model(known[0])).ms_per_output_token(round(batch))
    dense = row["active_params_b"] == row["total_params_b"]
    return dense, batch, computed / float(row["median_itl_ms"])


def _decoding(row: dict[str, str], shape: Model) -> Decoding:
    prompt, answer = PROMPT_TOKENS[row["task"]], float(row["avg_output_tokens"])
    gpus = int(float(row["gpus"]))
    if shape.architecture is None:
        raise SystemExit(f"the catalogue has no architecture of {shape.name}")
    return Decoding(
        active_params_b=float(row["active_params_b"]),
        total_params_b=float(row["total_params_b"]),
        weight_bytes=WEIGHT_BYTES[row["weight_precision"]],
        sequence_gb=kv_bytes_per_gpu(shape.architecture, prompt + answer / 2, gpus) / 1e9,
        input_tokens=prompt,
        output_tokens=answer,
        gpu=gpu_named(GPU),
        gpus=gpus,
    )


if __name__ == "__main__":
    sys.exit(main())
