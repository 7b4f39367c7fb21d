"""Which trace, instance and grid do the options of `size autoscale` and `replay` name?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from azgreen.estimate.scaling import Case, Load, Setting

_REQUIRED: Final = (
    ("--instance-requests-per-minute", "what one instance serves of the trace, by a load test"),
    ("--latency-target-s", "a request of the mean size that takes longer is late"),
)
_NUMBERS: Final = (
    ("--unloaded-latency-s", None, "latency of a request alone (default: a quarter of the target)"),
    ("--full-latency-s", None, "latency in a full batch, without waiting (default: the target)"),
    ("--load-time-s", 300.0, "until a new instance serves (default: 300)"),
    ("--late-budget", 0.01, "share of requests that may be late (default: 0.01)"),
    ("--rate", 1.0, "replay this many times the requests (default: 1)"),
)


def add_options(
    command: argparse._ActionsContainer,  # pyright: ignore[reportPrivateUsage] - has no other name
    *,
    optional: bool = False,
) -> None:
    """Declare the options of a trace and of an instance; `optional` lets a command do without."""
    trace = "--trace" if optional else "trace"
    command.add_argument(trace, type=Path, metavar="TRACE", help="CSV of time and tokens")
    for name, told in _REQUIRED:
        command.add_argument(name, type=float, required=not optional, metavar="NUMBER", help=told)
    for name, default, told in _NUMBERS:
        command.add_argument(name, type=float, default=default, metavar="NUMBER", help=told)
    command.add_argument(
        "--input-token-weight",
        type=float,
        metavar="NUMBER",
        help="work of an input over an output token, e.g. 0.25; left out, requests count the same",
    )
    command.add_argument("--gpus", type=int, default=1, help="GPUs of an instance (default: 1)")
    command.add_argument("--region", help="Azure region, for the carbon (default: eastus)")
    command.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")


def read_setting(file: Path) -> Setting:
    """Read what `azgreen size autoscale --format json` wrote."""
    import json  # noqa: PLC0415 - not for --help

    from azgreen.estimate.scaling import setting_of  # noqa: PLC0415

    try:
        told = json.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        reason = f"cannot be read as JSON: {error}; allowed: what 'azgreen size autoscale' writes"
        raise InputError([Fault(str(file), reason)]) from error
    return setting_of(told, str(file))


def read(file: Path, options: argparse.Namespace) -> Load:
    """Read a trace and scale it by `--rate`."""
    from azgreen.traces import read_load, read_load_with_spark  # noqa: PLC0415 - heavy

    reading = read_load_with_spark(str(file)) if options.engine == "spark" else read_load(file)
    return reading.times(options.rate)


def case(load: Load, options: argparse.Namespace) -> Case:
    """Return what is to be replayed."""
    from azgreen.estimate.scaling import Case, Instance, Power  # noqa: PLC0415 - not for --help

    target_s = options.latency_target_s
    alone, full = options.unloaded_latency_s, options.full_latency_s
    full_s = target_s if full is None else full
    instance = Instance(
        requests_per_minute=options.instance_requests_per_minute,
        latency_target_s=target_s,
        unloaded_latency_s=min(target_s / 4, full_s) if alone is None else alone,
        full_latency_s=full_s,
        load_time_s=options.load_time_s,
        gpus=options.gpus,
    )
    power = Power() if options.region is None else Power(region=options.region)
    return Case(load, instance, options.input_token_weight, power, options.late_budget)


def progress(what: str) -> Callable[[float], None] | None:
    """Return what tells the progress on stderr; None where nobody watches."""
    if not sys.stderr.isatty():
        return None
    from rich.console import Console  # noqa: PLC0415 - not for --help

    console: Any = Console(stderr=True, highlight=False)

    def told(share: float) -> None:
        end = "\n" if share >= 1 else "\r"
        console.print(f"{what} … {share:4.0%}", end=end)

    return told
