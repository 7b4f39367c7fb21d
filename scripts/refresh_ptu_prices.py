"""Where does `ptu_prices.csv` come from?

From the raw snapshot of Azure's retail meters in PyPI `azure-genai-prices` 0.2.0 (MIT): the hourly
price of a PTU of Azure OpenAI, for the regions of the catalogue; the newest where a meter repeats.
"""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path

from refresh_files import DATA, arguments, finish, python_package, table

PACKAGE = "azure-genai-prices==0.2.0"
SOURCE = "Azure retail meters, azure-genai-prices 0.2.0"
COLUMNS = ("sku", "region", "usd_per_ptu_hour", "source", "as_of")
METERS = {
    "Provisioned Managed Global Unit": "GlobalProvisionedManaged",
    "Provisioned Managed Data Zone Unit": "DataZoneProvisionedManaged",
    "Provisioned Managed Regional Unit": "ProvisionedManaged",
}


def main() -> int:
    """Write or compare `ptu_prices.csv`."""
    args = arguments("Refresh the table of PTU prices.")
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
        known = {row["name"] for row in csv.DictReader(file)}
    with tempfile.TemporaryDirectory() as folder:
        package = python_package(PACKAGE, Path(folder))
        data = package / "azure_genai_prices" / "data" / "snapshot.json"
        snapshot = json.loads(data.read_text(encoding="utf-8"))
    prices: dict[tuple[str, str], str] = {}
    for item in sorted(snapshot["items"], key=lambda item: item["effectiveStartDate"]):
        if item["productName"] == "Azure OpenAI" and item["meterName"] in METERS:
            sku, usd = METERS[item["meterName"]], f"{item['retailPrice']:g}"
            prices |= {(sku, region): usd for region in item["regions"] if region in known}
    as_of = snapshot["fetched_at"][:10]
    rows = [
        dict(zip(COLUMNS, (*key, usd, SOURCE, as_of), strict=True)) for key, usd in prices.items()
    ]
    text = table(COLUMNS, ("sku", "region"), rows)
    return finish({"ptu_prices.csv": text}, check=args.check)


if __name__ == "__main__":
    raise SystemExit(main())
