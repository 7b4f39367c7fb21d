"""How is the examination of a prompt shown to people?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.cli._sized import percent, print_lines, print_table, text
from azgreen.cli._sized import show as show_sized
from azgreen.estimate.prompting import REQUESTS

if TYPE_CHECKING:
    from azgreen.catalog import Spread
    from azgreen.estimate.prompting import PromptReport, Weight

_WEIGHED: Final = ("tokens in", "out", "USD", "Wh", "gCO2e")
_BY_MONTH: Final = (*_WEIGHED[:3], "kWh", "kgCO2e")
_KILO: Final = 1000.0


def show(report: PromptReport, form: str) -> None:
    """Print tokens, weights and findings; in JSON all there is."""
    if form == "json":
        show_sized(report, form, {})
        return
    total = report.tokens.total.mid
    rows = [
        (name, _tokens(item), percent(item.mid / total))
        for name, item in (*report.tokens.by_part.items(), ("all", report.tokens.total))
        if item.mid
    ]
    mean = "" if len(report.ask.requests) == 1 else f", mean of {len(report.ask.requests)} requests"
    about = "" if report.counter.is_exact else " (ESTIMATE)"
    print_table(form, (f"part{mean}", f"tokens{about}", "share"), rows)
    _show_weights(report, form)
    print_lines(form, map(str, report.findings))
    print_lines(form, report.explain())


def _show_weights(report: PromptReport, form: str) -> None:
    if not report.weights:
        return
    rows = [_row(name, item) for name, item in report.weights.items()]
    print_table(form, (f"{REQUESTS:,} requests", *_WEIGHED), rows)
    months = {name: report.monthly(item) for name, item in report.weights.items()}
    rows = [_row(name, item, _KILO) for name, item in months.items() if item is not None]
    if rows:
        print_table(form, (f"month, {report.requests_per_month:,.0f} requests", *_BY_MONTH), rows)


def _row(name: str, weight: Weight, unit: float = 1.0) -> tuple[str, ...]:
    return (
        name,
        f"{weight.input_tokens.mid:,.0f}",
        f"{weight.output_tokens:,.0f}",
        "not known" if weight.usd is None else _money(weight.usd),
        _spread(weight.energy_wh * (1 / unit)),
        _spread(weight.gco2e * (1 / unit)),
    )


def _money(usd: Spread) -> str:
    return text(usd.mid) if usd.low == usd.high else _spread(usd)


def _tokens(tokens: Spread) -> str:
    if tokens.low == tokens.high:
        return f"{tokens.mid:,.0f}"
    return f"{tokens.mid:,.0f} ({tokens.low:,.0f} to {tokens.high:,.0f})"


def _spread(value: Spread) -> str:
    return f"{_number(value.mid)} ({_number(value.low)} to {_number(value.high)})"


def _number(value: float) -> str:
    """Write two significant digits, which is more than the estimate knows, and no exponent."""
    return f"{float(f'{value:.2g}'):,.15g}"
