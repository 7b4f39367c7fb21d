"""How is told what each run saved against running at once, losses included?"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Final

from azgreen.cli._folded import folded
from azgreen.cli.schedule.runs import WEEKS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from azgreen.cli.schedule.runs import Ran, Workspace

_ROW: Final = "  {:<{wide}}{:<18}{:<18}{:>7}{:>9}{:>9}{:>8}{:>13}"
_UNKNOWN: Final = "not known"


def as_json(homes: Sequence[Workspace], options: argparse.Namespace) -> str:
    """Return one JSON object; moments are UTC."""
    found = {"stack": options.stack, "weeks": WEEKS, "workspaces": [_home(home) for home in homes]}
    return json.dumps(found, indent=2, sort_keys=True)


def _home(home: Workspace) -> dict[str, Any]:
    return {
        "workspace": home.name,
        "location": home.region.name,
        "grid_zone": home.region.grid_zone,
        "source": home.source or None,
        "runs": [_run(run, marginal=home.is_marginal) for run in home.runs],
        "saved_share": _share(home),
        f"saved_{_gram(home)}": _saved(home),
    }


def _run(run: Ran, *, marginal: bool) -> dict[str, Any]:
    unit = "marginal_gco2_per_kwh" if marginal else "gco2e_per_kwh"
    gram = "marginal_gco2" if marginal else "gco2e"
    job, found = run.job, run.found
    return {
        "run": job.name,
        "schedule": job.schedule or None,
        "status": job.status,
        "allowed": run.allowed.isoformat(),
        "allowed_because": run.because,
        "submitted": job.submitted.isoformat(),
        "began": job.began and job.began.isoformat(),
        "ended": job.ended and job.ended.isoformat(),
        unit: found and found.gco2e_per_kwh,
        f"at_once_{unit}": found and found.at_once_gco2e_per_kwh,
        f"regret_{unit}": found and found.regret_gco2e_per_kwh,
        "saved_share": found and found.saved_share,
        "energy_kwh": run.energy_kwh and run.energy_kwh.as_dict(),
        f"saved_{gram}": run.saved_g,
        "why_not": run.why_not or None,
    }


def as_table(homes: Sequence[Workspace], options: argparse.Namespace) -> str:
    """Return a table for each workspace, with what all its runs saved."""
    lines = [
        f"runs of stack {options.stack!r} in the last {WEEKS} weeks, against running at once (UTC)"
    ]
    for home in homes:
        lines += ["", *_table(home)] if home.runs else []
    idle = [home.name for home in homes if not home.runs]
    lines += ["", folded(f"nothing has run in workspace {', '.join(idle)}")] if idle else []
    return "\n".join(lines)


def _table(home: Workspace) -> Iterator[str]:
    where = f"workspace {home.name}, {home.region.name} (grid zone {home.region.grid_zone})"
    yield where
    yield folded(f"  by: {home.source or 'nothing is known of its hours'}")
    unit = "gCO2/kWh, marginal" if home.is_marginal else "gCO2e/kWh"
    yield f"  then, at once and regret in {unit}"
    head = ("run", "allowed", "began", "then", "at once", "saved", "regret")
    wide = max(len(run.job.name) for run in home.runs) + 2
    yield _ROW.format(*head, "gCO2 saved" if home.is_marginal else "gCO2e saved", wide=wide)
    for run in home.runs:
        yield from _lines(run, wide)
    yield from _sum(home)


def _lines(run: Ran, wide: int) -> Iterator[str]:
    began = _UNKNOWN if run.job.began is None else f"{run.job.began:%Y-%m-%d %H:%M}"
    allowed = f"{run.allowed:%Y-%m-%d %H:%M}"
    if run.found is None:
        yield f"  {run.job.name:<{wide}}{allowed:<18}{began}".rstrip()
        yield folded(f"    not compared: {run.why_not}")
        return
    found = run.found
    means = f"{found.gco2e_per_kwh:.3g}", f"{found.at_once_gco2e_per_kwh:.3g}"
    share, regret = f"{found.saved_share:.1%}", f"{found.regret_gco2e_per_kwh:.3g}"
    grams = _UNKNOWN if run.saved_g is None else f"{run.saved_g['mid']:.3g}"
    yield _ROW.format(run.job.name, allowed, began, *means, share, regret, grams, wide=wide)


def _sum(home: Workspace) -> Iterator[str]:
    share, saved = _share(home), _saved(home)
    if share is None:
        return
    compared = [run.found for run in home.runs if run.found is not None]
    lost = sum(found.saved_share < 0 for found in compared)
    gram = "gCO2, marginal" if home.is_marginal else "gCO2e"
    told = "not known in grams: no run's energy is"
    if saved is not None:
        ends = sorted((saved["low"], saved["high"]))
        told = f"{saved['mid']:.3g} ({ends[0]:.3g} to {ends[1]:.3g}) {gram} where energy is known"
    yield f"  {_runs(len(compared))} saved {share:.1%} by time and intensity; {told}"
    if lost:
        yield f"  {_runs(lost)} of them would have been cleaner at once"


def _share(home: Workspace) -> float | None:
    """Return what all runs saved if their machines took as much; None where nothing is known."""
    found = [(run.job, run.found) for run in home.runs if run.found is not None]
    hours = [(job.ended - job.began).total_seconds() for job, _ in found if job.began and job.ended]
    both = list(zip(hours, (each for _, each in found), strict=True))
    at_once = math.fsum(hour * each.at_once_gco2e_per_kwh for hour, each in both)
    saved = math.fsum(hour * each.saved_gco2e_per_kwh for hour, each in both)
    return saved / at_once if at_once else None


def _saved(home: Workspace) -> dict[str, float] | None:
    known = [run.saved_g for run in home.runs if run.saved_g is not None]
    if not known:
        return None
    return {name: math.fsum(each[name] for each in known) for name in ("low", "mid", "high")}


def _gram(home: Workspace) -> str:
    return "marginal_gco2" if home.is_marginal else "gco2e"


def _runs(count: int) -> str:
    return "1 run" if count == 1 else f"{count} runs"
