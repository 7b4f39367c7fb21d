"""How large is a cluster, and to which sizes can it be scaled?

azure-docs, `redis/how-to-scale`: always to more memory within a tier, and to a tier with more
vCPUs at the same memory; never between Flash Optimized and the other tiers. Of the way down it
says that some sizes fit and some do not, and `redis/architecture` that none does. Neither says
which: none does here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from azgreen import catalog

if TYPE_CHECKING:
    from azgreen.catalog import CacheSku
    from azgreen_emulator.arm.records import Body

# azure-docs, `redis/how-to-scale`: GB of memory to each vCPU
_GB_PER_VCPU = {"MemoryOptimized": 8, "Balanced": 4, "ComputeOptimized": 2}
FLASH = "FlashOptimized"


@dataclass(frozen=True)
class Size:
    """What a SKU stands for.

    `line` holds what can be scaled from one to the other. `memory_gb` is the number in the name
    where the catalogue tells no memory: of Flash Optimized, and of the SKUs before Azure Managed
    Redis, whose `capacity` counts nodes.
    """

    family: str
    line: str
    memory_gb: float
    vcpus: float
    capacity: int
    known: CacheSku | None

    @property
    def is_old(self) -> bool:
        """Whether it is of the service before Azure Managed Redis."""
        return self.known is None

    @property
    def is_flash(self) -> bool:
        """Whether part of the data is on disk."""
        return self.family == FLASH


def size_of(sku: Body) -> Size:
    """Read a `sku` that the schema has let pass."""
    name: str = sku["name"]
    family, _, code = name.partition("_")
    known = next((item for item in catalog.cache_skus() if item.name == name), None)
    memory_gb = known.memory_gb if known and known.memory_gb else float(code[1:])
    in_memory = family in _GB_PER_VCPU
    return Size(
        family,
        "in memory" if in_memory else family,
        memory_gb,
        memory_gb / _GB_PER_VCPU[family] if in_memory else memory_gb,
        sku.get("capacity", 0),
        known,
    )


def can_scale(old: Size, new: Size) -> bool:
    """Say whether a cluster of one size can become one of the other."""
    return (
        old.line == new.line
        and new.memory_gb >= old.memory_gb
        and new.vcpus >= old.vcpus
        and new.capacity >= old.capacity
    )


def larger(old: Size) -> list[CacheSku]:
    """List the SKUs that a cluster can be scaled to: by family, from small to large."""
    skus = [sku for sku in catalog.cache_skus() if old.known is None or sku.name != old.known.name]
    return [sku for sku in skus if can_scale(old, size_of({"name": sku.name}))]
