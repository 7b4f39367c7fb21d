"""Which two keys open an endpoint, and how is one of them made anew?"""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm import operations
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.tracked import checked

if TYPE_CHECKING:
    from collections.abc import Collection

    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.records import Body, Record

_KEY_BYTES: Final = 32
_NAMES: Final = ("primaryKey", "secondaryKey")


def new_keys(given: Body) -> Body:
    """Return the keys that are given, and fresh ones for those that are not."""
    return {name: given.get(name) or secrets.token_urlsafe(_KEY_BYTES) for name in _NAMES}


def check_mode(record: Record, action: str, wanted: Collection[str]) -> None:
    """Refuse what an endpoint of another authentication does not have."""
    mode = record.body["properties"]["authMode"]
    if mode not in wanted:
        allowed = " or ".join(f"'{name}'" for name in wanted)
        message = f"'{action}' is for endpoints with the authMode {allowed}, not '{mode}'."
        raise ArmError(400, "BadRequest", message)


def regenerate(call: Call, record: Record, body: str) -> Body:
    """Make one of its keys anew, and return both; `body` is what the schema calls the request."""
    operations.refuse_if_busy(call, record.id)
    sent = checked(call, body)
    name = f"{sent['keyType'].lower()}Key"
    fresh = sent.get("keyValue") or secrets.token_urlsafe(_KEY_BYTES)
    keys = {**record.private, name: fresh}
    call.store.put(replace(record, private=keys))
    return keys
