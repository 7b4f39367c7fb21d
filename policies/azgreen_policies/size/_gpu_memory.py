"""How much GPU memory does a model take, and which machine holds it?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from azgreen import catalog
from azgreen.estimate.need import Need
from azgreen.estimate.sizing import kv_bytes, kv_bytes_per_gpu
from azgreen.estimate.sizing.gpu_need import Shape
from azgreen.estimate.sizing.memory import ENGINE_OVERHEAD_GIB, GIB, MEMORY_SHARE, Held, held
from azgreen_policies._limits import NUMBER
from azgreen_policies._online import served

REQUEST_TOKENS: Final[dict[str, Any]] = {
    **NUMBER,
    "default": 4096,
    "description": "Tokens of a request with its answer where no need is declared; our judgement.",
}
"""Schema of the setting `requestTokens`."""

_MOST_TOKENS: Final = 1e8  # of a model whose context is not known


@dataclass(frozen=True)
class Loaded:
    """A model on the GPUs of a machine."""

    shape: Shape
    machine: catalog.InstanceType
    gpu: catalog.Gpu

    def tokens(self, need: Need, default: float) -> float:
        """Return the tokens of a request with its answer; no more than the model takes."""
        declared = (need.input_tokens or 0) + (need.output_tokens or 0)
        return min(declared or default, self.shape.model.context_tokens or _MOST_TOKENS)

    def held(self, tokens: float) -> Held:
        """Return what each GPU holds of the model and of a request of so many tokens."""
        return held_by(self.machine, self.shape, tokens)


def loaded(token: str, props: Mapping[str, Any]) -> Loaded | str:
    """Return what a managed online deployment loads onto which GPUs, or why that is not known."""
    found = served(token, props)
    if isinstance(found, str):
        return found
    shape, machine = shape_of(found.model), found.machine
    if shape is None:
        return f"what {found.model.name} takes of a memory is not known"
    if machine.gpu is None:
        return f"{machine.name} has no GPU"
    return Loaded(shape, machine, machine.gpu)


def shape_of(model: catalog.Model) -> Shape | None:
    """Return what of a model decides its memory; None where nobody publishes it."""
    active, total, architecture = model.active_params_b, model.total_params_b, model.architecture
    if active is None or total is None or architecture is None:
        return None
    return Shape(model, architecture, active.mid, total.mid, architecture.bytes_per_weight)


def needed_gib(shape: Shape, tokens: float) -> float:
    """Return the memory of one GPU that holds the weights and one request of so many tokens."""
    kept_gib = kv_bytes(shape.architecture, tokens) / GIB
    return (shape.weights_gib + kept_gib + ENGINE_OVERHEAD_GIB) / MEMORY_SHARE


def held_by(machine: catalog.InstanceType, shape: Shape, tokens: float) -> Held:
    """Return what each GPU holds where one copy of the model is spread over all of them.

    No other spread leaves more room for a request.
    """
    whole = max(1, int(machine.gpus))
    kept = kv_bytes_per_gpu(shape.architecture, tokens, whole)
    each_gib = machine.gpu_memory_gib / max(1.0, machine.gpus)
    return held(shape.weights_gib * GIB, kept, whole, each_gib)


def cheapest_machine(shape: Shape, tokens: float, on: date) -> catalog.InstanceType | None:
    """Return the cheapest machine on sale that holds the model; None where the catalogue has none.

    At a tie, or where no price is known, the one whose GPUs take the least power.
    """
    fit = (
        item
        for item in catalog.instances(serves_endpoints=True, on=on)
        if item.gpu is not None and held_by(item, shape, tokens).sequences
    )
    return min(fit, key=_preference, default=None)


def told(machine: catalog.InstanceType) -> str:
    """Say what a machine has, takes and costs."""
    if machine.gpu is None:
        return f"{machine.name} (no GPU)"
    gpus = f"{machine.gpus:.2g} x {machine.gpu.name}, {machine.gpu_memory_gib:g} GiB"
    price = "" if machine.usd_per_h is None else f", {machine.usd_per_h:g} USD/h"
    return f"{machine.name} ({gpus}, {machine.gpu_tdp_w:.0f} W{price})"


def _preference(machine: catalog.InstanceType) -> tuple[float, float, str]:
    price = math.inf if machine.usd_per_h is None else machine.usd_per_h
    return price, machine.gpu_tdp_w, machine.name
