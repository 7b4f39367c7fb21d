"""How long does a token take in a batch, and how many requests a second does that make?

    step(b) = max((weights(b) / g + KV b) / bandwidth, 2 A b / (g arithmetic)) x g^0.2186
    prefill = 2 A input / (g arithmetic) x g^0.2186
    time per output token(b) = step(b) + b prefill / output

for b requests at once on g GPUs. Weights are read once for all, those of the experts that b tokens
hit; each request's cache for itself; A: active parameters. Prefills take turns with decoding, so
each token of b requests also waits for its share of theirs. What the GPUs lose to each other grows
as in the fit of `azgreen.estimate.decode`. Bandwidth and arithmetic are peak x a share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.estimate.decode import FIT, Replica

if TYPE_CHECKING:
    from azgreen.catalog import Gpu

BANDWIDTH_SHARE: Final = 0.61
"""Of the peak that decoding reaches on A100 and H100 (ridgepoint 0.1.2)."""

ARITHMETIC_SHARE: Final = 0.4
"""Of the peak without sparsity; assumption, as in `energy.PREFILL_SHARE`."""

_FLOP_PER_PARAM: Final = 2


@dataclass(frozen=True, slots=True)
class Decoding:
    """One replica at work on requests of one mean size."""

    active_params_b: float
    total_params_b: float
    weight_bytes: float
    sequence_gb: float
    """GB of cache of a request halfway through its answer, on each GPU."""
    input_tokens: float
    output_tokens: float
    gpu: Gpu
    gpus: int
    gpu_share: float = 1.0
    """Of a GPU that is cut in pieces."""

    def step_s(self, batch: int) -> float:
        """Return the seconds of one step that makes a token for each of `batch` requests."""
        size = Replica(self.active_params_b, self.total_params_b, self.gpus, self.weight_bytes)
        read_gb = size.weights_gb(batch, precision=1) / self.gpus + batch * self.sequence_gb
        reading = read_gb / (self.gpu.memory_gb_per_s * BANDWIDTH_SHARE * self.gpu_share)
        return max(reading, batch * self._arithmetic_s(1)) * self._loss

    @property
    def prefill_s(self) -> float:
        """Seconds of the prefill of one request."""
        return self._arithmetic_s(self.input_tokens) * self._loss

    def ms_per_output_token(self, batch: int) -> float:
        """Return the time between two tokens of a request in a batch (formula above)."""
        return 1000 * (self.step_s(batch) + batch * self.prefill_s / self.output_tokens)

    def requests_per_second(self, batch: int) -> float:
        """Return what a replica with a batch that stays full serves (Little's law)."""
        return batch / (self.output_tokens * self.ms_per_output_token(batch) / 1000)

    def largest_batch(self, most: int, target_ms: float) -> int:
        """Return the largest batch up to `most` that meets the target; 0 where none does."""
        low, high = 0, most
        while low < high:
            middle = (low + high + 1) // 2
            meets = self.ms_per_output_token(middle) <= target_ms
            low, high = (middle, high) if meets else (low, middle - 1)
        return low

    @property
    def _loss(self) -> float:
        return self.gpus**FIT.gpus

    def _arithmetic_s(self, tokens: float) -> float:
        flop = _FLOP_PER_PARAM * self.active_params_b * 1e9 * tokens
        speed = self.gpu.dense_16bit_tflops * 1e12 * ARITHMETIC_SHARE * self.gpu_share
        return flop / (self.gpus * speed)
