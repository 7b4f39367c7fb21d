"""How do Pulumi's property values look in Python: plain JSON, secrets and what is not known yet?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from google.protobuf.struct_pb2 import ListValue, NullValue, Struct, Value

Json = Any
"""None, bool, int, float, str, list or dict of the same; with `UNKNOWN` and `Secret` inside."""

# The wire marks of pulumi's property values (sdk/proto/pulumi/resource.proto).
_UNKNOWN_MARK: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
_SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"
_RESOURCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
_OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"

REDACTED: Final = "[secret]"


class _Unknown:
    """A value that only the deployment will tell."""

    def __repr__(self) -> str:
        return "<known after the deployment>"


UNKNOWN: Final = _Unknown()


@dataclass(frozen=True)
class Secret:
    """A value that must never be shown or kept in clear."""

    value: Json

    def __repr__(self) -> str:
        return REDACTED


def from_struct(struct: Struct) -> dict[str, Json]:
    """Read a protobuf object with Pulumi's marks."""
    return {key: _from_value(value) for key, value in struct.fields.items()}


def to_struct(values: Mapping[str, Json]) -> Struct:
    """Write a protobuf object with Pulumi's marks."""
    return Struct(fields={key: _to_value(value) for key, value in values.items()})


def _from_value(value: Value) -> Json:
    match value.WhichOneof("kind"):
        case "struct_value":
            return _from_marked(value.struct_value)
        case "list_value":
            return [_from_value(item) for item in value.list_value.values]
        case "string_value":
            return UNKNOWN if value.string_value == _UNKNOWN_MARK else value.string_value
        case "number_value":
            number = value.number_value
            # protobuf knows floats only; Azure's schemas tell integers from them
            return int(number) if number.is_integer() else number
        case "bool_value":
            return value.bool_value
        case _:
            return None


def _from_marked(struct: Struct) -> Json:
    fields = from_struct(struct)
    match fields.get(_SIGNATURE):
        case None:
            return fields
        case signature if signature == _SECRET:
            return Secret(fields.get("value"))
        case signature if signature == _OUTPUT:
            value = fields.get("value", UNKNOWN)
            return Secret(value) if fields.get("secret") else value
        case signature if signature == _RESOURCE:
            return fields.get("id") or fields.get("urn")
        case _:
            raise TypeError("files and archives cannot be properties of an Azure resource")


def _to_value(value: Json) -> Value:  # noqa: PLR0911 - one line for each kind of value
    if value is None:
        return Value(null_value=NullValue.NULL_VALUE)
    if value is UNKNOWN:
        return Value(string_value=_UNKNOWN_MARK)
    if isinstance(value, Secret):
        return Value(struct_value=to_struct({_SIGNATURE: _SECRET, "value": value.value}))
    if isinstance(value, bool):
        return Value(bool_value=value)
    if isinstance(value, int | float):
        return Value(number_value=value)
    if isinstance(value, str):
        return Value(string_value=value)
    if isinstance(value, Mapping):
        return Value(struct_value=to_struct(cast("Mapping[str, Json]", value)))
    return Value(list_value=ListValue(values=[_to_value(item) for item in value]))


def from_plain(value: Json) -> Json:
    """Read plain JSON with Pulumi's marks, as its own files hold it.

    A secret whose plain text is not there is a `Secret` of None.
    """
    if isinstance(value, list):
        return [from_plain(item) for item in cast("list[Json]", value)]
    if isinstance(value, Mapping):
        items = cast("Mapping[str, Json]", value)
        if items.get(_SIGNATURE) == _SECRET:
            plain = items.get("plaintext")
            return Secret(None if plain is None else from_plain(json.loads(plain)))
        if items.get(_SIGNATURE) == _RESOURCE:
            return items.get("id") or items.get("urn")
        return {key: from_plain(item) for key, item in items.items()}
    return UNKNOWN if value == _UNKNOWN_MARK else value


def rewrite(value: Json, leaf: Callable[[Json], Json]) -> Json:
    """Copy `value`, with `leaf` in the place of each secret, unknown and plain scalar."""
    if isinstance(value, Mapping):
        items = cast("Mapping[str, Json]", value).items()
        return {key: rewrite(item, leaf) for key, item in items}
    if isinstance(value, list):
        return [rewrite(item, leaf) for item in cast("list[Json]", value)]
    return leaf(value)


def revealed(value: Json) -> Json:
    """Take the secrets' values out of their wraps: what Azure is sent. Never log the result."""
    return rewrite(value, lambda leaf: revealed(leaf.value) if isinstance(leaf, Secret) else leaf)


def redacted(value: Json) -> Json:
    """Hide the secrets: what may be shown."""
    return rewrite(value, lambda leaf: REDACTED if isinstance(leaf, Secret) else leaf)


def leaves(value: Json) -> Iterator[Json]:
    """Yield each scalar, secret and unknown inside `value`."""
    if isinstance(value, Mapping):
        for item in cast("Mapping[str, Json]", value).values():
            yield from leaves(item)
    elif isinstance(value, list):
        for item in cast("list[Json]", value):
            yield from leaves(item)
    elif isinstance(value, Secret):
        yield value
        yield from leaves(value.value)
    else:
        yield value


def without_secrets(text: str, values: Json) -> str:
    """Hide in `text` whatever is secret in `values`: Azure's errors repeat what they refuse."""
    held = [leaf for leaf in leaves(values) if isinstance(leaf, Secret)]
    told = {
        str(part) for leaf in held for part in leaves(leaf.value) if isinstance(part, str | int)
    }
    for secret in sorted(told, key=len, reverse=True):
        text = text.replace(secret, REDACTED) if secret else text
    return text


def has_unknown(value: Json) -> bool:
    """Tell whether any part of `value` is not known yet."""
    return any(leaf is UNKNOWN for leaf in leaves(value))


def has_secret(value: Json) -> bool:
    """Tell whether any part of `value` must be hidden."""
    return any(isinstance(leaf, Secret) for leaf in leaves(value))


def hidden_like(told: Mapping[str, Json], *before: Mapping[str, Json]) -> dict[str, Json]:
    """Keep what came in as a secret, or was one before, a secret on the way out.

    A secret input that is no output of its own name is somewhere inside `properties`.
    """
    secret = {key for source in before for key, value in source.items() if has_secret(value)}
    if secret - told.keys():
        secret.add("properties")
    return {
        key: Secret(value) if key in secret and not isinstance(value, Secret) else value
        for key, value in told.items()
    }
