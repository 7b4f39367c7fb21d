"""What does a message of the Pulumi engine ask about, and with which values?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Self

from google.protobuf.struct_pb2 import Struct

from azgreen.errors import Fault, InputError
from azgreen_emulator.native.table import ResourceSpec, spec_for
from azgreen_emulator.native.values import Json, from_struct

_INTERNAL: Final = "__"
"""What engines and other providers keep for themselves in inputs and state starts so."""


@dataclass(frozen=True)
class Target:
    """The resource that a message is about."""

    spec: ResourceSpec
    name: str

    @classmethod
    def of(cls, request: Any) -> Self:
        """Read it off the URN: `urn:pulumi:<stack>::<project>::<parents$type>::<name>`."""
        # the name comes last because it may hold '::' itself
        _, _, kind, name = request.urn.split("::", 3)
        return cls(spec_for(kind.rpartition("$")[2]), name)


def subject(request: Any) -> str:
    """Name what a message is about, for an error; '' where it is about no resource."""
    parts = getattr(request, "urn", "").split("::", 3)
    known = len(parts) == 4  # noqa: PLR2004 - the parts of a URN
    return f"{parts[3]} ({parts[2].rpartition('$')[2]}): " if known else ""


def values(struct: Struct) -> dict[str, Json]:
    """Read a message's values, without what is internal to an engine or another provider.

    Raises:
        InputError: for each property that no Azure resource can have.
    """
    found, faults = dict[str, Json](), list[Fault]()
    for key, value in struct.fields.items():
        if key.startswith(_INTERNAL):
            continue
        try:
            found |= from_struct(Struct(fields={key: value}))
        except TypeError as error:
            faults.append(Fault(key, f"{error}; write the value itself"))
    if faults:
        raise InputError(faults)
    return found
