"""Which inputs would make the resource that Azure has now?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, cast

from azgreen.errors import EngineError
from azgreen_emulator.native.shape import flat, to_native
from azgreen_emulator.native.values import Json, Secret, revealed

if TYPE_CHECKING:
    from azgreen_emulator.native.spec import ResourceSpec

_NEVER_READ: Final = object()


def inputs_from_azure(
    spec: ResourceSpec,
    resource_id: str,
    answer: Mapping[str, Json],
    known: Mapping[str, Json],
    state: Mapping[str, Json] | None = None,
) -> dict[str, Json]:
    """Build inputs from Azure's answer.

    With `known` inputs (refresh) only what they set is taken, so that Azure's defaults are no
    drift; without (import) all that can be written is. With the outputs of the last time as
    `state` too, what Azure has not changed since stays as the program wrote it, and what somebody
    added since is taken.
    """
    names, told = names_in(spec, resource_id), _written(spec, to_native(spec, answer))
    if not known:
        return {**{key: _as_input(key, value) for key, value in told.items()}, **names}
    ours = {key: value for key, value in known.items() if key in spec.body}
    before = _written(spec, flat(spec, revealed(state))) if state else _NEVER_READ
    return {**_seen(ours, told, before), **names}


def _written(spec: ResourceSpec, told: Mapping[str, Json]) -> dict[str, Json]:
    """Leave out what only Azure can set."""
    written = {key: told[key] for key in spec.body if told.get(key) is not None}
    for key, computed in spec.nested_computed.items():
        if isinstance(written.get(key), Mapping):
            inner = cast("Mapping[str, Json]", written[key])
            written[key] = {name: value for name, value in inner.items() if name not in computed}
    return written


def names_in(spec: ResourceSpec, resource_id: str) -> dict[str, str]:
    """Read the inputs that stand in a resource's id.

    Raises:
        EngineError: when it is the id of another type.
    """
    pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", spec.path)
    if spec.id_input:
        # an id of its own, with its slashes
        pattern = pattern.replace(f"/(?P<{spec.id_input}>[^/]+)", f"(?P<{spec.id_input}>/.+)", 1)
    found = re.fullmatch(pattern, resource_id, re.IGNORECASE)
    if not found:
        raise EngineError(
            f"{resource_id!r} is no id of {spec.arm_type}; it must look like {spec.path!r}"
        )
    return {name: found[name] for name in spec.path_inputs}


def _seen(known: Json, told: Json, before: Json) -> Json:
    """Take from `told` what `known` sets and what is not as it was `before`."""
    if isinstance(known, Secret):
        value = _seen(known.value, told, before)
        return None if value is None else Secret(value)
    if told == before:
        return known
    if isinstance(known, Mapping) and isinstance(told, Mapping):
        return _seen_inside(
            cast("Mapping[str, Json]", known), cast("Mapping[str, Json]", told), before
        )
    if isinstance(known, list) and isinstance(told, Mapping):
        return list(cast("Mapping[str, Json]", told))
    if isinstance(known, list) and isinstance(told, list):
        return _seen_items(cast("list[Json]", known), cast("list[Json]", told))
    return told


def _seen_inside(
    known: Mapping[str, Json], told: Mapping[str, Json], before: Json
) -> dict[str, Json]:
    inner = cast("Mapping[str, Json]", before) if isinstance(before, Mapping) else None
    seen = {
        key: _seen(value, told.get(key), inner.get(key) if inner is not None else _NEVER_READ)
        for key, value in known.items()
    }
    added = (
        {}
        if inner is None
        else {key: told[key] for key in told.keys() - known.keys() - inner.keys()}
    )
    return {key: value for key, value in {**seen, **added}.items() if value is not None}


def _seen_items(known: list[Json], told: list[Json]) -> list[Json]:
    if len(known) != len(told):
        return told
    return [_seen(ours, its, _NEVER_READ) for ours, its in zip(known, told, strict=True)]


def _as_input(key: str, value: Json) -> Json:
    """Write ids as azure-native takes them: a list where ARM has an object with them as keys."""
    if key != "identity" or not value.get("userAssignedIdentities"):
        return value
    return {**value, "userAssignedIdentities": list(value["userAssignedIdentities"])}
