"""Whom does an alert reach?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.tracked import fault
from azgreen_emulator.services.monitor.refusals import bad_request

if TYPE_CHECKING:
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_PLACE = "/providers/Microsoft.Insights/actionGroups/{actionGroupName}"
_RECEIVERS = (
    "armRoleReceivers",
    "automationRunbookReceivers",
    "azureAppPushReceivers",
    "azureFunctionReceivers",
    "emailReceivers",
    "eventHubReceivers",
    "itsmReceivers",
    "logicAppReceivers",
    "smsReceivers",
    "voiceReceivers",
    "webhookReceivers",
)


def _refuse(write: Write) -> None:
    for key, expected in (("groupShortName", "a string"), ("enabled", "true or false")):
        if write.properties.get(key) in {None, ""}:
            raise fault(f"properties.{key}", "MissingProperty", f"required: {expected}")
    names = [item["name"] for key in _RECEIVERS for item in write.properties.get(key, [])]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        message = f"Receiver names must be unique within an action group: '{', '.join(twice)}'."
        raise bad_request("properties", message)


def _complete(write: Write) -> Body:
    emails = [
        {"useCommonAlertSchema": False, **item, "status": "Enabled"}
        for item in write.properties.get("emailReceivers", [])
    ]
    return {**{key: [] for key in _RECEIVERS}, **write.properties, "emailReceivers": emails}


ACTION_GROUPS = Kind(
    type="Microsoft.Insights/actionGroups",
    versions=("2023-01-01", "2024-10-01-preview"),
    path=_PLACE,
    operations="ActionGroups",
    name_rule={
        "minLength": 1,
        "maxLength": 260,
        "pattern": r"[^#<>%&:\\?/{}*|]*[^ .#<>%&:\\?/{}*|]",
    },
    refuse=_refuse,
    complete=_complete,
    global_location=True,
    needs_location=True,
)
