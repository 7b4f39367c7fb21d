"""Of which family's quota is an instance type, and how much of it does the local Azure give?

Families: azure-ai-docs, reference-managed-online-endpoints-vm-sku-list (2025-10-18). A subscription
of Azure's starts with no quota of GPUs and has to ask for it; then nothing could be deployed here.
So every family has as many vCPUs as Azure gives by default at most for all of a region, 300
(azure-ai-docs, how-to-manage-quotas), or as many as the environment says.
"""

from __future__ import annotations

import os
import re
from typing import Final

from azgreen_emulator.arm.errors import ArmError

VARIABLE: Final = "AZGREEN_ML_VCPU_QUOTA"
"""Environment variable: vCPUs of each family in each region of a subscription; 0 as Azure has it
for GPUs."""

_DEFAULT_VCPUS: Final = 300
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


def family_of(instance_type: str) -> str:
    """Return the family that an instance type of the catalogue belongs to."""
    size = instance_type.removeprefix("Standard_")
    return next(name for name, shape in _FAMILIES.items() if re.fullmatch(shape, size))


def has_family(instance_type: str) -> bool:
    """Return whether the instance type is of a family that is listed here."""
    size = instance_type.removeprefix("Standard_")
    return any(re.fullmatch(shape, size) for shape in _FAMILIES.values())


def limit_vcpus() -> int:
    """Return how many vCPUs of a family a subscription may use in a region."""
    text = os.environ.get(VARIABLE)
    if text is None:
        return _DEFAULT_VCPUS
    if not text.isdecimal():
        message = f"{VARIABLE} is {text!r}; expected a whole number of vCPUs from 0 up."
        raise ArmError(500, "InvalidConfiguration", message)
    return int(text)
