"""Where does azure-native keep what ARM keeps elsewhere, and the other way round?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from azgreen_emulator.native.spec import Place, ResourceSpec
    from azgreen_emulator.native.values import Json

_IDENTITIES: Final = "identity.userAssignedIdentities"


def to_arm(spec: ResourceSpec, value: Json, path: str = "") -> Json:
    """Write what azure-native takes as ARM takes it."""
    if isinstance(value, list):
        items = cast("list[Json]", value)
        if path == _IDENTITIES:
            # azure-native takes a list of ids where ARM wants an object with them as its keys
            return {item: cast("Json", {}) for item in items}
        return [to_arm(spec, item, path) for item in items]
    if not isinstance(value, Mapping):
        return value
    places = spec.places.get(path, {})
    made: dict[str, Json] = {}
    for key, item in cast("Mapping[str, Json]", value).items():
        *above, last = places.get(key, (key,))
        target = made
        for step in above:
            target = target.setdefault(step, {})
        target[last] = to_arm(spec, item, _inside(path, key))
    return made


def to_native(spec: ResourceSpec, value: Json, path: str = "") -> Json:
    """Write what ARM tells as azure-native tells it, flattened where it takes flattened inputs."""
    if isinstance(value, list):
        return [to_native(spec, item, path) for item in cast("list[Json]", value)]
    if not isinstance(value, Mapping):
        return value
    names = {place: name for name, place in spec.places.get(path, {}).items()}
    opened = {place[0] for place in names if len(place) > 1}
    told = list(_spread(cast("Mapping[str, Json]", value), opened))
    made: dict[str, Json] = {}
    # what has a place of its own wins over a namesake: `properties.name` over `name`, say
    for place, item in sorted(told, key=lambda pair: (pair[0] in names, -len(pair[0]))):
        name = names.get(place, place[-1])
        made[name] = to_native(spec, item, _inside(path, name))
    return made


def outputs(spec: ResourceSpec, answer: Mapping[str, Json]) -> dict[str, Json]:
    """Build the resource's outputs from what ARM answered."""
    flat: dict[str, Json] = to_native(spec, answer)
    if spec.answers_nested:
        inner = {key: flat[key] for key in spec.flattened if key in flat}
        outer = {key: value for key, value in answer.items() if key != "properties"}
        flat = {**to_native(spec, outer), "properties": inner}
    told = {key: value for key, value in flat.items() if key in spec.outputs}
    return {"azureApiVersion": spec.api_version, **told}


def flat(spec: ResourceSpec, told: Mapping[str, Json]) -> dict[str, Json]:
    """Lay outputs out as the inputs are."""
    if not spec.answers_nested:
        return dict(told)
    return {**told, **(told.get("properties") or {})}


def _spread(value: Mapping[str, Json], opened: set[str]) -> Iterator[tuple[Place, Json]]:
    for key, item in value.items():
        if key in opened and isinstance(item, Mapping):
            for name, inner in cast("Mapping[str, Json]", item).items():
                yield (key, name), inner
        else:
            yield (key,), item


def _inside(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
