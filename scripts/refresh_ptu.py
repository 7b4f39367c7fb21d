"""Where do `ptu.csv`, `ptu_offers.csv` and `ptu_reservations.csv` come from?

From Microsoft's documents (repository MicrosoftDocs/azure-ai-docs), restated by hand below:

- Sizes: the include of "Provisioned throughput sizing", dated 2026-09-23; DeepSeek's rows stand in
  its state of 2026-05-22 alone.
- Offers: `foundry-models/includes/model-matrix/deployments-provisioned.md`, commit 00bb5540, dated
  2026-05-11.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from refresh_files import arguments, finish, table

from azgreen.catalog._ptu import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

OFFER_COLUMNS = ("model", "sku", "region", "version")
RESERVATION_COLUMNS = ("term", "discount_share", "is_weak", "source", "source_date")

NEW = ("provisioned throughput sizing, azure-ai-docs", "2026-09-23")
OLD = ("provisioned throughput sizing, azure-ai-docs", "2026-05-22")
GPT_6 = ("1", "0.1", "1.25", "5", "2", "0.2", "2.5", "7.5")

# model | least and step (pooled) | least and step (regional) | input TPM per PTU | output ratio |
# longest prompt in tokens | latency target in tokens/s
AZURE = """\
gpt-6-sol|15/5|50/50|3000|||80
gpt-6-astra|15/5|50/50|600|||40
gpt-5.6-luna|15/5|50/50|30000|6||100
gpt-5.6-terra|15/5|50/50|3000|6||70
gpt-5.6-sol|15/5|50/50|1200|6||80
gpt-5.5|15/5|50/50|1200|6||50
gpt-5.4|15/5|50/50|2400|6|128000|50
gpt-5.4-mini|15/5|25/25|7900|6||100
gpt-5.3-codex|15/5|50/50|3400|8||50
gpt-5.2|15/5|50/50|3400|8||50
gpt-5.2-codex|15/5|50/50|3400|8||50
gpt-5.1|15/5|50/50|4750|8||50
gpt-5.1-codex|15/5|50/50|4750|8||50
gpt-5|15/5|50/50|4750|8||50
gpt-5-mini|15/5|25/25|23750|8||80
gpt-4.1|15/5|50/50|3000|4|128000|80
gpt-4.1-mini|15/5|25/25|14900|4|128000|90
gpt-4.1-nano|15/5|25/25|59400|4|128000|100
o3|15/5|50/50|3000|4||80
o4-mini|15/5|25/25|5400|4||90
gpt-4o|15/5|50/50|2500|4||25
gpt-4o-mini|15/5|25/25|37000|4||33
o3-mini|15/5|25/25|2500|4||66
o1|15/5|25/50|230|4||25
gpt-image-2|100/100|100/100|1200|||
Llama-3.3-70B-Instruct|100/100|/|8450|4||50
"""
# In the table of May 2026, gone from that of September: Azure retired the models.
GONE = """\
DeepSeek-R1|100/100|/|4000|4||
DeepSeek-R1-0528|100/100|/|4000|4||
DeepSeek-V3-0324|100/100|/|4000|4||
"""
# No output ratio is published for what Fireworks hosts. Left out, since their size is not known:
# Inkling, Kimi K2.7 Code, MiniMax M3, Nemotron 3.5 Lightning, Nemotron 3 Ultra, PaddleOCR VL 1.6.
FIREWORKS = """\
FW-DeepSeek-V3.1|200/100|/|2100|||50
FW-DeepSeek-V3.2|300/150|/|3000|||50
FW-DeepSeek-V4-Flash-0731|100/50|/|2800|||50
FW-DeepSeek-V4-Pro|400/200|/|200|||50
FW-Gemma-4-26B-A4B-IT|200/100|/|5400|||50
FW-Gemma-4-31B-IT|200/100|/|2200|||50
FW-GLM-4.7|200/100|/|6000|||50
FW-GLM-5|300/150|/|600|||50
FW-GLM-5.1|400/200|/|900|||50
FW-GLM-5.2|400/200|/|300|||50
FW-gpt-oss-20b|80/40|/|25000|||50
FW-gpt-oss-120b|40/20|/|13500|||50
FW-Kimi-K2-Instruct-0905|200/100|/|2500|||50
FW-Kimi-K2-Thinking|200/100|/|1400|||50
FW-Kimi-K2.5|200/100|/|1060|||50
FW-Kimi-K2.6|200/100|/|4000|||50
FW-MiniMax-M2.5|400/200|/|5300|||50
FW-Ministral-3-3B-Instruct-2512|40/20|/|25400|||50
FW-Nemotron-Super-120B|100/50|/|4850|||50
FW-Qwen3-14B|80/40|/|4800|||50
FW-Qwen3-32B|80/40|/|5000|||50
FW-Qwen3.5-4B|80/40|/|35500|||50
FW-Qwen3.5-9B|40/20|/|10700|||50
FW-Qwen3.5-27B|550/275|/|2730|||50
FW-Qwen3.5-35B-A3B|40/20|/|17800|||50
FW-Qwen3.5-122B-A10B|100/50|/|5600|||50
FW-Qwen3.5-397B-A17B|100/50|/|4250|||50
FW-Qwen3.6-27B|40/20|/|7700|||50
FW-Qwen3.6-35B-A3B|40/20|/|31000|||50
"""
# An image token in weighs as 1.6 text tokens; one that comes out as 3.75 of those.
IMAGE = ("1.6", "6")

# Discounts against the hourly price. Microsoft publishes the prices of reservations on a page
# that changes with its reader; $260 per PTU-month in the example of the sizes' document agrees.
RESERVATIONS = """\
month|0.64|yes|Archera, 2026-03; agrees with $260 per PTU-month in Microsoft's example|2026-09-23
year|0.7|yes|Archera, 2026-03|2026-03-31
"""

_US = "eastus eastus2 northcentralus southcentralus westus westus3"
_EU = (
    "francecentral germanywestcentral italynorth polandcentral spaincentral swedencentral "
    "westeurope"
)
_AMERICAS = f"brazilsouth canadacentral canadaeast centralus {_US}"
_REST = (
    "norwayeast switzerlandnorth switzerlandwest uksouth australiaeast japaneast koreacentral "
    "southeastasia southindia southafricanorth uaenorth"
)
# model | version | US data zone | EU data zone without | regions of ProvisionedManaged
OFFERED = """\
gpt-4.1|2025-04-14|us||brazilsouth centralus US germanywestcentral swedencentral switzerlandnorth \
uksouth APAC uaenorth
gpt-4.1-mini|2025-04-14|us|italynorth|brazilsouth US swedencentral switzerlandnorth uksouth \
australiaeast japaneast koreacentral southindia
gpt-4.1-nano|2025-04-14|us||US swedencentral
gpt-4o|2024-05-13|us|italynorth|AMERICAS francecentral germanywestcentral norwayeast \
polandcentral spaincentral swedencentral switzerlandnorth uksouth australiaeast japaneast \
koreacentral southindia southafricanorth uaenorth
gpt-4o|2024-08-06|us|italynorth|brazilsouth canadaeast centralus US francecentral \
germanywestcentral norwayeast spaincentral swedencentral switzerlandnorth switzerlandwest uksouth \
APAC uaenorth
gpt-4o|2024-11-20|us|italynorth|brazilsouth canadaeast centralus eastus eastus2 northcentralus \
westus westus3 germanywestcentral polandcentral swedencentral switzerlandnorth uksouth westeurope \
APAC uaenorth
gpt-4o-mini|2024-07-18|us|italynorth|brazilsouth canadacentral canadaeast US francecentral \
norwayeast spaincentral swedencentral switzerlandnorth switzerlandwest uksouth APAC
gpt-5|2025-08-07|us||canadaeast centralus US uksouth australiaeast japaneast koreacentral southindia
gpt-5-mini|2025-08-07|us||canadaeast eastus2 westus3 swedencentral uksouth australiaeast japaneast \
koreacentral southindia uaenorth
gpt-5.1|2025-11-13|us||canadaeast eastus eastus2 westus3 swedencentral switzerlandnorth uksouth \
australiaeast southindia uaenorth
gpt-5.1-codex|2025-11-13|us||
gpt-5.2|2025-12-11|us||canadacentral canadaeast westus westus3 swedencentral uksouth australiaeast \
japaneast koreacentral
gpt-5.2-codex|2026-01-14||EU|
gpt-5.3-codex|2026-02-24||EU|uksouth
gpt-5.4|2026-03-05|us||uksouth australiaeast japaneast
gpt-5.4-mini|2026-03-17|us|EU|westus3 japaneast southeastasia southindia
gpt-5.5|2026-04-24|us|EU|eastus
o1|2024-12-17|us|italynorth|westus3 uksouth japaneast uaenorth
o3|2025-04-16|us||US westeurope australiaeast
o3-mini|2025-01-31|us|italynorth|canadaeast eastus2 southcentralus swedencentral switzerlandnorth \
australiaeast japaneast koreacentral southindia uaenorth
o4-mini|2025-04-16|us||centralus US westeurope japaneast
"""
_NAMED = {
    "US": _US,
    "EU": _EU,
    "AMERICAS": _AMERICAS,
    "APAC": "australiaeast japaneast koreacentral southeastasia southindia",
}


def main() -> int:
    """Write or compare the tables."""
    args = arguments("Refresh the tables of provisioned throughput.")
    rows = [
        *(_row(line, "azure", "yes", NEW) for line in AZURE.splitlines()),
        *(_row(line, "azure", "no", OLD) for line in GONE.splitlines()),
        *(_row(line, "fireworks", "yes", NEW) for line in FIREWORKS.splitlines()),
    ]
    offers = [offer for line in OFFERED.splitlines() for offer in _offers(line)]
    reserved = [
        dict(zip(RESERVATION_COLUMNS, line.split("|"), strict=True))
        for line in RESERVATIONS.splitlines()
    ]
    texts = {
        "ptu.csv": table(COLUMNS, ("model",), rows),
        "ptu_offers.csv": table(OFFER_COLUMNS, OFFER_COLUMNS, offers),
        "ptu_reservations.csv": table(RESERVATION_COLUMNS, ("term",), reserved),
    }
    return finish(texts, check=args.check)


def _row(line: str, host: str, listed: str, source: tuple[str, str]) -> dict[str, str]:
    model, pooled, regional, tpm, ratio, longest, latency = line.split("|")
    cells = (
        *(model, host, *pooled.split("/"), *regional.split("/"), tpm, ratio),
        *(GPT_6 if model.startswith("gpt-6") else [""] * len(GPT_6)),
        *(IMAGE if model.startswith("gpt-image") else ("", "")),
        *(longest, latency, listed, *source),
    )
    return dict(zip(COLUMNS, cells, strict=True))


def _offers(line: str) -> Iterator[dict[str, str]]:
    """Every model is offered globally, but for one that no region outside the Americas lists."""
    model, version, us, without, regional = line.split("|")
    everywhere = _AMERICAS if model == "gpt-5.4-mini" else f"{_AMERICAS} {_EU} {_REST}"
    zone = _regions(_US if us else "") | (_regions(_EU) - _regions(without))
    places = (
        ("GlobalProvisionedManaged", _regions(everywhere)),
        ("DataZoneProvisionedManaged", zone),
        ("ProvisionedManaged", _regions(regional)),
    )
    for sku, regions in places:
        for region in regions:
            yield dict(zip(OFFER_COLUMNS, (model, sku, region, version), strict=True))


def _regions(text: str) -> set[str]:
    return {name for word in text.split() for name in _NAMED.get(word, word).split()}


if __name__ == "__main__":
    raise SystemExit(main())
