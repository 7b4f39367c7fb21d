"""How do the resources of a plan look to the estimates and to a preflight?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from azgreen.estimate.inventory import UNKNOWN, Resource
from azgreen_emulator.native import values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from azgreen_emulator.engine.monitor import Registration


def resources_of(items: Iterable[Registration]) -> list[Resource]:
    """Return the resources that are no components, with their inputs."""
    return [
        Resource(
            token=item.token,
            name=item.name,
            props=values.rewrite(item.inputs, _leaf),
            urn=item.urn,
            made_from=item.property_dependencies,
        )
        for item in items
        if item.custom
    ]


def _leaf(leaf: Any) -> Any:
    if leaf is values.UNKNOWN:
        return UNKNOWN
    return _leaf(leaf.value) if isinstance(leaf, values.Secret) else leaf
