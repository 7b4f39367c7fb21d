"""What was a deployed resource used for? Its metrics, its tag and the catalogue together tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from azgreen.cli.used import cache, container, model, online, search
from azgreen.cli.used.place import NotLookedAtError, Place, weeks_until

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
    has_size: Callable[[Deployed, Place], bool] = lambda _, __: True


_THROUGHPUT: Final = _Kind(container.asks, container.use, container.has_size)
_KINDS: Final = {
    online.TYPE.lower(): _Kind(online.asks, online.use),
    model.TYPE.lower(): _Kind(model.asks, model.use),
    cache.TYPE.lower(): _Kind(cache.asks, cache.use),
    container.CONTAINER.lower(): _THROUGHPUT,
    container.DATABASE.lower(): _THROUGHPUT,
    search.TYPE.lower(): _Kind(search.asks, search.use),
}

TYPES: Final = frozenset(_KINDS)
"""Types whose use can be told; lower case."""


def sized(place: Place) -> list[Deployed]:
    """Return what is deployed and has a size that follows from its use."""
    known = [(item, _KINDS[item.type]) for item in place.resources if item.type in _KINDS]
    return [item for item, kind in known if kind.has_size(item, place)]


def asks_of(resource: Deployed, place: Place) -> tuple[Asked, ...]:
    """Return every metric that `use_of` reads; none where it reads none, and says why."""
    try:
        return _KINDS[resource.type].asks(resource, place)
    except (KeyError, NotLookedAtError):
        return ()


def use_of(resource: Deployed, place: Place) -> Use:
    """Return what a resource was used for.

    Args:
        resource: One of those that `sized` returns.
        place: Everything that is deployed, and what answers the questions of `asks_of`.

    Raises:
        NotLookedAtError: it cannot be told.
    """
    kind = _KINDS[resource.type]
    try:
        return kind.use(resource, place)
    except KeyError as error:
        raise NotLookedAtError(f"its input {error} is not known") from error


__all__ = ["TYPES", "NotLookedAtError", "Place", "asks_of", "sized", "use_of", "weeks_until"]
