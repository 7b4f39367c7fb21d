"""Which keys does an account have, and when are there none?"""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from azgreen_emulator.arm import operations
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.tracked import checked
from azgreen_emulator.services.cognitiveservices import accounts, errors

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.records import Record

_KEY_BYTES = 42


def listed(call: Call) -> Reply:
    """Show both keys."""
    return Reply(200, _allowed(call).private)


def regenerate(call: Call) -> Reply:
    """Make one key anew."""
    record = _allowed(call)
    operations.refuse_if_busy(call, record.id)
    name = checked(call, "accounts:regenerateKey")["keyName"].lower()
    private = {**record.private, name: secrets.token_urlsafe(_KEY_BYTES)}
    call.store.put(replace(record, private=private))
    return Reply(200, private)


def _allowed(call: Call) -> Record:
    record = accounts.found(call)
    if record.body["properties"].get("disableLocalAuth"):
        raise errors.keys_disabled()
    return record
