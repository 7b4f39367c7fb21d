"""What do the GPUs of one's own draw for a month's requests, and while nobody is there?

    GPU J/request = output x j(batch) + input x share x j(64)           as by the token
    idle J        = board power x busy share of it x idle share of that x time

j is the fit of `azgreen.estimate.decode`, which is to H100. For another GPU a GB read is taken to
cost as its board power over bandwidth, a FLOP as its board power over arithmetic: an assumption.
Boards draw no more than their power while anybody is there: where fit and roofline together would
have them do so, the energy is held to that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from azgreen.catalog import Spread, gpu_named
from azgreen.estimate.carbon import embodied_gco2e, operational_gco2e, pue_of
from azgreen.estimate.decode import FIT, FIT_ERROR, DecodeFit, Replica
from azgreen.estimate.energy import (
    BATCH_SIZES,
    HOST_OVERHEAD,
    PREFILL_SHARE,
    energy_wh,
    gpu_j_per_request,
)
from azgreen.estimate.scaling.power import IDLE_POWER_SHARE
from azgreen.estimate.sizing.gpu_footprint import BUSY_TDP_SHARE
from azgreen.estimate.traffic import Traffic

if TYPE_CHECKING:
    from azgreen.catalog import Gpu
    from azgreen.estimate.sizing import GpuSize

PROVIDER_BATCH: Final = BATCH_SIZES[1]

_FITTED_ON: Final = "H100-SXM"
_JOULES_PER_WH: Final = 3600


@dataclass(frozen=True, slots=True)
class Month:
    """What the choice of a sizing works and stands idle."""

    size: GpuSize
    gpu: Gpu
    requests_per_second: float
    hours: float
    busy_share: float
    """Of the time, in which anybody is there."""

    @property
    def requests(self) -> float:
        """Of all hours."""
        return self.requests_per_second * 3600 * self.hours

    @property
    def most_j(self) -> float:
        """Joules that the boards can draw while anybody is there."""
        return self._board_j * BUSY_TDP_SHARE.high * self.busy_share

    @property
    def idle_j(self) -> Spread:
        """Joules that the boards draw while nobody is there."""
        return BUSY_TDP_SHARE * IDLE_POWER_SHARE * (self._board_j * (1 - self.busy_share))

    @property
    def _board_j(self) -> float:
        gpus = self.size.choice.instance.gpus * self.size.choice.instances
        return self.gpu.tdp_w * gpus * self.hours * 3600

    def held(self, gpu_j: Spread) -> Spread:
        """Return no more than the boards can draw."""
        most = self.most_j
        return Spread(min(gpu_j.low, most), min(gpu_j.mid, most), min(gpu_j.high, most))

    def gpu_j(self, batch: float) -> Spread:
        """Return the joules of all requests on this GPU; the error of the fit is the width."""
        need, shape, fit = self.size.need, self.size.shape, fit_on(self.gpu)
        copy = Replica(
            shape.active_params_b,
            shape.total_params_b,
            self.size.choice.gpus_per_replica,
            shape.weight_bytes,
            need.input_tokens + need.output_tokens / 2,
        )
        decode = fit.j_per_output_token(batch, copy) * need.output_tokens
        alone = replace(copy, context_tokens=0.0)
        prefill = fit.j_per_output_token(PROVIDER_BATCH, alone) * need.input_tokens
        return (FIT_ERROR * decode + FIT_ERROR * PREFILL_SHARE * prefill) * self.requests

    def used(self, gpu_j: Spread) -> Spread:
        """Return gCO2e of so many joules of GPUs, with their host alone: idle time is apart."""
        return self._gco2e(gpu_j * (HOST_OVERHEAD.low / _JOULES_PER_WH))

    def as_by_the_token(self) -> Spread:
        """Return gCO2e of the requests as `azgreen.estimate.footprint` counts them."""
        need = self.size.need
        traffic = Traffic(self.requests_per_second, need.input_tokens, need.output_tokens)
        gpu_j = gpu_j_per_request(self.size.shape.model, traffic) * self.requests
        return self._gco2e(energy_wh(gpu_j)) + embodied_gco2e(gpu_j)

    def _gco2e(self, wh: Spread) -> Spread:
        region = self.size.region
        pue = pue_of(region)
        return operational_gco2e(wh, pue, Spread.exactly(region.grid_gco2e_per_kwh))


def fit_on(gpu: Gpu) -> DecodeFit:
    """Return the fit, moved from H100 to `gpu` (assumption above)."""
    known = gpu_named(_FITTED_ON)
    power = gpu.tdp_w / known.tdp_w
    return replace(
        FIT,
        j_per_gb=FIT.j_per_gb * power * known.memory_gb_per_s / gpu.memory_gb_per_s,
        j_per_billion_params=FIT.j_per_billion_params
        * power
        * known.dense_16bit_tflops
        / gpu.dense_16bit_tflops,
    )
