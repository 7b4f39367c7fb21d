"""What would the choice emit where the callers are?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from azgreen.catalog import model as model_named
from azgreen.errors import AzgreenError
from azgreen.estimate.advice.routes import ENDPOINT, Route, routes
from azgreen.estimate.placement import Residency, decide

if TYPE_CHECKING:
    from datetime import date

    from azgreen.estimate.advice.ask import Ask


def stay_gco2e_per_month(ask: Ask, choice: Route, today: date) -> float | None:
    """Return gCO2e a month of the same model and route there; None where it is not to be had."""
    start = ask.workload.from_region
    if start is None:
        return None
    if choice.kind == ENDPOINT:
        there = replace(
            ask.workload,
            residency=Residency(regions=frozenset({start})),
            exclude_regions=frozenset[str](),
            max_grid_gco2e_per_kwh=None,
            max_usd_per_month=None,
        )
        found = routes(model_named(choice.model), replace(ask, workload=there), today)
        same = (i for i in found if isinstance(i, Route) and i.kind == ENDPOINT)
        return next((item.gco2e_per_month.mid for item in same), None)
    try:
        stay = decide(replace(ask.workload, models=(choice.model,)), None, today).stay
    except AzgreenError:
        return None
    known = None if stay is None else stay.gco2e_per_month
    return None if known is None else known.mid
