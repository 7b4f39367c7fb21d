"""How many PTUs does a declared need take, and what would it cost by the token?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from azgreen import catalog
from azgreen.errors import InputError
from azgreen.estimate import Traffic
from azgreen.estimate.capacity import PEAK_FACTOR
from azgreen.estimate.sizing import PtuLoad, PtuSize, size_ptu
from azgreen.estimate.sizing.ptu import bought
from azgreen_policies._deployed import Deployed
from azgreen_policies._limits import NUMBER

TERMS: Final = {"none": "by the hour", "month": "reserved a month", "year": "reserved a year"}
"""For how long PTUs may be reserved, and in which words."""

SETTINGS: Final[Mapping[str, Mapping[str, Any]]] = {
    "spareShare": {
        **NUMBER,
        "default": 0,
        "description": "PTUs to spare, as a share of those that the busiest minute takes.",
    },
    "mostTimesDearer": {
        **NUMBER,
        "default": 2,
        "description": "How many times as much as by the token PTUs may cost; our judgement.",
    },
    "reservation": {
        "type": "string",
        "enum": [*TERMS],
        "default": "year",
        "description": "How long the PTUs are reserved for; no stack says it, a year is cheapest.",
    },
}
"""What a user may set of the rule, as JSON schema."""

_BY_THE_HOUR: Final = "hourly"  # what the estimate calls PTUs without a reservation


@dataclass(frozen=True)
class Purchase:
    """PTUs for the busiest minute of a declared need; `ProvisionedDeployment` buys for the same."""

    traffic: Traffic
    size: PtuSize

    @property
    def told(self) -> str:
        """Say what the need is."""
        need = self.traffic
        tokens = f"{need.input_tokens:g} + {need.output_tokens:g} tokens"
        return f"{need.requests_per_second:g} requests/s of {tokens}"

    def units(self, spare_share: float) -> int:
        """Return the least PTUs on sale that carry the busiest minute and so much more."""
        return bought(self.size.ptu_exact * (1 + spare_share), self.size.lot)

    def why_dear(self, deployed_units: float, term: str, most_times: float) -> str | None:
        """Say both prices where PTUs cost so many times the tokens; None where not, or not known.

        Of the PTUs that are there, those that the need takes: fewer are full, and the rest of the
        tokens spills over or comes from the prompt cache, which a need does not tell.
        """
        size, money, kind = self.size, self.size.money, _BY_THE_HOUR if term == "none" else term
        units = min(int(deployed_units), size.ptu)
        if units <= 0:
            return None
        provisioned = money.usd_per_month(units, kind)
        use = min(1.0, size.ptu_exact / PEAK_FACTOR / units)
        by_token = money.tokens_usd_per_month(units, use)
        if provisioned is None or by_token is None or provisioned <= most_times * by_token:
            return None
        ours = f"{units} PTU cost {provisioned:,.0f} USD a month {TERMS[term]}"
        theirs = f"the {by_token:,.0f} USD of the tokens that they carry of {self.told}"
        under = f"under {money.pay_as_you_go_sku}, over the limit of {most_times:g}"
        return f"{ours}, {provisioned / by_token:.2g} times {theirs} {under}"


def purchase(deployed: Deployed) -> Purchase | None:
    """Return what the declared need takes; None where it takes none that can be computed.

    Raises:
        InputError: the tag of the need cannot be read.
    """
    traffic = deployed.need.traffic
    if traffic is None or catalog.way_of(deployed.sku) != catalog.PROVISIONED:
        return None
    minute = 60 * PEAK_FACTOR * traffic.requests_per_second
    load = PtuLoad(minute, traffic.input_tokens, traffic.output_tokens)
    model, sku = deployed.model.name, deployed.sku
    region = None if deployed.region is None else deployed.region.name
    # where the catalogue knows of no offer there may be one: then the dearest region's price counts
    place = region if catalog.ptu_offers(model, sku, region) else None
    try:
        return Purchase(traffic, size_ptu(model, sku, load, place))
    except InputError:
        return None
