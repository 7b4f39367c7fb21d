"""Where do `offers.csv`, `quotas.csv` and `batch_quotas.csv` come from?

From Microsoft's documents alone (repository MicrosoftDocs/azure-ai-docs), restated by hand below:

- Azure OpenAI: `articles/foundry/foundry-models/includes/model-matrix/deployments-standard.md`,
  commit 00bb5540, dated 2026-06-11.
- Other publishers: `.../model-matrix/global-standard.md`, commit 480c29aa, dated 2026-04-02.
- Batch SKUs: `.../model-matrix/deployments-batch.md`, commit 2a5ac240, dated 2026-08-28.
- Quotas: `articles/foundry/openai/includes/quota-tier/tier-1.md`, commit 08408ff5, dated
  2026-08-20.
- Quotas of batches: `articles/foundry/openai/includes/global-batch-limits.md`, commit 12579eb3,
  column "Default"; its own date is older than the models that it lists, so the date is that of the
  page that includes it in the same commit.

Left out: Data Zone rows for Norway East and Switzerland North, whose zone the document does not
state.
"""

from __future__ import annotations

from refresh_files import arguments, finish, table

OFFER_COLUMNS = ("model", "sku", "region", "version")
QUOTA_COLUMNS = ("model", "sku", "limit_ktpm", "source", "source_date")
BATCH_QUOTA_COLUMNS = ("model", "sku", "limit_enqueued_kilotokens", "source", "source_date")
TIER = ("Azure OpenAI quota tier 1, azure-ai-docs", "2026-08-20")
BATCH_TIER = ("Azure OpenAI batch quota, default, azure-ai-docs", "2026-01-27")

GLOBAL, ZONE, REGIONAL = "GlobalStandard", "DataZoneStandard", "Standard"
GLOBAL_BATCH, ZONE_BATCH = "GlobalBatch", "DataZoneBatch"

_US = "centralus eastus eastus2 northcentralus southcentralus westus westus3"
_EU = (
    "francecentral germanywestcentral italynorth polandcentral spaincentral swedencentral "
    "westeurope"
)
_CORE = (
    f"brazilsouth canadaeast {_US} {_EU} norwayeast switzerlandnorth uksouth australiaeast "
    "japaneast koreacentral southeastasia southindia southafricanorth uaenorth"
)
_WIDE = f"{_CORE} canadacentral switzerlandwest"
_OTHERS = f"{_WIDE} japanwest westcentralus westus2"
_US_REGIONAL = "eastus eastus2 northcentralus southcentralus westus westus3"
_EMBED_REGIONAL = (
    "canadaeast eastus eastus2 westus3 francecentral germanywestcentral norwayeast polandcentral "
    "spaincentral swedencentral switzerlandnorth uksouth australiaeast japaneast koreacentral "
    "southeastasia southindia southafricanorth uaenorth"
)

_MINI_REGIONAL = (
    f"canadaeast {_US_REGIONAL} francecentral swedencentral switzerlandnorth uksouth westeurope "
    "australiaeast japaneast southindia"
)
_4O_REGIONAL = (
    f"canadaeast {_US} francecentral norwayeast swedencentral switzerlandnorth uksouth "
    "australiaeast japaneast southindia"
)
_EU_BATCH = "francecentral germanywestcentral polandcentral swedencentral westeurope"
_BATCH = (
    f"brazilsouth canadaeast {_US} {_EU_BATCH} norwayeast switzerlandnorth uksouth australiaeast "
    "japaneast koreacentral southindia southafricanorth"
)

