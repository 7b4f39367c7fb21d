"""Which models does a serverless endpoint of a project serve, and in which regions?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from azgreen.catalog._load import load
from azgreen.errors import UnknownNameError

COLUMNS = ("model", "registry", "regions", "source")

MICROSOFT_REGISTRY = "azureml"
"""Registry of Microsoft's own models; those of all others need a Marketplace subscription."""


@dataclass(frozen=True, slots=True)
class ServerlessModel:
    """A model that is billed by the token and runs in the region of its project."""

    model: str
    """Its name there, and in the catalogue's other tables where they have it."""
    registry: str
    regions: tuple[str, ...]
    """Where a project has to be."""
    source: str

    @property
    def id(self) -> str:
        """What an endpoint names as its model: without a version, for it serves the newest."""
        return f"azureml://registries/{self.registry}/models/{self.model}"

    @property
    def needs_subscription(self) -> bool:
        """Whether the project has to subscribe to the maker's offer in Azure Marketplace first."""
        return self.registry != MICROSOFT_REGISTRY


def serverless_model(name: str) -> ServerlessModel:
    """Return the model of this name, in any case.

    Raises:
        UnknownNameError: no serverless endpoint serves it, as far as is known.
    """
    found = next((item for item in serverless_models() if item.model.lower() == name.lower()), None)
    if found is None:
        known = [item.model for item in serverless_models()]
        raise UnknownNameError("serverless model", name, known)
    return found


@cache
def serverless_models() -> tuple[ServerlessModel, ...]:
    """Return every model that a serverless endpoint is known to serve, by name."""
    return tuple(
        ServerlessModel(
            row.text("model"),
            row.text("registry"),
            tuple(row.text("regions").split()),
            row.text("source"),
        )
        for row in load("serverless_models.csv", COLUMNS, COLUMNS[:1])
    )
