"""Which words does Azure Monitor refuse a resource with?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm.errors import ArmError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from azgreen_emulator.arm.call import Call


def bad_request(target: str, message: str) -> ArmError:
    """A rule of Azure Monitor's own is broken."""
    return ArmError(400, "BadRequest", message, target=target)


def not_allowed(target: str, value: object, allowed: Iterable[object]) -> ArmError:
    """A value is none of the few that there are."""
    listed = ", ".join(map(str, allowed))
    return bad_request(target, f"The value '{value}' of '{target}' is invalid; expected {listed}.")


def check_exists(call: Call, target: str, resource_id: str) -> None:
    """Refuse the id of a resource that is not there; a subscription or group is one as well."""
    if call.store.get(resource_id) is None and resource_id.strip("/").count("/") > 1:
        message = f"The resource '{resource_id}' that '{target}' names was not found."
        raise ArmError(404, "ResourceNotFound", message, target=target)
