"""How is told when each job that can wait should start?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from azgreen.cli import _branch
from azgreen.cli._folded import folded
from azgreen.estimate.grid import at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen.catalog import Spread
    from azgreen.cli.schedule.found import Found
    from azgreen.cli.schedule.look import Looked
    from azgreen_components._low_carbon_window import Window

_AVERAGE: Final = "gCO2e/kWh, average"
_MARGINAL: Final = "gCO2/kWh, marginal: what one more kWh causes"
_UNKNOWN: Final = "not known"


def as_json(looked: Looked) -> str:
    """Return one JSON object; hours are UTC."""
    region = looked.stack.region
    found = {
        "stack": looked.name,
        "location": region.name,
        "grid_zone": region.grid_zone,
        "changes": sum(each.is_to_move for each in looked.found),
        "jobs": [_job(each) for each in looked.found],
        "batch": [{"deployment": name, "why_not": why} for name, why in looked.stack.batch.items()],
        "notes": list(looked.notes),
    }
    return json.dumps(found, indent=2, sort_keys=True)


def _job(found: Found) -> dict[str, Any]:
    mean = "marginal_gco2_per_kwh" if found.is_marginal else "gco2e_per_kwh"
    gram = "marginal_gco2" if found.is_marginal else "gco2e"
    window, best, kwh = found.job.window, found.best, found.job.energy_kwh
    return {
        "job": found.job.name,
        "lasts_h": found.job.lasts_h,
        "energy_kwh": _plain(kwh),
        "now": {**_start(window), mean: found.now_gco2e_per_kwh},
        "best": None if best is None else {**_start(best), mean: found.best_gco2e_per_kwh},
        "at_once": None if found.plan is None else {mean: found.plan.at_once_gco2e_per_kwh},
        "is_to_move": found.is_to_move,
        "is_late_as_written": found.is_late,
        "saved_share": None if found.now_gco2e_per_kwh is None else found.saved_share,
        f"saved_{gram}_per_run": _plain(found.saved_gco2e),
        f"saved_{gram}_per_month": _plain(_monthly(found)),
        "saved_share_if_paused": found.paused_share if window.on is not None else None,
        "source": found.source or None,
        "known_until": None if found.plan is None else found.plan.known_until.isoformat(),
        "why_not": found.why_not or None,
    }


def _start(window: Window) -> dict[str, Any]:
    """Return when a job starts: `weekday` is 0 for Monday, and of those that run weekly alone."""
    return {
        "starts": window.told,
        "every": window.every,
        "on": window.on and window.on.isoformat(),
        "weekday": window.day if window.every == "week" else None,
        "hour_utc": window.hour,
    }


def _plain(value: Spread | None) -> dict[str, float] | None:
    return None if value is None else value.as_dict()


def _monthly(found: Found) -> Spread | None:
    saved, runs = found.saved_gco2e, found.runs_a_month
    return None if saved is None or runs is None else saved * runs


def as_table(looked: Looked) -> str:
    """Return a paragraph for each job, and the counts."""
    region = looked.stack.region
    where = f"{region.name} (grid zone {region.grid_zone})"
    lines = [f"jobs of stack {looked.name!r} that can wait, in {where}"]
    for each in looked.found:
        lines += ["", *_paragraph(each)]
    for name, why in looked.stack.batch.items():
        lines += ["", f"{name}, batch deployment", f"  not moved: {why}"]
    lines += ["", *(f"note: {note}" for note in looked.notes), _counted(looked)]
    return "\n".join(map(folded, lines))


def as_message(looked: Looked) -> str:
    """Return the evidence, as a commit's message."""
    moved = [each for each in looked.found if each.is_to_move]
    names = " and ".join(each.job.name for each in moved)
    lines = [line for each in moved for line in _paragraph(each)]
    return _branch.message(f"Run {names} of {looked.name} in cleaner hours", lines)


def _paragraph(found: Found) -> Iterator[str]:
    window, best = found.job.window, found.best
    if best is None:
        yield f"{found.job.name}: {window.told}"
        yield f"  not moved: {found.why_not}"
        return
    yield f"{found.job.name}: {window.told} -> {best.told if found.is_to_move else 'stays'}"
    yield f"  grid: {_means(found)}"
    yield f"  by: {found.source}"
    yield f"  saves: {_saved(found)}"
    if found.is_late:
        yield "  as it is written it is not done by the deadline: that is why it moves"
    if found.plan is not None:
        yield f"  against running at once: {found.plan.saved_share:.1%} less"
    if found.plan is not None and window.on is not None:
        yield f"  looked at: until {at(found.plan.known_until)}{_cut(found)}"
        yield f"  if it could be paused, which it cannot: {found.paused_share:.1%} less"
    if found.week is None and window.on is None:
        yield "  a forecast tells of the next run alone: look again before each"


def _cut(found: Found) -> str:
    is_cut = found.plan is not None and found.plan.is_cut
    return ", which is as far as the forecast reaches" if is_cut else ""


def _means(found: Found) -> str:
    unit = _MARGINAL if found.is_marginal else _AVERAGE
    now = _UNKNOWN if found.now_gco2e_per_kwh is None else f"{found.now_gco2e_per_kwh:.3g}"
    return f"{now} as it starts now, {found.best_gco2e_per_kwh:.3g} at best ({unit})"


def _saved(found: Found) -> str:
    if found.now_gco2e_per_kwh is None:
        return "not known: no forecast reaches the hour in which it starts now"
    if found.saved_share < 0:
        return f"nothing: {-found.saved_share:.1%} more than as it starts now"
    saved, gram = found.saved_gco2e, "gCO2" if found.is_marginal else "gCO2e"
    if saved is None:
        why = found.job.no_energy
        return f"{found.saved_share:.1%} of a run; in {gram} not known: {why}"
    month = _monthly(found)
    every = "" if month is None else f", {month} {gram} a month"
    return f"{found.saved_share:.1%}, {saved} {gram} a run{every}"


def _counted(looked: Looked) -> str:
    moved = sum(each.is_to_move for each in looked.found)
    stay = len(looked.found) - moved
    if not looked.found:
        return "nothing of the stack's file is a job with an hour of its own"
    return f"{moved} to move, {stay} to stay"
