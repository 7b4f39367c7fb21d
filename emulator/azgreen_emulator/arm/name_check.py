"""Is a name free that nobody else in Azure may have?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.tracked import fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.errors import ArmError

_CONFLICT = 409


def availability(
    type_name: str,
    refusal: Callable[[Call, str], ArmError | None],
    call: Call,
    *,
    invalid: str = "AccountNameInvalid",
) -> Reply:
    """Answer `checkNameAvailability`: what a PUT would be refused with, if with anything.

    `invalid` is the provider's word for a name that breaks its rule.
    """
    sent = call.body or {}
    for key in ("name", "type"):
        if not isinstance(sent.get(key), str):
            raise fault(key, "MissingProperty", "required: a string")
    if sent["type"].lower() != type_name.lower():
        reason = f"'{sent['type']}' is not allowed; expected '{type_name}'"
        raise fault("type", "InvalidEnumValue", reason)
    error = refusal(call, sent["name"])
    if error is None:
        return Reply(200, {"nameAvailable": True})
    reason = "AlreadyExists" if error.status == _CONFLICT else invalid
    return Reply(200, {"nameAvailable": False, "reason": reason, "message": error.message})
