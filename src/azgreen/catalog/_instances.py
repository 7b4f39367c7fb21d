"""Which virtual machines can serve a model, with which GPUs, at what price and footprint?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from azgreen.catalog._load import load
from azgreen.catalog._spread import Spread
from azgreen.errors import UnknownNameError

if TYPE_CHECKING:
    from datetime import date

    from azgreen.catalog._load import Row

_PREFIX = "Standard_"
_YES_NO = ("yes", "no")
GPU_COLUMNS = (
    "gpu",
    "memory_gib",
    "tdp_w",
    "memory_gb_per_s",
    "dense_16bit_tflops",
    "embodied_low_kgco2e",
    "embodied_mid_kgco2e",
    "embodied_high_kgco2e",
    "embodied_basis",
    "source",
    "source_date",
)
COLUMNS = (
    "name",
    "vcpus",
    "memory_gib",
    "gpu",
    "gpus",
    "gpu_memory_gib",
    "usd_per_h",
    "price_source",
    "price_as_of",
    "skips_upgrade_reserve",
    "serves_endpoints",
    "retires_on",
    "source",
    "source_date",
)
_MOST_GIB, _MOST_W, _MOST_SPEED, _MOST_KG = 100_000, 10_000, 1_000_000, 100_000
_MOST_VCPUS, _MOST_GPUS, _MOST_USD = 1000, 64, 10_000


@dataclass(frozen=True, slots=True)
class Gpu:
    """One GPU: its board power, speed and what making it emitted; None where nobody says."""

    name: str
    memory_gib: float
    tdp_w: float
    memory_gb_per_s: float
    dense_16bit_tflops: float
    """Without sparsity: BF16, or FP16 where the chip has no BF16 (T4, V100)."""
    embodied_kgco2e: Spread | None
    embodied_basis: str | None
    """"published": three studies of this GPU; "scaled": one, spread as those three are."""
    source: str


@dataclass(frozen=True, slots=True)
class InstanceType:
    """One size of virtual machine; None stands for what no source says, or for no GPU."""

    name: str
    vcpus: int
    memory_gib: float
    gpu: Gpu | None
    gpus: float
    """How many; a fraction where a GPU is shared, 0 for none."""
    gpu_memory_gib: float
    """Of all its GPUs together."""
    usd_per_h: float | None
    """Linux, pay as you go, East US."""
    price_source: str | None
    price_as_of: date | None
    skips_upgrade_reserve: bool
    """Whether an endpoint needs quota for its instances only, without 20 % more for upgrades."""
    serves_endpoints: bool
    """Whether Azure ML lists it for managed online endpoints."""
    retires_on: date | None
    source: str

    @property
    def gpu_tdp_w(self) -> float:
        """Board power of all its GPUs together."""
        return 0.0 if self.gpu is None else self.gpus * self.gpu.tdp_w


def instance(name: str) -> InstanceType:
    """Return the type called `name`, in any case, with or without "Standard_"."""
    known = {key.lower(): item for key, item in _instances().items()}
    asked = name.lower()
    found = known.get(asked) or known.get(f"{_PREFIX}{name}".lower())
    if found is None:
        raise UnknownNameError("instance type", name, _instances())
    return found


def instances(
    gpu: str | None = None, *, serves_endpoints: bool | None = None, on: date | None = None
) -> tuple[InstanceType, ...]:
    """Return the types that match what is given, sorted by name.

    Args:
        gpu: only those with this GPU, in any case.
        serves_endpoints: only those that Azure ML lists for managed online endpoints (or not).
        on: only those that are not retired on that day.
    """
    card = None if gpu is None else gpu_named(gpu)
    return tuple(
        item
        for item in _instances().values()
        if card in (None, item.gpu)
        and serves_endpoints in (None, item.serves_endpoints)
        and (on is None or item.retires_on is None or on < item.retires_on)
    )


def gpu_named(name: str) -> Gpu:
    """Return the GPU called `name`, in any case."""
    found = next((item for item in _gpus().values() if item.name.lower() == name.lower()), None)
    if found is None:
        raise UnknownNameError("gpu", name, _gpus())
    return found


def gpus() -> tuple[Gpu, ...]:
    """Return every GPU, sorted by name."""
    return tuple(_gpus().values())


@cache
def _gpus() -> dict[str, Gpu]:
    return {row.text("gpu"): _gpu(row) for row in load("gpus.csv", GPU_COLUMNS, ("gpu",))}


@cache
def _instances() -> dict[str, InstanceType]:
    return {row.text("name"): _instance(row) for row in load("instances.csv", COLUMNS, ("name",))}


def _gpu(row: Row) -> Gpu:
    basis = (
        row.one_of("embodied_basis", ("published", "scaled"))
        if row.cells["embodied_basis"]
        else None
    )
    columns = (f"embodied_{end}_kgco2e" for end in ("low", "mid", "high"))
    embodied = None if basis is None else Spread(*(row.number(c, 0, _MOST_KG) for c in columns))
    return Gpu(
        name=row.text("gpu"),
        memory_gib=row.number("memory_gib", 1, _MOST_GIB),
        tdp_w=row.number("tdp_w", 1, _MOST_W),
        memory_gb_per_s=row.number("memory_gb_per_s", 1, _MOST_SPEED),
        dense_16bit_tflops=row.number("dense_16bit_tflops", 1, _MOST_SPEED),
        embodied_kgco2e=embodied,
        embodied_basis=basis,
        source=f"{row.text('source')} ({row.day('source_date').isoformat()})",
    )


def _instance(row: Row) -> InstanceType:
    card = row.text_or_none("gpu")
    if card is not None and card not in _gpus():
        raise row.fault(f"gpu is {card!r}; allowed: {', '.join(_gpus())}")
    return InstanceType(
        name=row.text("name"),
        vcpus=row.whole("vcpus", 1, _MOST_VCPUS),
        memory_gib=row.number("memory_gib", 1, _MOST_GIB),
        gpu=None if card is None else _gpus()[card],
        gpus=0.0 if card is None else row.number("gpus", 0.01, _MOST_GPUS),
        gpu_memory_gib=0.0 if card is None else row.number("gpu_memory_gib", 1, _MOST_GIB),
        usd_per_h=row.number_or_none("usd_per_h", 0.001, _MOST_USD),
        price_source=row.text_or_none("price_source"),
        price_as_of=row.day_or_none("price_as_of"),
        skips_upgrade_reserve=row.one_of("skips_upgrade_reserve", _YES_NO) == "yes",
        serves_endpoints=row.one_of("serves_endpoints", _YES_NO) == "yes",
        retires_on=row.day_or_none("retires_on"),
        source=f"{row.text('source')} ({row.day('source_date').isoformat()})",
    )