# model, version, SKU, regions, regions of that list which the document leaves out
OFFERED = (
    ("gpt-4.1", "2025-04-14", GLOBAL, _CORE, ""),
    ("gpt-4.1", "2025-04-14", ZONE, f"{_US} {_EU}", ""),
    ("gpt-4.1", "2025-04-14", REGIONAL, f"{_US_REGIONAL} swedencentral switzerlandnorth", ""),
    ("gpt-4.1-mini", "2025-04-14", GLOBAL, _CORE, ""),
    ("gpt-4.1-mini", "2025-04-14", ZONE, f"{_US} {_EU}", ""),
    ("gpt-4.1-mini", "2025-04-14", REGIONAL, _MINI_REGIONAL, ""),
    ("gpt-4.1-nano", "2025-04-14", GLOBAL, _CORE, ""),
    ("gpt-4.1-nano", "2025-04-14", ZONE, f"{_US} {_EU}", ""),
    ("gpt-4o", "2024-05-13", GLOBAL, _CORE, "italynorth southeastasia"),
    ("gpt-4o", "2024-05-13", ZONE, f"{_US} {_EU}", "italynorth"),
    ("gpt-4o", "2024-05-13", REGIONAL, f"{_US_REGIONAL} swedencentral", ""),
    ("gpt-4o", "2024-08-06", GLOBAL, _CORE, "italynorth southeastasia"),
    ("gpt-4o", "2024-08-06", ZONE, f"{_US} {_EU}", "italynorth"),
    ("gpt-4o", "2024-08-06", REGIONAL, f"{_US} swedencentral", ""),
    ("gpt-4o", "2024-11-20", GLOBAL, _CORE, "southeastasia"),
    ("gpt-4o", "2024-11-20", ZONE, f"{_US} {_EU}", ""),
    ("gpt-4o", "2024-11-20", REGIONAL, _4O_REGIONAL, ""),
    ("gpt-4o-mini", "2024-07-18", GLOBAL, _CORE, "southeastasia"),
    ("gpt-4o-mini", "2024-07-18", ZONE, f"{_US} {_EU}", ""),
    ("gpt-4o-mini", "2024-07-18", REGIONAL, f"{_US_REGIONAL} swedencentral", ""),
    ("gpt-5", "2025-08-07", GLOBAL, _CORE, ""),
    ("gpt-5", "2025-08-07", ZONE, f"{_US} {_EU}", ""),
    ("gpt-5-mini", "2025-08-07", GLOBAL, _CORE, ""),
    ("gpt-5-mini", "2025-08-07", ZONE, f"{_US} {_EU}", ""),
    ("gpt-5-nano", "2025-08-07", GLOBAL, _CORE, ""),
    ("gpt-5-nano", "2025-08-07", ZONE, f"{_US} {_EU}", ""),
    ("gpt-5.1", "2025-11-13", GLOBAL, _WIDE, ""),
    ("gpt-5.1", "2025-11-13", ZONE, f"{_US} francecentral swedencentral", ""),
    ("gpt-5.1", "2025-11-13", REGIONAL, f"{_US} swedencentral", ""),
    ("gpt-5.2", "2025-12-11", GLOBAL, _WIDE, ""),
    ("gpt-5.2", "2025-12-11", ZONE, _US, ""),
    ("gpt-5.4", "2026-03-05", GLOBAL, _WIDE, ""),
    ("gpt-5.4", "2026-03-05", ZONE, f"{_US} {_EU}", ""),
    ("gpt-5.4-mini", "2026-03-17", GLOBAL, _WIDE, ""),
    ("gpt-5.4-mini", "2026-03-17", ZONE, _US, ""),
    ("gpt-5.4-nano", "2026-03-17", GLOBAL, _WIDE, ""),
    ("gpt-5.4-nano", "2026-03-17", ZONE, _US, ""),
    ("gpt-5.1-codex", "2025-11-13", GLOBAL, _WIDE, ""),
    ("gpt-5.2-codex", "2026-01-14", GLOBAL, _WIDE, ""),
    ("gpt-5.3-codex", "2026-02-24", GLOBAL, _WIDE, ""),
    ("gpt-5.3-codex", "2026-02-24", ZONE, _US, ""),
    ("gpt-5.5", "2026-04-24", GLOBAL, _WIDE, ""),
    ("gpt-5.5", "2026-04-24", ZONE, f"{_US} {_EU}", ""),
    ("o1", "2024-12-17", GLOBAL, _CORE, "southeastasia"),
    ("o1", "2024-12-17", ZONE, f"{_US} {_EU}", ""),
    ("o1", "2024-12-17", REGIONAL, f"{_US_REGIONAL} swedencentral", ""),
    ("o3", "2025-04-16", GLOBAL, _CORE, ""),
    ("o3", "2025-04-16", ZONE, f"{_US} {_EU}", ""),
    ("o3-mini", "2025-01-31", GLOBAL, _CORE, "southeastasia"),
    ("o3-mini", "2025-01-31", ZONE, f"{_US} {_EU}", ""),
    ("o4-mini", "2025-04-16", GLOBAL, _CORE, ""),
    ("o4-mini", "2025-04-16", ZONE, f"{_US} {_EU}", ""),
    ("o4-mini", "2025-04-16", REGIONAL, f"{_US_REGIONAL} swedencentral", ""),
    ("text-embedding-3-large", "1", GLOBAL, _WIDE, ""),
    ("text-embedding-3-large", "1", ZONE, f"{_US} {_EU}", ""),
    ("text-embedding-3-large", "1", REGIONAL, _EMBED_REGIONAL, ""),
    ("text-embedding-3-small", "1", GLOBAL, _WIDE, ""),
    ("text-embedding-3-small", "1", ZONE, f"{_US} {_EU}", ""),
    (
        "text-embedding-3-small",
        "1",
        REGIONAL,
        "canadaeast eastus eastus2 westus switzerlandnorth australiaeast japaneast uaenorth",
        "",
    ),
    ("DeepSeek-V3.2", "1", GLOBAL, _OTHERS, "southeastasia"),
    ("Llama-3.3-70B-Instruct", "1", GLOBAL, _OTHERS, "southeastasia"),
    ("gpt-4.1", "2025-04-14", GLOBAL_BATCH, _BATCH, ""),
    ("gpt-4.1", "2025-04-14", ZONE_BATCH, f"{_US} {_EU_BATCH}", ""),
    ("gpt-4.1-mini", "2025-04-14", GLOBAL_BATCH, _BATCH, ""),
    ("gpt-4.1-mini", "2025-04-14", ZONE_BATCH, f"{_US} {_EU_BATCH}", ""),
    ("gpt-4.1-nano", "2025-04-14", GLOBAL_BATCH, _BATCH, ""),
    ("gpt-4.1-nano", "2025-04-14", ZONE_BATCH, f"{_US} {_EU_BATCH}", ""),
    ("gpt-4o", "2024-05-13", GLOBAL_BATCH, _BATCH, ""),
    ("gpt-4o", "2024-08-06", GLOBAL_BATCH, _BATCH, ""),
    ("gpt-4o", "2024-08-06", ZONE_BATCH, f"{_US} {_EU_BATCH}", ""),
    ("gpt-4o", "2024-11-20", GLOBAL_BATCH, _BATCH, ""),
    ("gpt-4o", "2024-11-20", ZONE_BATCH, f"{_US} {_EU_BATCH}", ""),
    ("gpt-4o-mini", "2024-07-18", GLOBAL_BATCH, _BATCH, ""),
    ("gpt-4o-mini", "2024-07-18", ZONE_BATCH, f"{_US} {_EU_BATCH}", ""),
    ("gpt-5", "2025-08-07", GLOBAL_BATCH, _BATCH, ""),
    ("gpt-5", "2025-08-07", ZONE_BATCH, _US, ""),
    ("gpt-5.1", "2025-11-13", GLOBAL_BATCH, _BATCH, ""),
    ("gpt-5.1", "2025-11-13", ZONE_BATCH, _US, ""),
    ("gpt-5.4", "2026-03-05", GLOBAL_BATCH, _BATCH, ""),
    ("gpt-5.4", "2026-03-05", ZONE_BATCH, _US, ""),
    ("gpt-5.4-mini", "2026-03-17", GLOBAL_BATCH, _BATCH, ""),
    ("gpt-5.4-mini", "2026-03-17", ZONE_BATCH, _US, ""),
    ("o3", "2025-04-16", GLOBAL_BATCH, _BATCH, ""),
    ("o3", "2025-04-16", ZONE_BATCH, f"{_US} {_EU_BATCH}", ""),
    ("o3-mini", "2025-01-31", GLOBAL_BATCH, _BATCH, ""),
    ("o3-mini", "2025-01-31", ZONE_BATCH, _US, ""),
    ("o4-mini", "2025-04-16", GLOBAL_BATCH, _BATCH, ""),
    ("o4-mini", "2025-04-16", ZONE_BATCH, f"{_US} {_EU_BATCH}", ""),
)

