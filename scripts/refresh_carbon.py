"""Where does `grid_intensity.csv` come from?

The yearly averages of Electricity Maps (ODbL), as republished in npm `@tgwf/co2` 0.19.0, for the
zones that `regions.csv` names. Run `refresh_regions.py` first.
"""

from __future__ import annotations

import csv
import json
import re
import tempfile
from pathlib import Path
from typing import Any

from refresh_files import DATA, arguments, finish, npm_package, table

PACKAGE = "@tgwf/co2@0.19.0"
YEARS = range(2021, 2026)
COLUMNS = ("grid_zone", "year", "grid_gco2e_per_kwh")
_START = "const data = "


def main() -> int:
    """Write or compare `grid_intensity.csv`."""
    args = arguments("Refresh the yearly grid intensities.")
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
        zones = sorted({row["grid_zone"] for row in csv.DictReader(file)})
    with tempfile.TemporaryDirectory() as folder:
        package = npm_package(PACKAGE, Path(folder))
        rows = [row for year in YEARS for row in _rows(package, year, zones)]
    return finish(
        {"grid_intensity.csv": table(COLUMNS, ("grid_zone", "year"), rows)}, check=args.check
    )


def _rows(package: Path, year: int, zones: list[str]) -> list[dict[str, str]]:
    folder = package / "dist" / "cjs" / "data" / "electricity-maps"
    known = _object((folder / f"yearly_{year}.js").read_text(encoding="utf-8"))
    return [
        {
            "grid_zone": zone,
            "year": str(year),
            "grid_gco2e_per_kwh": str(known[zone]["carbonIntensity"]["value"]),
        }
        for zone in zones
        if known.get(zone, {}).get("carbonIntensity", {}).get("value") is not None
    ]


def _object(script: str) -> dict[str, Any]:
    """Read the object literal of a data module: JSON but for JavaScript's own escapes."""
    text = re.sub(r"\\x([0-9A-Fa-f]{2})", r"\\u00\1", script).replace("\\'", "'")
    found, _ = json.JSONDecoder().raw_decode(text, text.index(_START) + len(_START))
    return found


if __name__ == "__main__":
    raise SystemExit(main())
