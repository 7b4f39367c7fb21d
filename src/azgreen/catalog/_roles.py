"""Which built-in roles do components give, and what does each allow?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from azgreen.catalog._load import load
from azgreen.errors import UnknownNameError

COLUMNS = ("role", "id", "may", "source")


@dataclass(frozen=True, slots=True)
class RoleDefinition:
    """A built-in role of Azure: `id` is the same GUID in every tenant."""

    role: str
    id: str
    may: str
    source: str

    @property
    def resource_id(self) -> str:
        """The id that a role assignment names, good in every subscription."""
        return f"/providers/Microsoft.Authorization/roleDefinitions/{self.id}"


def role_definition(role: str) -> RoleDefinition:
    """Look a built-in role up by Azure's name of it.

    Raises:
        UnknownNameError: the catalogue does not list the role.
    """
    for known in role_definitions():
        if known.role.lower() == role.lower():
            return known
    raise UnknownNameError("role", role, [known.role for known in role_definitions()])


@cache
def role_definitions() -> tuple[RoleDefinition, ...]:
    """Return every role of the catalogue, by name."""
    rows = load("role_definitions.csv", COLUMNS, COLUMNS[:1])
    return tuple(RoleDefinition(*map(row.text, COLUMNS)) for row in rows)
