"""Which model of the catalogue does a deployment or a serverless endpoint name?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from azgreen import catalog
from azgreen.errors import UnknownNameError
from azgreen_policies._deployed import DEPLOYMENT
from azgreen_policies._reading import fields, is_type

SERVERLESS: Final = ("machinelearningservices", "ServerlessEndpoint")
_IN_REGISTRY: Final = re.compile(r"azureml://registries/[^/]+/models/([^/]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """A model, and its version where one is named: Azure takes its default where none is."""

    model: catalog.Model
    version: str | None


def named_model(token: str, props: Mapping[str, Any]) -> Named | str:
    """Return the model that a resource names, or why none is known."""
    own = fields(props.get("properties"))
    if is_type(token, *DEPLOYMENT):
        model = fields(own.get("model"))
        return _named(model.get("name"), model.get("version"))
    if is_type(token, *SERVERLESS):
        listed = str(fields(own.get("modelSettings")).get("modelId") or "")
        found = _IN_REGISTRY.match(listed)
        return _named(None if found is None else found.group(1), None)
    return "not a deployment of a model"


def _named(name: object, version: object) -> Named | str:
    if not name:
        return "no model is named"
    try:
        return Named(catalog.model(str(name)), None if version is None else str(version))
    except UnknownNameError as error:
        return str(error)
