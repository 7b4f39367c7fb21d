"""What does the local Azure have to be told of a load that the options describe?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from azgreen.cli.load import refusals
from azgreen.errors import Fault, InputError
from azgreen.estimate.scaling import cycle
from azgreen.traces.columns import unreadable
from azgreen_emulator.traffic.made import kept

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable

_WEEK: Final = "week"
_FLAT: Final = "flat"
_ANY_TRACE: Final = "timestamp,input_tokens,output_tokens\n" + "".join(
    f"2026-01-05 00:0{minute}:00,1,1\n" for minute in range(3)
)
"""In place of a file that cannot be read, so that the other options are looked at all the same."""


def body_of(options: argparse.Namespace) -> dict[str, Any]:
    """Return what is posted, without the resource.

    Raises:
        InputError: everything that cannot be used.
    """
    faults = list[Fault]()
    if options.generate is not None:
        made = _generated(options, faults)
    elif options.trace is not None:
        made = _laid(options, faults)
    else:
        raise InputError([Fault("--on", "names what takes the load; give --trace or --generate")])
    if options.times is not None:
        made["times"] = options.times
    try:
        kept(made)  # what the local Azure would refuse is told with the rest
    except InputError as error:
        faults += refusals.named(error.faults, options).faults
    facts = _pairs("--fact", options.fact, faults)
    if faults:
        raise InputError(faults)
    return {**made, **({"facts": facts} if facts else {})}


def _generated(options: argparse.Namespace, faults: list[Fault]) -> dict[str, Any]:
    given = _pairs("--generate", options.generate, faults)
    if given.pop("weeks", None) is not None:
        faults.append(Fault("--generate weeks", "give --weeks"))
    if options.shape is not None:
        instead = "--generate has swing, peak-hour and weekend"
        faults.append(Fault("--shape", f"is for a trace; {instead}"))
    return {"generate": {"weeks": options.weeks, **given}}


def _laid(options: argparse.Namespace, faults: list[Fault]) -> dict[str, Any]:
    text = _or(lambda: _text(options), _ANY_TRACE, faults)
    hours = _or(lambda: _hours(options.shape or _WEEK), None, faults)
    return {"csv": text, "weeks": options.weeks, **({} if hours is None else {"hours": hours})}


def _or(read: Callable[[], Any], otherwise: Any, faults: list[Fault]) -> Any:
    """Return what is read; `otherwise` where it cannot be, which `faults` then tells."""
    try:
        return read()
    except InputError as error:
        faults += error.faults
        return otherwise


def _text(options: argparse.Namespace) -> str:
    try:
        return options.trace.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(options.trace, error) from error


def _hours(shape: str) -> list[float] | None:
    if shape == _FLAT:
        return None
    if shape == _WEEK:
        return list(cycle())
    try:
        return [float(value) for value in shape.split(",")]
    except ValueError as error:
        allowed = f"allowed: {_WEEK}, {_FLAT}, or 24 or 168 numbers with commas"
        raise InputError([Fault("--shape", f"{shape!r} is not usable; {allowed}")]) from error


def _pairs(option: str, given: Iterable[str], faults: list[Fault]) -> dict[str, float]:
    """Read each KEY=NUMBER; a key may have dashes."""
    found = dict[str, float]()
    for pair in given:
        key, _, value = pair.partition("=")
        try:
            found[key.replace("-", "_")] = int(value) if value.isdecimal() else float(value)
        except ValueError:
            faults.append(Fault(option, f"{pair!r} is not usable; allowed: KEY=NUMBER"))
    return found
