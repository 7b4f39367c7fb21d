"""What did each resource emit in each month? What was said by `/azgreen/carbon`, else what it took.

A figure that was said is kept with where its resource is, so that it outlasts the resource as
Azure's do. It goes before the one that follows from the load on the resource.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from azgreen import catalog
from azgreen.errors import CatalogError, Fault, InputError
from azgreen_emulator.arm.records import Record
from azgreen_emulator.services.carbon import months
from azgreen_emulator.services.carbon.taken import taken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from azgreen_emulator.arm.call import World
    from azgreen_emulator.arm.records import Body

SCOPES: Final = ("Scope1", "Scope2", "Scope3")
_ID: Final = "/azgreen/carbon"
_KEYS: Final = ("resource", "month", "kgco2e", "hours")
_HOURS: Final = 730


@dataclass(frozen=True)
class Emitted:
    """What one resource emitted in one month."""

    resource: str
    type: str
    """Lower case."""
    location: str
    """Display name in lower case: 'sweden central'."""
    month: str
    """Its first day: '2026-09-01'."""
    kgco2e: dict[str, float]
    """By scope; one that is not there is not known."""
    hours: float
    """Of use, which the carbon intensity is over."""

    @property
    def group_url(self) -> str:
        """The resource group as Azure's filter names it: all in lower case."""
        return "/".join(self.resource.lower().split("/")[:5])

    @property
    def subscription(self) -> str:
        """The id of the subscription."""
        return self.resource.lower().split("/")[2]


def put(world: World, asked: Body) -> list[Body]:
    """Keep a figure in place of the one of the same resource and month.

    Raises:
        InputError: everything that cannot be used.
    """
    record = world.store.get(str(asked.get("resource", "")))
    faults = [*_wrong(asked, record)]
    if faults or record is None:
        raise InputError(faults)
    given: dict[str, float] = asked["kgco2e"]
    made = Emitted(
        record.id,
        record.type.lower(),
        _place(world, record),
        f"{asked['month']}-01",
        {scope: given.get(scope, 0.0) for scope in SCOPES},
        asked.get("hours", _HOURS),
    )
    others = [each for each in _all(world) if _key(each) != _key(made)]
    told = [asdict(each) for each in (*others, made)]
    world.store.put(Record(_ID, "azgreen/carbon", {}, private={"emitted": told}))
    return told


def listed(world: World) -> list[Body]:
    """Return every figure."""
    record = world.store.get(_ID)
    return [] if record is None else record.private["emitted"]


def clear(world: World) -> None:
    """Forget every figure."""
    world.store.remove(_ID)


def of_subscriptions(world: World, subscriptions: Sequence[str]) -> list[Emitted]:
    """Return the figures of these subscriptions, named in lower case."""
    said = _all(world)
    known = set(map(_key, said))
    found = (*said, *(each for each in _taken(world) if _key(each) not in known))
    return [each for each in found if each.subscription in subscriptions]


def _key(one: Emitted) -> tuple[str, str]:
    return one.resource.lower(), one.month


def _taken(world: World) -> Iterator[Emitted]:
    """Yield what follows from the loads, in the months that are reported by now."""
    reported = months.between(*months.available(world.clock.now().date()))
    for each in taken(world.store, reported):
        known = {"Scope2": each.use_kg, "Scope3": each.hardware_kg}
        kilograms = {scope: amount for scope, amount in known.items() if amount is not None}
        yield Emitted(
            each.resource.id,
            each.resource.type.lower(),
            _place(world, each.resource),
            each.month.isoformat(),
            kilograms,
            each.hours,
        )


def _all(world: World) -> list[Emitted]:
    return [Emitted(**each) for each in listed(world)]


def _place(world: World, record: Record) -> str:
    """Return where a resource is or, for a child, what it is in."""
    above: Record | None = record
    while above is not None and not above.location:
        above = world.store.get(above.parent) if above.parent else None
    try:
        return catalog.region(above.location).display_name.lower() if above else ""
    except CatalogError:
        return ""


def _wrong(asked: Body, record: Record | None) -> Iterator[Fault]:
    for key in asked:
        if key not in _KEYS:
            yield Fault(key, f"is not known; allowed: {', '.join(_KEYS)}")
    if record is None or "/providers/" not in record.id:
        what = f"{asked.get('resource')!r} is not there; allowed: the id of a resource that is"
        yield Fault("resource", what)
    if not _is_month(asked.get("month")):
        yield Fault("month", f"{asked.get('month')!r} is not usable; allowed: such as '2026-09'")
    if not _is_number(asked.get("hours", _HOURS)) or not asked.get("hours", _HOURS):
        yield Fault("hours", f"{asked['hours']!r} is not usable; allowed: a number above 0")
    yield from _wrong_amounts(asked.get("kgco2e"))


def _wrong_amounts(given: Any) -> Iterator[Fault]:
    if not isinstance(given, dict) or not given:
        what = f"{given!r} is not usable; allowed: kilograms by {', '.join(SCOPES)}"
        yield Fault("kgco2e", what)
        return
    for scope, amount in given.items():  # pyright: ignore[reportUnknownVariableType]
        if scope not in SCOPES:
            yield Fault(f"kgco2e.{scope}", f"is not known; allowed: {', '.join(SCOPES)}")
        elif not _is_number(amount):
            what = f"{amount!r} is not usable; allowed: a number of at least 0"
            yield Fault(f"kgco2e.{scope}", what)


def _is_number(value: Any) -> bool:
    known = isinstance(value, int | float) and not isinstance(value, bool)
    return known and math.isfinite(value) and value >= 0


def _is_month(text: Any) -> bool:
    try:
        return date.fromisoformat(f"{text}-01").strftime("%Y-%m") == text
    except ValueError:
        return False
