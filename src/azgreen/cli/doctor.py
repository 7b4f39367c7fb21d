"""Tell which data of the catalogue are old, and which models are retired or soon will be."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, date, datetime
from typing import Any

from azgreen import catalog

_TOO_OLD = 2


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    command.add_argument("--format", choices=("table", "json"), default="table", help="how to show")
    command.add_argument(
        "--strict", action="store_true", help="exit with 2 when a table is older than it may be"
    )
    command.add_argument(
        "--on", type=_day, metavar="DAY", help="judge as on this day (2026-01-31); default: today"
    )


def run(options: argparse.Namespace) -> int:
    """Print the ages of all tables and the models to leave."""
    on: date = options.on or datetime.now(tz=UTC).date()
    if options.format == "json":
        found = {"on": on.isoformat(), "files": _files(on), "models": _models(on)}
        print(json.dumps(found, indent=2, sort_keys=True))
    else:
        _show(on)
    too_old = any(item.is_too_old(on) for item in catalog.data_files())
    return _TOO_OLD if options.strict and too_old else 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2026-01-31") from None


def _files(on: date) -> list[dict[str, Any]]:
    return [
        {
            "file": item.file,
            "as_of": item.as_of.isoformat(),
            "age_days": item.age_days(on),
            "max_age_days": item.max_age_days,
            "is_too_old": item.is_too_old(on),
            "script": item.script,
        }
        for item in catalog.data_files()
    ]


def _models(on: date) -> list[dict[str, Any]]:
    return [
        {
            "model": item.model,
            "version": item.version,
            "retires_on": str(item.retires_on),
            "is_retired": item.is_retired(on),
            "successor": item.successor,
            "has_open_weights": catalog.model(item.model).is_open,
        }
        for item in catalog.retiring(on)
    ]


def _show(on: date) -> None:
    ages = [("table", "as of", "age", "may be", "", "renew with")]
    for item in _files(on):
        verdict = "too old" if item["is_too_old"] else "ok"
        age, limit = (f"{item[name]} days" for name in ("age_days", "max_age_days"))
        ages.append((item["file"], item["as_of"], age, limit, verdict, item["script"]))
    ends = [("model", "version", "", "", "successor", "")]
    for item in _models(on):
        verb = "retired" if item["is_retired"] else "retires"
        weights = "open weights go on" if item["has_open_weights"] else ""
        last = (verb, item["retires_on"], item["successor"] or "none named", weights)
        ends.append((item["model"], item["version"], *last))
    print("\n".join(_aligned(ages)))
    print(f"\nmodels that Azure has retired, or will within {catalog.SOON_DAYS} days of {on}:\n")
    print("\n".join(_aligned(ends)))


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
