"""What is known of the months of a stack: reported, estimated, measured, and avoided by caches?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from azgreen.estimate.measured.avoided import Avoided
from azgreen.estimate.measured.gpus import Gpus

if TYPE_CHECKING:
    from azgreen.estimate.measured.compare import Compared
    from azgreen.estimate.measured.reasons import Reason


@dataclass(frozen=True, slots=True)
class Trend:
    """The months, and why the figures of one may differ."""

    of: str
    """'stack 'dev'', the name of a file, or 'the subscription'."""
    azure: str
    """Address of the Azure that reported."""
    subscription: str
    compared: Compared
    reasons: tuple[Reason, ...] = ()
    gpus: Gpus = field(default_factory=lambda: Gpus(()))
    avoided: Avoided = field(default_factory=lambda: Avoided(()))
    metrics_refused: str = ""
    """Why no metric could be read; then nothing is measured."""
    grids: tuple[str, ...] = ()
    """Where the grids come from that the measured energy was counted on."""

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "of": self.of,
            "azure": self.azure,
            "subscription": self.subscription,
            "reported": not self.compared.is_empty,
            "months": [month.as_dict() for month in self.compared.months],
            "reasons": [each.as_dict() for each in self.reasons],
            "measured": self.gpus.as_dict(),
            "avoided": self.avoided.as_dict(),
            "metrics_refused": self.metrics_refused or None,
            "grids": list(self.grids),
        }
