"""Which words does Cosmos DB refuse a resource with?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm.errors import ArmError

if TYPE_CHECKING:
    from collections.abc import Iterable


def bad_request(message: str) -> ArmError:
    """A rule of Cosmos DB's own is broken."""
    return ArmError(400, "BadRequest", message)


def refuse_any(messages: Iterable[str]) -> None:
    """Refuse a resource with all that is wrong with it."""
    if found := [*messages]:
        raise bad_request(" ".join(found))
