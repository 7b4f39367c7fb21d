"""Is a number one that can be used, and in which unit?"""

import math

from azgreen_components._inputs import Faults, finite


def amount(faults: Faults, path: str, value: object, unit: str) -> float | None:
    """Return `value` if it is a finite number above 0."""
    given = finite(value)
    if given is not None and given > 0:
        return given
    faults.add(path, f"{value!r} is not usable; write a number of {unit} above 0")
    return None


def amount_within(
    faults: Faults, path: str, value: object, unit: str, bounds: tuple[float, float]
) -> float | None:
    """Return `value` if it is a number from the first to the second of `bounds`."""
    given, (low, high) = finite(value), bounds
    if given is not None and low <= given <= high:
        return given
    allowed = f"{low:g} to {high:g} {unit}" if math.isfinite(high) else f"{low:g} or more ({unit})"
    faults.add(path, f"{value!r} is not usable; write {allowed}")
    return None
