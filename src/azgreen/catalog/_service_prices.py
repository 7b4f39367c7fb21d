"""What do caches, search services, gateways and Cosmos DB cost, by Azure's list?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from azgreen.catalog._load import load
from azgreen.catalog._regions import region

if TYPE_CHECKING:
    from datetime import date

COLUMNS = ("service", "item", "unit", "usd", "region", "source", "as_of")
SERVICES = ("cache", "cosmos", "gateway", "search")
_MOST_USD = 1000


@dataclass(frozen=True, slots=True)
class ServicePrice:
    """List price of one unit of something, pay as you go."""

    service: str
    item: str
    """Name of a SKU, or of what is metered."""
    unit: str
    """Such as "node-hour" or "GB-month"."""
    usd: float
    region: str
    source: str
    as_of: date
    """The price held on that day, and may have held later."""

    @property
    def told(self) -> str:
        """Where and when it holds: "list price of East US 2, 2026-01-01"."""
        return f"list price of {region(self.region).display_name}, {self.as_of}"


def service_price(service: str, item: str) -> ServicePrice | None:
    """Return the list price, or None where no source tells one; the one region is East US 2."""
    return _prices().get((service, item))


def service_prices() -> tuple[ServicePrice, ...]:
    """Return every price, sorted by service and item."""
    return tuple(_prices().values())


@cache
def _prices() -> dict[tuple[str, str], ServicePrice]:
    return {
        (row.text("service"), row.text("item")): ServicePrice(
            service=row.one_of("service", SERVICES),
            item=row.text("item"),
            unit=row.text("unit"),
            usd=row.number("usd", 0, _MOST_USD),
            region=region(row.text("region")).name,
            source=row.text("source"),
            as_of=row.day("as_of"),
        )
        for row in load("service_prices.csv", COLUMNS, COLUMNS[:2])
    }
