"""What was a deployed resource used for? Its metrics, its tag and the catalogue together tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.cli import _measured_model, _measured_online
from azgreen.cli._measured_place import NotLookedAtError, Place, weeks_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from azgreen.azure.metrics import Asked
    from azgreen.cli._deployed import Deployed
    from azgreen.estimate.rightsizing import Use


@dataclass(frozen=True)
class _Kind:
    """What is read of a type, and what it comes to."""

    asks: Callable[[Deployed, Place], tuple[Asked, ...]]
    use: Callable[[Deployed, Place], Use]


_KINDS: Final = {
    _measured_online.TYPE.lower(): _Kind(_measured_online.asks, _measured_online.use),
    _measured_model.TYPE.lower(): _Kind(_measured_model.asks, _measured_model.use),
}

TYPES: Final = frozenset(_KINDS)
"""Types whose use can be told; lower case."""


def asks_of(resource: Deployed, place: Place) -> tuple[Asked, ...]:
    """Return every metric that `use_of` reads; none where it reads none, and says why."""
    try:
        return _KINDS[resource.type].asks(resource, place)
    except (KeyError, NotLookedAtError):
        return ()


def use_of(resource: Deployed, place: Place) -> Use:
    """Return what a resource was used for.

    Args:
        resource: Of one of `TYPES`.
        place: Everything that is deployed, and what answers the questions of `asks_of`.

    Raises:
        NotLookedAtError: it cannot be told.
    """
    kind = _KINDS[resource.type]
    try:
        return kind.use(resource, place)
    except KeyError as error:
        raise NotLookedAtError(f"its input {error} is not known") from error


__all__ = ["TYPES", "NotLookedAtError", "Place", "asks_of", "use_of", "weeks_until"]
