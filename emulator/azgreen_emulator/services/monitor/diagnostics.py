"""Where do a resource's logs and metrics go?

Rules: azure-monitor-docs, `essentials/diagnostic-settings` and its troubleshooting section.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen import catalog
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.services.monitor.refusals import bad_request, check_exists

if TYPE_CHECKING:
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body, Record

_SINKS = ("workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId")
_MOST_SETTINGS = 5
_GROUPS = ("allLogs", "audit")
_ALL_METRICS = "AllMetrics"


def _refuse(write: Write) -> None:
    sent = write.properties
    sinks = [key for key in _SINKS if sent.get(key)]
    if not sinks:
        raise bad_request("properties", "At least one data sink needs to be specified.")
    for key in sinks[:2]:
        if key in _SINKS[:2]:
            check_exists(write.call, f"properties.{key}", sent[key])
    if not any(item["enabled"] for item in (*sent.get("logs", []), *sent.get("metrics", []))):
        raise bad_request("properties", "At least one log or metric category has to be enabled.")
    _check_categories(write)
    others = [item for item in _settings(write) if item.key != write.id.lower()]
    if len(others) >= _MOST_SETTINGS:
        message = f"The resource has {_MOST_SETTINGS} diagnostic settings, the most there can be."
        raise ArmError(409, "Conflict", message)
    for other in others:
        _check_sink_is_free(write, other)


def _settings(write: Write) -> list[Record]:
    """List the settings of the same resource."""
    prefix = write.id.lower().rpartition("/")[0]
    found = write.call.store.select("type = ?", DIAGNOSTIC_SETTINGS.type)
    return [item for item in found if item.key.rpartition("/")[0] == prefix]


def _check_categories(write: Write) -> None:
    type_name = "" if write.parent is None else write.parent.type
    known = tuple(
        item.category
        for item in catalog.log_categories()
        if item.resource_type.lower() == type_name.lower()
    )
    for item in write.properties.get("logs", []):
        category, group = item.get("category"), item.get("categoryGroup")
        if (category is None) == (group is None):
            message = "Each log names either a category or a category group."
            raise bad_request("properties.logs", message)
        if (category or group) not in (*known, *_GROUPS):
            message = f"Category '{category or group}' is not supported by '{type_name}'"
            raise bad_request("properties.logs", f"{message}; expected {', '.join(known)}.")
    for item in write.properties.get("metrics", []):
        if item.get("category") not in {None, _ALL_METRICS}:
            message = f"Metric category '{item['category']}' is not supported by '{type_name}'"
            raise bad_request("properties.metrics", f"{message}; expected {_ALL_METRICS}.")


def _check_sink_is_free(write: Write, other: Record) -> None:
    """One category goes to one sink once."""
    theirs: Body = other.body["properties"]
    shared = _enabled(write.properties) & _enabled(theirs)
    for key in _SINKS:
        sink = str(write.properties.get(key, ""))
        if shared and sink and sink.lower() == str(theirs.get(key, "")).lower():
            message = (
                f"Data sink '{sink}' is already used in diagnostic setting '{other.name}' for"
                f" category '{min(shared)}'. Data sinks can't be reused in different settings on"
                " the same category for the same resource."
            )
            raise ArmError(409, "Conflict", message)


def _enabled(properties: Body) -> set[str]:
    items = [*properties.get("logs", []), *properties.get("metrics", [])]
    return {
        str(item.get("category") or item.get("categoryGroup")) for item in items if item["enabled"]
    }


def _complete(write: Write) -> Body:
    return {"logs": [], "metrics": [], **write.properties}


DIAGNOSTIC_SETTINGS = Kind(
    type="Microsoft.Insights/diagnosticSettings",
    versions=("2021-05-01-preview",),
    path="{+scope}/providers/Microsoft.Insights/diagnosticSettings/{name}",
    operations="DiagnosticSettings",
    name_rule={"minLength": 1, "maxLength": 260, "pattern": r"[^*<>%:&?+/\\]+"},
    refuse=_refuse,
    complete=_complete,
    created=200,
    patch=False,
)
