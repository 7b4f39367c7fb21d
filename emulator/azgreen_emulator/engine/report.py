"""What is told of a deployment, before, while and after it runs?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from azgreen.errors import EngineError, PolicyError
from azgreen_emulator.engine.policy import Violation, mandatory
from azgreen_emulator.engine.steps import KINDS, Kind, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azgreen_emulator.engine.monitor import Registration
    from azgreen_emulator.native.values import Json


class Observer(Protocol):
    """Who wants to see how a deployment goes."""

    def planned(self, report: Report) -> None:
        """Everything is known and nothing has been written yet."""
        ...

    def started(self, step: Step) -> None:
        """A step is about to be asked of Azure."""
        ...

    def finished(self, step: Step) -> None:
        """A step is done and recorded."""
        ...

    def said(self, severity: str, message: str) -> None:
        """The program logged a message."""
        ...


@dataclass
class Report:
    """What a deployment does, or did."""

    stack: str
    steps: list[Step] = field(default_factory=list[Step])
    outputs: dict[str, Json] = field(default_factory=dict[str, "Json"])
    policies: list[str] = field(default_factory=list[str])
    violations: list[Violation] = field(default_factory=list[Violation])
    sources: dict[str, str] = field(default_factory=dict[str, str])
    """Place in the program by URN, `file#line` from the project's folder."""
    planned: list[Registration] = field(default_factory=list["Registration"])
    """Resources of Azure as the program declares them, with all their inputs."""

    @property
    def summary(self) -> dict[Kind, int]:
        """How many resources of Azure see each kind of step."""
        counts = Counter(step.kind for step in self.steps)
        return {kind: counts[kind] for kind in KINDS}

    @property
    def changes(self) -> bool:
        """Whether anything is written."""
        return any(step.kind != "same" for step in self.steps)


class InterruptedDeploymentError(EngineError):
    """The user asked to stop; every step that had begun has ended and is recorded."""

    exit_code = 130


def refuse(violations: Sequence[Violation]) -> None:
    """Raise for the mandatory ones among `violations`, all at once."""
    found = mandatory(violations)
    if found:
        told = "\n".join(f"{item.policy}: {item.finding}" for item in found)
        raise PolicyError(f"nothing was written, because of mandatory policies:\n{told}")
