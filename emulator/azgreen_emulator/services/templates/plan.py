"""Which resources does a template hold, worked out in full, and which of them need which?

Copies, conditions, other scopes and children written inside their parent are refused by name.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any, Final, cast

from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.services.templates import parameters
from azgreen_emulator.services.templates.expressions import Scope, TemplateFaultError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from azgreen_emulator.arm.records import Body

_TOP: Final = (
    *("$schema", "contentVersion", "metadata"),
    *("outputs", "parameters", "resources", "variables"),
)
_NAMED: Final = ("type", "apiVersion", "name")
_NAMED_PARTS: Final = ("parameters", "outputs")
_NOT_SENT: Final = (*_NAMED, "comments", "dependsOn", "metadata")
_REFUSED: Final = ("condition", "copy", "existing", "resources", "scope")
_HASH_BYTES: Final = 8


@dataclass(frozen=True)
class Resource:
    """One resource of a template, as its own request would have it."""

    id: str
    type: str
    name: str
    version: str
    body: Body
    needs: tuple[str, ...] = ()

    @property
    def named(self) -> Body:
        """Return how a deployment names it."""
        return {"id": self.id, "resourceType": self.type, "resourceName": self.name}


@dataclass(frozen=True)
class Plan:
    """What a deployment is going to do, and what it shows of that."""

    resources: tuple[Resource, ...]
    shown: Body
    outputs: Body


def plan(template: Body, given: Body, group: Body) -> Plan:
    """Work out a template for a resource group.

    Raises:
        ArmError: with everything that is wrong with it.
    """
    faults = [
        f"'{key}' is not served" for key, item in template.items() if item and key not in _TOP
    ]
    if not isinstance(template.get("resources"), list):
        faults.append("'resources' is not a list")
    faults += [
        f"'{key}' is not an object of objects" for key in _NAMED_PARTS if not _is_map(template, key)
    ]
    refuse(faults)
    values, faults = parameters.values_of(template, given, group)
    refuse(faults)
    scope = Scope(group, values, template.get("variables", {}))
    resources = _resources(template["resources"], scope, faults)
    outputs = _outputs(template.get("outputs", {}), scope, faults)
    refuse(faults)
    ordered = _ordered(resources, faults)
    refuse(faults)
    return Plan(ordered, _shown(template, values, ordered), outputs)


def _is_map(template: Body, key: str) -> bool:
    part = template.get(key, {})
    return isinstance(part, dict) and all(
        isinstance(item, dict) for item in cast("Body", part).values()
    )


def refuse(reasons: Iterable[str]) -> None:
    """Refuse a template with all that is wrong with it."""
    if text := "; ".join(reasons):
        raise ArmError(400, "InvalidTemplate", f"Deployment template validation failed: {text}.")


def _resources(listed: list[Any], scope: Scope, faults: list[str]) -> list[Resource]:
    resources: list[Resource] = []
    for number, item in enumerate(listed):
        try:
            resources.append(_resource(number, item, scope))
        except TemplateFaultError as fault:
            faults.append(str(fault))
    ids = [resource.id.lower() for resource in resources]
    twice = sorted({item.id for item in resources if ids.count(item.id.lower()) > 1})
    faults += [f"the resource '{item}' is defined multiple times in a template" for item in twice]
    return resources


def _outputs(declared: Body, scope: Scope, faults: list[str]) -> Body:
    outputs: Body = {}
    for name, item in declared.items():
        try:
            outputs[name] = parameters.typed(item.get("type"), scope.evaluated(item.get("value")))
        except TemplateFaultError as fault:
            faults.append(f"the template output '{name}': {fault}")
    return outputs


def _resource(number: int, item: Any, scope: Scope) -> Resource:
    if not isinstance(item, dict):
        raise TemplateFaultError(f"the template resource {number} is no object")
    written = cast("Body", item)
    where = f"the template resource '{written.get('name', number)}'"
    if refused := [key for key in _REFUSED if key in written]:
        raise TemplateFaultError(f"'{refused[0]}' of {where} is not served")
    body: Body = scope.evaluated(written)
    needs = body.get("dependsOn", [])
    if not isinstance(needs, list):
        raise TemplateFaultError(f"'dependsOn' of {where} is not a list of names")
    if missing := [key for key in _NAMED if not isinstance(body.get(key), str) or not body[key]]:
        raise TemplateFaultError(f"{where} has no '{missing[0]}'")
    namespace, *kinds = body["type"].split("/")
    names = body["name"].split("/")
    if not kinds or len(kinds) != len(names):
        raise TemplateFaultError(
            f"{where} for type '{body['type']}' has incorrect segment lengths: a name has as many"
            " parts as the type has after its namespace"
        )
    below = "/".join(f"{kind}/{name}" for kind, name in zip(kinds, names, strict=True))
    return Resource(
        f"{scope.group['id']}/providers/{namespace}/{below}",
        body["type"],
        body["name"],
        body["apiVersion"],
        {key: value for key, value in body.items() if key not in _NOT_SENT},
        tuple(str(need) for need in cast("list[Any]", needs)),
    )


def _ordered(resources: list[Resource], faults: list[str]) -> tuple[Resource, ...]:
    """Put each resource after those that it needs, and name these by their ids."""
    known = [replace(item, needs=tuple(_needed(item, resources, faults))) for item in resources]
    by_id = {item.id: item for item in known}
    try:
        order = [*TopologicalSorter({item.id: item.needs for item in known}).static_order()]
    except CycleError as error:
        faults.append(f"circular dependency detected on resource: '{error.args[1][0]}'")
        return ()
    return tuple(by_id[each] for each in order)


def _needed(item: Resource, resources: list[Resource], faults: list[str]) -> Iterator[str]:
    for need in item.needs:
        # a full id, a name, or a type with the name
        found = [
            other.id
            for other in resources
            if need.lower()
            in {other.id.lower(), other.name.lower(), f"{other.type}/{other.name}".lower()}
        ]
        if len(found) == 1:
            yield found[0]
        elif found:
            faults.append(f"the dependsOn '{need}' of '{item.name}' means more than one resource")
        else:
            faults.append(
                f"the resource '{need}', which '{item.name}' depends on, is not defined in the"
                " template"
            )


def _shown(template: Body, values: dict[str, Any], resources: tuple[Resource, ...]) -> Body:
    by_id = {item.id: item for item in resources}
    return {
        "parameters": parameters.shown(template, values),
        "templateHash": _hash(template),
        "providers": _providers(resources),
        "dependencies": [
            {"dependsOn": [by_id[need].named for need in item.needs], **item.named}
            for item in resources
            if item.needs
        ],
    }


def _providers(resources: tuple[Resource, ...]) -> list[Body]:
    places: dict[str, dict[str, list[str]]] = {}
    for item in resources:
        namespace, _, kind = item.type.partition("/")
        found = places.setdefault(namespace, {}).setdefault(kind, [])
        place = item.body.get("location")
        found += [place] if place and place not in found else []
    return [
        {
            "namespace": namespace,
            "resourceTypes": [
                {"resourceType": kind, "locations": found} for kind, found in kinds.items()
            ],
        }
        for namespace, kinds in places.items()
    ]


def _hash(template: Body) -> str:
    """Return a number for the template; Azure does not say how it makes its own."""
    text = json.dumps(template, sort_keys=True).encode()
    return str(int.from_bytes(hashlib.sha256(text).digest()[:_HASH_BYTES]))
