"""What must a fine-tuning save until it has earned back the carbon of its training?

    prompt tokens = gCO2e of the training / gCO2e that reading one prompt token takes

on the same model in the same region. Hosting weights of one's own is not counted: an endpoint that
few ask may emit more than shorter prompts ever save.
"""

from __future__ import annotations

from typing import Final

from azgreen.catalog import Spread
from azgreen.catalog import model as model_named
from azgreen.catalog import region as region_named
from azgreen.estimate.carbon import embodied_gco2e, operational_gco2e, pue_of
from azgreen.estimate.energy import energy_wh, gpu_j_per_request
from azgreen.estimate.traffic import Traffic

_PROMPT_TOKENS: Final = 1000
_NO_ANSWER: Final = 1e-9  # output tokens: what is left is the reading of the prompt


def gco2e_per_prompt_token(model: str, region: str) -> Spread:
    """Return gCO2e, use and hardware, of reading one token of a prompt.

    Raises:
        EstimateError: the size of the model is not known.
    """
    joules = gpu_j_per_request(model_named(model), Traffic(1, _PROMPT_TOKENS, _NO_ANSWER))
    where = region_named(region)
    pue = pue_of(where)
    grid = Spread.exactly(where.grid_gco2e_per_kwh)
    whole = operational_gco2e(energy_wh(joules), pue, grid) + embodied_gco2e(joules)
    return whole * (1 / _PROMPT_TOKENS)


def payback_prompt_tokens(training_gco2e: Spread, model: str, region: str) -> float:
    """Return how many prompt tokens fewer earn the training back, by the middles."""
    return training_gco2e.mid / gco2e_per_prompt_token(model, region).mid
