"""Which grid do the options name: the yearly averages, or what is read now?

Keys come from the environment alone: an option would stand in the shell's history.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from azgreen.cli import _recording
from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    from azgreen.estimate import Grid
    from azgreen.estimate.placement import Workload

HOURLY: Final = "hourly"
"""Of `--grid` where past hours are counted: with their own averages."""

_LOCAL: Final = ("127.0.0.1", "localhost", "::1")


def add_options(command: argparse.ArgumentParser) -> None:
    """Declare `--grid`."""
    command.add_argument(
        "--grid",
        choices=("yearly", "live"),
        default="yearly",
        help="count with the newest yearly averages (default), or with the last hour's, which "
        "Electricity Maps is asked for with the key in ELECTRICITY_MAPS_API_KEY",
    )
    # a local server that stands for the services in tests
    command.add_argument("--grid-url", help=argparse.SUPPRESS)


def add_marginal(command: argparse.ArgumentParser) -> None:
    """Declare `--marginal`."""
    command.add_argument(
        "--marginal",
        action="store_true",
        help="also show what one more kWh causes now, which WattTime is asked for with "
        "WATTTIME_USER and WATTTIME_PASSWORD; it is in no total",
    )


def check(options: argparse.Namespace) -> None:
    """Refuse what does not go together, and what lacks a key, before anything is asked.

    Raises:
        InputError: every such option, or every such variable.
    """
    live = options.grid == "live"
    faults = _at_odds(options, live=live) or key_faults(live=live, marginal=options.marginal)
    if faults:
        raise InputError(faults)


def key_faults(*, live: bool, marginal: bool = False) -> list[Fault]:
    """Return each environment variable that is needed and cannot be used."""
    if not (live or marginal):
        return []
    from azgreen.grid import ElectricityMaps, WattTime  # noqa: PLC0415 - not for the averages

    found = ElectricityMaps.faults() if live else []
    return found + (WattTime.faults() if marginal else [])


def _at_odds(options: argparse.Namespace, *, live: bool) -> list[Fault]:
    faults: list[Fault] = []
    named = _recording.asked(options)
    if live and named is not None:
        reason = "an hour's reading is no ground for a record that is to last; use --grid yearly"
        faults.append(Fault(named, reason))
    if live and options.offline:
        faults.append(Fault("--grid", "live asks Electricity Maps; leave --offline out"))
    if options.marginal and options.offline:
        faults.append(Fault("--marginal", "asks WattTime; leave --offline out"))
    return faults


def readings(workload: Workload, options: argparse.Namespace) -> Grid:
    """Return what is read of every region that may serve; empty for the yearly averages.

    Raises:
        InputError: there is no key.
        GridError: there is no answer.
    """
    if options.grid == "yearly":
        return {}
    from azgreen.catalog import offers, region  # noqa: PLC0415 - not for --help
    from azgreen.estimate import DEFAULT_REGION  # noqa: PLC0415
    from azgreen.grid import ElectricityMaps, read_grid  # noqa: PLC0415 - not for the averages

    names = {item.region for name in workload.models for item in offers(name)} | {DEFAULT_REGION}
    with closing(ElectricityMaps(stand_in(options))) as service:
        found = read_grid(service, map(region, names))
    for reason in sorted(set(found.missing.values())):
        zones = ", ".join(zone for zone, why in found.missing.items() if why == reason)
        sys.stderr.write(f"no reading, so the yearly average, of {zones}: {reason}\n")
    return found.grid


def stand_in(options: argparse.Namespace) -> str | None:
    """Return the address of the local server that stands for the services, None for themselves.

    Raises:
        InputError: it is not on this machine, which a key must not leave unencrypted.
    """
    url: str | None = options.grid_url
    if url is not None and urlsplit(url).hostname not in _LOCAL:
        reason = f"{url!r} is not local; allowed: http://{_LOCAL[0]}:PORT"
        raise InputError([Fault("--grid-url", reason)])
    return url
