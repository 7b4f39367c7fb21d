"""Which inputs would make the resource that Azure has now?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from azgreen.errors import EngineError
from azgreen_emulator.native.resource import outputs

if TYPE_CHECKING:
    from azgreen_emulator.native.table import ResourceSpec
    from azgreen_emulator.native.values import Json


def inputs_from_azure(
    spec: ResourceSpec, resource_id: str, answer: Mapping[str, Json], known: Mapping[str, Json]
) -> dict[str, Json]:
    """Build inputs from Azure's answer.

    With `known` inputs (refresh) only what they set is taken, so that Azure's defaults are no
    drift; without (import) all that can be written is.
    """
    told = outputs(spec, answer)
    names = _names(spec, resource_id)
    if known:
        seen = {
            key: _projected(value, told[key]) if key in told else None
            for key, value in known.items()
        }
        written = {
            key: value for key, value in seen.items() if key in spec.body and value is not None
        }
        return {**written, **names}
    written = {key: told[key] for key in spec.body if told.get(key) is not None}
    for key, computed in spec.nested_computed.items():
        if isinstance(written.get(key), Mapping):
            inner = cast("Mapping[str, Json]", written[key])
            written[key] = {name: value for name, value in inner.items() if name not in computed}
    return {**written, **names}


def _names(spec: ResourceSpec, resource_id: str) -> dict[str, str]:
    pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", spec.path)
    found = re.fullmatch(pattern, resource_id, re.IGNORECASE)
    if not found:
        raise EngineError(
            f"{resource_id!r} is no id of {spec.arm_type}; it must look like {spec.path!r}"
        )
    return {name: found[name] for name in spec.path_inputs}


def _projected(known: Json, told: Json) -> Json:
    """Take from `told` what `known` sets."""
    if isinstance(known, Mapping) and isinstance(told, Mapping):
        inner, answer = cast("Mapping[str, Json]", known), cast("Mapping[str, Json]", told)
        return {
            key: _projected(value, answer[key]) for key, value in inner.items() if key in answer
        }
    return told
