"""How is a whole report put together, as one page that needs nothing else?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen.report._document import document, section
from azgreen.report._markup import add, tag
from azgreen.report.front import front_figure
from azgreen.report.origins import origins
from azgreen.report.regions_map import regions_figure
from azgreen.report.rejections import rejections
from azgreen.report.saving import saving_figure
from azgreen.report.utilisation import outcomes_table, utilisation_figure
from azgreen.report.verdict import verdict

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from azgreen.estimate.placement import Decision
    from azgreen.report.utilisation import Replayed
    from azgreen.report.waterfall import Levers


def page(
    decision: Decision,
    *,
    version: str,
    levers: Levers | None = None,
    replayed: Replayed | None = None,
) -> str:
    """Return the report as HTML: no script, nothing from elsewhere, the same bytes every time."""
    title = f"{decision.workload.name}: where it runs with the least carbon"
    footer = tag("footer", tag("h2", "Data and sources"), *origins(decision, version))
    return document(title, _header(decision), _main(decision, levers, replayed), footer)


def _header(decision: Decision) -> Element:
    name = tag("bdi", decision.workload.name)
    wanted = "Least carbon" if _is_carbon_alone(decision) else "Best by the weights given"
    day = f"azgreen report, as of {decision.decided_on.isoformat()}"
    return tag("header", tag("p", day), tag("h1", f"{wanted} for ", name))


def _is_carbon_alone(decision: Decision) -> bool:
    return not decision.workload.weights.cost + decision.workload.weights.latency


def _main(decision: Decision, levers: Levers | None, replayed: Replayed | None) -> Element:
    main = tag("main", section("decision", "The decision", *verdict(decision)))
    add(main, section("saving", "Where the saving comes from", saving_figure(decision, levers)))
    add(main, section("map", "Regions, by carbon and distance", regions_figure(decision)))
    add(main, section("front", "Carbon against cost", front_figure(decision)))
    if replayed is not None:
        figures = utilisation_figure(replayed), outcomes_table(replayed.comparison)
        add(main, section("use", "Instances over the trace", *figures))
    add(main, section("rejected", "Why not elsewhere", *rejections(decision)))
    return main
