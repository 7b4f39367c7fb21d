"""Of which family's quota are the cores of a virtual machine?

Families: azure-ai-docs, reference-managed-online-endpoints-vm-sku-list (2025-10-18).
"""

from __future__ import annotations

import re
from typing import Final

_FAMILIES: Final = {
    "standardDASv4Family": r"D\d+as_v4",
    "standardDSv3Family": r"D\d+s_v3",
    "standardDSv5Family": r"D\d+s_v5",
    "standardESv3Family": r"E\d+s_v3",
    "standardFSv2Family": r"F\d+s_v2",
    "standard NCASv3_T4 Family": r"NC\d+as_T4_v3",
    "standardNCADSA100v4Family": r"NC\d+ads_A100_v4",
    "standardNCADSH100v5Family": r"NC\d+adi?s_H100_v5",
    "standardNCSv3Family": r"NC\d+s_v3",
    "standard NDAMSv4_A100Family": r"ND\d+amsr_A100_v4",
    "standard NDASv4_A100 Family": r"ND\d+asr_v4",
    "standardNDSv2Family": r"ND\d+rs_v2",
    "standardNDv5H100Family": r"ND\d+isr?_H100_v5",
    "standardNVADSA10v5Family": r"NV\d+adm?s_A10_v5",
}


def quota_family(instance_type: str) -> str | None:
    """Return the family as Azure names it; None where the page lists no family for the type."""
    size = instance_type.removeprefix("Standard_")
    return next((name for name, shape in _FAMILIES.items() if re.fullmatch(shape, size)), None)
