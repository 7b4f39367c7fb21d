"""Where is a stack deployed to, who watches, and may it go on?"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from azgreen_emulator.engine.report import InterruptedDeploymentError

if TYPE_CHECKING:
    from azgreen_emulator.engine.project import Stack
    from azgreen_emulator.engine.report import Observer
    from azgreen_emulator.engine.state import State
    from azgreen_emulator.native.client import ArmClient


@dataclass(frozen=True)
class Site:
    """One stack with its state, its local Azure and its observer."""

    stack: Stack
    state: State
    azure: ArmClient
    observer: Observer
    _stop: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """Begin no further step; the ones under way are waited for."""
        self._stop.set()

    def require_running(self) -> None:
        """Raise where the user asked to stop."""
        if self._stop.is_set():
            raise InterruptedDeploymentError(
                "interrupted; what was done is recorded, and the next run goes on from here"
            )
