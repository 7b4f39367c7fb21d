"""Which words does Cosmos DB refuse a resource with?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from azgreen_emulator.arm.errors import ArmError

if TYPE_CHECKING:
    from collections.abc import Iterable


def bad_request(message: str) -> ArmError:
    """A rule of Cosmos DB's own is broken."""
    return ArmError(400, "BadRequest", message)


def busy(resource_id: str) -> ArmError:
    """One operation at a time on an account: terraform-provider-azurerm, issue 15842."""
    account = re.split("/databaseaccounts/", resource_id, flags=re.IGNORECASE)[1].partition("/")[0]
    message = (
        "There is another user operation in progress which requires an exclusive lock on"
        f" [{account}]. Please retry after sometime."
    )
    return ArmError(412, "PreconditionFailed", message)


def refuse_any(messages: Iterable[str]) -> None:
    """Refuse a resource with all that is wrong with it."""
    if found := [*messages]:
        raise bad_request(" ".join(found))
