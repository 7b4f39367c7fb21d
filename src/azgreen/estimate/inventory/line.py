"""What does one resource take in a month, what do all of them, and what of it is not known?"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import Spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

QUANTITIES: Final = ("energy_wh", "gco2e", "water_l", "usd")
PARTS: Final = ("use_gco2e", "hardware_gco2e")
NOTHING: Final = Spread.exactly(0)

Figures = dict[str, Spread | str]
"""By quantity the figure of a month, or why it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One resource and a month; None stands for what is not known, and `not_known` says why."""

    kind: str
    """Module and type, such as `search:Service`."""
    name: str = ""
    """In the program; empty where it was not told."""
    region: str | None = None
    energy_wh: Spread | None = None
    """IT energy, before PUE."""
    gco2e: Spread | None = None
    """Use and hardware."""
    use_gco2e: Spread | None = None
    """The part of `gco2e` that electricity stands for; None where the two are not apart."""
    hardware_gco2e: Spread | None = None
    """The part of `gco2e` that making the hardware stands for."""
    water_l: Spread | None = None
    """On site."""
    usd: Spread | None = None
    """List price."""
    not_known: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    """Why, by quantity; exactly those that are None."""
    left_out: tuple[str, ...] = ()
    """What the figures do not hold although they are known."""
    basis: tuple[str, ...] = ()
    """What the figures rest on."""

    @classmethod
    def of(cls, kind: str, figures: Figures, **more: tuple[str, ...]) -> Line:
        """Make a line of figures, one or a reason for each quantity, and of parts if known."""
        known = {key: figures[key] for key in QUANTITIES}
        reasons = {key: found for key, found in known.items() if isinstance(found, str)}
        spreads = {key: found for key, found in known.items() if isinstance(found, Spread)}
        spreads |= {key: figures[key] for key in PARTS if isinstance(figures.get(key), Spread)}
        return cls(kind=kind, not_known=reasons, **spreads, **more)  # pyright: ignore[reportArgumentType]

    def figure(self, quantity: str) -> Spread | None:
        """Return one of `QUANTITIES`."""
        found: Spread | None = getattr(self, quantity)
        return found

    def called(self, name: str, region: str | None) -> Line:
        """Return the line of a resource of this name in a region."""
        return replace(self, name=name, region=region)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys, all of a month."""
        return {
            "kind": self.kind,
            "name": self.name,
            "region": self.region,
            **_plain({key: self.figure(key) for key in QUANTITIES}),
            "not_known": dict(self.not_known),
            "left_out": list(self.left_out),
            "basis": list(self.basis),
        }


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of what is known of a month: at least this, where anything is not known."""

    lines: tuple[Line, ...]
    energy_wh: Spread
    gco2e: Spread
    water_l: Spread
    usd: Spread

    def not_known(self, quantity: str) -> tuple[Line, ...]:
        """Return the lines that a sum lacks."""
        return tuple(line for line in self.lines if quantity in line.not_known)

    def told(self, quantity: str) -> str:
        """Say how many of the resources a sum holds: "of 3 resources" or "of 3 of 5 resources"."""
        count, missing = len(self.lines), len(self.not_known(quantity))
        held = f"{count - missing} of {count}" if missing else f"{count}"
        return f"of {held} resource{'' if count == 1 else 's'}"

    @property
    def left_out(self) -> tuple[str, ...]:
        """What no figure holds, each with the resource."""
        return tuple(f"{line.name!r}: {what}" for line in self.lines for what in line.left_out)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; units are in the keys, all of a month."""
        reasons = {
            key: {line.name: line.not_known[key] for line in self.not_known(key)}
            for key in QUANTITIES
        }
        return {
            **_plain({key: getattr(self, key) for key in QUANTITIES}),
            "not_known": reasons,
            "left_out": list(self.left_out),
            "lines": [line.as_dict() for line in self.lines],
        }


def total(lines: Iterable[Line]) -> Total:
    """Add up what is known; what is not stays on its line and in `Total.not_known`."""
    held = tuple(lines)
    sums = {
        key: sum((found for line in held if (found := line.figure(key)) is not None), start=NOTHING)
        for key in QUANTITIES
    }
    return Total(held, **sums)


def nobody_knows(reason: str) -> Figures:
    """Return a reason for every quantity."""
    return dict.fromkeys(QUANTITIES, reason)


def nothing_of_its_own(kind: str, why: str) -> Line:
    """Return the line of what bills and draws nothing itself."""
    return Line.of(kind, dict.fromkeys(QUANTITIES, NOTHING), basis=(why,))


def _plain(values: dict[str, Spread | None]) -> dict[str, dict[str, float] | None]:
    return {key: None if item is None else item.as_dict() for key, item in values.items()}
