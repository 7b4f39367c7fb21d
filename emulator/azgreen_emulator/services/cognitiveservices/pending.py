"""What does the provider answer while a write is under way?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from azgreen_emulator.arm import operations
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.tracked import shown

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.records import Operation, Record

_PLACE = "Microsoft.CognitiveServices/locations"


def written(call: Call, body: str, record: Record, lock: str, *, new: bool) -> Reply:
    """Start a write's operation and answer with the resource as it is meanwhile."""
    operation = operations.start(call, record.id, lock, "succeed")
    reply = shown(call, body, record, 201 if new else 200)
    headers = operations.poll_headers(
        call, operation, f"{_PLACE}/{record.location}", location=False
    )
    return replace(reply, headers=reply.headers | headers)


def accepted(call: Call, operation: Operation, region: str) -> Reply:
    """Answer that a deletion was accepted."""
    place = f"{_PLACE}/{region}"
    return Reply(202, None, operations.poll_headers(call, operation, place, location=True))
