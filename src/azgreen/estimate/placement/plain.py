"""How is a decision written as plain values, for JSON and for tables?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from azgreen.estimate.placement.notes import notes
from azgreen.estimate.placement.snapshot import snapshot_warnings

if TYPE_CHECKING:
    from azgreen.catalog import Spread
    from azgreen.estimate.placement.candidate import Candidate
    from azgreen.estimate.placement.decision import Decision


def as_dict(decision: Decision) -> dict[str, Any]:
    """Return plain values for JSON; units are in the keys, None is what is not known."""
    return {
        "workload": decision.workload.name,
        "decided_on": decision.decided_on.isoformat(),
        "data_version": decision.data_version,
        "source": decision.source,
        "snapshot": _snapshot(decision),
        "notes": notes(decision.choice),
        "choice": of_candidate(decision.choice),
        "runner_up": None if decision.runner_up is None else of_candidate(decision.runner_up),
        "stay": None if decision.stay is None else of_candidate(decision.stay),
        "default_choice": _default(decision),
        "saved_share": {
            "against_staying": decision.saved_against_staying,
            "against_default_choice": decision.saved_against_default,
        },
        "pareto": [of_candidate(item) for item in decision.front],
        "feasible": [_named(item) for item in decision.feasible],
        "rejected": {
            name: {"constraint": item.constraint, "reason": item.reason}
            for name, item in decision.rejected.items()
        },
    }


def of_candidate(item: Candidate) -> dict[str, Any]:
    """Return one place with its numbers."""
    return {
        **_named(item),
        "region_is_pinned": item.place.region_is_pinned,
        "grid_gco2e_per_kwh": item.grid_gco2e_per_kwh.as_dict(),
        "yearly_grid_gco2e_per_kwh": item.yearly_grid_gco2e_per_kwh.as_dict(),
        "grid_source": item.place.grid_source,
        "gco2e_per_month": _spread(item.gco2e_per_month),
        "usd_per_month": item.usd_per_month,
        "round_trip_ms": _spread(item.round_trip_ms),
        "capacity": {
            "needed": item.need.units,
            "free": item.free_units,
            "unit": item.need.unit,
        },
    }


def _snapshot(decision: Decision) -> dict[str, Any] | None:
    """Return the readings and what they do not say; None where the yearly averages decided."""
    if decision.yearly_choice is None:
        return None
    return {
        "warnings": snapshot_warnings(decision),
        "yearly_choice": of_candidate(decision.yearly_choice),
        "readings": {name: item.as_dict() for name, item in sorted(decision.grid.items())},
    }


def _default(decision: Decision) -> dict[str, Any]:
    named = {name: getattr(decision.default, name) for name in ("region", "model", "sku")}
    return named | {"gco2e_per_month": decision.default_gco2e_per_month.as_dict()}


def _named(item: Candidate) -> dict[str, Any]:
    return {
        "region": item.region.name,
        "model": item.model,
        "version": item.offer.version,
        "sku": item.sku,
    }


def _spread(value: Spread | None) -> dict[str, float] | None:
    return None if value is None else value.as_dict()
