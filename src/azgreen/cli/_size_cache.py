"""Size the store of a semantic cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.cli import _sized

if TYPE_CHECKING:
    import argparse

    from azgreen.estimate import Footprint

_NUMBERS: Final = (
    ("--entries", None, "entries alive at once"),
    ("--entries-per-hour", None, "new entries an hour, with --ttl-h instead of --entries"),
    ("--ttl-h", None, "hours that an entry lives"),
    ("--payload-bytes", 4096.0, "prompt and answer of an entry (default: 4096)"),
    ("--rps", None, "requests per second that look up"),
    ("--hit-rate", None, "share of them that finds an answer"),
    ("--input-tokens", None, "of a request, for what is avoided"),
    ("--output-tokens", None, "of a request, for what is avoided"),
)


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument("--dimensions", type=float, required=True, help="of the vectors")
    command.add_argument("--store", default="redis", metavar="STORE", help="redis or cosmos")
    _sized.add_numbers(command, _NUMBERS)
    for flag, told in (("--model", "that hits spare"), ("--sku", "its"), ("--region", "its")):
        command.add_argument(flag, help=told)
    _sized.add_format(command)


def run(options: argparse.Namespace) -> int:
    """Size and print."""
    from azgreen.estimate.sizing import CacheNeed, size_cache  # noqa: PLC0415 - not for --help

    need = CacheNeed(
        dimensions=options.dimensions,
        store=options.store,
        entries=options.entries,
        entries_per_hour=options.entries_per_hour,
        ttl_h=options.ttl_h,
        payload_bytes=options.payload_bytes,
        requests_per_second=options.rps,
        hit_rate=options.hit_rate,
    )
    sized = size_cache(need, _footprint(options))
    rows = {
        name.replace("_", " "): value
        for name, value in sized.as_dict().items()
        if not isinstance(value, list | dict) and name != "avoided"
    }
    _sized.show(sized, options.format, rows)
    return 0


def _footprint(options: argparse.Namespace) -> Footprint | None:
    """Return the footprint of the model's requests where all of it is given."""
    from azgreen.errors import Fault, InputError  # noqa: PLC0415 - not for --help
    from azgreen.estimate import Traffic, footprint  # noqa: PLC0415 - not for --help

    if options.model is None:
        return None
    needed = ("sku", "region", "rps", "hit_rate", "input_tokens", "output_tokens")
    missing = [
        Fault(name, "is missing; --model needs it")
        for name in needed
        if getattr(options, name) is None
    ]
    if missing:
        raise InputError(missing)
    traffic = Traffic(options.rps, options.input_tokens, options.output_tokens)
    return footprint(options.model, options.sku, options.region, traffic)
