"""How is a snooze added to `snoozes.yaml`, with all else in it as it was?"""

from __future__ import annotations

import io
import re
import sys
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from ruamel.yaml import YAML

from azgreen.cli._change import Change
from azgreen.cli.waste.snooze_file import FILE, KEY, MOST_DAYS, Snooze, last_day
from azgreen.errors import Fault, InputError, nearest

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from azgreen.cli.waste.found import Found

_HEAD: Final = "# Waste that stays for now, who answers for it and until when (azgreen waste).\n"
_WIDE: Final = 4096


def asked(options: argparse.Namespace, today: date) -> date | None:
    """Return until when something is to be snoozed; None where nothing is.

    Raises:
        InputError: an option is missing or cannot be used; every fault at once.
    """
    given = {"--owner": options.owner, "--until": options.until, "--reason": options.reason}
    if options.snooze is None:
        extra = [name for name, value in given.items() if value is not None]
        if extra:
            raise InputError([Fault(name, "goes with --snooze ID alone") for name in extra])
        return None
    faults = [
        Fault(name, "is missing: a snooze has an owner, an end and a reason")
        for name, value in given.items()
        if not (value or "").strip()
    ]
    until = _day(options.until or "", today, faults)
    if faults:
        raise InputError(faults)
    return until


def change(options: argparse.Namespace, waste: Sequence[Found], until: date, today: date) -> Change:
    """Return what adding the snooze changes; one of the same waste and stack gets the new end.

    Raises:
        InputError: there is no such waste.
    """
    ids = [each.id for each in waste]
    if options.snooze not in ids:
        hint = nearest(options.snooze, ids) if ids else "nothing is waste"
        raise InputError(
            [Fault("--snooze", f"{options.snooze!r} is no waste of the stack; {hint}")]
        )
    judged = waste[ids.index(options.snooze)].judged
    made = Snooze(
        judged.kind, judged.resource, options.owner, options.reason, today, until, (options.stack,)
    )
    file = options.cwd / FILE
    before = file.read_text("utf-8") if file.exists() else ""
    return Change(file, before, _with(before, made))


def write(made: Change, options: argparse.Namespace) -> None:
    """Write it, and say so: on stderr where stdout is for a program."""
    if made.file.exists():
        made.write()
    else:
        made.file.write_text(made.after, "utf-8")
    told = sys.stderr if options.format == "json" else sys.stdout
    told.write(f"snoozed in {made.file}\n")


def _with(before: str, made: Snooze) -> str:
    yaml = _like(before)
    document: Any = yaml.load(before or f"{_HEAD}{KEY}:\n")
    listed: Any = document[KEY] or []
    item = {
        "kind": made.kind,
        "resource": made.resource,
        "stack": made.stacks[0],
        "owner": made.owner,
        "reason": made.reason,
        "created": made.created,
        "until": made.until,
    }
    same = next((each for each in listed if _is_same(each, item)), None)
    if same is not None:
        same.update(item)
    else:
        listed.append(item)
    document[KEY] = listed
    out = io.StringIO()
    yaml.dump(document, out)
    return out.getvalue()


def _is_same(one: Any, other: dict[str, Any]) -> bool:
    return all(one.get(key) == other[key] for key in ("kind", "resource", "stack"))


def _day(text: str, today: date, faults: list[Fault]) -> date:
    try:
        until = date.fromisoformat(text)
    except ValueError:
        if text:
            faults.append(
                Fault("--until", f"{text!r} is not a date; write it as {last_day(today)}")
            )
        return today
    if not today <= until <= last_day(today):
        allowed = f"allowed: {today} to {last_day(today)}, {MOST_DAYS} days from today"
        faults.append(Fault("--until", f"{text} is not usable; {allowed}"))
    return until


def _like(text: str) -> Any:
    """Return a YAML writer that indents items as `text` does."""
    yaml: Any = YAML()
    yaml.preserve_quotes = True
    yaml.width = _WIDE
    dash = re.search(r"^( *)- ", text, re.MULTILINE)
    offset = len(dash[1]) if dash else 2
    yaml.indent(mapping=2, sequence=offset + 2, offset=offset)
    return yaml
