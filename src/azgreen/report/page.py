"""How is a whole report put together, as one page that needs nothing else?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.report._markup import add, markup, tag
from azgreen.report._style import STYLE
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

# a browser that obeys this could not fetch anything, had we a fault that asks it to
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def page(
    decision: Decision,
    *,
    version: str,
    levers: Levers | None = None,
    replayed: Replayed | None = None,
) -> str:
    """Return the report as HTML: no script, nothing from elsewhere, the same bytes every time."""
    title = f"{decision.workload.name}: where it runs with the least carbon"
    body = tag("body", _header(decision), _main(decision, levers, replayed))
    add(body, tag("footer", tag("h2", "Data and sources"), *origins(decision, version)))
    html = tag("html", _head(title), body, lang="en")
    return f"<!DOCTYPE html>\n{markup(html)}\n"


def _head(title: str) -> Element:
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", **{"http-equiv": "Content-Security-Policy"}, content=_POLICY),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("style", STYLE),
    )


def _header(decision: Decision) -> Element:
    name = tag("bdi", decision.workload.name)
    wanted = "Least carbon" if _is_carbon_alone(decision) else "Best by the weights given"
    day = f"azgreen report, as of {decision.decided_on.isoformat()}"
    return tag("header", tag("p", day), tag("h1", f"{wanted} for ", name))


def _is_carbon_alone(decision: Decision) -> bool:
    return not decision.workload.weights.cost + decision.workload.weights.latency


def _main(decision: Decision, levers: Levers | None, replayed: Replayed | None) -> Element:
    main = tag("main", *_section("decision", "The decision", *verdict(decision)))
    add(main, *_section("saving", "Where the saving comes from", saving_figure(decision, levers)))
    add(main, *_section("map", "Regions, by carbon and distance", regions_figure(decision)))
    add(main, *_section("front", "Carbon against cost", front_figure(decision)))
    if replayed is not None:
        figures = utilisation_figure(replayed), outcomes_table(replayed.comparison)
        add(main, *_section("use", "Instances over the trace", *figures))
    add(main, *_section("rejected", "Why not elsewhere", *rejections(decision)))
    return main


def _section(name: str, title: str, *children: Element) -> list[Element]:
    heading = tag("h2", title, id=f"{name}-heading")
    return [tag("section", heading, *children, aria_labelledby=f"{name}-heading")]
