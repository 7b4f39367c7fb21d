"""Advise on route, model, method and levers for a workload, each with its numbers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from azgreen.cli import _sized

if TYPE_CHECKING:
    import argparse

    from azgreen.estimate.advice import Ask

_NUMBERS: Final = (
    ("--score", None, "least score of the model in --benchmark, percent"),
    ("--lifetime-months", 12.0, "for how long the workload runs (default: 12)"),
    ("--latency-target-ms", 50.0, "time per output token on own GPUs (default: 50)"),
    ("--prompt-tokens-saved", None, "what a tighter prompt or fine-tuning takes off"),
    ("--max-output-tokens", None, "budget of an answer"),
    ("--prompt-cache-rate", None, "share of the input that Azure's prompt cache holds"),
    ("--cache-hit-rate", None, "share of the requests that a semantic cache answers"),
    ("--batch-share", None, "share of the requests that can wait for a day"),
    ("--fine-tune-tokens", None, "tokens trained on, all epochs together"),
    ("--training-tokens", None, "of a training from nothing (default: 20 per parameter)"),
    ("--rag-tokens", 2560.0, "what retrieval adds to a prompt (default: 2560)"),
)


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument("workload", type=Path, metavar="WORKLOAD", help="YAML of the workload")
    command.add_argument("--benchmark", help="MMLU or MMLU-Pro: what --score is of")
    command.add_argument(
        "--any-model",
        action="store_true",
        help="look at every chat model of the catalogue, not at the workload's alone",
    )
    _sized.add_numbers(command, _NUMBERS)
    _sized.add_format(command)


def run(options: argparse.Namespace) -> int:
    """Read, advise, show."""
    from azgreen.cli import _advised  # noqa: PLC0415 - not for --help
    from azgreen.estimate.advice import advise  # noqa: PLC0415 - not for --help

    advice = advise(_ask(options), datetime.now(tz=UTC).date())
    if options.format == "json":
        _sized.show(advice, options.format, {})
    else:
        _advised.show(advice, options.format)
    return 0


def _ask(options: argparse.Namespace) -> Ask:
    from azgreen.estimate.advice import Ask  # noqa: PLC0415 - not for --help
    from azgreen.workload import read_workload  # noqa: PLC0415 - not for --help

    return Ask(
        workload=read_workload(options.workload),
        benchmark=options.benchmark,
        score_percent=options.score,
        any_model=options.any_model,
        latency_target_ms=options.latency_target_ms,
        lifetime_months=options.lifetime_months,
        rag_tokens=options.rag_tokens,
        prompt_tokens_saved=options.prompt_tokens_saved,
        fine_tune_tokens=options.fine_tune_tokens,
        training_tokens=options.training_tokens,
        max_output_tokens=options.max_output_tokens,
        prompt_cache_rate=options.prompt_cache_rate,
        cache_hit_rate=options.cache_hit_rate,
        batch_share=options.batch_share,
    )
