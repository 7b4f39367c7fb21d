"""Over a workload's life: the model as it is, with retrieval, fine-tuned, or trained from nothing?

    training FLOP = 6 x parameters x tokens, of which LoRA takes 4 / 6 (`sizing.training`)
    GPU hours     = FLOP / (peak x utilisation) / 3600
    training g    = GPU hours x (board power x host overhead / 1000 x PUE x grid + hardware)
    over its life = training + requests x carbon of one with the prompt of that method
    pays after    = training / (carbon of a request as it is - with the shorter prompt)  requests

The quality of the methods is not compared: only what each would emit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import Spread, gpu_named
from azgreen.catalog import model as model_named
from azgreen.catalog import region as region_named
from azgreen.estimate.advice.load import Request
from azgreen.estimate.carbon import operational_gco2e, pue_of
from azgreen.estimate.energy import HOST_OVERHEAD
from azgreen.estimate.scaling.power import embodied_gco2e_per_gpu_hour
from azgreen.estimate.sizing.training import FLOP_PER_PARAM_AND_TOKEN, LORA_SHARE, UTILISATION

if TYPE_CHECKING:
    from azgreen.estimate.advice.ask import Ask
    from azgreen.estimate.advice.routes import Route

TOKENS_PER_PARAM: Final = 20
"""Of a training from nothing: Chinchilla, arXiv 2203.15556; models in service took up to 100 times
as many, so this is the least."""

_TRAINING_GPU: Final = "H100-SXM"


@dataclass(frozen=True, slots=True)
class Method:
    """One way to make a model fit the task; None stands for what was not given."""

    name: str
    input_tokens: float | None
    training_gpu_h: Spread | None
    training_gco2e: Spread | None
    gco2e_per_request: float | None
    gco2e_over_life: float | None
    pays_after_requests: float | None
    """Requests after which the training is earned back; None where it never is."""
    note: str

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        hours, made = self.training_gpu_h, self.training_gco2e
        return {
            "method": self.name,
            "input_tokens": self.input_tokens,
            "training_gpu_h": None if hours is None else hours.as_dict(),
            "training_gco2e": None if made is None else made.as_dict(),
            "gco2e_per_request": self.gco2e_per_request,
            "gco2e_over_life": self.gco2e_over_life,
            "pays_after_requests": self.pays_after_requests,
            "note": self.note,
        }


def methods(ask: Ask, route: Route) -> list[Method]:
    """Return pre-built, retrieval, LoRA and training from nothing, of the middle values."""
    prompt, saved = ask.workload.traffic.input_tokens, ask.prompt_tokens_saved
    tuned = None if saved is None else prompt - saved
    tokens, missing = ask.fine_tune_tokens, "give --fine-tune-tokens and --prompt-tokens-saved"
    rag = f"{ask.rag_tokens:g} tokens more in each prompt; search service not counted"
    return [
        _served("pre-built", prompt, ask, route, "the prompt as it is"),
        _served("RAG", prompt + ask.rag_tokens, ask, route, rag),
        Method("LoRA fine-tuning", None, None, None, None, None, None, missing)
        if tuned is None or tokens is None
        else _trained("LoRA fine-tuning", tuned, tokens * LORA_SHARE, ask, route),
        _custom(tuned, ask, route),
    ]


def training_gpu_h(params_b: Spread, tokens: float) -> Spread:
    """Return H100 hours: 6 x parameters x tokens over peak and utilisation."""
    peak = gpu_named(_TRAINING_GPU).dense_16bit_tflops * 1e12
    flop = params_b * (1e9 * FLOP_PER_PARAM_AND_TOKEN * tokens)
    low, mid, high = UTILISATION.high, UTILISATION.mid, UTILISATION.low
    hours = 1 / (peak * 3600)
    return Spread(flop.low / low, flop.mid / mid, flop.high / high) * hours


def training_gco2e(gpu_h: Spread, region: str) -> Spread:
    """Return use and hardware of so many H100 hours in a region."""
    where = region_named(region)
    pue = pue_of(where)
    energy_wh = gpu_h * (gpu_named(_TRAINING_GPU).tdp_w * HOST_OVERHEAD.low)
    used = operational_gco2e(energy_wh, pue, Spread.exactly(where.grid_gco2e_per_kwh))
    return used + embodied_gco2e_per_gpu_hour() * gpu_h


def _custom(tuned: float | None, ask: Ask, route: Route) -> Method:
    size = model_named(route.model).total_params_b
    tokens = ask.training_tokens
    if tokens is None and size is not None:
        tokens = TOKENS_PER_PARAM * size.mid * 1e9
    prompt = ask.workload.traffic.input_tokens if tuned is None else tuned
    return _trained("custom training", prompt, tokens or 0.0, ask, route)


def _served(name: str, input_tokens: float, ask: Ask, route: Route, note: str) -> Method:
    each = _per_request(input_tokens, ask, route)
    life = each * ask.workload.requests_per_month * ask.lifetime_months
    return Method(name, input_tokens, None, None, each, life, None, note)


def _trained(name: str, input_tokens: float, tokens: float, ask: Ask, route: Route) -> Method:
    active = model_named(route.model).active_params_b or Spread.exactly(0)
    hours = training_gpu_h(active, tokens)
    made = training_gco2e(hours, route.region)
    served = _served(name, input_tokens, ask, route, "")
    each, before = served.gco2e_per_request or 0.0, _per_request(None, ask, route)
    pays = made.mid / (before - each) if each < before else None
    life = made.mid + (served.gco2e_over_life or 0.0)
    note = "hosting weights of one's own is not counted" if pays else "never pays: no prompt saved"
    return Method(name, input_tokens, hours, made, each, life, pays, note)


def _per_request(input_tokens: float | None, ask: Ask, route: Route) -> float:
    """Return gCO2e of a request with another prompt, in proportion to its GPU energy."""
    traffic, model = ask.workload.traffic, model_named(route.model)
    base = Request(traffic.input_tokens, traffic.output_tokens)
    asked = base if input_tokens is None else base.changed(input_tokens=input_tokens)
    each = route.gco2e_per_month.mid / ask.workload.requests_per_month
    return each * asked.gpu_j(model) / base.gpu_j(model)
