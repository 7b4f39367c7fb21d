"""Which search services does Azure make?

Rules: the REST reference of searchServices 2025-05-01; azure-ai-docs, `search-capacity-planning`
(2025-08-01), `search-limits-quotas-capacity` (2025-11-20) and `semantic-how-to-enable-disable`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen import catalog
from azgreen.estimate.sizing.search import PARTITIONS
from azgreen_emulator.arm import graves
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.tracked import check_name, refuse_all
from azgreen_emulator.schema.check import SchemaFault
from azgreen_emulator.services.search import quota

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

NAME_RULE: Final = {
    "minLength": 2,
    "maxLength": 60,
    "pattern": r"[a-z0-9][a-z0-9]+(-[a-z0-9]+)*",
}
_FREE: Final = "free"
# Between these the tier can be raised: `search-capacity-planning`
_LADDER: Final = ("basic", "standard", "standard2", "standard3")
_DENSE: Final = "HighDensity"
_DENSE_SKU: Final = "standard3"
_DENSE_PARTITIONS: Final = 3  # the REST reference


def host_name(name: str) -> str:
    """Return the host that a service answers at."""
    return f"{name}.search.windows.net".lower()


def refuse(write: Write) -> None:
    """Refuse a service that breaks a rule; bring `sent` into the form that is stored."""
    _settle(write)
    if "sku" not in write.sent or "name" not in write.sent["sku"]:
        refuse_all([SchemaFault("sku.name", "MissingProperty", "required: a string")])
    refuse_all([*_capacity_faults(write), *_option_faults(write), *_tier_faults(write)])
    taken = _taken(write.call, write.name, write.id)
    if taken is not None:
        raise taken
    quota.refuse_if_exceeded(write)


def refused_name(call: Call, name: str) -> ArmError | None:
    """Return what a new service of this name would be refused with, if with anything."""
    try:
        check_name(name, quota.TYPE, NAME_RULE)
    except ArmError as error:
        return error
    return _taken(call, name, "")


def _taken(call: Call, name: str, resource_id: str) -> ArmError | None:
    """Words of Azure: Azure-Samples/azure-search-openai-demo, issue 586."""
    if graves.owner(call.store, host_name(name), resource_id) is None:
        return None
    message = (
        f"Cannot provision service '{name}' because a service with this name is already in use, or"
        " another request to provision a service with this name is still in progress"
    )
    return ArmError(409, "ServiceNameUnavailable", message, target="name")


def _settle(write: Write) -> None:
    """Keep what stays where it is left out, and drop the options of keys that are disabled."""
    sent = write.sent.setdefault("properties", {})
    if write.old is not None:
        write.sent.setdefault("sku", write.old.body["sku"])
        sent.setdefault("hostingMode", write.before["hostingMode"])
    if sent.get("disableLocalAuth") and not _asked_for(write, "authOptions"):
        sent.pop("authOptions", None)


def _asked_for(write: Write, key: str) -> bool:
    """Whether the request itself names a property: a PATCH brings the stored ones along."""
    asked: Body = (write.call.body or {}).get("properties") or {}
    return bool(asked.get(key))


def _capacity_faults(write: Write) -> Iterator[SchemaFault]:
    sku = catalog.search_sku(write.sent["sku"]["name"])
    partitions: int = write.properties.get("partitionCount", 1)
    replicas: int = write.properties.get("replicaCount", 1)
    most = sku.max_partitions or 1
    if write.properties.get("hostingMode") == _DENSE:
        most = _DENSE_PARTITIONS
    allowed = [count for count in PARTITIONS if count <= most]
    if partitions not in allowed:
        expected = ", ".join(map(str, allowed))
        reason = f"{partitions} is not allowed for '{sku.name}'; expected one of {expected}"
        yield SchemaFault("properties.partitionCount", "InvalidParameter", reason)
    if replicas > (sku.max_replicas or 1):
        reason = f"{replicas} is not allowed for '{sku.name}'; the most is {sku.max_replicas or 1}"
        yield SchemaFault("properties.replicaCount", "InvalidParameter", reason)
    units = sku.max_search_units or 1
    if partitions * replicas > units:
        product = f"{replicas} replicas x {partitions} partitions = {partitions * replicas}"
        reason = f"{product} search units; the most for '{sku.name}' is {units}"
        yield SchemaFault("properties", "InvalidParameter", reason)


def _option_faults(write: Write) -> Iterator[SchemaFault]:
    sent, sku = write.properties, write.sent["sku"]["name"]
    if sent.get("hostingMode") == _DENSE and sku != _DENSE_SKU:
        reason = f"'{_DENSE}' is not allowed for '{sku}'; only '{_DENSE_SKU}' has it"
        yield SchemaFault("properties.hostingMode", "InvalidParameter", reason)
    path = "properties.authOptions"
    options: Body = sent.get("authOptions", {})
    if sent.get("disableLocalAuth") and options:
        reason = "cannot be set where 'disableLocalAuth' is true; leave one of the two out"
        yield SchemaFault(path, "InvalidParameter", reason)
    if {"apiKeyOnly", "aadOrApiKey"} <= {*options}:
        reason = "'apiKeyOnly' and 'aadOrApiKey' exclude each other; choose one"
        yield SchemaFault(path, "InvalidParameter", reason)


def _tier_faults(write: Write) -> Iterator[SchemaFault]:
    sku: str = write.sent["sku"]["name"]
    if sku == _FREE and write.properties.get("semanticSearch", "disabled") != "disabled":
        reason = "the semantic ranker is not available on 'free'; take 'basic' or higher"
        yield SchemaFault("properties.semanticSearch", "InvalidParameter", reason)
    # Azure-Samples/azure-search-openai-demo-csharp, issue 302
    if sku == _FREE and write.sent.get("identity", {}).get("type", "None") != "None":
        reason = "managed identities are not available on 'free'; take 'basic' or higher"
        yield SchemaFault("identity", "InvalidParameter", reason)
    before = sku if write.old is None else write.old.body["sku"]["name"]
    if sku != before and not _can_become(before, sku):
        higher = _LADDER[_LADDER.index(before) + 1 :] if before in _LADDER else ()
        expected = ", ".join(higher) or "no other"
        reason = f"a service of tier '{before}' cannot become '{sku}'; expected {expected}"
        yield SchemaFault("sku.name", "PropertyChangeNotAllowed", reason)


def _can_become(before: str, after: str) -> bool:
    ladder = [*_LADDER]
    return {before, after} <= {*ladder} and ladder.index(before) < ladder.index(after)
