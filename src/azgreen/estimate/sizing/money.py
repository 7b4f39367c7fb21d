"""What does a service cost in an hour and a month, by Azure's list?"""

from __future__ import annotations

from typing import Final

from azgreen.catalog import service_price

HOURS_PER_MONTH: Final = 730
"""Azure's own convention in prices per month: 8,760 hours over twelve, rounded."""

AUTOSCALE_LEAST_SHARE: Final = 0.1
"""Of the maximum that autoscale bills at least: Microsoft Learn, cosmos-db/autoscale-faq."""


def per_month(usd_per_h: float | None) -> float | None:
    """Return USD a month; None where the hour's price is not known."""
    return None if usd_per_h is None else usd_per_h * HOURS_PER_MONTH


def told(usd_per_h: float) -> str:
    """Say the price of an hour and of a month."""
    return f"{usd_per_h:,.4g} USD/h, {usd_per_h * HOURS_PER_MONTH:,.2f} USD a month"


def cosmos_usd_per_h(
    ru_per_s: float, autoscale_max_ru_per_s: float, stored_gb: float
) -> tuple[float, float] | None:
    """Return USD/h of serverless and of autoscale at a steady `ru_per_s`, with the storage.

    None where one of the three meters is not known. Autoscale bills the highest RU/s of each hour.
    """
    unit = {item: service_price("cosmos", item) for item in ("serverless", "autoscale", "storage")}
    each = {item: price.usd for item, price in unit.items() if price is not None}
    if len(each) < len(unit):
        return None
    kept = stored_gb * each["storage"] / HOURS_PER_MONTH
    billed = max(ru_per_s, AUTOSCALE_LEAST_SHARE * autoscale_max_ru_per_s)
    return (
        ru_per_s * 3600 / 1e6 * each["serverless"] + kept,
        billed / 100 * each["autoscale"] + kept,
    )
