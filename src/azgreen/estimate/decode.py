"""How much GPU energy does one output token take?

One step of decoding makes one token for each of b requests. It reads every weight that any of them
needs, once, and the attention cache of each; it computes with the active parameters; and there is a
rest per token, whatever the model:

    J per output token = g^gpus (j_per_gb (W / b + K) + j_per_billion_params A + j_per_token)
    W = 2 (bytes / 2)^precision (D + (T - D) (1 - (1 - r)^b))

W: GB of weights read in a step; K: GB of cache read per token; A, T: active and total parameters in
billions; D: those that every token uses; r = (A - D) / (T - D): the share of the experts that a
token uses. More requests hit more experts: the bracket is what is hit when each draws at random. A
dense model has A = T, so W is all of it. g: GPUs of the replica; what they spend on talking to each
other grows as a power of their number.
"""

from __future__ import annotations

from dataclasses import dataclass

from azgreen.catalog import Spread

_GB_PER_BILLION_PARAMS = 2.0  # at the 16 bit that the precision is counted from
_ALWAYS_USED = 0.5  # of the active parameters: 0.28 to 0.82 over the six open expert models fitted
_CACHE_GB, _CACHE_POWER = 0.055, 0.44
"""GB of cache per 1,000 tokens of context is 0.055 A^0.44.

Least squares on the logarithm over the config.json of the 14 open models of the fit that have only
attention layers; `scripts/fit_energy.py` holds them.
"""


@dataclass(frozen=True, slots=True)
class Replica:
    """One copy of a model and the GPUs it runs on; sizes in billions of parameters."""

    active_params_b: float
    total_params_b: float
    gpus: int
    weight_bytes: float = 2.0
    """Bytes per weight: 2 for bfloat16, 1 for fp8, 0.53 for mxfp4."""
    context_tokens: float = 1000.0
    """Mean tokens that attention looks back on: the prompt and half of the answer."""
    cache_gb: float | None = None
    """GB of attention cache read per token; from size and context when left out."""
    expert_share: float | None = None
    """Experts that a token uses over experts there are; from the sizes when left out."""

    def weights_gb(self, batch: float, precision: float) -> float:
        """Return the GB of weights that a step for `batch` requests reads (W above)."""
        always = self._always_used_b()
        routed = self.total_params_b - always
        share = (self.active_params_b - always) / routed if routed > 0 else 1.0
        hit = 1 - (1 - share) ** batch
        per_billion = _GB_PER_BILLION_PARAMS * (self.weight_bytes / 2) ** precision
        return per_billion * (always + routed * hit)

    def read_cache_gb(self) -> float:
        """Return the GB of attention cache read for a token (K above)."""
        if self.cache_gb is not None:
            return self.cache_gb
        return _CACHE_GB * self.active_params_b**_CACHE_POWER * self.context_tokens / 1000

    def _always_used_b(self) -> float:
        active, total, share = self.active_params_b, self.total_params_b, self.expert_share
        if share is None or share == 1:
            return _ALWAYS_USED * active
        return min(max((active - share * total) / (1 - share), 0.0), active)


@dataclass(frozen=True, slots=True)
class DecodeFit:
    """Coefficients of the GPU energy per output token; the formula is this module's."""

    j_per_gb: float
    j_per_billion_params: float
    j_per_token: float
    precision: float
    gpus: float

    def j_per_output_token(self, batch: float, replica: Replica) -> float:
        """Return GPU J per output token with `batch` requests in flight on `replica`."""
        read_gb = replica.weights_gb(batch, self.precision) / batch + replica.read_cache_gb()
        computed = self.j_per_billion_params * replica.active_params_b
        return replica.gpus**self.gpus * (self.j_per_gb * read_gb + computed + self.j_per_token)


FIT = DecodeFit(
    j_per_gb=0.2003,
    j_per_billion_params=0.002422,
    j_per_token=0.04745,
    precision=0.7599,
    gpus=0.2186,
)
"""Least squares on the logarithm over 258 runs of 16 models of 8 to 405 billion parameters.

Source: ML.ENERGY leaderboard v3.0 (2026-02-16), chat and GPQA tasks, vLLM, 1 to 8 NVIDIA H100; made
by `scripts/fit_energy.py`. The first two lie where the hardware says: 700 W at 3.35 TB/s is
0.21 J/GB, and 2 GFLOP per billion parameters at 989 TFLOP/s is 0.0014 J, at 60 % of peak 0.0024 J.
"""

FIT_ERROR = Spread(0.51, 1, 1.29)
"""Measured over estimated energy where the fit has seen no model of the maker and is told sizes.

Ends: 10 % and 90 % quantiles over the same runs, each with coefficients fitted without its maker's;
every model counts the same. The maker is left out because a closed model shares no design with the
runs; with the model alone left out the ends are 0.65 and 1.37.
"""
