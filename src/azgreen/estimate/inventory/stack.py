"""What does a stack take in a month? Children run where the resource is that they belong to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import region as region_named
from azgreen.errors import AzgreenError
from azgreen.estimate.inventory.line import Total, total
from azgreen.estimate.inventory.reading import UNKNOWN, text
from azgreen.estimate.inventory.resource import of_resource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from azgreen.estimate.inventory.line import Line
    from azgreen.estimate.inventory.reading import Props

_TOKEN: Final = re.compile(r"azure-native(?:_\w+)?:(\w+)(?:/v\w+)?:(\w+)")
_PARENTS: Final[Mapping[str, tuple[str, str]]] = {
    "cognitiveservices:Deployment": ("cognitiveservices:Account", "accountName"),
    "cosmosdb:SqlResourceSqlDatabase": ("cosmosdb:DatabaseAccount", "accountName"),
    "cosmosdb:SqlResourceSqlContainer": ("cosmosdb:DatabaseAccount", "accountName"),
    "machinelearningservices:OnlineDeployment": (
        "machinelearningservices:OnlineEndpoint",
        "endpointName",
    ),
}
"""The type of a child's parent, and the input by which the child and the parent name it."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of a stack."""

    token: str
    """Type, of any provider and API version."""
    name: str
    """In the program."""
    props: Props
    """Inputs; outputs of the same names will do. `UNKNOWN` for what is not known."""
    urn: str = ""
    made_from: Mapping[str, Sequence[str]] = field(default_factory=dict[str, "Sequence[str]"])
    """URNs of the resources that an input was made from, where that is known."""

    @property
    def kind(self) -> str | None:
        """Module and type; None where it is not of azure-native."""
        found = _TOKEN.fullmatch(self.token)
        return None if found is None else ":".join(found.groups())


def of_stack(resources: Sequence[Resource]) -> Total:
    """Return a line for each azure-native resource, in their order, and the sum.

    Resources of other providers are none of Azure's and have no line.
    """
    return total(
        _line(each, kind, resources) for each in resources if (kind := each.kind) is not None
    )


def parent_of(one: Resource, resources: Sequence[Resource]) -> Resource | None:
    """Return the resource of the stack that a child is in; None where the stack has none."""
    parent, key = _PARENTS.get(one.kind or "", ("", ""))
    found = (each for each in resources if each.kind == parent and _names(one, each, key))
    return next(found, None)


def region_of(one: Resource, resources: Sequence[Resource]) -> str | None:
    """Return where a resource is or, for a child, its parent; None where that is not known."""
    above = parent_of(one, resources)
    return _region(one.props) or (None if above is None else _region(above.props))


def _line(one: Resource, kind: str, resources: Sequence[Resource]) -> Line:
    region = region_of(one, resources)
    module, _, name = kind.partition(":")
    return of_resource(module, name, one.props, region).called(one.name, region)


def _names(child: Resource, parent: Resource, key: str) -> bool:
    """Tell whether a child's input names this parent: by its making, else by the name."""
    if parent.urn and parent.urn in child.made_from.get(key, ()):
        return True
    named = _known(child.props, key)
    own = (_known(parent.props, key), _known(parent.props, "name"))
    return isinstance(named, str) and named in own


def _known(props: Props, key: str) -> Any:
    value = props.get(key)
    return None if value is UNKNOWN else value


def _region(props: Props) -> str | None:
    """Return a region as the catalogue writes it; None where there is none that it knows."""
    try:
        name = text(props, "location")
        return region_named(name).name if name else None
    except AzgreenError:
        return None