# Default limit in units of 1,000 tokens per minute, per region and subscription, for (global, zone,
# regional).
LIMITS = {
    "gpt-4.1": (1000, 300, None),
    "gpt-4.1-mini": (5000, 2000, 6000),
    "gpt-4.1-nano": (5000, 2000, None),
    "gpt-4o": (None, 300, None),
    "gpt-4o-mini": (2000, 1000, None),
    "gpt-5": (1000, 300, None),
    "gpt-5-mini": (1000, 300, None),
    "gpt-5-nano": (5000, 2000, None),
    "gpt-5.1": (1000, 300, 300),
    "gpt-5.2": (1000, 300, None),
    "gpt-5.4": (1000, 300, None),
    "gpt-5.4-mini": (1000, None, None),
    "gpt-5.4-nano": (5000, 2000, None),
    "gpt-5.1-codex": (1000, 300, None),
    "gpt-5.2-codex": (1000, None, None),
    "gpt-5.3-codex": (1000, None, None),
    "gpt-5.5": (1000, 333, None),
    "o1": (3000, 600, None),
    "o3": (1000, 300, None),
    "o3-mini": (5000, 2000, None),
    "o4-mini": (1000, 300, None),
    "text-embedding-3-large": (1000, 1000, None),
    "text-embedding-3-small": (1000, 1000, None),
}
# Default limit in thousands of tokens that may be enqueued at once, for (global, zone).
BATCH_LIMITS = {
    "gpt-4.1": (200_000, 30_000),
    "gpt-4.1-mini": (1_000_000, 100_000),
    "gpt-4.1-nano": (1_000_000, None),
    "gpt-4o": (200_000, 30_000),
    "gpt-4o-mini": (1_000_000, 100_000),
    "o3-mini": (1_000_000, 100_000),
    "o4-mini": (1_000_000, None),
    "gpt-5": (200_000, 200_000),
    "gpt-5.1": (200_000, 200_000),
}


