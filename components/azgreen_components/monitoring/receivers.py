"""Whom do alerts tell, and can Azure reach them?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from azgreen_components._inputs import Faults, listed, text

SHORT_NAME_LENGTH = 12
"""Most characters of an action group's short name: Azure Resource Manager, actionGroups."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_WEBHOOK = re.compile(r"https://[^\s/]+\S*")


@dataclass(frozen=True)
class Receivers:
    """Whom an action group tells."""

    emails: tuple[str, ...]
    webhooks: tuple[str, ...]


def read_receivers(faults: Faults, given: Mapping[str, object]) -> Receivers:
    """Return the addresses, and note those that cannot be reached."""
    return Receivers(
        _addresses(faults, "emails", given.get("emails"), _EMAIL, "an address such as a@b.org"),
        _addresses(faults, "webhooks", given.get("webhooks"), _WEBHOOK, "an https:// address"),
    )


def short_name(component: str) -> str:
    """Return the name that stands before text messages: the component's, as Azure takes it."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", component)[:SHORT_NAME_LENGTH].strip("-") or "monitoring"


def _addresses(
    faults: Faults, path: str, given: object, pattern: re.Pattern[str], wanted: str
) -> tuple[str, ...]:
    found: list[str] = []
    for index, item in enumerate(listed(faults, path, given, "addresses")):
        where = f"{path}[{index}]"
        address = text(faults, where, item)
        if address is not None and not pattern.fullmatch(address):
            faults.add(where, f"{address!r} is not {wanted}; write one")
        elif address is not None and address.lower() in {known.lower() for known in found}:
            faults.add(where, f"{address!r} is there twice; take one out")
        elif address is not None:
            found.append(address)
    return tuple(found)
