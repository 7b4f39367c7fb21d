"""When should the jobs of a stack start, by what is known of its grid?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from azgreen.cli._stack_file import named_stack_file
from azgreen.cli.schedule.found import find
from azgreen.cli.schedule.grid import read_hours, service_of
from azgreen.cli.schedule.jobs import read_jobs
from azgreen.errors import Fault, InputError
from azgreen.estimate.grid import at

if TYPE_CHECKING:
    import argparse

    from azgreen.cli.schedule.found import Found
    from azgreen.cli.schedule.jobs import StackJobs


@dataclass(frozen=True)
class Looked:
    """A stack's jobs, and when each should start."""

    name: str
    stack: StackJobs
    found: tuple[Found, ...]
    notes: tuple[str, ...]


def look(options: argparse.Namespace, now: datetime) -> Looked:
    """Read the file, ask for the grid's hours, choose.

    Raises:
        AzgreenError: the file, an option or a key cannot be used, or a service does not answer.
    """
    file = named_stack_file(options.cwd, options.stack)
    deadline = deadline_of(options.deadline, now)
    stack = read_jobs(file, now.date())
    service = service_of(options, stack.region) if stack.jobs else None
    once = any(job.window.on is not None for job in stack.jobs)
    hours = read_hours(service, stack.region.grid_zone, now, once=once)
    notes = hours.notes if stack.jobs else ()
    return Looked(options.stack, stack, find(stack, hours, now, deadline), notes)


def deadline_of(text: str | None, now: datetime) -> datetime | None:
    """Return the moment that is written; in UTC where it names no zone.

    Raises:
        InputError: it is none, or it is over.
    """
    if text is None:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        fix = "write it as 2026-01-31T18:00+01:00; without a zone it is UTC"
        raise InputError([Fault("--deadline", f"{text!r} is no moment; {fix}")]) from None
    moment = read if read.tzinfo is not None else read.replace(tzinfo=UTC)
    if moment <= now:
        reason = f"{text!r} is {at(moment)}, which is over: it is {at(now)}"
        raise InputError([Fault("--deadline", f"{reason}; without a zone it is UTC")])
    return moment.astimezone(UTC)
