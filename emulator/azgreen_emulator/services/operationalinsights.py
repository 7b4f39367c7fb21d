"""How does Microsoft.OperationalInsights make Log Analytics workspaces?"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from azgreen_emulator.arm import whereabouts
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.identity import guid
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.route_table import operation_routes, routes_of
from azgreen_emulator.arm.tracked import fault
from azgreen_emulator.clock import timestamp

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_DEFAULT_SKU = "PerGB2018"
_RETENTION_DAYS = range(30, 731)  # azure-monitor-docs, data retention: of every paid SKU
_FREE_RETENTION_DAYS = 7
_LEAST_QUOTA_GB = 0.023  # azure-monitor-docs, daily cap
_NO_QUOTA = -1.0
_KEY_BYTES = 64


def _refuse(write: Write) -> None:
    days = write.properties.get("retentionInDays")
    free = _sku(write)["name"] == "Free"
    if days is not None and days not in _RETENTION_DAYS and days != _FREE_RETENTION_DAYS:
        reason = f"{days} is not allowed; expected {_FREE_RETENTION_DAYS} or 30 to 730"
        raise fault("properties.retentionInDays", "InvalidParameter", reason)
    if days is not None and free and days != _FREE_RETENTION_DAYS:
        reason = f"{days} is not allowed for the SKU 'Free'; expected {_FREE_RETENTION_DAYS}"
        raise fault("properties.retentionInDays", "InvalidParameter", reason)
    quota = write.properties.get("workspaceCapping", {}).get("dailyQuotaGb")
    if quota is not None and quota != _NO_QUOTA and quota < _LEAST_QUOTA_GB:
        reason = f"{quota} is not allowed; expected -1 (no cap) or at least {_LEAST_QUOTA_GB}"
        raise fault("properties.workspaceCapping.dailyQuotaGb", "InvalidParameter", reason)


def _sku(write: Write) -> Body:
    sku: Body = write.properties.get("sku", {"name": _DEFAULT_SKU})
    return sku


def _complete(write: Write) -> Body:
    now = timestamp(write.call.world.clock.now())
    return {
        "retentionInDays": _FREE_RETENTION_DAYS if _sku(write)["name"] == "Free" else 30,
        "publicNetworkAccessForIngestion": "Enabled",
        "publicNetworkAccessForQuery": "Enabled",
        **write.properties,
        "sku": {**_sku(write), "lastSkuUpdate": now},
        "features": {
            "enableLogAccessUsingOnlyResourcePermissions": True,
            **write.properties.get("features", {}),
        },
        "workspaceCapping": {
            "dailyQuotaGb": _NO_QUOTA,
            **write.properties.get("workspaceCapping", {}),
            "dataIngestionStatus": "RespectQuota",
        },
        "customerId": guid(write.id, "customer"),
        "createdDate": write.before.get("createdDate", now),
        "modifiedDate": now,
    }


def _keys(_: Write) -> Body:
    names = ("primarySharedKey", "secondarySharedKey")
    return {name: secrets.token_urlsafe(_KEY_BYTES) for name in names}


def _shared_keys(call: Call) -> Reply:
    return Reply(200, whereabouts.found(WORKSPACES, call).private)


WORKSPACES = Kind(
    type="Microsoft.OperationalInsights/workspaces",
    versions=("2023-09-01", "2025-07-01"),
    path="/providers/Microsoft.OperationalInsights/workspaces/{workspaceName}",
    operations="Workspaces",
    name_rule={"minLength": 4, "maxLength": 63, "pattern": r"[A-Za-z0-9][A-Za-z0-9-]+[A-Za-z0-9]"},
    refuse=_refuse,
    complete=_complete,
    private=_keys,
    long_running=True,
    needs_location=True,
    extra=(("GetSharedKeys", "POST", "/sharedKeys", _shared_keys),),
)

ROUTES = (*routes_of(WORKSPACES), *operation_routes([WORKSPACES]))
"""The operations of the namespace."""
