"""Which azure-native resources does the local Azure serve?

One row a resource, as azure-native 3.29.0 has it. Sources: API versions, inputs, outputs, what is
required and the defaults are those of the classes of pulumi-azure-native 3.29.0; paths are those of
Azure's REST reference at that version; lengths of names are Azure's (resource-name-rules). What
needs a new resource is azure-native's `forceNewMap` (provider/pkg/gen/replacement.go) and what the
specifications mark as set at creation only (`x-ms-mutability`; read from the visibility of fields
in Microsoft's TypeSpec clients, where need be of the next version).
"""

from __future__ import annotations

import re
from typing import Final

from azgreen.errors import EngineError, nearest
from azgreen_emulator.native.spec import ResourceSpec
from azgreen_emulator.native.tables import (
    apimanagement,
    applicationinsights,
    authorization,
    cognitiveservices,
    cosmosdb,
    keyvault,
    machinelearning_jobs,
    machinelearningservices,
    managedidentity,
    monitor,
    operationalinsights,
    redisenterprise,
    resources,
    search,
    storage,
)

__all__ = [
    "AZURE_NATIVE_VERSION",
    "RESOURCES",
    "SUBSCRIPTION_ID",
    "ResourceSpec",
    "serves",
    "spec_for",
]

AZURE_NATIVE_VERSION: Final = "3.29.0"
SUBSCRIPTION_ID: Final = "00000000-0000-0000-0000-000000000000"
"""The one subscription that programs are deployed to in the local Azure."""

RESOURCES: Final = (
    *resources.ROWS,
    *cognitiveservices.ROWS,
    *machinelearningservices.ROWS,
    *machinelearning_jobs.ROWS,
    *monitor.ROWS,
    *applicationinsights.ROWS,
    *operationalinsights.ROWS,
    *redisenterprise.ROWS,
    *cosmosdb.ROWS,
    *managedidentity.ROWS,
    *authorization.ROWS,
    *search.ROWS,
    *storage.ROWS,
    *keyvault.ROWS,
    *apimanagement.ROWS,
)

_BY_TOKEN: Final = {spec.token: spec for spec in RESOURCES}
_API_VERSION_IN_TOKEN: Final = re.compile(r"^(azure-native:\w+)/v\d{8}\w*:")


def serves(token: str) -> bool:
    """Tell whether the local Azure serves a resource type."""
    return token in _BY_TOKEN


def spec_for(token: str) -> ResourceSpec:
    """Look a resource type token up.

    Raises:
        EngineError: when the local Azure does not serve the type, or the token asks for another
            API version than azure-native's default.
    """
    if spec := _BY_TOKEN.get(token):
        return spec
    if (plain := _API_VERSION_IN_TOKEN.sub(r"\1:", token)) in _BY_TOKEN:
        version = _BY_TOKEN[plain].api_version
        raise EngineError(f"{token!r}: the local Azure serves API version {version}; use {plain!r}")
    hint = nearest(token, list(_BY_TOKEN))
    raise EngineError(f"resource type {token!r} is not served by the local Azure; {hint}")
