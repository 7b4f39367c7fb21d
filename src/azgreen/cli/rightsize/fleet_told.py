"""How is told which sizes of a fleet would have done, and what was not looked at?"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Final

from azgreen import catalog
from azgreen.cli.rightsize.told import size_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from azgreen.cli.rightsize.fleet import Fleet
    from azgreen.cli.rightsize.look import Look

_SHOWN: Final = 50
"""Changes in the table; JSON has all of them."""

_REASONS: Final = 5
_HEADS: Final = ("kgCO2e/month", "USD/month", "subscription", "resource", "now", "then")
_NOT_KNOWN: Final = "not known"


def as_json(fleet: Fleet) -> str:
    """Return one JSON object."""
    header = fleet.header
    found = {
        "azure": header.azure,
        "since": header.since,
        "until": header.until,
        "weeks": int(header.weeks),
        "grain": header.grain,
        "changes": len(fleet.changes),
        "verdicts": _verdicts(fleet.looks),
        "subscriptions": [
            {
                "id": each,
                "name": name,
                "not_read": [
                    {"what": item.what, "why": item.why} for item in fleet.missing.get(each, ())
                ],
            }
            for each, name in fleet.subscriptions.items()
        ],
        "resources": [look.as_dict() for look in _ranked(fleet)],
        "measured": [{**use.as_dict(), "unit": _unit(use.metric)} for use in fleet.measured],
    }
    return json.dumps(found, indent=2, sort_keys=True)


def as_table(fleet: Fleet) -> str:
    """Return the changes, the largest saving first, the counts, and what was not looked at."""
    header, since_until = (
        fleet.header,
        (each[:16] for each in (fleet.header.since, fleet.header.until)),
    )
    time = " to ".join(since_until).replace("T", " ")
    count = len(fleet.subscriptions)
    of = f"{count} subscription{'s' if count > 1 else ''} of {header.azure}"
    told = [f"sizes of {of}, {time} UTC,"]
    told[0] += f" by steps of {header.grain.removeprefix('PT').lower()}"
    told += ["", *_changes(fleet.changes)] if fleet.changes else []
    verdicts = ", ".join(f"{count:,} {name}" for name, count in _verdicts(fleet.looks).items())
    told += ["", verdicts or "nothing there has a size"]
    return "\n".join([*told, *_not_looked_at(fleet)])


def interrupted(file: str) -> None:
    """Say that nothing is lost."""
    sys.stderr.write(f"interrupted; {file} keeps what was read, the same command goes on there\n")


def _unit(metric: str) -> str:
    """Return what a metric counts; those of one name count the same wherever they come from."""
    return next(known.unit for known in catalog.metrics() if known.name == metric)


def _ranked(fleet: Fleet) -> Sequence[Look]:
    changes = fleet.changes
    chosen = {id(look) for look in changes}
    return [*changes, *(look for look in fleet.looks if id(look) not in chosen)]


def _verdicts(looks: Sequence[Look]) -> Mapping[str, int]:
    return Counter(look.found.verdict if look.found else "not looked at" for look in looks)


def _changes(changes: Sequence[Look]) -> Iterator[str]:
    rows = [_HEADS, *map(_row, changes[:_SHOWN])]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.rjust(width) if index < 2 else cell.ljust(width)  # noqa: PLR2004 - two numbers
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
    if len(changes) > _SHOWN:
        yield f"and {len(changes) - _SHOWN:,} more, all of which --format json has"


def _row(look: Look) -> tuple[str, ...]:
    found = look.found
    if found is None or found.size is None:
        raise ValueError(f"{look.resource.id} is not to be changed")
    saving = found.saving
    grams, usd = (saving.of(name) if saving else None for name in ("gco2e", "usd"))
    parts = look.resource.id.split("/")
    return (
        _NOT_KNOWN if grams is None else f"{grams / 1000:,.1f}",
        _NOT_KNOWN if usd is None else f"{usd:,.0f}",
        parts[2],
        "/".join(parts[8::2]),
        size_text(found.current),
        size_text(found.size),
    )


def _not_looked_at(fleet: Fleet) -> Iterator[str]:
    reasons = Counter(look.why_not for look in fleet.looks if look.found is None)
    for why, count in reasons.most_common(_REASONS):
        yield f"not looked at, {count:,}: {why}"
    if len(reasons) > _REASONS:
        yield f"not looked at for {len(reasons) - _REASONS} more reasons, which --format json has"
    for each, missing in fleet.missing.items():
        told = dict.fromkeys(f"{item.what}: {item.why}" for item in missing)
        yield from (f"not read of subscription {each}: {text}" for text in [*told][:_REASONS])
        if len(told) > _REASONS:
            yield f"not read of subscription {each}: {len(told) - _REASONS} more, in --format json"
