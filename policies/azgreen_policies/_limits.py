"""Which limit holds for a resource's stage, and in which words?"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

NUMBER: Final[Mapping[str, Any]] = {"type": "number", "minimum": 0}
"""Schema of a setting that is one number."""

NUMBER_PER_STAGE: Final[Mapping[str, Any]] = {"type": "object", "additionalProperties": NUMBER}
"""Schema of a setting that has a number for each stage; the user's go over the usual ones."""

TEXTS: Final[Mapping[str, Any]] = {"type": "array", "items": {"type": "string"}}
"""Schema of a setting that is a list of names."""


def limit_of(
    stage: str | None,
    limits: Mapping[str, float],
    strictest: Callable[[Iterable[float]], float] = min,
) -> tuple[float, str]:
    """Return a stage's limit and the stage as a message names it.

    Args:
        stage: One of the limits' stages; None where it is not known, which gets the strictest.
        limits: By stage.
        strictest: `min` where a limit is a maximum, `max` where it is a minimum.
    """
    if stage is not None:
        return limits[stage], stage
    known = ", ".join(sorted(limits))
    return strictest(limits.values()), f"an unknown environment (known: {known})"
