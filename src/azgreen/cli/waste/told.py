"""How is told what is waste?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from azgreen.cli import _branch
from azgreen.cli._folded import folded

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from azgreen.catalog import Spread
    from azgreen.cli.waste.found import Found
    from azgreen.cli.waste.look import Looked
    from azgreen.estimate.waste import Judged

_UNITS: Final = {"gco2e": ("kgCO2e", 1e-3), "water_l": ("L of water", 1.0), "usd": ("USD", 1.0)}


def as_json(looked: Looked, options: argparse.Namespace) -> str:
    """Return one JSON object."""
    found = {
        "stack": options.stack,
        "azure": looked.place.url,
        "subscription": looked.place.subscription,
        "weeks": options.weeks,
        "waste": [_as_dict(each, looked) for each in looked.waste],
        "snoozed": [
            {
                **_as_dict(each, looked),
                "owner": snooze.owner,
                "until": snooze.until.isoformat(),
                "reason": snooze.reason,
            }
            for each, snooze in looked.snoozed
        ],
        "not_judged": [_why(each) for each in looked.not_judged],
        "needed": [_why(each) for each in looked.needed],
        "notes": list(looked.notes),
    }
    return json.dumps(found, indent=2, sort_keys=True)


def as_table(looked: Looked, options: argparse.Namespace) -> str:
    """Return a paragraph for each waste, then what is snoozed or could not be judged."""
    weeks = "1 week" if options.weeks == 1 else f"{options.weeks} weeks"
    where = f"{looked.place.url}, subscription {looked.place.subscription}"
    lines = [f"waste of stack {options.stack!r} by {weeks} of metrics of {where}"]
    for rank, each in enumerate(looked.waste, start=1):
        lines += ["", f"{rank}. {each.id}", *_indented(_paragraph(each, looked))]
    if looked.snoozed:
        lines += ["", "snoozed:"]
        lines += _indented(f"{each.id}, {snooze.told}" for each, snooze in looked.snoozed)
    if looked.not_judged:
        lines += ["", "not judged:"]
        lines += _indented(f"{each.id}: {each.judged.why}" for each in looked.not_judged)
    if looked.notes:
        lines += ["", *looked.notes]
    too_large = f"what is used but too large: 'azgreen rightsize --stack {options.stack}'"
    return "\n".join([*lines, "", _counted(looked), too_large])


def as_message(chosen: Sequence[Found], stack: str) -> str:
    """Return the message of a commit that fixes: what is waste, and the evidence."""
    what = chosen[0].id if len(chosen) == 1 else f"{len(chosen)} wastes"
    lines = (
        line
        for each in chosen
        for line in (f"{each.id}: {each.judged.why}", *_facts(each.judged), "")
    )
    return _branch.message(f"Fix {what} of stack {stack}", lines)


def _paragraph(each: Found, looked: Looked) -> Iterator[str]:
    yield each.judged.why
    yield from _facts(each.judged)
    by_hand = looked.by_hand[each.id]
    if by_hand is None:
        yield f"change: --fix {each.id} with --dry-run, --write or --branch"
    else:
        yield f"change: by hand: {by_hand}"


def _facts(judged: Judged) -> Iterator[str]:
    yield from judged.evidence
    yield f"saves a month: {_saved(judged)}"
    yield f"fix: {judged.fix}"


def _saved(judged: Judged) -> str:
    """Say what is known to be saved, and of what it is not known, with the reason once."""
    known = [
        _amount(name, judged.saving.known[name]) for name in _UNITS if name in judged.saving.known
    ]
    by_reason = dict[str, list[str]]()
    for name, why in judged.saving.not_known.items():
        by_reason.setdefault(why, []).append(_UNITS[name][0])
    missing = (f"{', '.join(names)} not known: {why}" for why, names in by_reason.items())
    return "; ".join([*([", ".join(known)] if known else []), *missing])


def _amount(name: str, found: Spread) -> str:
    unit, factor = _UNITS[name]
    told = f"{found.mid * factor:,.4g}" if found.low == found.high else str(found * factor)
    return f"{told} {unit}"


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (folded(f"   {line}") for line in lines)


def _as_dict(each: Found, looked: Looked) -> dict[str, Any]:
    return {
        "id": each.id,
        "resource_id": each.resource.id,
        **each.judged.as_dict(),
        "by_hand": looked.by_hand[each.id],
    }


def _why(each: Found) -> dict[str, str]:
    return {"id": each.id, "resource_id": each.resource.id, "why": each.judged.why}


def _counted(looked: Looked) -> str:
    counts = {
        "waste": len(looked.waste),
        "snoozed": len(looked.snoozed),
        "not judged": len(looked.not_judged),
        "needed": len(looked.needed),
    }
    return ", ".join(f"{count} {name}" for name, count in counts.items())
