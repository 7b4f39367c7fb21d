"""Under which id does a registry of Azure Machine Learning keep the weights of an open model?

Sources, units and licences of every column: `data/SOURCES.md`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from azgreen.catalog._load import load
from azgreen.catalog._models import model as model_named

if TYPE_CHECKING:
    from azgreen.catalog._models import Model

COLUMNS = ("model", "registry", "name", "version", "source")

_MOST_VERSION = 1000
_IN_REGISTRY = re.compile(r"azureml://registries/([^/]+)/models/([^/]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RegistryModel:
    """A version of a model in a registry that every subscription can read."""

    model: str
    """Its name in the catalogue."""
    registry: str
    name: str
    version: int
    """One that was seen in use; a registry keeps its versions, so it need not be the newest."""
    source: str

    @property
    def id(self) -> str:
        """What a deployment names as its model."""
        return f"azureml://registries/{self.registry}/models/{self.name}/versions/{self.version}"


def registry_model(model: str) -> RegistryModel | None:
    """Return where the model of this name, in any case, is kept; None where no id is known."""
    return next((item for item in registry_models() if item.model.lower() == model.lower()), None)


def model_in_registry(model_id: str) -> Model | None:
    """Return the model that a deployment names by its id; None where the id is of no registry.

    A registry's own names are those of the catalogue, but for the rows of its table of registries.
    A model of a workspace may be anything, whatever it is called.

    Raises:
        UnknownNameError: the registry's model is none of the catalogue.
    """
    found = _IN_REGISTRY.match(model_id)
    if found is None:
        return None
    registry, name = (part.lower() for part in found.groups())
    listed = (
        item.model
        for item in registry_models()
        if (item.registry.lower(), item.name.lower()) == (registry, name)
    )
    return model_named(next(listed, name))


@cache
def registry_models() -> tuple[RegistryModel, ...]:
    """Return every model whose id is known, by name."""
    return tuple(
        RegistryModel(
            row.text("model"),
            row.text("registry"),
            row.text("name"),
            row.whole("version", 1, _MOST_VERSION),
            row.text("source"),
        )
        for row in load("registry_models.csv", COLUMNS, COLUMNS[:1])
    )
