"""Which level and settings does each policy of a pack run with?

As Pulumi decides it: the policy's own level, then what the pack starts with (`all`, then by
policy), then what the user configured (`all`, then by policy); settings one by one in the same
order, over the defaults of their schema.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, cast

from google.protobuf import json_format
from google.protobuf.struct_pb2 import Struct
from jsonschema import Draft7Validator
from pulumi.runtime.proto import analyzer_pb2

from azgreen.errors import Fault, InputError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LEVELS: Final = {
    "advisory": analyzer_pb2.ADVISORY,
    "mandatory": analyzer_pb2.MANDATORY,
    "remediate": analyzer_pb2.REMEDIATE,
    "disabled": analyzer_pb2.DISABLED,
}
_ALL: Final = "all"
_LEVEL: Final = "enforcementLevel"
_WHERE: Final = "policy config"


def read_config(file: Path) -> dict[str, Any]:
    """Read what the user configured: a JSON object of policies."""
    try:
        config = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError([Fault(str(file), f"is not a policy config: {error}")]) from error
    if not isinstance(config, dict):
        raise InputError([Fault(str(file), "must be a JSON object of policy names")])
    return cast("dict[str, Any]", config)


def reconciled(info: Any, given: Mapping[str, Any]) -> dict[str, analyzer_pb2.PolicyConfig]:
    """Return the configuration of every policy.

    Args:
        info: What the pack says about itself (`AnalyzerInfo`).
        given: What the user configured, level or object by policy name.

    Raises:
        InputError: every fault of what the user configured, at once.
    """
    policies = {policy.name: policy for policy in info.policies}
    faults = list(_faults(policies, given))
    if faults:
        raise InputError([Fault(_WHERE, what) for what in faults])
    starts = dict(info.initialConfig)
    return {name: _config(policy, starts, given) for name, policy in policies.items()}


def _config(
    policy: Any, starts: Mapping[str, Any], given: Mapping[str, Any]
) -> analyzer_pb2.PolicyConfig:
    own, start = _split(given.get(policy.name)), starts.get(policy.name)
    levels = [policy.enforcementLevel]
    # the message cannot tell 'advisory' from 'not set', and Pulumi takes it as set
    levels += [each.enforcementLevel for each in (starts.get(_ALL), start) if each is not None]
    told = [_split(given.get(_ALL))[0], own[0]]
    levels += [LEVELS[str(level)] for level in told if level is not None]
    starts_with = json_format.MessageToDict(start.properties) if start else {}
    struct = Struct()
    struct.update({**_defaults(policy), **starts_with, **own[1]})
    return analyzer_pb2.PolicyConfig(enforcementLevel=levels[-1], properties=struct)  # pyright: ignore[reportArgumentType]


def _split(given: Any) -> tuple[Any, dict[str, Any]]:
    if not isinstance(given, dict):
        return given, {}
    settings = cast("dict[str, Any]", given)
    own = {key: value for key, value in settings.items() if key != _LEVEL}
    return settings.get(_LEVEL), own


def _schema(policy: Any) -> dict[str, Any]:
    properties = policy.configSchema.properties
    return {key: json_format.MessageToDict(value) for key, value in properties.items()}


def _defaults(policy: Any) -> dict[str, Any]:
    schema = _schema(policy)
    return {key: value["default"] for key, value in schema.items() if "default" in value}


def _faults(policies: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[str]:
    for name, value in given.items():
        if name != _ALL and name not in policies:
            yield f"unknown policy {name!r}; {nearest(name, [_ALL, *policies])}"
            continue
        level, settings = _split(value)
        if level is not None and level not in LEVELS:
            yield f"{name}: enforcement level {level!r}; allowed: {', '.join(LEVELS)}"
        if name in policies:
            yield from _setting_faults(name, _schema(policies[name]), settings)


def _setting_faults(
    name: str, schema: Mapping[str, Any], settings: Mapping[str, Any]
) -> Iterator[str]:
    for key, value in settings.items():
        if key not in schema:
            yield f"{name}.{key}: unknown setting; {nearest(key, [_LEVEL, *schema])}"
            continue
        found: Iterator[Any] = cast("Any", Draft7Validator(schema[key])).iter_errors(value)
        for error in found:
            below = "".join(f".{part}" for part in error.absolute_path)
            yield f"{name}.{key}{below}: {error.message}"
