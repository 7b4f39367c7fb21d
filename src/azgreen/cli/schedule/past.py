"""How clean was a grid in hours that are over, as a service knows it or as the file has it?"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from azgreen.cli._stack_file import named_stack_file
from azgreen.cli.schedule.grid import own_week, service_of, usual_week
from azgreen.cli.schedule.jobs import read_jobs
from azgreen.errors import InputError
from azgreen.estimate.timing import repeated

if TYPE_CHECKING:
    import argparse
    from datetime import date, datetime

    from azgreen.catalog import Region
    from azgreen.cli.schedule.runs import Measured
    from azgreen.estimate.timing import Intensity

_ALSO: Final = "usual hours, not those that came"
_NOTHING: Final = (
    "nothing is known of its hours: no key is set, and neither the file nor the catalogue has usual"
    " ones"
)


def measured(options: argparse.Namespace, today: date) -> Measured:
    """Return what tells how clean a region's grid was; a text says why nothing is known.

    Raises:
        InputError: the stack's file cannot be used; with an export it need not be there.
    """
    profile = _profile(options, today)

    def known(region: Region, since: datetime, until: datetime) -> Intensity | str:
        why = _NOTHING
        service = service_of(options, region)
        if service is not None:
            from azgreen.grid import NoReadingError  # noqa: PLC0415 - not without a key

            with closing(service):
                try:
                    return service.past(since, until)
                except NoReadingError as error:
                    why = f"{service.name} does not tell its hours: {error}"
        week = own_week(profile) or usual_week(region.grid_zone)
        if week is None:
            return why
        return repeated(week.hours, since, until, f"{week.source}: {_ALSO}")

    return known


def _profile(options: argparse.Namespace, today: date) -> tuple[float, ...] | None:
    try:
        jobs = read_jobs(named_stack_file(options.cwd, options.stack), today).jobs
    except InputError:
        if options.export is None:
            raise
        return None
    return next((job.profile for job in jobs if job.profile is not None), None)
