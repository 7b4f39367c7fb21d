"""What is recommended for one resource, why, what would it save and what is the risk?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from azgreen.catalog import Spread
    from azgreen.estimate.rightsizing.evidence import Evidence

Verdict = Literal["change", "keep", "more data", "unknown"]
"""`unknown`: the samples are enough, but something else that decides is not known."""

WORTH_SHARE: Final = 0.1
"""Of what is there now that a smaller size has to save to be recommended; assumption: less than
that is within what one week differs from the next, and every change is a risk of its own."""

QUANTITIES: Final = ("gco2e", "water_l", "usd")
NO_POWER: Final = "Azure publishes the power of no size of this service"


@dataclass(frozen=True, slots=True)
class Month:
    """What a size takes in a month; a quantity that is not known is left out of `known`."""

    known: Mapping[str, Spread] = field(default_factory=dict[str, "Spread"], hash=False)
    not_known: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    """Why, by quantity."""


@dataclass(frozen=True, slots=True)
class Saving:
    """A month as it is and as it would be."""

    now: Month
    then: Month

    def of(self, quantity: str) -> float | None:
        """Return what is saved of one of `QUANTITIES`, by the middle values; None: not known."""
        now, then = self.now.known.get(quantity), self.then.known.get(quantity)
        return None if now is None or then is None else now.mid - then.mid

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; a saving below 0 is a cost."""
        return {
            **{f"{name}_per_month": self.of(name) for name in QUANTITIES},
            "now": {name: found.as_dict() for name, found in self.now.known.items()},
            "then": {name: found.as_dict() for name, found in self.then.known.items()},
            "not_known": {**self.now.not_known, **self.then.not_known},
        }


@dataclass(frozen=True, slots=True)
class Risk:
    """Share of what was asked for that was, or would have been, over the target, by replay."""

    now: float | None
    """As it is; None where that cannot be replayed."""
    then: float
    """Had the recommendation been in force."""
    unseen: float | None
    """Of the last week, had what the weeks before it recommend been in force."""
    budget: float
    of: str = "the requests"
    """What it is a share of."""

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        shares = {"now": self.now, "then": self.then, "unseen": self.unseen}
        return {**shares, "budget": self.budget, "of": self.of}


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What to do with one resource; `size` is None unless something is to change."""

    resource: str
    kind: str
    verdict: Verdict
    why: str
    current: Mapping[str, Any]
    evidence: Evidence
    size: Mapping[str, Any] | None = None
    saving: Saving | None = None
    risk: Risk | None = None
    notes: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether something is to be changed."""
        return self.verdict == "change"

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys."""
        return {
            "resource": self.resource,
            "kind": self.kind,
            "verdict": self.verdict,
            "why": self.why,
            "current": dict(self.current),
            "recommended": None if self.size is None else dict(self.size),
            "saving": None if self.saving is None else self.saving.as_dict(),
            "risk": None if self.risk is None else self.risk.as_dict(),
            "evidence": self.evidence.as_dict(),
            "notes": list(self.notes),
            "explain": self.explain(),
        }

    def explain(self) -> list[str]:
        """Say what is recommended and what it rests on, one thing a line."""
        lines = [f"{self.verdict}: {self.why}", *self.evidence.explain()]
        if self.risk is not None:
            now = "not known" if self.risk.now is None else f"{self.risk.now:.2%}"
            then = f"{now} of {self.risk.of} now, {self.risk.then:.2%} then"
            unseen = (
                "" if self.risk.unseen is None else f", {self.risk.unseen:.2%} in an unseen week"
            )
            lines.append(f"over the target: {then}{unseen}; budget {self.risk.budget:.2%}")
        if self.saving is not None:
            lines += [_told(self.saving, name) for name in QUANTITIES]
        return [*lines, *self.notes]


_UNITS: Final = {"gco2e": "gCO2e", "water_l": "L of water", "usd": "USD"}


def _told(saving: Saving, quantity: str) -> str:
    saved, unit = saving.of(quantity), _UNITS[quantity]
    if saved is None:
        why = {**saving.now.not_known, **saving.then.not_known}.get(quantity, "not known")
        return f"{unit} a month: not known; {why}"
    return (
        f"{unit} a month: {saved:,.4g} saved"
        if saved >= 0
        else f"{unit} a month: {-saved:,.4g} more"
    )
