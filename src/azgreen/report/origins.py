"""Where do the numbers come from, and of which day are they?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.catalog import PROVISIONED, data_files, model, price, ptu_price, region, way_of
from azgreen.estimate.placement import notes
from azgreen.report._markup import tag
from azgreen.report._tables import table

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from azgreen.catalog import DataFile
    from azgreen.estimate.placement import Decision

_USED: Final = {
    "grid_intensity.csv": "yearly grid intensity: Electricity Maps, ODbL 1.0",
    "regions.csv": "regions, coordinates, PUE: MicrosoftDocs, GSF real-time-cloud",
    "round_trips.csv": "median round trips between regions: MicrosoftDocs",
    "models.csv": "models and their sizes",
    "offers.csv": "where which model is offered: MicrosoftDocs",
    "quotas.csv": "default quota of a subscription: MicrosoftDocs",
    "prices.csv": "list prices: Azure retail meters",
    "retirements.csv": "retired models: MicrosoftDocs",
}
_GRID: Final = (
    "consumption-based, life cycle, location-based: certificates and purchase agreements change "
    "nothing."
)
_METHOD: Final = (
    "Carbon: energy of the request x PUE x grid, and the hardware's share. Formulas and what is "
    "weak in them: docs/METHODOLOGY.md; every source: catalog/data/SOURCES.md."
)


def used_files() -> tuple[DataFile, ...]:
    """Return the tables of the catalogue that a placement reads."""
    return tuple(item for item in data_files() if item.file in _USED)


def origins(decision: Decision, version: str) -> list[Element]:
    """Return dates, versions and sources of the data."""
    rows = [(item.file, item.as_of.isoformat(), _USED[item.file]) for item in used_files()]
    decided = f"Decided as of {decision.decided_on.isoformat()} with azgreen {version}"
    said = [
        f"{decided}, from {decision.source}.",
        f"Grid: {decision.data_version}; {_GRID}",
        *_sources(decision),
        _METHOD,
    ]
    listed = tag("ul", *(tag("li", item) for item in said))
    return [listed, table("Tables of the catalogue", ("table", "state of", "what"), rows)]


def _sources(decision: Decision) -> list[str]:
    choice, default = decision.choice, decision.default
    home = choice.region.name
    if way_of(choice.sku) == PROVISIONED:
        listed = ptu_price(choice.sku, home)
    else:
        listed = price(choice.model, choice.sku, home)
    theirs = region(default.region).display_name
    said = [
        f"Grid of the choice: {choice.place.grid_source}.",
        f"Grid of the default choice, in {theirs}: {default.grid_source}.",
        f"PUE of the choice: {choice.place.pue_source}.",
    ]
    said += [
        f"Size of {name}: {model(name).source}." for name in sorted({choice.model, default.model})
    ]
    if listed is not None:
        said.append(f"Price of the choice: {listed.source}, {listed.as_of.isoformat()}.")
    return [*said, *(f"{note[0].upper()}{note[1:]}." for note in notes(choice))]
