"""What was found of one resource?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from azgreen.cli._deployed import Deployed
    from azgreen.estimate.waste import Judged


@dataclass(frozen=True)
class Found:
    """A resource and one verdict on it."""

    resource: Deployed
    judged: Judged

    @property
    def id(self) -> str:
        """By which it is fixed or snoozed: 'idle:chat'."""
        return f"{self.judged.kind}:{self.judged.resource}"
