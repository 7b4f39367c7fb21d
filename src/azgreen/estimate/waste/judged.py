"""What has been found of one resource: waste, something that is needed, or too little to tell?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from azgreen.estimate.rightsizing import QUANTITIES, Month

if TYPE_CHECKING:
    from collections.abc import Mapping

Verdict = Literal["waste", "needed", "not judged"]

IDLE: Final = "idle"
UNDERUSED: Final = "underused"
NO_HITS: Final = "no-hits"
NEVER_ZERO: Final = "never-zero"
LARGER: Final = "larger-model"
KINDS: Final = (IDLE, UNDERUSED, NO_HITS, NEVER_ZERO, LARGER)
"""What may be found."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on one resource, with what it rests on."""

    kind: str
    """One of `KINDS`."""
    resource: str
    verdict: Verdict
    why: str
    evidence: tuple[str, ...] = ()
    saving: Month = field(default_factory=Month)
    """Of a month, were it fixed; of waste each quantity is known or has its reason."""
    fix: str = ""
    change: Mapping[str, Any] = field(default_factory=dict[str, Any], hash=False)
    """What is set in place of what is there; empty where it is to go, or nobody knows to what."""

    @property
    def is_waste(self) -> bool:
        """Whether something is to be done."""
        return self.verdict == "waste"

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys, all of a month."""
        known = {name: self.saving.known.get(name) for name in QUANTITIES}
        return {
            "kind": self.kind,
            "resource": self.resource,
            "why": self.why,
            "evidence": list(self.evidence),
            "saving": {
                **{
                    f"{name}_per_month": None if found is None else found.as_dict()
                    for name, found in known.items()
                },
                "not_known": dict(self.saving.not_known),
            },
            "fix": self.fix,
            "change": dict(self.change),
        }
