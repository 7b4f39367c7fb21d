"""Which of azure-native's functions does the local Azure answer?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from azgreen.errors import EngineError
from azgreen_emulator.arm.identity import tenant_id
from azgreen_emulator.native import resource as native
from azgreen_emulator.native.table import SUBSCRIPTION_ID, spec_for

if TYPE_CHECKING:
    from azgreen_emulator.native.client import ArmClient
    from azgreen_emulator.native.table import ResourceSpec
    from azgreen_emulator.native.values import Json

_CLIENT_CONFIG: Final = "azure-native:authorization:getClientConfig"
_GET: Final = re.compile(r"^(azure-native:\w+(?:/\w+)?):get(\w+)$")
_ACTIONS: Final = {
    "azure-native:redisenterprise:listDatabaseKeys": (
        "azure-native:redisenterprise:Database",
        "listKeys",
    ),
}
"""The resource that a function asks something of, and what Azure calls that."""
_NOBODY: Final = "00000000-0000-0000-0000-000000000000"


def call(azure: ArmClient, token: str, args: dict[str, Json]) -> dict[str, Json]:
    """Answer `getClientConfig`, `get<Resource>` for every resource of the table, and some actions.

    Raises:
        EngineError: for any other function, or a resource that is not there.
    """
    if token == _CLIENT_CONFIG:
        return {
            "clientId": _NOBODY,
            "objectId": _NOBODY,
            "subscriptionId": SUBSCRIPTION_ID,
            "tenantId": tenant_id(SUBSCRIPTION_ID),
        }
    if found := _GET.match(token):
        spec = spec_for(f"{found[1]}:{found[2]}")
        resource_id = _id_of(token, spec, args)
        answer = azure.get(resource_id, spec.api_version)
        if answer is None:
            raise EngineError(f"{token}: there is no {spec.arm_type} {resource_id!r}")
        return {"id": resource_id, **native.outputs(spec, answer)}
    if token in _ACTIONS:
        resource, action = _ACTIONS[token]
        spec = spec_for(resource)
        return azure.post(f"{_id_of(token, spec, args)}/{action}", spec.api_version)
    raise EngineError(f"function {token!r} is not served by the local Azure")


def _id_of(token: str, spec: ResourceSpec, args: dict[str, Json]) -> str:
    missing = [name for name in spec.path_inputs if not args.get(name)]
    if missing:
        raise EngineError(f"{token} needs {', '.join(missing)}")
    return native.arm_id(spec, args, SUBSCRIPTION_ID)
