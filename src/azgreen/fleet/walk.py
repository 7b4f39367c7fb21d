"""How are the subscriptions of a fleet read side by side, each as fast as Azure lets it?"""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import TYPE_CHECKING, Final

from azgreen.azure import AzurePlace
from azgreen.azure.client import ManagementClient
from azgreen.azure.listing import Missing, listed
from azgreen.azure.metrics import Metrics
from azgreen.azure.metrics_batch import BatchMetrics
from azgreen.azure.patience import Patience, StoppedError
from azgreen.azure.rates import mean_rates
from azgreen.errors import AzureError, SignInError
from azgreen.fleet.plan import Part, Wanted, one_by_one, parts
from azgreen.fleet.settled import Settled
from azgreen.fleet.store import Rows
from azgreen.preflight import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from azgreen.azure.listing import Listed
    from azgreen.azure.metrics import Asked
    from azgreen.fleet.store import Store

    Asks = Callable[[Sequence[Listed]], Iterable[Asked]]
    """What is to be read of the resources of a subscription."""

_SUBSCRIPTIONS_AT_ONCE: Final = 4
_CALLS_AT_ONCE: Final = 2
"""Of one subscription; together they bound what is in memory."""


@dataclass
class Progress:
    """How far a walk is."""

    subscriptions: int
    subscriptions_done: int = 0
    resources: int = 0
    parts: int = 0
    parts_done: int = 0
    sized: int = 0
    is_stopping: bool = False
    """Whether it ends with the calls that are on their way."""
    patience: list[Patience] = field(default_factory=list[Patience])
    lock: Lock = field(default_factory=Lock)

    @property
    def waits(self) -> int:
        """How often Azure asked to wait."""
        return sum(each.waits for each in self.patience)

    def add(self, **more: int) -> None:
        """Count on."""
        with self.lock:
            for name, count in more.items():
                setattr(self, name, getattr(self, name) + count)


@dataclass(frozen=True)
class _Clients:
    """Who is asked about one subscription."""

    management: ManagementClient
    batch: BatchMetrics
    metrics: Metrics


