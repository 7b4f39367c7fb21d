"""How does Microsoft.Insights make Application Insights components and workbooks?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.identity import guid, tenant_id
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.route_table import routes_of
from azgreen_emulator.arm.tracked import fault
from azgreen_emulator.clock import timestamp

if TYPE_CHECKING:
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_RETENTION_DAYS = 90
_NEEDED_OF_WORKBOOK = ("displayName", "category", "serializedData")


def _refuse_component(write: Write) -> None:
    if "Application_Type" not in write.properties:
        reason = "required: one of 'web', 'other'"
        raise fault("properties.Application_Type", "MissingProperty", reason)
    workspace = write.properties.get("WorkspaceResourceId")
    if workspace is not None and write.call.store.get(workspace) is None:
        message = f"The workspace '{workspace}' that 'WorkspaceResourceId' names was not found."
        raise ArmError(400, "BadRequest", message, target="properties.WorkspaceResourceId")


def _component(write: Write) -> Body:
    key, app = guid(write.id, "instrumentation"), guid(write.id, "application")
    host = f"https://{write.location}"
    connection = (
        f"InstrumentationKey={key};"
        f"IngestionEndpoint={host}-0.in.applicationinsights.azure.com/;"
        f"LiveEndpoint={host}.livediagnostics.monitor.azure.com/;ApplicationId={app}"
    )
    created = timestamp(write.call.world.clock.now())
    return {
        "RetentionInDays": _RETENTION_DAYS,
        "IngestionMode": "LogAnalytics",
        "publicNetworkAccessForIngestion": "Enabled",
        "publicNetworkAccessForQuery": "Enabled",
        "Flow_Type": "Bluefield",
        "Request_Source": "rest",
        **write.properties,
        "Name": write.name,
        "ApplicationId": write.name,
        "AppId": app,
        "InstrumentationKey": key,
        "ConnectionString": connection,
        "TenantId": tenant_id(write.call.subscription),
        "CreationDate": write.before.get("CreationDate", created),
    }


def _refuse_workbook(write: Write) -> None:
    try:
        UUID(write.name)
    except ValueError:
        message = f"The workbook name '{write.name}' is invalid: it must be a GUID."
        raise ArmError(400, "InvalidResourceName", message) from None
    for key in _NEEDED_OF_WORKBOOK:
        if not write.properties.get(key):
            raise fault(f"properties.{key}", "MissingProperty", "required: a string")
    try:
        json.loads(write.properties["serializedData"])
    except json.JSONDecodeError as error:
        reason = f"is no JSON: {error}"
        raise fault("properties.serializedData", "InvalidFormat", reason) from error


def _workbook(write: Write) -> Body:
    return {
        "version": "Notebook/1.0",
        **write.properties,
        "timeModified": timestamp(write.call.world.clock.now()),
        "revision": guid(write.id, "revision").replace("-", ""),
        "userId": guid(write.call.subscription_id, "user"),
    }


COMPONENTS = Kind(
    type="Microsoft.Insights/components",
    versions=("2020-02-02",),
    path="/providers/Microsoft.Insights/components/{resourceName}",
    operations="Components",
    name_rule={"minLength": 1, "maxLength": 260, "pattern": r"[^#<>%&:\\?/{}*]*[^.#<>%&:\\?/{}*]"},
    refuse=_refuse_component,
    complete=_component,
    needs_location=True,
    created=200,
)

WORKBOOKS = Kind(
    type="Microsoft.Insights/workbooks",
    versions=("2023-06-01",),
    path="/providers/Microsoft.Insights/workbooks/{resourceName}",
    operations="Workbooks",
    name_rule={},
    refuse=_refuse_workbook,
    complete=_workbook,
    needs_location=True,
)

ROUTES = (*routes_of(COMPONENTS), *routes_of(WORKBOOKS))
"""The operations on components and workbooks."""
