"""The shipped tables agree with each other and with what their scripts promise."""

from __future__ import annotations

import importlib.util
import math
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from azgreen import catalog

if TYPE_CHECKING:
    from types import ModuleType

DATA = files("azgreen.catalog") / "data"
TABLES = sorted(path.name.removesuffix(".csv") for path in Path(str(DATA)).glob("*.csv"))
SCRIPTS = Path(__file__).parents[2] / "scripts"


@pytest.mark.parametrize("name", TABLES)
def test_table_has_canonical_bytes(name: str) -> None:
    data = (DATA / f"{name}.csv").read_bytes()
    assert b"\r" not in data
    assert data.endswith(b"\n")
    assert not data.endswith(b"\n\n")


@pytest.mark.parametrize("name", TABLES)
def test_table_and_each_column_is_sourced(name: str) -> None:
    sources = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    section = sources.partition(f"## {name}.csv")[2].partition("\n## ")[0]
    assert section
    for column in (DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0].split(","):
        stem = column
        for part in ("_low_b", "_mid_b", "_high_b"):
            stem = stem.removesuffix(part)
        stem = "usd_per_million" if stem.startswith("usd_per_million") else stem
        assert stem in section, column


def test_grid_intensity_carries_its_licence() -> None:
    licence = (DATA / "LICENSE-ODbL.txt").read_text(encoding="utf-8")
    assert "https://opendatacommons.org/licenses/odbl/1-0/" in licence
    assert "Contains information from Electricity Maps" in licence


@pytest.mark.parametrize("region", catalog.regions(), ids=lambda region: region.name)
def test_region_has_five_years_of_sane_intensity(region: catalog.Region) -> None:
    assert sorted(region.grid_gco2e_per_kwh_by_year) == [2021, 2022, 2023, 2024, 2025]
    assert all(10 <= value <= 1000 for value in region.grid_gco2e_per_kwh_by_year.values())
    assert catalog.CARBON_DATA_VERSION.startswith(str(region.grid_year))


@pytest.mark.parametrize("region", catalog.regions(), ids=lambda region: region.name)
def test_region_years_come_with_their_values(region: catalog.Region) -> None:
    assert (region.pue is None) == (region.pue_year is None)
    assert (region.wue_l_per_kwh is None) == (region.wue_year is None)
    assert region.display_name.replace(" ", "").lower() == region.name
    assert catalog.region(region.display_name) is region


def test_grid_intensity_lists_only_zones_of_regions() -> None:
    lines = (DATA / "grid_intensity.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert {line.split(",")[0] for line in lines} == {item.grid_zone for item in catalog.regions()}


def test_every_offer_names_a_known_model_and_region() -> None:
    for item in catalog.offers():
        assert item.version in catalog.model(item.model).versions
        region = catalog.region(item.region)
        if item.sku.startswith("DataZone"):
            assert region.data_zone in catalog.DATA_ZONES


@pytest.mark.parametrize("table", ["prices", "quotas", "batch_quotas"])
def test_prices_and_quotas_are_for_what_is_offered(table: str) -> None:
    offered = {(item.model, item.sku) for item in catalog.offers()}
    lines = (DATA / f"{table}.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert lines
    assert {tuple(line.split(",")[:2]) for line in lines} <= offered


@pytest.mark.parametrize("model", catalog.models(), ids=lambda model: model.name)
def test_model_is_consistent(model: catalog.Model) -> None:
    assert model.version in model.versions
    assert (model.active_params_b is None) == (model.total_params_b is None)
    assert (model.active_params_b is None) == (model.kind != "chat")
    if model.active_params_b is not None and model.total_params_b is not None:
        assert model.active_params_b.low > 1
        assert model.active_params_b.high <= model.total_params_b.high <= 1600
    if model.successor is not None:
        assert catalog.model(model.successor) is not model


@pytest.mark.parametrize("model", catalog.models(), ids=lambda model: model.name)
def test_prices_are_sane(model: catalog.Model) -> None:
    for sku in catalog.skus():
        found = catalog.price(model.name, sku)
        if found is None:
            continue
        assert 0.01 <= found.usd_per_million_input_tokens <= 20
        assert math.isfinite(found.usd_per_million_output_tokens)
        cached = found.usd_per_million_cached_input_tokens
        assert cached is None or cached < found.usd_per_million_input_tokens


def test_unknown_water_is_blank_not_zero() -> None:
    assert catalog.region("newzealandnorth").wue_l_per_kwh is None
    assert catalog.region("westus").pue is None  # its source describes another place


def test_offers_script_makes_the_shipped_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["refresh_offers.py", "--check"])
    assert _script("refresh_offers", monkeypatch).main() == 0


def test_offers_script_says_what_is_stale(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["refresh_offers.py", "--check"])
    script = _script("refresh_offers", monkeypatch)
    monkeypatch.setattr(sys.modules["refresh_files"], "DATA", tmp_path)
    assert script.main() == 1
    assert capsys.readouterr().out.splitlines() == [
        "offers.csv differs from its sources; run the script without --check",
        "quotas.csv differs from its sources; run the script without --check",
        "batch_quotas.csv differs from its sources; run the script without --check",
    ]
    monkeypatch.setattr(sys, "argv", ["refresh_offers.py"])
    assert script.main() == 0
    for name in ("offers.csv", "quotas.csv", "batch_quotas.csv"):
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()


def _script(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    monkeypatch.delitem(sys.modules, "refresh_files", raising=False)
    spec = importlib.util.spec_from_file_location(name, SCRIPTS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
