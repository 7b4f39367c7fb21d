"""What must be said of a decision that live readings of the grid made?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen.estimate.grid import at

if TYPE_CHECKING:
    from azgreen.estimate.placement.decision import Decision


def snapshot_warnings(decision: Decision) -> list[str]:
    """Return what the readings do not say, a sentence each; none where yearly averages decided."""
    yearly, choice = decision.yearly_choice, decision.choice
    if yearly is None:
        return []
    hours = sorted({at(item.as_of) for item in decision.grid.values()})
    when = f"hour of {hours[-1]}" if len(hours) == 1 else f"hours of {hours[0]} to {hours[-1]}"
    chosen = f"{yearly.model} as {yearly.sku} in {yearly.region.name}"
    agree = "the same place" if yearly.offer == choice.offer else chosen
    warning = "do not let it decide where a long-lived workload lives"
    said = [
        f"a snapshot, {when}: {warning}; the yearly averages choose {agree}",
        "a month is counted as if every hour were that one; limits are held to the yearly averages",
    ]
    missing = sorted(_compared(decision) - decision.grid.keys())
    if missing:
        named = ", ".join(missing)
        said.append(f"no reading, so the yearly average is compared with readings: {named}")
    return said


def _compared(decision: Decision) -> set[str]:
    """Return every region whose grid is in a number of the decision."""
    shown = [*decision.feasible, *([] if decision.stay is None else [decision.stay])]
    names = {place.name for item in shown for place in item.place.regions}
    return names | {place.name for place in decision.default.place.regions}
