"""What is there to know of an azure-native resource to make an ARM request of it?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal

RESOURCE_GROUP: Final = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}"
PRIVATE_ENDPOINTS: Final = {
    f"privateEndpointConnections.{name}": f"properties/{name}"
    for name in ("privateEndpoint", "privateLinkServiceConnectionState", "provisioningState")
}
"""What azure-native lifts out of the `properties` of private endpoint connections."""
_ALWAYS_RANDOM: Final = ("customDomainName", "endpointName")
_ALWAYS_UUID: Final = ("roleAssignmentName", "roleDefinitionId")

Naming = Literal["random", "copy", "uuid"]
Place = tuple[str, ...]


@dataclass(frozen=True)
class ResourceSpec:
    """How one azure-native resource becomes an ARM request.

    - `body`: the inputs that ARM is sent; `flattened`: those of them, and outputs, that ARM keeps
      under `properties`.
    - `renamed`: what ARM has at another place: the path in azure-native to the place in the same
      ARM object, its steps apart by `/`.
    - `required`, `defaults`: azure-native's own, beside the path.
    - `replace_on`: the inputs whose change needs a new resource, beside those in the path.
    - `computed`: the outputs that are no input of the body; `nested_computed`: what only Azure can
      tell inside an input.
    - `never_told`: the inputs that Azure keeps to itself.
    - `answers_nested`: azure-native flattens the inputs, and yet gives `properties` as ARM does.
    - `auto_location`: False where azure-native does not fill in the location.
    - `purge_path`: where Azure keeps the resource for a while after its deletion.
    - `purge_method`: how it is made to forget it.
    """

    token: str
    arm_type: str
    api_version: str
    path: str
    name_input: str
    name_length: int
    body: tuple[str, ...]
    computed: tuple[str, ...]
    replace_on: tuple[str, ...] = ()
    flattened: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    never_told: tuple[str, ...] = ()
    renamed: dict[str, str] = field(default_factory=dict[str, str])
    defaults: dict[str, Any] = field(default_factory=dict[str, Any])
    answers_nested: bool = False
    auto_location: bool = True
    purge_path: str = ""
    purge_method: Literal["DELETE", "POST"] = "DELETE"
    nested_computed: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    @cached_property
    def path_inputs(self) -> tuple[str, ...]:
        """The inputs that stand in the path, outermost first."""
        return tuple(name for name in re.findall(r"{(\w+)}", self.path) if name != "subscriptionId")

    @cached_property
    def id_input(self) -> str | None:
        """The input that is the whole id of what the resource belongs to, if there is one."""
        found = re.match(r"/{(\w+)}/", self.path)
        return found[1] if found else None

    @cached_property
    def inputs(self) -> frozenset[str]:
        """Every input that the resource takes."""
        return frozenset((*self.path_inputs, *self.body))

    @cached_property
    def outputs(self) -> frozenset[str]:
        """Every output that the resource gives, beside its id."""
        nested = self.flattened if self.answers_nested else ()
        told = frozenset((*self.body, "azureApiVersion")) - {*nested, *self.never_told}
        return told | {*self.computed}

    @cached_property
    def naming(self) -> Naming:
        """How azure-native names the resource when the program does not.

        `random` adds eight hexadecimal digits to the resource's own name, `copy` takes it as it is.
        Source: pulumi/pulumi-azure-native, provider/pkg/resources/resources.go, `AutoNamer`.
        """
        if self.name_input in _ALWAYS_UUID:
            return "uuid"
        inside = self.path.lower().rpartition("microsoft.")[2]
        top = inside.count("{") == 1 or "microsoft." not in self.path.lower()
        return "random" if top or self.name_input in _ALWAYS_RANDOM else "copy"

    @cached_property
    def places(self) -> dict[str, dict[str, Place]]:
        """By the path of an object (blank: the resource) where ARM has what in it is elsewhere."""
        found: dict[str, dict[str, Place]] = {}
        for name in self.flattened:
            found.setdefault("", {})[name] = ("properties", name)
        for path, place in self.renamed.items():
            above, _, name = path.rpartition(".")
            found.setdefault(above, {})[name] = tuple(place.split("/"))
        return found
