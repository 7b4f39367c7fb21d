"""Which deployments of a managed online endpoint does Azure refuse?

Fields and least values: azure-ai-docs, reference-yaml-deployment-managed-online; counts:
how-to-manage-quotas (2026-01-27); instance types: the catalogue, which lists fewer than Azure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from azgreen import catalog
from azgreen.errors import UnknownNameError
from azgreen.estimate.sizing.gpu_option import MOST_INSTANCES
from azgreen_emulator.arm import errors
from azgreen_emulator.arm.durations import seconds
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.schema.check import SchemaFault
from azgreen_emulator.services.machinelearning import quota
from azgreen_emulator.services.machinelearning.endpoint_rules import check_name, check_region

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body, Record

_PER_ENDPOINT: Final = 20
_PER_REGION: Final = 500
_DEFAULT_TYPE: Final = "Standard_F4s_v2"  # REST reference: where instanceType is left out
_LEAST_TIMEOUT_S, _MOST_TIMEOUT_S = 0.05, 180
_PROBES: Final = ("livenessProbe", "readinessProbe", "startupProbe")
_ASSET: Final = (
    r"(azureml:)?/subscriptions/.+/Microsoft\.MachineLearningServices/workspaces/[^/]+/{0}/[^/]+"
    r"/versions/[^/]+|azureml://registries/[^/]+/{0}/[^/]+/(versions|labels)/[^/]+"
)


def check(write: Write) -> None:
    """Refuse a deployment that breaks a rule; fill in its SKU and its instance type."""
    if write.is_new:
        _check_new(write)
    before: Body = {} if write.old is None else write.old.body["sku"]
    given: Body = write.sent.get("sku", {})
    # a PATCH may name the capacity alone
    sku: Body = {**(given if "name" in given else {"name": "Default", **before, **given})}
    write.sent["sku"] = sku
    write.properties.setdefault("instanceType", _DEFAULT_TYPE)
    found = [*check_region(write), *_faults(write)]
    if found:
        raise errors.invalid_properties(found)
    sku["name"] = "Default"
    machine = catalog.instance(write.properties["instanceType"])
    write.properties["instanceType"] = machine.name
    quota.check(write, machine, sku["capacity"])


def refuse_with_traffic(call: Call, record: Record) -> None:
    """Refuse to delete a deployment that the endpoint sends requests to."""
    endpoint = call.store.get(record.parent)
    shares: dict[str, int] = {} if endpoint is None else endpoint.body["properties"]["traffic"]
    for name, percent in shares.items():
        if percent and name.lower() == record.name.lower():
            message = f"Can't delete deployment [{record.name}] with non-zero traffic weight"
            raise ArmError(400, "BadRequest", message)


def _check_new(write: Write) -> None:
    check_name(write.name)
    store, subscription = write.call.store, write.call.subscription_id
    endpoint = write.id.rsplit("/", 2)[0]
    if len(store.children(endpoint, quota.DEPLOYMENTS)) >= _PER_ENDPOINT:
        message = f"The endpoint has {_PER_ENDPOINT} deployments: the most."
        raise ArmError(400, "BadRequest", message)
    there = quota.in_region(store, quota.DEPLOYMENTS, subscription, write.location)
    if len(there) >= _PER_REGION:
        message = f"The subscription has {_PER_REGION} deployments in {write.location}: the most."
        raise ArmError(400, "BadRequest", message)


def _faults(write: Write) -> Iterator[SchemaFault]:
    sent = write.properties
    if sent["endpointComputeType"] != "Managed":
        reason = f"'{sent['endpointComputeType']}' is not served by the local Azure; use 'Managed'"
        yield SchemaFault("properties.endpointComputeType", "NotServed", reason)
    if sent.get("scaleSettings", {}).get("scaleType", "Default") != "Default":
        reason = (
            "'TargetUtilization' is not allowed for a managed deployment; expected 'Default', and"
            " scale with an autoscale setting"
        )
        yield SchemaFault("properties.scaleSettings.scaleType", "InvalidScaleSettings", reason)
    yield from _sku(write.sent["sku"])
    yield from _machine(write)
    yield from _assets(sent)
    yield from _timeouts(sent)


def _sku(sku: Body) -> Iterator[SchemaFault]:
    if sku["name"].lower() != "default":
        yield SchemaFault("sku.name", "InvalidSku", f"'{sku['name']}' is no SKU; use 'Default'")
    count = sku.get("capacity")
    if count is None:
        reason = f"required: how many instances, 1 to {MOST_INSTANCES}"
        yield SchemaFault("sku.capacity", "MissingProperty", reason)
    elif not 1 <= count <= MOST_INSTANCES:
        reason = f"{count} is not allowed; expected 1 to {MOST_INSTANCES}"
        yield SchemaFault("sku.capacity", "OutOfRange", reason)


def _machine(write: Write) -> Iterator[SchemaFault]:
    name, path = write.properties["instanceType"], "properties.instanceType"
    today = write.call.world.clock.now().date()
    try:
        machine = catalog.instance(name)
    except UnknownNameError as error:
        yield SchemaFault(path, "InvalidVmSize", str(error))
        return
    if not machine.serves_endpoints:
        reason = f"'{machine.name}' is not listed for managed online endpoints"
        yield SchemaFault(path, "InvalidVmSize", reason)
    if machine.retires_on is not None and machine.retires_on <= today:
        reason = f"'{machine.name}' was retired on {machine.retires_on.isoformat()}"
        yield SchemaFault(path, "InvalidVmSize", reason)


def _assets(sent: Body) -> Iterator[SchemaFault]:
    for key, kind in (("model", "models"), ("environmentId", "environments")):
        text = sent.get(key)
        if text is not None and not re.fullmatch(_ASSET.format(kind), text, re.IGNORECASE):
            reason = (
                f"'{text}' is not allowed; expected 'azureml://registries/<registry>/{kind}/<name>"
                f"/versions/<version>' or the ARM id of a version in a workspace"
            )
            yield SchemaFault(f"properties.{key}", "InvalidAssetId", reason)
    if not sent.get("model") and not sent.get("environmentId"):
        reason = "required where no 'environmentId' is given: what is to be served"
        yield SchemaFault("properties.model", "MissingProperty", reason)


def _timeouts(sent: Body) -> Iterator[SchemaFault]:
    settings: Body = sent.get("requestSettings", {})
    length_s = seconds(settings.get("requestTimeout", "PT5S"))
    if not _LEAST_TIMEOUT_S <= length_s <= _MOST_TIMEOUT_S:
        reason = "ScoringTimeoutMs must be between 50 and 180000"
        yield SchemaFault("properties.requestSettings.requestTimeout", "OutOfRange", reason)
    at_once = settings.get("maxConcurrentRequestsPerInstance", 1)
    if at_once < 1:
        path = "properties.requestSettings.maxConcurrentRequestsPerInstance"
        yield SchemaFault(path, "OutOfRange", f"{at_once} is not allowed; expected 1 or more")
    for name in _PROBES:
        yield from _probe(f"properties.{name}", sent.get(name, {}), live=name == _PROBES[0])


def _probe(path: str, probe: Body, *, live: bool) -> Iterator[SchemaFault]:
    for key in ("initialDelay", "timeout"):
        if key in probe and seconds(probe[key]) < 1:
            reason = f"'{probe[key]}' is not allowed; expected 'PT1S' or more"
            yield SchemaFault(f"{path}.{key}", "OutOfRange", reason)
    for key in ("failureThreshold", "successThreshold"):
        if probe.get(key, 1) < 1:
            reason = f"{probe[key]} is not allowed; expected 1 or more"
            yield SchemaFault(f"{path}.{key}", "OutOfRange", reason)
    if live and probe.get("successThreshold", 1) > 1:
        reason = f"{probe['successThreshold']} is not allowed for a liveness probe; expected 1"
        yield SchemaFault(f"{path}.successThreshold", "OutOfRange", reason)
