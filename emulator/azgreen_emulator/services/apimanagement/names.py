"""What are the parts of a service called, in paths and in references?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Record

NAMESPACE: Final = "Microsoft.ApiManagement"
TYPE: Final = f"{NAMESPACE}/service"
VERSIONS: Final = ("2024-05-01",)
SERVICE: Final = f"/providers/{TYPE}/{{serviceName}}"
# the published client: identifiers of what is in a service
ID_RULE: Final[dict[str, Any]] = {"minLength": 1, "maxLength": 80, "pattern": r"[^*#&+:<>?]+"}


def service_of(write: Write) -> Record:
    """Find the service that a resource is in, however deep."""
    depth = len(write.id.split("/")) - len(SERVICE.split("/")) - 4
    found = write.call.store.get(write.id.rsplit("/", depth)[0] if depth else write.id)
    if found is None:
        raise LookupError(write.id)  # the parent was there a moment ago
    return found


def tier(service: Record) -> str:
    """Return the name of its SKU."""
    name: str = service.body["sku"]["name"]
    return name


def part(call: Call, service: Record, kind: str, reference: str) -> Record | None:
    """Find what a reference names: `/backends/x`, `x` or the whole id."""
    name = reference.rstrip("/").rpartition("/")[2]
    whole = f"{service.id}/{kind}/{name}"
    short = {name, f"/{kind}/{name}", whole, f"{kind}/{name}"}
    if reference.lower() not in {item.lower() for item in short}:
        return None
    return call.store.get(whole)
