"""How are an autoscale setting and a replay shown?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.box import MARKDOWN, SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from azgreen.estimate.scaling import Profile, Sizing

_WIDE: Final = 200


def show_setting(sizing: Sizing, form: str) -> None:
    """Print the profiles and their rules."""
    table = _table(form, "profile", "starts (UTC)", "min", "max", "default", "rules")
    for profile in sizing.setting.profiles:
        bounds = (profile.minimum, profile.maximum, profile.default)
        table.add_row(profile.name, _start(profile), *map(str, bounds), _rules(profile))
    out = _console(form)
    out.print(table)
    out.print("rules: requests per minute and instance, so many instances more or less")
    late = f"{sizing.learned.late_share:.2%} of the requests late"
    out.print(f"on the trace: {sizing.learned.instance_hours:.1f} instance hours, {late}")
    if sizing.why_too_late:
        out.print(f"warning: {sizing.why_too_late}")
    if sizing.why_no_profiles:
        out.print(f"no weekly profile: {sizing.why_no_profiles}")


def show_comparison(shown: dict[str, Any], source: str, form: str) -> None:
    """Print the policies side by side, a column each."""
    rows: list[dict[str, Any]] = shown["policies"]
    table = _table(form, "", *(row["policy"] for row in rows))
    for name, key, layout in _LINES:
        table.add_row(name, *(layout.format(row[key]) for row in rows))
    table.add_row("energy, kWh", *(_mid(row["energy_kwh"]) for row in rows))
    table.add_row("kgCO2e", *(_mid(row["gco2e"], 1000) for row in rows))
    out = _console(form)
    out.print(table)
    share = shown["autoscale_share_of_oracle"]
    saved = "nothing could be saved" if share is None else f"{share:.0%} of the oracle's saving"
    if shown["autoscale_over_late_budget"]:
        saved += ", but over the late budget"
    out.print(f"autoscale: {saved}; sized on {source}")
    out.print("energy and carbon: middle (low to high); location-based, with hardware and PUE")


_LINES: Final = (
    ("requests", "requests", "{:,.0f}"),
    ("late", "late_share", "{:.2%}"),
    ("mean wait, s", "mean_wait_s", "{:.2f}"),
    ("longest wait, s", "max_wait_s", "{:.1f}"),
    ("instances, least", "least_instances", "{}"),
    ("instances, most", "most_instances", "{}"),
    ("utilisation", "utilisation", "{:.0%}"),
    ("instance hours", "instance_hours", "{:,.1f}"),
    ("GPU hours", "gpu_hours", "{:,.1f}"),
    ("saved", "saved_share", "{:.1%}"),
)


def _table(form: str, *headers: str) -> Table:
    return Table(*headers, box=MARKDOWN if form == "markdown" else SIMPLE_HEAD)


def _console(form: str) -> Console:
    # a Markdown row must not be broken, however narrow the window
    width = _WIDE if form == "markdown" else None
    return Console(highlight=False, markup=False, soft_wrap=False, width=width)


def _start(profile: Profile) -> str:
    if profile.start is None:
        return "when no other holds"
    days = " ".join(
        ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[d] for d in profile.start.days
    )
    return f"{days} {profile.start.hour:02d}:{profile.start.minute:02d}"


def _rules(profile: Profile) -> str:
    return ", ".join(
        f"{'>' if rule.scales_out else '<'} {rule.threshold:g}: {rule.change:+d}"
        for rule in profile.rules
    )


def _mid(values: dict[str, float], by: float = 1) -> str:
    low, mid, high = (values[name] / by for name in ("low", "mid", "high"))
    return f"{mid:.3g} ({low:.3g} to {high:.3g})"
