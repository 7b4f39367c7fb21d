"""What comes when, and which of it may wait for cleaner hours?"""

from collections.abc import Mapping, Sequence
from typing import cast

from azgreen.errors import InputError
from azgreen.estimate.scaling import Deferral, deferred, week_of_hours
from azgreen_components._inputs import Faults, at, number

_ONE_OF = ("requests_per_second", "traffic_profile")


def read_rates(faults: Faults, given: Mapping[str, object]) -> tuple[float, ...]:
    """Return the mean requests per second of each hour of a week; empty when they cannot be."""
    named = [name for name in _ONE_OF if given.get(name) is not None]
    if len(named) != 1:
        what = "both are given" if named else "missing"
        faults.add("trafficProfile", f"{what}; write it or requestsPerSecond, one of the two")
        return ()
    if named[0] == "requests_per_second":
        flat = number(faults, at("", named[0]), given[named[0]])
        return () if flat is None else week_of_hours(named[0], (flat,) * 24)
    hours = read_hours(faults, "traffic_profile", given["traffic_profile"])
    if hours and not max(hours) > 0:
        faults.add("trafficProfile", "there is no request in any hour; write one above 0")
        return ()
    return hours


def read_hours(faults: Faults, field: str, given: object) -> tuple[float, ...]:
    """Return 168 numbers of at least 0 from 24 or 168 given ones; empty when they cannot be."""
    path = at("", field)
    if not isinstance(given, Sequence) or isinstance(given, str):
        faults.add(path, f"{given!r} is not a list; write a number for each of 24 or 168 hours")
        return ()
    items = cast("Sequence[object]", given)
    numbers = [item for item in items if isinstance(item, int | float)]
    wrong = [item for item in items if not isinstance(item, int | float) or item is True]
    if wrong:
        faults.add(path, f"{wrong[0]!r} is not a number; write one for each hour")
        return ()
    try:
        return week_of_hours(path, [float(item) for item in numbers])
    except InputError as error:
        for fault in error.faults:
            faults.add(fault.where, fault.what)
        return ()


def read_deferral(
    faults: Faults, given: Mapping[str, object], rates: Sequence[float]
) -> Deferral | None:
    """Return where deferrable work goes; None where none may wait, or where it cannot be read."""
    share, grid = given.get("deferrable_share"), given.get("carbon_profile")
    if (share is None) != (grid is None):
        missing = "carbonProfile" if grid is None else "deferrableShare"
        other = "deferrableShare" if grid is None else "carbonProfile"
        faults.add(missing, f"missing; it goes with {other}, which has no default for it")
        return None
    if share is None:
        return None
    part, hours = _share(faults, share), read_hours(faults, "carbon_profile", grid)
    return deferred(rates, hours, part) if part is not None and hours and rates else None


def _share(faults: Faults, given: object) -> float | None:
    if isinstance(given, int | float) and not isinstance(given, bool) and 0 < given <= 1:
        return float(given)
    faults.add("deferrableShare", f"{given!r} is not a share; write a number above 0, up to 1")
    return None