class Walk:
    """One walk over subscriptions; `stop` lets it end after what is on its way."""

    def __init__(self, store: Store, url: str, subscriptions: Sequence[str], asks: Asks) -> None:
        self._store, self._url, self._asks = store, url, asks
        self._subscriptions = subscriptions
        self._stop, self._settled = Event(), Settled()
        self.progress = Progress(len(subscriptions))
        self.begun = len(store.done())
        """Metrics and times that are there already."""
        self.missing = {each: list[Missing]() for each in subscriptions}
        """What could not be read, by subscription."""

    def stop(self) -> None:
        """Let nobody ask any longer."""
        self._stop.set()

    def run(
        self, tell: Callable[[], None], every_s: float, heard: Callable[[Sequence[Wanted]], None]
    ) -> None:
        """Read everything that is not there yet.

        Args:
            tell: Called now and then.
            every_s: How often.
            heard: Called as often, with the metrics that are settled; others are read meanwhile.

        Raises:
            EngineError: nobody answers; what has been read is kept.
            SignInError: nobody is signed in.
        """
        with ThreadPoolExecutor(_SUBSCRIPTIONS_AT_ONCE) as pool:
            open_ = {pool.submit(self._subscription, each) for each in self._subscriptions}
            try:
                while open_:
                    ended, open_ = wait(open_, every_s, FIRST_EXCEPTION)
                    tell()
                    for each in ended:
                        each.result()
                    heard(self._settled.heard())
            except KeyboardInterrupt:
                self.progress.is_stopping = True
                tell()
                raise
            finally:
                if open_:
                    self.stop()

    def _subscription(self, subscription: str) -> None:
        place, patience = AzurePlace(self._url, subscription), Patience(self._stop)
        self.progress.patience.append(patience)
        with ExitStack() as opened:
            clients = _Clients(
                ManagementClient(place, patience),
                opened.enter_context(BatchMetrics(place, patience)),
                opened.enter_context(Metrics(place, patience)),
            )
            what = "all of it"
            try:
                opened.enter_context(clients.management)
                what = "metrics"
                self._read(subscription, clients)
            except StoppedError:
                return
            except SignInError as error:
                if not isinstance(error.__cause__, RefusedError):
                    raise  # nobody is signed in, so no other subscription answers either
                self.missing[subscription].append(Missing(what, str(error)))
        self.progress.add(subscriptions_done=1)

    def _read(self, subscription: str, clients: _Clients) -> None:
        found = self._listed(subscription, clients)
        self.progress.add(resources=len(found))
        region = {item.id.lower(): _region(item) for item in found}
        asked = list(dict.fromkeys(self._asks(found)))
        numbers = self._store.numbers(subscription, asked)
        wanted = [
            Wanted(number, subscription, region.get(each.resource.lower(), ""), each)
            for number, each in zip(numbers, asked, strict=True)
        ]
        since, until = self._store.header.time
        done = self._store.done()
        todo = parts(wanted, since, until, done)
        self._settled.plan(wanted, todo)
        self.progress.add(parts=len(todo))
        clients.batch.open(sorted({each.region for each in wanted}))
        with ThreadPoolExecutor(_CALLS_AT_ONCE) as pool:
            calls = [pool.submit(self._part, clients, part) for part in todo]
            try:
                for call in calls:
                    call.result()
            finally:
                for call in calls:
                    call.cancel()

    def _listed(self, subscription: str, clients: _Clients) -> list[Listed]:
        there = self._store.listing(subscription)
        if there is None or there[1]:
            there = listed(clients.management, subscription)
            self._store.keep_listing(subscription, *there)
        found, missing = there
        self.missing[subscription] += missing
        return found

    def _part(self, clients: _Clients, part: Part) -> None:
        rows = Rows()
        try:
            for wanted, value, at_s, amount in _measured(clients, part):
                rows.add(wanted.number, value, at_s, amount)
        except RefusedError:
            single = one_by_one(part)
            self.progress.add(parts=len(single) - 1)
            for each in single:
                self._part(clients, each)
            return
        except AzureError as error:
            self.missing[part.wanted[0].subscription].append(Missing("metrics", str(error)))
        else:
            self._store.keep(part, rows)
        self._settled.end(part)
        self.progress.add(parts_done=1)


_Series = tuple[Wanted, str, "Sequence[int]", "Sequence[float]"]


def _measured(clients: _Clients, part: Part) -> Iterator[_Series]:
    """Yield each series: whose, its value of the dimension kept apart, times and amounts."""
    return _alone(clients.metrics, part) if part.batch is None else _together(clients.batch, part)


def _alone(metrics: Metrics, part: Part) -> Iterator[_Series]:
    for wanted in part.wanted:
        for value, points in metrics.read(wanted.asked, part.since, part.until).items():
            plain = {int(at.timestamp()): amount for at, amount in points.items()}
            yield wanted, value, *_known(plain)


def _together(metrics: BatchMetrics, part: Part) -> Iterator[_Series]:
    rates = defaultdict[Wanted, dict[str, dict[int, float | None]]](dict)
    step_s = part.wanted[0].asked.step_s
    is_coarser = part.wanted[0].asked.interval_s < step_s
    for series in metrics.read(part.batch) if part.batch else ():
        owner = part.owner(series.resource, series.dimensions)
        if owner is None:
            continue  # of a deployment that is gone
        wanted, value = owner
        if is_coarser:
            rates[wanted][value] = dict(zip(series.at_s, series.amounts, strict=True))
        else:
            yield wanted, value, series.at_s, series.amounts
    for wanted, found in rates.items():
        for value, points in mean_rates(found, step_s).items():
            yield wanted, value, *_known(points)


def _known(points: Mapping[int, float | None]) -> tuple[list[int], list[float]]:
    known = {at_s: amount for at_s, amount in points.items() if amount is not None}
    return [*known], [*known.values()]


def _region(item: Listed) -> str:
    return str(item.props.get("location") or "").replace(" ", "").lower()