def main() -> int:
    """Write or compare `offers.csv`, `quotas.csv` and `batch_quotas.csv`."""
    args = arguments("Refresh the tables of offers and quotas.")
    offers = [
        dict(zip(OFFER_COLUMNS, (model, sku, region, version), strict=True))
        for model, version, sku, regions, without in OFFERED
        for region in sorted(set(regions.split()) - set(without.split()))
    ]
    pairs = {(row["model"], row["sku"]) for row in offers}
    quotas = [_quota(*pair) for pair in pairs if pair[1] not in (GLOBAL_BATCH, ZONE_BATCH)]
    texts = {
        "offers.csv": table(OFFER_COLUMNS, OFFER_COLUMNS, offers),
        "quotas.csv": table(QUOTA_COLUMNS, ("model", "sku"), quotas),
        "batch_quotas.csv": table(BATCH_QUOTA_COLUMNS, ("model", "sku"), _batch_quotas()),
    }
    return finish(texts, check=args.check)


def _quota(model: str, sku: str) -> dict[str, str]:
    limits = dict(zip((GLOBAL, ZONE, REGIONAL), LIMITS.get(model, (None, None, None)), strict=True))
    limit = "" if limits[sku] is None else str(limits[sku])
    return dict(zip(QUOTA_COLUMNS, (model, sku, limit, *TIER), strict=True))


def _batch_quotas() -> list[dict[str, str]]:
    return [
        dict(zip(BATCH_QUOTA_COLUMNS, (model, sku, str(limit), *BATCH_TIER), strict=True))
        for model, limits in BATCH_LIMITS.items()
        for sku, limit in zip((GLOBAL_BATCH, ZONE_BATCH), limits, strict=True)
        if limit is not None
    ]


if __name__ == "__main__":
    raise SystemExit(main())
