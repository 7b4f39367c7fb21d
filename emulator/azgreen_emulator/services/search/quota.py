"""How many search services of a tier may a subscription have in a region?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen import catalog
from azgreen.errors import UnknownNameError
from azgreen_emulator.arm import errors
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.tracked import check_location

if TYPE_CHECKING:
    from azgreen.catalog import SearchSku
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

TYPE: Final = "Microsoft.Search/searchServices"
_FREE: Final = "free"
# azure-ai-docs, `search-limits-quotas-capacity`: maximum services per region
_MOST: Final = {
    _FREE: 1,  # in all regions together
    "basic": 16,
    "standard": 16,
    "standard2": 8,
    "standard3": 6,
    "storage_optimized_l1": 6,
    "storage_optimized_l2": 6,
}


def refuse_if_exceeded(write: Write) -> None:
    """Refuse a service that the subscription has no room for.

    Words of Azure: Azure/azure-sdk-for-net, issue 31546.
    """
    sku: str = write.sent["sku"]["name"]
    if write.old is not None and write.old.body["sku"]["name"] == sku:
        return
    used, most = _used(write.call, sku, write.location), _MOST[sku]
    if used >= most:
        message = (
            f"Operation would exceed '{sku}' tier service quota. You are using {used} out of {most}"
            f" '{sku}' tier service quota. If you need more quota, please submit a quota increase"
            " request with issue type 'Service and subscription limits (quota)' and quota type"
            " 'Search' following https://docs.microsoft.com/en-us/azure/azure-resource-manager/"
            "resource-manager-quota-errors."
        )
        raise ArmError(409, "ServiceQuotaExceeded", message)


def usages(call: Call) -> Reply:
    """List what is in use of every tier in a region."""
    region = check_location(call.params["location"], f"{TYPE}/usages")
    return Reply(200, {"value": [_shown(call, sku, region) for sku in catalog.search_skus()]})


def usage(call: Call) -> Reply:
    """Say what is in use of one tier in a region."""
    region = check_location(call.params["location"], f"{TYPE}/usages")
    try:
        sku = catalog.search_sku(call.params["skuName"])
    except UnknownNameError as error:
        raise errors.not_found(str(error)) from error
    return Reply(200, _shown(call, sku, region))


def _shown(call: Call, sku: SearchSku, region: str) -> Body:
    place = f"{call.subscription_id}/providers/Microsoft.Search/locations/{region}"
    return {
        "id": f"{place}/usages/{sku.name}",
        "name": {"value": sku.name, "localizedValue": sku.tier},
        "currentValue": _used(call, sku.name, region),
        "limit": _MOST[sku.name],
        "unit": "Count",
    }


def _used(call: Call, sku: str, region: str) -> int:
    prefix = call.subscription_id.lower() + "/"
    return sum(
        record.body["sku"]["name"] == sku and (sku == _FREE or record.location == region)
        for record in call.store.select("type = ?", TYPE)
        if record.key.startswith(prefix)
    )
