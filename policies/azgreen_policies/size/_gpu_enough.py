"""How much GPU memory would be enough for an online deployment, and on which machine?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from azgreen import catalog
from azgreen.estimate.need import NEED_TAG, Need
from azgreen_policies.size._gpu_memory import Loaded, cheapest_machine, needed_gib, told
from azgreen_policies.size._gpu_need import sized

_REQUEST_TOKENS: Final = 8192  # where a model's context is not known; our judgement


@dataclass(frozen=True)
class Enough:
    """What is enough; `machine` is None where the catalogue has none with less memory."""

    gpu_memory_gib: float
    why: str
    machine: catalog.InstanceType | None
    fix: str


def enough(found: Loaded, need: Need, props: Mapping[str, Any], on: date) -> Enough:
    """Return what the declared need takes; without one, the weights and the longest request.

    One request of a model's whole context takes as much as dozens of usual ones.
    """
    size = sized(found.shape.model, need, props, on)
    if size is not None:
        best, count = size.choice.instance, size.choice.instances
        memory_gib = count * best.gpu_memory_gib
        fix = f"take {count} of {told(best)}"
        return Enough(memory_gib, "of the machines that its need takes", best, fix)
    tokens = found.shape.model.context_tokens or _REQUEST_TOKENS
    best = cheapest_machine(found.shape, tokens, on)
    fix = "" if best is None else f"take {told(best)}, or declare its need in the tag {NEED_TAG}"
    why = f"that its weights and one request of {tokens} tokens take"
    return Enough(needed_gib(found.shape, tokens), why, best, fix)
