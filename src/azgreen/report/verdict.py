"""What was decided, in sentences with their numbers, and beside what?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.catalog import region
from azgreen.estimate.placement import snapshot_warnings
from azgreen.report._markup import tag
from azgreen.report._numbers import kg, kg_ends, number, plain, share, usd
from azgreen.report._tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from azgreen.catalog import Spread
    from azgreen.estimate import Place
    from azgreen.estimate.placement import Candidate, Decision, Workload
    from azgreen.report._markup import Child

_CO2E: Final = "CO\N{SUBSCRIPT TWO}e"


def verdict(decision: Decision) -> list[Element]:
    """Return the decision as a sentence, what stood against it, and all of it as a table."""
    return [
        _decided(decision),
        tag("ul", *(tag("li", *said) for said in _beside(decision)), class_="beside"),
        *(tag("p", f"Warning: {said}.", class_="note") for said in snapshot_warnings(decision)),
        _compared(decision),
        tag("p", _width(decision), class_="note"),
        tag("p", _asked(decision.workload), class_="note"),
    ]


def _width(decision: Decision) -> str:
    said = (
        "Low and high are the corners of what is plausible. Most of the width is the energy of a "
        "request, which no provider publishes and which moves all places of a model alike"
    )
    if decision.choice.place.region_is_pinned:
        return f"{said}: it changes how much is saved, not which place is cleaner."
    return f"{said}; the rest is that the region is not known under {decision.choice.sku}."


def place_of(item: Candidate) -> str:
    """Name a place for people."""
    return f"{item.region.display_name} ({item.region.place})"


def _decided(decision: Decision) -> Element:
    choice = decision.choice
    low, mid, high = kg_ends(choice.gco2e_per_month)
    said: list[Child] = [
        "Deploy ",
        tag("b", choice.model),
        f" as {choice.sku} in ",
        tag("b", place_of(choice)),
        ": ",
        tag("b", f"{mid} kg{_CO2E} a month"),
        f" (low {low}, high {high})",
        f", {_money(choice)}{_away(decision, choice)}.",
    ]
    if not choice.place.region_is_pinned:
        count = len(choice.place.regions)
        said.append(
            f" Azure chooses among {count} regions where each request is served, so the grid is "
            "their mean, and the ends are the cleanest and the dirtiest."
        )
    return tag("p", *said, class_="lead")


def _beside(decision: Decision) -> Iterable[list[Child]]:
    default = decision.default
    yield _runner_up(decision)
    yield from _staying(decision)
    told = f"{default.model} as {default.sku} in {region(default.region).display_name}"
    emitted = _kg(decision.default_gco2e_per_month)
    less = _than(decision.saved_against_default)
    yield [
        tag("b", "The default choice"),
        f" ({told}) would emit {emitted}; the choice emits {less}.",
    ]


def _runner_up(decision: Decision) -> list[Child]:
    second, lead = decision.runner_up, tag("b", "Runner-up: ")
    if second is None:
        return [lead, "no other region holds every constraint."]
    told = f"{second.model} as {second.sku} in {place_of(second)}"
    away = _away(decision, second)
    return [lead, f"{told}, {_kg(second.gco2e_per_month)}, {_money(second)}{away}."]


def _staying(decision: Decision) -> Iterable[list[Child]]:
    start, stay = decision.workload.from_region, decision.stay
    saved = decision.saved_against_staying
    lead, model = tag("b", "Staying "), decision.choice.model
    if stay is not None and saved is not None and stay.region != decision.choice.region:
        emitted = _kg(stay.gco2e_per_month)
        yield [lead, f"in {place_of(stay)}: {emitted}; the choice emits {_than(saved)}."]
    elif start is not None and stay is None:
        home = region(start).display_name
        yield [lead, f"in {home} is not possible: {model} is not offered there so."]


def _kg(value: Spread | None) -> str:
    return f"{kg(value)} kg{_CO2E} a month"


def _money(item: Candidate) -> str:
    if item.usd_per_month is None:
        return "no list price known"
    return f"{usd(item.usd_per_month)} USD a month"


def _away(decision: Decision, item: Candidate) -> str:
    start = decision.workload.from_region
    if start is None or item.round_trip_ms is None:
        return ""
    if item.round_trip_ms.high == 0:
        return ", where the callers are"
    return f", {plain(item.round_trip_ms)} ms from {region(start).display_name} and back"


def _than(saved: float) -> str:
    if saved < 0:
        return f"{share(-saved)} more"
    return f"{_share(saved)} less" if saved else "as much"


def _share(saved: float) -> str:
    """Write a share that rounds to all with more digits: nothing saves everything."""
    short = share(saved)
    return f"{saved:.2%}" if short == "100%" else short


def _compared(decision: Decision) -> Element:
    second, stay, default = decision.runner_up, decision.stay, decision.default
    yearly = decision.yearly_choice
    rows = [_row(decision, "choice", decision.choice)]
    rows += [] if second is None else [_row(decision, "runner-up", second)]
    if yearly is not None and yearly != decision.choice:
        rows.append(_row(decision, "choice by year", yearly))
    rows += [] if stay is None else [_row(decision, "staying", stay)]
    thousands = decision.workload.requests_per_month / default.requests
    rows.append((
        "default choice",
        f"{region(default.region).display_name}: {default.model}, {default.sku}",
        *_grids(decision, default.place),
        *kg_ends(decision.default_gco2e_per_month),
        usd(None if default.usd is None else default.usd.mid * thousands),
        "",
    ))  # fmt: skip
    figures = (f"kg{_CO2E} low", "middle", "high", "USD", "ms")
    head = ("which", "place", *_grid_head(decision), *figures)
    return table("A month of the workload", head, rows, stacks=True)


def _grid_head(decision: Decision) -> tuple[str, ...]:
    if decision.yearly_choice is None:
        return (f"g{_CO2E}/kWh",)
    return f"g{_CO2E}/kWh now", f"g{_CO2E}/kWh yearly"


def _grids(decision: Decision, place: Place) -> tuple[str, ...]:
    """Return the grid that decided, and beside a reading the yearly average."""
    now, yearly = plain(place.grid_gco2e_per_kwh), plain(place.yearly_grid_gco2e_per_kwh)
    return (now,) if decision.yearly_choice is None else (now, yearly)


def _row(decision: Decision, name: str, item: Candidate) -> tuple[str, ...]:
    return (
        name,
        f"{item.region.display_name}: {item.model}, {item.sku}",
        *_grids(decision, item.place),
        *kg_ends(item.gco2e_per_month),
        usd(item.usd_per_month),
        plain(item.round_trip_ms) if item.round_trip_ms is not None else "",
    )


def _asked(workload: Workload) -> str:
    traffic = workload.traffic
    tokens = f"{traffic.input_tokens:g} tokens in and {traffic.output_tokens:g} out"
    said = [
        f"{traffic.requests_per_second:g} requests a second of {tokens}",
        f"models: {', '.join(workload.models)}",
        f"SKUs: {', '.join(workload.skus)}",
    ]
    if workload.from_region is not None:
        said.append(f"callers in {region(workload.from_region).display_name}")
    limits = (
        ("round trip", workload.max_round_trip_ms, "ms"),
        ("cost", workload.max_usd_per_month, "USD a month"),
        ("grid", workload.max_grid_gco2e_per_kwh, f"g{_CO2E}/kWh"),
    )
    said += [f"{what} at most {most:,g} {unit}" for what, most, unit in limits if most is not None]
    if workload.residency is not None:
        said.append(f"residency: {workload.residency}")
    if workload.exclude_regions:
        said.append(f"without {', '.join(sorted(workload.exclude_regions))}")
    return f"Asked for: {'; '.join(said)}; weights: {_weights(workload)}."


def _weights(workload: Workload) -> str:
    given = {
        "carbon": workload.weights.carbon,
        "cost": workload.weights.cost,
        "latency": workload.weights.latency,
    }
    return ", ".join(f"{name} {number(weight)}" for name, weight in given.items() if weight)
