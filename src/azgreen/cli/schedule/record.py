"""What does recording the best starts change in a stack's file?

`hour` (and `on`) of the job, or `carbonProfile` where the usual week decides: then the program
finds the day and hour by itself. A marginal week is written as its hour alone, for the program
counts with averages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.scalarstring import SingleQuotedScalarString

from azgreen.cli._stack_change import changed
from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azgreen.cli._change import Change
    from azgreen.cli.schedule.found import Found
    from azgreen.cli.schedule.jobs import StackJobs

_HOUR: Final = "hour"
_PROFILE: Final = "carbonProfile"
_ON: Final = "on"
_DAY_HOURS: Final = 24


def change(stack: StackJobs, found: Sequence[Found]) -> Change:
    """Return what recording the starts changes.

    Raises:
        InputError: the file was edited since it was read; nothing is changed then.
    """

    def edit(config: Any) -> bool:
        moved = [each for each in found if each.is_to_move]
        for each in moved:
            _put(config[f"azgreen:{each.job.name}"], each)
        return bool(moved)

    made = changed(stack.file, edit)
    if made.before != stack.text:
        what = "was edited while the hours were read; look again"
        raise InputError([Fault(str(stack.file), what)])
    return made


def _put(fields: Any, found: Found) -> None:
    """Set when one job starts; its keys stay where they are."""
    best = found.best
    assert best is not None  # noqa: S101 - only what is to move is written
    if best.on is None and found.week is not None and not found.week.is_marginal:
        hours: Any = CommentedSeq(_shortest(found.week.hours))
        hours.fa.set_flow_style()
        _instead(fields, _HOUR, _PROFILE, hours)
        return
    _instead(fields, _PROFILE, _HOUR, best.hour)
    if best.on is not None and best.on != found.job.window.on:
        fields[_ON] = SingleQuotedScalarString(best.on.isoformat())


def _shortest(week: tuple[float, ...]) -> tuple[float, ...]:
    """Return the hours of one day where all days are alike, as `carbonProfile` may be written."""
    day = week[:_DAY_HOURS]
    return day if day * (len(week) // _DAY_HOURS) == week else week


def _instead(fields: Any, old: str, new: str, value: Any) -> None:
    """Set `new`, which goes not with `old`, in the place of either, comments included."""
    keys = list(fields)
    if new in fields:
        fields[new] = value
    elif old in fields:
        fields.insert(keys.index(old), new, value)
        _hand_over(fields, old, new)
    else:
        after = _ON if _ON in fields else keys[-1]
        fields.insert(keys.index(after) + 1, new, value)
        _hand_over(fields, after, new)
    fields.pop(old, None)


def _hand_over(fields: Any, old: str, new: str) -> None:
    """Give a key the comments that follow another: they are about what comes next."""
    told = fields.ca.items.pop(old, None)
    if told is not None:
        fields.ca.items[new] = told
