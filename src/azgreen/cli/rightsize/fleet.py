"""Which size would have done for each resource of a fleet, by what it measured?"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from azgreen.azure import place_of
from azgreen.azure.client import ManagementClient
from azgreen.azure.listing import Missing, subscriptions
from azgreen.azure.metrics import GRAINS_S
from azgreen.azure.place import PUBLIC_URL, AzurePlace
from azgreen.cli.rightsize import fleet_progress
from azgreen.cli.rightsize.fleet_sizes import Sizes
from azgreen.cli.used.use import weeks_until
from azgreen.errors import EngineError, Fault, InputError
from azgreen.fleet import Header, Store, Walk, export, measured

if TYPE_CHECKING:
    import argparse
    from collections.abc import Generator, Iterable, Mapping, Sequence

    from azgreen.cli.rightsize.look import Look
    from azgreen.fleet import MetricUse

_LATE: Final = timedelta(minutes=5)
"""Until a sample counts as come in; assumption: two minutes were seen to be missing
(Azure/azure-libraries-for-net, issue 499)."""

_NOT_WITH: Final = ("stack", "export", "write", "dry_run", "branch")
"""Options of a stack: a fleet has none to write to."""


@dataclass(frozen=True)
class Fleet:
    """Everything that was looked at, and what was not."""

    header: Header
    subscriptions: Mapping[str, str]
    """Names by id; all that were asked for."""
    looks: tuple[Look, ...]
    missing: Mapping[str, Sequence[Missing]]
    """What could not be read, by subscription."""
    measured: tuple[MetricUse, ...] = ()
    """What the metrics say one by one; for JSON."""

    @property
    def changes(self) -> list[Look]:
        """Those whose size is to be changed, the largest saving of CO2e first, then of money."""
        found = [look for look in self.looks if look.found is not None and look.found.changes]
        return sorted(found, key=_rank)


def check(options: argparse.Namespace) -> None:
    """Refuse the options that a fleet does not go with.

    Raises:
        InputError: all of them at once.
    """
    given = [name for name in _NOT_WITH if getattr(options, name, None)]
    faults = list[Fault]()
    if given:
        named = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        what = f"goes without {named}: a fleet is no stack; leave one or the other out"
        faults.append(Fault("--fleet", what))
    for name in ("fleet", "parquet"):
        file = getattr(options, name)
        if file is not None and not Path(file).parent.is_dir():
            what = f"{file} cannot be made: its folder is not there; make the folder first"
            faults.append(Fault(f"--{name}", what))
    if faults:
        raise InputError(faults)


@contextmanager
def opened(options: argparse.Namespace) -> Generator[tuple[Store, dict[str, str]]]:
    """Yield the file of a fleet, and the subscriptions to read.

    Raises:
        AzgreenError: the file cannot be used, or nobody answers.
    """
    asked: Sequence[str] = options.subscription or ()
    url = next((place_of(options.azure, each).url for each in asked), None) or _url(options.azure)
    since, until = weeks_until(_settled(options.grain), options.weeks)
    ends = (since.isoformat(), until.isoformat())
    header = Header(url, str(options.weeks), options.grain, *ends)
    with Store.opened(Path(options.fleet), header) as store:
        yield store, {each.lower(): "" for each in asked} or _seen(url)


def look(options: argparse.Namespace) -> Fleet:
    """Read what is not there yet, and size everything.

    Raises:
        AzgreenError: nothing at all could be read.
        KeyboardInterrupt: what has been read is kept.
    """
    with opened(options) as (store, chosen):
        sizes = Sizes(store, chosen)
        walk = Walk(store, store.header.azure, [*chosen], sizes.asks)
        with fleet_progress.shown(walk, options.fleet) as tell:

            def count(looks: Iterable[Look]) -> None:
                for _ in looks:
                    walk.progress.add(sized=1)
                    tell()

            walk.run(tell, fleet_progress.EVERY_S, lambda settled: count(sizes.settle(settled)))
            count(sizes.rest())
        missing = {each: walk.missing[each] for each in chosen if walk.missing[each]}
        each_metric = tuple(measured(store)) if options.format == "json" else ()
        if options.parquet is not None:
            export(store, Path(options.parquet))
        found = Fleet(store.header, chosen, sizes.looks, missing, each_metric)
    if len(missing) == len(chosen) and all(each.found is None for each in sizes.looks):
        raise EngineError(_nothing(found))
    return found


def _settled(grain: str) -> datetime:
    """Return the end of the last whole step whose samples have come in."""
    now_s = int((datetime.now(UTC) - _LATE).timestamp())
    return datetime.fromtimestamp(now_s - now_s % GRAINS_S[grain], UTC)


def _url(azure: str | None) -> str:
    """Check the address where no subscription is named; any id does for that."""
    return place_of(azure, "00000000-0000-0000-0000-000000000000").url if azure else PUBLIC_URL


def _seen(url: str) -> dict[str, str]:
    client = ManagementClient(AzurePlace(url, ""))
    try:
        return {id_.lower(): name for id_, name in subscriptions(client).items()}
    finally:
        client.__exit__()


def _rank(look: Look) -> tuple[float, float, str]:
    saving = None if look.found is None else look.found.saving
    saved = [(saving and saving.of(name)) or 0.0 for name in ("gco2e", "usd")]
    return -saved[0], -saved[1], look.resource.id.lower()


def _nothing(fleet: Fleet) -> str:
    told = dict.fromkeys(
        f"subscription {each}: {missing.what}: {missing.why}"
        for each, all_ in fleet.missing.items()
        for missing in all_
    )
    return "\n".join(told) or "no subscription can be seen; sign in to the tenant that has them"
