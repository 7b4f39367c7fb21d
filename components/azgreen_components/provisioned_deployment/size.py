"""How many PTUs are bought, and how far does the traffic fill them?"""

from collections.abc import Mapping
from dataclasses import dataclass

from azgreen import catalog
from azgreen.errors import InputError
from azgreen.estimate.need import Need
from azgreen.estimate.sizing import PtuSize, size_ptu
from azgreen.estimate.sizing.ptu import not_on_sale
from azgreen_components._inputs import Faults, whole_number
from azgreen_components._sizing import PEAK_FACTOR
from azgreen_components.provisioned_deployment.offer import PtuOffer
from azgreen_components.provisioned_deployment.workload import Workload

# What `size_ptu` calls its inputs, and what they are called here; the others are checked before.
_PATHS = {
    "model": "model",
    "rpm": "traffic.requestsPerSecond",
    "input_tokens": "traffic.inputTokens",
    "output_tokens": "traffic.outputTokens",
    "cache_rate + cache_write_rate": "traffic.cacheRate",
    "cache_write_rate": "traffic.cacheWriteRate",
    "long_context": "traffic.longContext",
}


@dataclass(frozen=True)
class Purchase:
    """The PTUs; `sized` and all that follows from it is None where no traffic was stated."""

    ptu: int
    offer: PtuOffer
    workload: Workload | None
    sized: PtuSize | None

    @property
    def need(self) -> Need:
        """The traffic that is declared; nothing where none was stated."""
        return Need.of(None if self.workload is None else self.workload.traffic)

    @property
    def utilisation(self) -> float | None:
        """Share of the PTUs that the busiest minute fills; what is above 1 has to spill over."""
        return None if self.sized is None else self.sized.utilisation

    @property
    def mean_use(self) -> float | None:
        """Share of the PTUs that the mean minute of the busy hours fills; above 1 it spills."""
        return None if self.sized is None else self.sized.utilisation / PEAK_FACTOR

    @property
    def expected_use(self) -> float | None:
        """Share of the PTU-hours of a month that carry something."""
        if self.mean_use is None or self.workload is None:
            return None
        return min(1.0, self.mean_use) * self.workload.busy_share

    def explain(self) -> list[str]:
        """Say how the number came about, one thing a line."""
        if self.sized is None or self.workload is None or self.expected_use is None:
            return [self._explain_chosen(), *_explain_price(self.offer, self.ptu)]
        rate = self.workload.traffic.requests_per_second
        hours = self.workload.busy_hours_per_week
        return [
            (
                f"busiest minute: {rate:g} requests/s x 60 x {PEAK_FACTOR:.2f}, the busiest minute "
                "over the mean one in the Azure LLM inference trace 2023"
            ),
            *self.sized.explain(),
            (
                f"use over the month: {self.expected_use:.0%}, of the mean minute instead of the "
                f"busiest, with this traffic {hours:g} h a week"
            ),
        ]

    def _explain_chosen(self) -> str:
        lot = self.offer.lot
        rule = f"{self.offer.sku} starts at {lot.min_ptu} and grows by {lot.increment_ptu}"
        return f"chosen: {self.ptu} PTU; {rule}; no traffic is stated, so their use is not known"


def read_purchase(
    faults: Faults, given: Mapping[str, object], offer: PtuOffer | None, workload: Workload | None
) -> Purchase | None:
    """Return the PTUs to buy, or note why they cannot be."""
    chosen = _chosen(faults, given, None if offer is None else offer.lot)
    if given.get("ptu") is None and given.get("traffic") is None:
        faults.add("ptu", "missing; write it, or the traffic from which it is computed")
    if offer is None or (given.get("ptu") is not None and chosen is None):
        return None
    if workload is None:
        return None if chosen is None else Purchase(chosen, offer, None, None)
    sized = _sized(faults, offer, workload, chosen)
    return None if sized is None else Purchase(sized.ptu, offer, workload, sized)


def _chosen(faults: Faults, given: Mapping[str, object], lot: catalog.PtuLot | None) -> int | None:
    if given.get("ptu") is None:
        return None
    chosen = whole_number(faults, "ptu", given["ptu"], "PTUs")
    wrong = None if chosen is None or lot is None else not_on_sale(chosen, lot)
    if wrong is not None:
        faults.add("ptu", wrong)
        return None
    return chosen


def _sized(
    faults: Faults, offer: PtuOffer, workload: Workload, chosen: int | None
) -> PtuSize | None:
    load = workload.busiest_minute
    try:
        return size_ptu(offer.model.name, offer.sku, load, offer.location, chosen)
    except InputError as error:
        for fault in error.faults:
            if fault.where in _PATHS:
                faults.add(_PATHS[fault.where], fault.what)
        return None


def _explain_price(offer: PtuOffer, ptu: int) -> list[str]:
    price = catalog.ptu_price(offer.sku, offer.location)
    if price is None:
        return ["cost: not known; no meter of PTUs is listed there"]
    each, hourly = price.usd_per_ptu_hour, ptu * price.usd_per_ptu_hour
    cost = f"cost: {ptu} x {each:g} USD = {hourly:,.2f} USD/h in {offer.location}"
    return [f"{cost}; {price.source}, {price.as_of}"]
