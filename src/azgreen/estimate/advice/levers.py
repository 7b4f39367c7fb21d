"""What does each lever save, pulled alone, and all of them together?

    saved share = 1 - energy of the changed request / energy of the request as it is

The share of the GPU energy is that of the carbon, because use and hardware are both proportional to
it. On GPUs of one's own it comes true once instances are given back.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import model as model_named
from azgreen.estimate.advice.load import Request

if TYPE_CHECKING:
    from azgreen.catalog import Spread
    from azgreen.estimate.advice.ask import Ask
    from azgreen.estimate.advice.routes import Route

BATCH_DISCOUNT: Final = 0.5
"""Price of the batch SKUs below that of the same tokens at once: Azure OpenAI's documents, "50 %
less cost than global standard"; not in the catalogue's meters."""

_NOTES: Final = {
    "prompt budget": "a shorter prompt",
    "response budget": "max_tokens cuts the longest answers; their lengths taken as exponential",
    "prompt caching": "the prefill of what is cached falls away",
    "semantic caching": "a hit takes no tokens; embedding and cache are not counted",
    "batch SKU": "price only: the same tokens on the same machines",
}
_OPTIONS: Final = {
    "prompt budget": "--prompt-tokens-saved",
    "response budget": "--max-output-tokens",
    "prompt caching": "--prompt-cache-rate",
    "semantic caching": "--cache-hit-rate",
    "batch SKU": "--batch-share",
}


@dataclass(frozen=True, slots=True)
class Lever:
    """One lever; None stands for what was not given or is not known."""

    name: str
    setting: str
    saved_share: float | None
    saved_gco2e_per_month: Spread | None
    saved_usd_per_month: float | None
    note: str

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        saved = self.saved_gco2e_per_month
        return {
            "lever": self.name,
            "setting": self.setting,
            "saved_share": self.saved_share,
            "saved_gco2e_per_month": None if saved is None else saved.as_dict(),
            "saved_usd_per_month": self.saved_usd_per_month,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class _Pulled:
    """A changed request, the share of requests that is left, and the price they are left at."""

    setting: str
    request: Request
    requests: float = 1.0
    price: float = 1.0


def levers(ask: Ask, route: Route, stay_gco2e_per_month: float | None) -> list[Lever]:
    """Return every lever, those that were not given with the option that would give them."""
    base = Request(ask.workload.traffic.input_tokens, ask.workload.traffic.output_tokens)
    pulled = _pulled(ask, base)
    found = [_lever(name, item, base, route, ask) for name, item in pulled.items()]
    together = _together([item for item in pulled.values() if item is not None])
    region = _region(route, stay_gco2e_per_month)
    return [*found, _lever("all of these", together, base, route, ask), region]


def cut_at(mean_tokens: float, most_tokens: float) -> float:
    """Return the mean length of answers that are cut at `most_tokens`.

    E min(X, m) = mean (1 - exp(-m / mean)) for lengths that are distributed exponentially: an
    assumption, under which half of the answers are shorter than 0.69 times the mean.
    """
    return mean_tokens * -math.expm1(-most_tokens / mean_tokens)


def _pulled(ask: Ask, base: Request) -> dict[str, _Pulled | None]:
    saved, most = ask.prompt_tokens_saved, ask.max_output_tokens
    cached, hits, batch = ask.prompt_cache_rate, ask.cache_hit_rate, ask.batch_share
    shorter = None if saved is None else base.changed(input_tokens=base.input_tokens - saved)
    length = None if most is None else cut_at(base.output_tokens, most)
    return {
        "prompt budget": shorter and _Pulled(f"{saved:g} tokens fewer", shorter),
        "response budget": None
        if length is None
        else _Pulled(f"{most:g} at most", base.changed(output_tokens=length)),
        "prompt caching": None
        if cached is None
        else _Pulled(f"{cached:.0%} of the input", base.changed(cached_share=cached)),
        "semantic caching": None
        if hits is None
        else _Pulled(f"{hits:.0%} hits", base, requests=1 - hits),
        "batch SKU": None
        if batch is None
        else _Pulled(f"{batch:.0%} of requests", base, price=1 - batch * BATCH_DISCOUNT),
    }


def _together(pulled: list[_Pulled]) -> _Pulled | None:
    """Combine what was given: each changes another part of the request."""
    if not pulled:
        return None
    return _Pulled(
        f"{len(pulled)} levers",
        Request(
            min(item.request.input_tokens for item in pulled),
            min(item.request.output_tokens for item in pulled),
            max(item.request.cached_share for item in pulled),
        ),
        math.prod(item.requests for item in pulled),
        math.prod(item.price for item in pulled),
    )


def _lever(name: str, pulled: _Pulled | None, base: Request, route: Route, ask: Ask) -> Lever:
    if pulled is None:
        option = _OPTIONS.get(name)
        note = "none was given" if option is None else f"give {option} to see its saving"
        return Lever(name, "not given", None, None, None, note)
    model = model_named(route.model)
    left = pulled.requests * pulled.request.gpu_j(model) / base.gpu_j(model)
    before, after = base.usd(route), pulled.request.usd(route)
    usd = None
    if before is not None and after is not None:
        each = before - pulled.requests * pulled.price * after
        usd = each * ask.workload.requests_per_month
    share = max(0.0, 1 - left)
    note = _NOTES.get(name, "pulled together they save less than their sum")
    return Lever(name, pulled.setting, share, route.gco2e_per_month * share, usd, note)


def _region(route: Route, stay_gco2e_per_month: float | None) -> Lever:
    name, setting = "region", f"{route.region}"
    if stay_gco2e_per_month is None:
        note = "already in the decision; nothing to compare with: the workload names no region"
        return Lever(name, setting, None, None, None, f"{note} to stay in, or it is not offered so")
    here = route.gco2e_per_month
    share = 1 - here.mid / stay_gco2e_per_month
    saved = max(0.0, stay_gco2e_per_month - here.mid)
    note = "already in the decision; against staying where the callers are"
    spread = here * (saved / here.mid) if here.mid > 0 else None
    return Lever(name, setting, max(0.0, share), spread, None, note)
