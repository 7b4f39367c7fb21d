"""Size provisioned throughput by Microsoft's own formula."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.cli import _sized

if TYPE_CHECKING:
    import argparse

    from azgreen.estimate.sizing import PtuSize

_NUMBERS: Final = (
    ("--cache-rate", 0.0, "share of the input that the prompt cache holds (default: 0)"),
    ("--cache-write-rate", 0.0, "share of the input written to it; from GPT-6 on (default: 0)"),
)


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument("--model", required=True, help="a model that is sold in PTUs")
    command.add_argument("--sku", required=True, help="a provisioned SKU")
    for flag, told in (
        ("--rpm", "requests in the busiest minute"),
        ("--input-tokens", "mean per request"),
        ("--output-tokens", "mean per request, reasoning included"),
    ):
        command.add_argument(flag, type=float, required=True, metavar="NUMBER", help=told)
    _sized.add_numbers(command, _NUMBERS)
    command.add_argument("--long-context", action="store_true", help="weights of GPT-6 for it")
    command.add_argument("--region", help="for its price; the dearest when left out")
    _sized.add_format(command)


def run(options: argparse.Namespace) -> int:
    """Size and print."""
    from azgreen.estimate.sizing import PtuLoad, size_ptu  # noqa: PLC0415 - not for --help

    load = PtuLoad(
        requests_per_minute=options.rpm,
        input_tokens=options.input_tokens,
        output_tokens=options.output_tokens,
        cache_rate=options.cache_rate,
        cache_write_rate=options.cache_write_rate,
        is_long_context=options.long_context,
    )
    sized = size_ptu(options.model, options.sku, load, options.region)
    _sized.show(sized, options.format, _rows(sized))
    return 0


def _rows(sized: PtuSize) -> dict[str, object]:
    shown = sized.as_dict()
    return {
        "model": sized.model,
        "SKU": sized.sku,
        "PTU": sized.ptu,
        "exact": f"{sized.ptu_exact:.2f}",
        "use": _sized.percent(sized.utilisation),
        "USD per hour": shown["usd_per_hour"],
        "USD per month": shown["usd_per_month"]["hourly"],
        "reserved a month": shown["usd_per_month"]["month"],
        "reserved a year": shown["usd_per_month"]["year"],
        "by the token": shown["pay_as_you_go_usd_per_month"],
        **{
            f"break-even, {term}": _sized.percent(use)
            for term, use in shown["break_even_use"].items()
        },
    }
