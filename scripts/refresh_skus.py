"""Where do `cache_skus.csv`, `search_skus.csv` and `gateway_skus.csv` come from?

From Microsoft's documents and the enumerations of pulumi-azure-native 3.29.0, restated by hand;
SOURCES.md names the document of each column. Prices are in `service_prices.csv`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from refresh_files import arguments, finish, table

from azgreen.catalog._skus import CACHE_COLUMNS, GATEWAY_COLUMNS, SEARCH_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Size in the name: GB. Flash: the share of RAM and disk in a size is not in the documents read.
_GB = {
    "0": 0.5,
    "1": 1,
    "3": 3,
    "5": 6,
    "10": 12,
    "20": 24,
    "50": 60,
    "100": 120,
    "150": 180,
    "250": 240,
    "350": 360,
    "500": 480,
    "700": 720,
    "1000": 960,
    "1500": 1440,
    "2000": 1920,
}
FAMILIES = (
    ("Balanced", "B", "0 1 3 5 10 20 50 100 150 250 350 500 700 1000"),
    ("MemoryOptimized", "M", "10 20 50 100 150 250 350 500 700 1000 1500 2000"),
    ("ComputeOptimized", "X", "3 5 10 20 50 100 150 250 350 500 700"),
    ("FlashOptimized", "A", "250 500 700 1000 1500 2000 4500"),
)
USABLE_SHARE = "0.8"
_ALONE = {"B0", "B1"}  # without active geo-replication, as every size of Flash

# name | tier | indexes | partitions | replicas | search units | GB and vector GB per partition
SEARCH = """\
free|Free|3|||||
basic|Basic|15|3|3|9|15|5
standard|S1|50|12|12|36|160|35
standard2|S2|200|12|12|36|512|150
standard3|S3|200|12|12|36|1024|300
storage_optimized_l1|L1|10|12|12|36|2048|150
storage_optimized_l2|L2|10|12|12|36|4096|300
"""
_DIMENSIONS = "4096"

# name | generation | units | semantic cache | token limit | token metric | metric of its load
GATEWAYS = """\
Basic|classic||yes|yes|yes|Capacity
BasicV2|v2|10|yes|yes|yes|CpuPercent_Gateway
Consumption|consumption||yes|no|yes|
Developer|classic||yes|yes|yes|Capacity
Isolated|classic||yes|yes|yes|Capacity
Premium|classic||yes|yes|yes|Capacity
Standard|classic||yes|yes|yes|Capacity
StandardV2|v2|10|yes|yes|yes|CpuPercent_Gateway
"""


def main() -> int:
    """Write or compare the three tables."""
    args = arguments("Refresh the tables of cache, search and gateway SKUs.")
    caches = [
        _cache(family, letter, size) for family, letter, sizes in FAMILIES for size in sizes.split()
    ]
    searches = [f"{line}|{_DIMENSIONS}".split("|") for line in SEARCH.splitlines()]
    gateways = [line.split("|") for line in GATEWAYS.splitlines()]
    texts = {
        "cache_skus.csv": _text(CACHE_COLUMNS, caches),
        "search_skus.csv": _text(SEARCH_COLUMNS, searches),
        "gateway_skus.csv": _text(GATEWAY_COLUMNS, gateways),
    }
    return finish(texts, check=args.check)


def _cache(family: str, letter: str, size: str) -> list[str]:
    flash = family == "FlashOptimized"
    memory_gb = "" if flash else f"{_GB[size]:g}"
    alone = flash or f"{letter}{size}" in _ALONE
    switches = ["no" if flash else "yes", "yes", "no" if alone else "yes"]
    return [f"{family}_{letter}{size}", family, memory_gb, USABLE_SHARE, *switches]


def _text(columns: tuple[str, ...], rows: Iterable[Sequence[str]]) -> str:
    return table(columns, ("name",), [dict(zip(columns, row, strict=True)) for row in rows])


if __name__ == "__main__":
    raise SystemExit(main())
