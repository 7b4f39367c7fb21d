"""Is an optional number within its bounds?"""

from collections.abc import Mapping

from azgreen_components._inputs import Faults, at


def within(
    faults: Faults, path: str, fields: Mapping[str, object], field: str, most: float
) -> float | None:
    """Return a number from 0 to `most`, or note why it is not; None when left out or noted."""
    value = fields.get(field)
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most:
        return float(value)
    faults.add(at(path, field), f"{value!r} is not usable; write a number from 0 to {most:g}")
    return None
