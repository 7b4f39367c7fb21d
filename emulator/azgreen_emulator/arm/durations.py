"""How long is an ISO 8601 duration such as 'PT5M'?"""

from __future__ import annotations

import re
from typing import Final

_PARTS: Final = re.compile(
    r"P(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
_UNITS_S: Final = {"days": 86400, "hours": 3600, "minutes": 60, "seconds": 1}


def seconds(duration: str) -> float:
    """Return the length of a duration in seconds; the schema has seen that it is one."""
    match = _PARTS.fullmatch(duration)
    if match is None:
        return -1  # years, months and weeks: longer than anything that Azure takes here
    return sum(_UNITS_S[unit] * float(text) for unit, text in match.groupdict(default="0").items())
