"""Where does `service_prices.csv` come from?

From answers of Azure's retail price API for East US 2, as a public repository keeps them; restated
by hand. SOURCES.md says what each meter counts. A SKU without a meter has no row.
"""

from __future__ import annotations

from refresh_files import arguments, finish, table

from azgreen.catalog._service_prices import COLUMNS

_REPOSITORY = "Azure retail meters, Arturo-Quiroga-MSFT/azure-architecture-diagram-builder"
REGION = "eastus2"

# service | unit | file and commit of the answer | newest price in it, so it is no older
SERVICES = {
    "cache": ("node-hour", "redis_cache.json b74f7990", "2026-01-01"),
    "cosmos": ("", "azure_cosmos_db.json 321ff700", "2026-09-01"),
    "gateway": ("unit-hour", "api_management.json 321ff700", "2026-09-01"),
    "search": ("unit-hour", "azure_cognitive_search.json eebc04b0", "2026-01-01"),
}
# family: size at USD
CACHES = {
    "Balanced_B": "0 0.016, 1 0.032, 3 0.065, 5 0.156, 10 0.315, 20 0.629, 50 1.257, 100 2.496, "
    "150 3.77, 250 5.04, 350 7.54, 500 9.984, 700 14.976, 1000 19.968",
    "ComputeOptimized_X": "3 0.219, 5 0.291, 10 0.583, 20 1.166, 50 2.331, 100 4.663, 150 6.994, "
    "250 9.326, 350 13.989, 500 18.651, 700 23.314",
    "FlashOptimized_A": "250 1.56, 500 3.12, 700 4.68, 1000 6.24, 1500 9.358, 2000 12.477, "
    "4500 24.954",
    "MemoryOptimized_M": "10 0.216, 20 0.431, 50 0.862, 100 1.724, 150 2.592, 250 3.456, "
    "350 5.184, 500 6.912, 700 10.368, 1000 13.824, 1500 20.736, 2000 27.648",
}
# service | item | unit where it differs | USD
OTHERS = """\
cosmos|autoscale|100 RU/s-hour|0.012
cosmos|serverless|million RU|0.25
cosmos|storage|GB-month|0.25
gateway|Basic||0.2016
gateway|BasicV2||0.20548
gateway|Developer||0.0658
gateway|Premium||3.829
gateway|Standard||0.9407
gateway|StandardV2||0.9589
search|basic||0.101
search|free||0
search|standard||0.336
search|standard2||1.344
search|standard3||2.688
search|storage_optimized_l1||3.839
search|storage_optimized_l2||7.677
"""


def main() -> int:
    """Write or compare `service_prices.csv`."""
    args = arguments("Refresh the table of the services' prices.")
    rows = [
        _row("cache", f"{family}{size}", "", usd)
        for family, sizes in CACHES.items()
        for size, usd in map(str.split, sizes.split(","))
    ]
    rows += [_row(*line.split("|")) for line in OTHERS.splitlines()]
    text = table(COLUMNS, ("service", "item"), rows)
    return finish({"service_prices.csv": text}, check=args.check)


def _row(service: str, item: str, unit: str, usd: str) -> dict[str, str]:
    usual, answer, as_of = SERVICES[service]
    cells = (service, item, unit or usual, usd, REGION, f"{_REPOSITORY}, {answer}", as_of)
    return dict(zip(COLUMNS, cells, strict=True))


if __name__ == "__main__":
    raise SystemExit(main())
