"""Size GPU instances for an open model: the least carbon that meets a latency target."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from azgreen.cli import _sized

if TYPE_CHECKING:
    import argparse

    from azgreen.estimate.sizing import GpuNeed, GpuOption

_HEAD: Final = ("type", "n", "batch", "ms/token", "gCO2e/h", "USD/h", "vCPUs")
_PREFIX: Final = "Standard_"
"""Of every type: left out where room is short."""

_LOAD: Final = (
    ("--rps", None, "requests per second"),
    ("--concurrency", None, "requests in flight at once, instead of --rps"),
)
_NUMBERS: Final = (
    ("--weight-bytes", None, "bytes per parameter (default: as published)"),
    ("--kv-bytes", 2.0, "bytes per value of the attention cache (default: 2)"),
    ("--max-batch", 256, "most sequences at once on a copy (default: 256)"),
    ("--usable-share", 0.8, "of the full rate that --rps may take (default: 0.8)"),
    ("--min-instances", 1, "at least so many (default: 1; production: 3)"),
)


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument("--model", required=True, help="a model with open weights")
    for flag, told in (
        ("--input-tokens", "mean per request"),
        ("--output-tokens", "mean per request"),
        ("--latency-target-ms", "most time between two tokens of an answer"),
    ):
        command.add_argument(flag, type=float, required=True, metavar="NUMBER", help=told)
    _sized.add_numbers(command, (*_LOAD, *_NUMBERS))
    command.add_argument("--region", help="where it runs (default: eastus)")
    _sized.add_format(command)


def run(options: argparse.Namespace) -> int:
    """Size and print."""
    from azgreen.estimate.sizing import size_gpu  # noqa: PLC0415 - not for --help

    sized = size_gpu(_need(options), datetime.now(tz=UTC).date())
    if options.format == "json":
        _sized.show(sized, options.format, {})
        return 0
    _sized.print_table(options.format, _HEAD, [_row(item) for item in sized.options])
    _sized.print_lines(options.format, sized.explain())
    rejected = [(item.instance, item.reason) for item in sized.rejected]
    _sized.print_table(options.format, ("not", "because it"), rejected)
    return 0


def _need(options: argparse.Namespace) -> GpuNeed:
    from azgreen.estimate.sizing import GpuNeed  # noqa: PLC0415 - not for --help

    given: dict[str, Any] = {} if options.region is None else {"region": options.region}
    return GpuNeed(
        model=options.model,
        input_tokens=options.input_tokens,
        output_tokens=options.output_tokens,
        latency_target_ms=options.latency_target_ms,
        requests_per_second=options.rps,
        concurrency=options.concurrency,
        weight_bytes=options.weight_bytes,
        kv_value_bytes=options.kv_bytes,
        max_batch=options.max_batch,
        usable_share=options.usable_share,
        min_instances=options.min_instances,
        **given,
    )


def _row(item: GpuOption) -> tuple[str, ...]:
    carbon = item.gco2e_per_h
    return (
        item.instance.name.removeprefix(_PREFIX),
        str(item.instances),
        str(item.batch),
        f"{item.ms_per_output_token:.1f}",
        f"{carbon.mid:.3g} ({carbon.low:.3g} to {carbon.high:.3g})",
        _sized.text(item.usd_per_h),
        str(item.quota_vcpus),
    )
