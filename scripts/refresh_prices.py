"""Where does `prices.csv` come from?

From the raw snapshot of Azure's retail meters in PyPI `azure-genai-prices` 0.2.0 (MIT), for what
`offers.csv` lists. Run `refresh_offers.py` first. A region without all its meters has no price.
"""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from refresh_files import DATA, arguments, finish, python_package, table

from azgreen.catalog._offers import PRICE_COLUMNS as COLUMNS

PACKAGE = "azure-genai-prices==0.2.0"
SOURCE = "Azure retail meters, azure-genai-prices 0.2.0"
# What is left of a meter's name once direction and SKU are taken off; all else is another product.
LABELS = {
    "4.1": "gpt-4.1",
    "4.1 mini": "gpt-4.1-mini",
    "4.1 nano": "gpt-4.1-nano",
    "4o 1120": "gpt-4o",
    "4o mini 0718": "gpt-4o-mini",
    "4o mini0718": "gpt-4o-mini",
    "5": "gpt-5",
    "5 mini": "gpt-5-mini",
    "5 nano": "gpt-5-nano",
    "5.1": "gpt-5.1",
    "5.2": "gpt-5.2",
    "5.4": "gpt-5.4",
    "5.4 mini": "gpt-5.4-mini",
    "5.4 nano": "gpt-5.4-nano",
    "5.1 codex": "gpt-5.1-codex",
    "5.2 codex": "gpt-5.2-codex",
    "5.3 codex": "gpt-5.3-codex",
    "5.5 shortco": "gpt-5.5",
    "llama 3.3 70b": "Llama-3.3-70B-Instruct",
    "deepseek v3.2": "DeepSeek-V3.2",
    "v3.2": "DeepSeek-V3.2",
    "o1 1217": "o1",
    "o3 0416": "o3",
    "o3 mini 0131": "o3-mini",
    "o4 mini 0416": "o4-mini",
    "text embedding 3 large": "text-embedding-3-large",
    "text embedding 3 small": "text-embedding-3-small",
}
PRODUCTS = ("Azure OpenAI", "Azure Llama", "Azure Deepseek")
WORDS = {
    "GlobalStandard": {"glbl", "gl", "global"},
    "DataZoneStandard": {"dz", "dzone", "datazone", "data", "zone"},
    "Standard": {"regnl", "rgnl", "regional"},
    "cached": {"cached", "cchd", "cd", "cach"},
    "input": {"inp", "inpt", "input"},
    "output": {"opt", "outp", "outpt", "output"},
    "batch": {"batch"},
    "": {"tokens", "1m", "1k", "gpt"},
}
BATCHES = {"GlobalStandard": "GlobalBatch", "DataZoneStandard": "DataZoneBatch"}
GLUED = {"batchoutp": "batch outp"}
_PER_MILLION = {"1M": 1, "1K": 1000}

Prices = dict[tuple[str, str, str], dict[str, float]]


def main() -> int:
    """Write or compare `prices.csv`."""
    args = arguments("Refresh the table of prices.")
    with (DATA / "offers.csv").open(encoding="utf-8", newline="") as file:
        offered = sorted(
            {(row["model"], row["sku"], row["region"]) for row in csv.DictReader(file)}
        )
    with tempfile.TemporaryDirectory() as folder:
        data = (
            python_package(PACKAGE, Path(folder)) / "azure_genai_prices" / "data" / "snapshot.json"
        )
        snapshot = json.loads(data.read_text(encoding="utf-8"))
    rows = _rows(offered, _read(snapshot["items"]), snapshot["fetched_at"][:10])
    return finish(
        {"prices.csv": table(COLUMNS, ("model", "sku", "region"), rows)}, check=args.check
    )


def _read(items: list[dict[str, Any]]) -> Prices:
    """Return the newest price of each direction by (model, SKU, region)."""
    prices: Prices = defaultdict(dict)
    for item in sorted(items, key=lambda item: item["effectiveStartDate"]):
        scale = _PER_MILLION.get(item["unitOfMeasure"])
        meter = _meter(item["meterName"])
        if scale is None or meter is None or not item["productName"].startswith(PRODUCTS):
            continue
        model, sku, direction = meter
        for region in item["regions"]:
            prices[model, sku, region][direction] = round(item["retailPrice"] * scale, 6)
    return prices


def _meter(name: str) -> tuple[str, str, str] | None:
    """Split a meter's name into model, SKU and direction; None where it is another product."""
    words = " ".join(GLUED.get(word, word) for word in re.split(r"[\s-]+", name.lower())).split()
    seen = {role for role, known in WORDS.items() if known & set(words)}
    rest = " ".join(word for word in words if not any(word in known for known in WORDS.values()))
    model = LABELS.get(rest)
    skus = seen & {"GlobalStandard", "DataZoneStandard", "Standard"}
    if model is None or len(skus) != 1:
        return None
    direction = "cached" if "cached" in seen else "output" if "output" in seen else "input"
    sku = skus.pop()
    if "batch" in seen:
        return (model, BATCHES[sku], direction) if sku in BATCHES else None
    return model, sku, direction


def _rows(offered: list[tuple[str, str, str]], prices: Prices, as_of: str) -> list[dict[str, str]]:
    """One row per (model, SKU) where the SKU is pooled and its regions pay the same, else each."""
    grouped: dict[tuple[str, str], dict[str, tuple[str, str, str]]] = defaultdict(dict)
    for model, sku, region in offered:
        cells = _cells(model, prices.get((model, sku, region), {}))
        if cells is not None:
            grouped[model, sku][region] = cells
    rows: list[dict[str, str]] = []
    for (model, sku), by_region in grouped.items():
        common = set(by_region.values())
        shown = {"": common.pop()} if len(common) == 1 and sku != "Standard" else by_region
        for region, cells in shown.items():
            rows.append(
                dict(zip(COLUMNS, (model, sku, region, *cells, SOURCE, as_of), strict=True))
            )
    return rows


def _cells(model: str, found: dict[str, float]) -> tuple[str, str, str] | None:
    """Return input, cached input and output price; an embedding has no output to be charged."""
    if model.startswith("text-embedding"):
        found = {**found, "output": 0.0}
    if "input" not in found or "output" not in found:
        return None
    cached = f"{found['cached']:g}" if "cached" in found else ""
    return f"{found['input']:g}", cached, f"{found['output']:g}"


if __name__ == "__main__":
    raise SystemExit(main())
