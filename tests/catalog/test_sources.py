"""Every table has an age, and the scripts that need no network make what is shipped."""

from __future__ import annotations

import csv
import importlib
import sys
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from azgreen import catalog

DATA = Path(str(files("azgreen.catalog") / "data"))
SCRIPTS = Path(__file__).parents[2] / "scripts"
BY_HAND = (
    "architectures",
    "hours",
    "instances",
    "ptu",
    "retirements",
    "service_prices",
    "skus",
    "sources",
)


def test_every_table_but_its_own_has_an_age() -> None:
    tables = {path.name for path in DATA.glob("*.csv")} - {"sources.csv"}
    assert {item.file for item in catalog.data_files()} == tables


@pytest.mark.parametrize("item", catalog.data_files(), ids=lambda item: item.file)
def test_table_names_the_script_that_its_sources_name(item: catalog.DataFile) -> None:
    assert (SCRIPTS.parent / item.script).exists()
    sources = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    heading = next(line for line in sources.splitlines() if line.startswith(f"## {item.file} "))
    assert item.script.removeprefix("scripts/") in heading


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("prices.csv", "as_of"),
        ("ptu_prices.csv", "as_of"),
        ("ptu.csv", "source_date"),
        ("quotas.csv", "source_date"),
    ],
)
def test_age_is_that_of_the_newest_row(file: str, column: str) -> None:
    with (DATA / file).open(encoding="utf-8", newline="") as text:
        newest = max(row[column] for row in csv.DictReader(text))
    found = next(item for item in catalog.data_files() if item.file == file)
    assert found.as_of.isoformat() == newest


def test_age_is_counted_in_days() -> None:
    prices = next(item for item in catalog.data_files() if item.file == "prices.csv")
    assert prices.age_days(date(2026, 11, 9)) == 90
    assert not prices.is_too_old(date(2026, 11, 9))
    assert prices.is_too_old(date(2026, 11, 10))


@pytest.mark.parametrize("name", BY_HAND)
def test_script_makes_the_shipped_files(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    for module in ("refresh_files", f"refresh_{name}"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setattr(sys, "argv", [f"refresh_{name}.py", "--check"])
    assert importlib.import_module(f"refresh_{name}").main() == 0
