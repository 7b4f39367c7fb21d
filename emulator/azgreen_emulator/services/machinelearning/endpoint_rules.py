"""Which online endpoints does Azure refuse?

Traffic can be set only when the deployments have been created (azure-ai-docs,
how-to-safely-rollout-online-endpoints). Microsoft's own template therefore writes an endpoint
twice, without traffic and, after its deployments, with it (microsoft/healthcareai-examples,
deploy/shared/modelDeployWithTraffic.bicep). A PUT that leaves the traffic out takes it away.

Limits: azure-ai-docs, how-to-manage-quotas (2026-01-27); of mirrored traffic: the same article on
safe rollout. Nobody quotes Azure's words on traffic: they are ours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm import errors
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.graves import owner
from azgreen_emulator.schema.check import SchemaFault
from azgreen_emulator.services.machinelearning.quota import DEPLOYMENTS, ENDPOINTS, in_region

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

NAME: Final = re.compile(r"(?=.{3,32}$)[a-zA-Z](-?[a-zA-Z0-9])*")
NAME_RULE: Final = "3 to 32 letters, digits and single hyphens, the first of them a letter"
_ENDPOINTS: Final = 100
_WHOLE: Final = 100
_MIRRORED: Final = 50


def domain(name: str, region: str) -> str:
    """Return the host that an endpoint is called at."""
    return f"{name}.{region}.inference.ml.azure.com"


def check(write: Write) -> None:
    """Refuse an endpoint that breaks a rule."""
    if write.is_new:
        _check_new(write)
    write.sent.setdefault("kind", "Managed")
    found = [*_faults(write), *_traffic(write)]
    if found:
        raise errors.invalid_properties(found)


def check_name(name: str) -> None:
    """Refuse the name of an endpoint or of a deployment."""
    if not NAME.fullmatch(name):
        raise ArmError(400, "BadRequest", f"The name '{name}' is invalid: expected {NAME_RULE}.")


def check_region(write: Write) -> Iterator[SchemaFault]:
    """Yield the fault of a resource elsewhere than what it is part of: it runs there."""
    place = "" if write.parent is None else write.parent.location
    if write.location != place:
        reason = f"'{write.location}' is not allowed; expected that of its workspace, '{place}'"
        yield SchemaFault("location", "InvalidLocation", reason)


def _check_new(write: Write) -> None:
    check_name(write.name)
    if owner(write.call.store, domain(write.name, write.location), write.id):
        message = (
            "An endpoint with this name already exists. If you are trying to create a new endpoint,"
            " use a different name."
        )
        raise ArmError(400, "UserError", message)
    store, subscription = write.call.store, write.call.subscription_id
    if len(in_region(store, ENDPOINTS, subscription, write.location)) >= _ENDPOINTS:
        message = f"The subscription has {_ENDPOINTS} endpoints in {write.location}: the most."
        raise ArmError(400, "BadRequest", message)
    workspace: Body = {} if write.parent is None else write.parent.body["properties"]
    if workspace.get("v1LegacyMode"):
        # azure-ai-docs, machine-learning-online-endpoint-troubleshooting
        message = "Online endpoints need a workspace whose 'v1LegacyMode' is false."
        raise ArmError(400, "BadRequest", message)


def _faults(write: Write) -> Iterator[SchemaFault]:
    yield from check_region(write)
    if write.properties.get("compute"):
        reason = "not allowed: the local Azure serves managed endpoints alone, not Kubernetes"
        yield SchemaFault("properties.compute", "NotServed", reason)
    keys, mode = write.properties.get("keys"), write.properties["authMode"]
    if keys and mode != "Key":
        reason = f"not allowed for the authMode '{mode}': only 'Key' has keys"
        yield SchemaFault("properties.keys", "InvalidProperty", reason)


def _traffic(write: Write) -> Iterator[SchemaFault]:
    there = {
        record.name.lower()
        for record in write.call.store.children(write.id.lower(), DEPLOYMENTS)
        if record.body["properties"]["provisioningState"] != "Deleting"
    }
    traffic: dict[str, int] = write.properties.get("traffic", {})
    mirror: dict[str, int] = write.properties.get("mirrorTraffic", {})
    yield from _shares("traffic", traffic, _WHOLE, there)
    yield from _shares("mirrorTraffic", mirror, _MIRRORED, there)
    if sum(traffic.values()) not in {0, _WHOLE}:
        reason = f"its values sum to {sum(traffic.values())}; expected 0 or 100"
        yield SchemaFault("properties.traffic", "InvalidTraffic", reason)
    if len(mirror) > 1:
        reason = f"{len(mirror)} deployments are named; traffic is mirrored to one at most"
        yield SchemaFault("properties.mirrorTraffic", "InvalidTraffic", reason)
    live = {name.lower() for name, percent in traffic.items() if percent}
    for name, percent in mirror.items():
        if percent and name.lower() in live:
            reason = "a deployment takes either live or mirrored traffic, and this one takes both"
            yield SchemaFault(f"properties.mirrorTraffic.{name}", "InvalidTraffic", reason)


def _shares(key: str, shares: dict[str, int], most: int, there: set[str]) -> Iterator[SchemaFault]:
    for name, percent in shares.items():
        path = f"properties.{key}.{name}"
        if name.lower() not in there:
            reason = (
                f"the endpoint has no deployment '{name}'; make it first, then write the endpoint"
                " again with its traffic"
            )
            yield SchemaFault(path, "DeploymentNotFound", reason)
        if not 0 <= percent <= most:
            reason = f"{percent} is not allowed; expected 0 to {most}"
            yield SchemaFault(path, "OutOfRange", reason)
