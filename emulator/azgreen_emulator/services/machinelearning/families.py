"""Of which family's quota is an instance type, and how much of it does the local Azure give?

A subscription of Azure's starts with no quota of GPUs and has to ask for it; then nothing could be
deployed here. So every family has as many vCPUs as Azure gives by default at most for all of a
region, 300 (azure-ai-docs, how-to-manage-quotas), or as many as the environment says.
"""

from __future__ import annotations

import os
from typing import Final

from azgreen.catalog import quota_family
from azgreen_emulator.arm.errors import ArmError

VARIABLE: Final = "AZGREEN_ML_VCPU_QUOTA"
"""Environment variable: vCPUs of each family in each region of a subscription; 0 as Azure has it
for GPUs."""

_DEFAULT_VCPUS: Final = 300


def family_of(instance_type: str) -> str:
    """Return the family that an instance type of the catalogue belongs to."""
    family = quota_family(instance_type)
    if family is None:
        raise LookupError(instance_type)  # every type that serves endpoints has one
    return family


def has_family(instance_type: str) -> bool:
    """Return whether the instance type is of a family that is listed."""
    return quota_family(instance_type) is not None


def limit_vcpus() -> int:
    """Return how many vCPUs of a family a subscription may use in a region."""
    text = os.environ.get(VARIABLE)
    if text is None:
        return _DEFAULT_VCPUS
    if not text.isdecimal():
        message = f"{VARIABLE} is {text!r}; expected a whole number of vCPUs from 0 up."
        raise ArmError(500, "InvalidConfiguration", message)
    return int(text)
