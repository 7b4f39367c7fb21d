"""Which words does API Management refuse a resource with?

The envelope, the codes and the words on elements of policies, on soft-deleted services and on
missing backends are as users of Azure have published them; the other details are ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm.errors import ArmError

if TYPE_CHECKING:
    from collections.abc import Sequence


def invalid_fields(faults: Sequence[tuple[str, str]]) -> ArmError:
    """Some properties break a rule: the property and what is wrong with it, all at once."""
    details = [
        {"code": "ValidationError", "target": target, "message": message}
        for target, message in faults
    ]
    message = "One or more fields contain incorrect values:"
    return ArmError(400, "ValidationError", message, details=details)


def refuse_all(faults: Sequence[tuple[str, str]]) -> None:
    """Refuse every property that breaks a rule, or do nothing if there is none."""
    if faults:
        raise invalid_fields(faults)


def name_taken(name: str) -> ArmError:
    """Another service has the name, and with it the host."""
    return ArmError(409, "ServiceAlreadyExists", f"Api service already exists: {name}")


def name_kept(name: str) -> ArmError:
    """A soft-deleted service has the name."""
    message = (
        f"Api service {name} was soft-deleted. In order to create the new service with the same"
        " name, you have to either undelete the service or purge it. See"
        " https://aka.ms/apimsoftdelete."
    )
    return ArmError(409, "ServiceAlreadyExistsInSoftDeletedState", message)


def nothing_to_restore(name: str) -> ArmError:
    """No soft-deleted service of the resource group has the name."""
    message = f"There is no soft-deleted service '{name}' that could be restored."
    return ArmError(404, "ServiceNotFound", message)
