"""What does Azure get for a resource's inputs, and what does the program get back?"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from azgreen.errors import Fault, InputError, nearest
from azgreen_emulator.native.paths import changed_paths, is_under
from azgreen_emulator.native.shape import outputs, to_arm
from azgreen_emulator.native.values import UNKNOWN, Json, revealed

if TYPE_CHECKING:
    from azgreen_emulator.native.spec import ResourceSpec

__all__ = ["Diff", "arm_id", "body", "check", "diff", "outputs", "preview_outputs", "purge_id"]

_SUFFIX_BYTES = 4
_UUID_BYTES = 16


_ASSIGNED = "userAssignedIdentities"


@dataclass(frozen=True)
class Diff:
    """What differs between two sets of inputs, and what that takes."""

    changed: tuple[str, ...]
    replaces: tuple[str, ...]
    delete_before_replace: bool

    @property
    def kind(self) -> str:
        """One of `same`, `update`, `replace`."""
        return "replace" if self.replaces else "update" if self.changed else "same"


def check(  # noqa: PLR0913 - what Pulumi's own Check takes
    spec: ResourceSpec,
    name: str,
    inputs: Mapping[str, Json],
    old: Mapping[str, Json] | None,
    *,
    location: str | None = None,
    seed: bytes = b"",
) -> dict[str, Json]:
    """Fill in what the program may leave out, as azure-native does.

    A name left out is made as `ResourceSpec.naming` says and kept from then on; a location left out
    is `location`, azure-native's own setting.

    Raises:
        InputError: for each property that the resource does not take or lacks.
    """
    before = old or {}
    given = {key: value for key, value in inputs.items() if value is not None}
    checked = {**spec.defaults, **given}
    if spec.name_input not in checked:
        checked[spec.name_input] = before.get(spec.name_input) or _new_name(spec, name, seed)
    if spec.auto_location and "location" in spec.body and "location" not in checked:
        checked["location"] = location or before.get("location")
    if faults := [*_unknown(spec, checked), *_missing(spec, checked)]:
        raise InputError(faults)
    return {key: value for key, value in checked.items() if value is not None}


def _unknown(spec: ResourceSpec, inputs: Mapping[str, Json]) -> list[Fault]:
    return [
        Fault(key, f"unknown property of {spec.token}; {nearest(key, sorted(spec.inputs))}")
        for key in sorted(inputs.keys() - spec.inputs)
    ]


def _missing(spec: ResourceSpec, inputs: Mapping[str, Json]) -> list[Fault]:
    left_out = [key for key in spec.path_inputs if not inputs.get(key)]
    # 0 and false are values: the severity of an alert, say
    left_out += [key for key in spec.required if inputs.get(key) is None]
    return [Fault(key, f"missing; {spec.token} needs it") for key in left_out]


def arm_id(spec: ResourceSpec, inputs: Mapping[str, Json], subscription_id: str) -> str:
    """Build the ARM id of the resource that `inputs` describe."""
    names = {key: str(revealed(inputs[key])) for key in spec.path_inputs}
    if spec.id_input:
        names[spec.id_input] = names[spec.id_input].strip("/")
    return spec.path.format(subscriptionId=subscription_id, **names)


def purge_id(spec: ResourceSpec, inputs: Mapping[str, Json], subscription_id: str) -> str:
    """Build the id under which Azure keeps the resource after its deletion."""
    names = {key: str(revealed(inputs.get(key))) for key in (*spec.path_inputs, "location")}
    names["location"] = _place(names["location"])
    return spec.purge_path.format(subscriptionId=subscription_id, **names)


def body(spec: ResourceSpec, inputs: Mapping[str, Json]) -> dict[str, Json]:
    """Build the request body: the inputs alone, at the place where ARM keeps them."""
    sent: dict[str, Json] = to_arm(
        spec, {key: revealed(inputs[key]) for key in spec.body if key in inputs}
    )
    return sent


def preview_outputs(spec: ResourceSpec, inputs: Mapping[str, Json]) -> dict[str, Json]:
    """Build what is known of the outputs before the resource is written."""
    known = {key: inputs[key] for key in spec.inputs & spec.outputs if key in inputs}
    if spec.answers_nested:
        known["properties"] = {key: inputs[key] for key in spec.flattened if key in inputs}
    for key, inner in spec.nested_computed.items():
        if key in known or key == "properties":
            told = known.get(key, {})
            unknown = dict.fromkeys(inner, UNKNOWN)
            known[key] = {**unknown, **told} if isinstance(told, Mapping) else UNKNOWN
    identity: Json = known.get("identity")
    if isinstance(identity, dict) and cast("dict[str, Json]", identity).get(_ASSIGNED):
        # a list of ids goes in, and comes back as a map to what only Azure can tell
        known["identity"] = {**cast("dict[str, Json]", identity), _ASSIGNED: UNKNOWN}
    return {**dict.fromkeys(spec.computed, UNKNOWN), **known}


def diff(
    spec: ResourceSpec,
    name: str,
    old: Mapping[str, Json],
    new: Mapping[str, Json],
    replace_on: Iterable[str] = (),
) -> Diff:
    """Compare two sets of checked inputs of the resource that the program calls `name`.

    `replace_on` holds the paths whose change the program wants a new resource for.

    As azure-native does, a resource that was named by the program is deleted before it is
    replaced: its name, its sub-domain or its quota may be what the new one needs.
    """
    changed = tuple(changed_paths(_comparable(old), _comparable(new)))
    fixed = (*spec.path_inputs, *spec.replace_on, *replace_on)
    replaces = tuple(path for path in changed if is_under(path, fixed))
    own_name = str(revealed(old.get(spec.name_input)))
    random = rf"{re.escape(_stem(spec, name))}[0-9a-f]{{8}}"
    autonamed = spec.naming == "random" and re.fullmatch(random, own_name)
    moves = any(path in spec.path_inputs for path in replaces)
    delete_first = bool(replaces) and not (autonamed and moves)
    return Diff(changed, replaces, delete_before_replace=delete_first)


def _comparable(inputs: Mapping[str, Json]) -> dict[str, Json]:
    # Azure takes 'Sweden Central' and 'swedencentral' for the same place
    location: Any = revealed(inputs.get("location"))
    if not isinstance(location, str):
        return dict(inputs)
    return {**inputs, "location": _place(location)}


def _place(location: str) -> str:
    return location.replace(" ", "").lower()


def _new_name(spec: ResourceSpec, name: str, seed: bytes) -> str:
    if spec.naming == "copy":
        return name
    digest = hashlib.sha256(seed).digest() if seed else secrets.token_bytes(_UUID_BYTES)
    if spec.naming == "uuid":
        return str(UUID(bytes=digest[:_UUID_BYTES]))
    return _stem(spec, name) + digest[:_SUFFIX_BYTES].hex()


def _stem(spec: ResourceSpec, name: str) -> str:
    return name[: spec.name_length - 2 * _SUFFIX_BYTES]
