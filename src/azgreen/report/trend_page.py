"""How is the trend of a stack put together, as one page that needs nothing else?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.estimate.measured import NOT_REPORTED
from azgreen.report._document import document, section
from azgreen.report._markup import tag
from azgreen.report._numbers import number, share, spread
from azgreen.report.ratio_chart import ratio_figure
from azgreen.report.trend_chart import CO2E, trend_figure
from azgreen.report.trend_tables import avoided_table, gpus_table, resources_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from azgreen.estimate.measured import Month, Trend

_LATE: Final = "Azure reports a month by day 19 of the next"
_SOURCES: Final = (
    "Reported: Microsoft.Carbon, by month, scope and resource.",
    "Measured: GpuEnergyJoules and cachehits of Azure Monitor, which keeps metrics for 93 days.",
    "Estimate and factors: docs/METHODOLOGY.md; every source: catalog/data/SOURCES.md.",
)


def trend_page(trend: Trend, *, version: str) -> str:
    """Return the trend as HTML: no script, nothing from elsewhere, the same bytes every time."""
    title = f"What {trend.of} emitted, month by month"
    where = f"azgreen footprint, {trend.azure}, subscription {trend.subscription}"
    header = tag("header", tag("p", where), tag("h1", "What ", tag("bdi", trend.of), " emitted"))
    sources = tag("ul", *(tag("li", each) for each in (f"Made by azgreen {version}.", *_SOURCES)))
    footer = tag("footer", tag("h2", "Data and sources"), sources)
    return document(title, header, tag("main", *_sections(trend)), footer)


def _sections(trend: Trend) -> Iterator[Element]:
    months = trend.compared.months
    yield section("short", "In short", *_short(trend))
    yield section("months", "Month by month", trend_figure(trend))
    ratios = ratio_figure(months)
    if ratios is not None:
        yield section("ratios", "Azure's figure over the estimate", ratios)
    newest = _newest(months)
    if newest is not None and newest.resources:
        yield section("resources", "By resource", *resources_table(newest))
    if trend.gpus.months or trend.gpus.unread:
        yield section("gpus", "Measured by GPUs", *gpus_table(trend.gpus, trend.grids))
    if trend.avoided.months or trend.avoided.unread:
        yield section("avoided", "Avoided by caches", *avoided_table(trend.avoided))
    if trend.reasons:
        yield section("reasons", "Why the figures may differ", _reasons(trend))


def _newest(months: Sequence[Month]) -> Month | None:
    """Return the newest month that Azure reported, else the newest that is estimated."""
    reported = [month for month in months if month.total_kg is not None]
    estimated = [month for month in months if month.estimated_kg is not None]
    return next(reversed(reported or estimated), None)


def _short(trend: Trend) -> list[Element]:
    said = [*_said(trend)]
    lead = tag("p", _lead(trend.compared.months), class_="lead")
    return [lead, tag("ul", *(tag("li", each) for each in said))] if said else [lead]


def _lead(months: Sequence[Month]) -> str:
    reported = [month for month in months if month.total_kg is not None]
    if not reported:
        return f"Azure has reported nothing of it yet: {_LATE}."
    whole = sum(month.total_kg or 0.0 for month in reported)
    noun = "month" if len(reported) == 1 else "months"
    told = f"Azure reported {number(whole)} kg{CO2E} in {len(reported)} {noun}"
    known = [month.estimated_kg for month in reported if month.estimated_kg is not None]
    if len(known) < len(reported):
        return f"{told}. The estimate of them is not known."
    estimate = known[0]
    for each in known[1:]:
        estimate += each
    told = f"{told}. The estimate of the same is {spread(estimate)}."
    if not estimate.mid:
        return told
    return f"{told} Azure's figure is {number(whole / estimate.mid)} times its middle."


def _said(trend: Trend) -> Iterator[str]:
    pending = [_pending(month) for month in trend.compared.months if month.is_pending]
    if pending:
        yield f"Not yet reported: {', '.join(pending)}. {_LATE}."
    yield from (f"{each.what}." for each in trend.reasons if each.name == NOT_REPORTED)
    others = sum(month.others_kg for month in trend.compared.months)
    if others:
        where = "in the same resource groups, of what is no part of it"
        yield f"{number(others)} kg{CO2E} more were reported {where}."
    found = [month.kgco2e for month in trend.gpus.months if month.kgco2e is not None]
    if found:
        measured = sum(each.mid for each in found)
        noun = "month" if len(found) == 1 else "months"
        yield f"GPUs measured electricity worth {number(measured)} kg{CO2E} in {len(found)} {noun}."
    spared = [month.kgco2e for month in trend.avoided.months if month.kgco2e is not None]
    if spared:
        most = sum(each.mid for each in spared)
        yield f"Caches avoided at most {number(most)} kg{CO2E}, by the middle of the estimate."
    if trend.metrics_refused:
        yield f"Left out, measured energy and hits of caches: {trend.metrics_refused}."


def _pending(month: Month) -> str:
    so_far = "" if month.elapsed == 1 else f" ({share(month.elapsed)} of it so far)"
    return f"{month.month:%B %Y}{so_far}"


def _reasons(trend: Trend) -> Element:
    rows = (
        tag("li", tag("strong", f"{each.name}, {each.state}: "), f"{each.what}. ({each.source})")
        for each in trend.reasons
    )
    return tag("ul", *rows)
