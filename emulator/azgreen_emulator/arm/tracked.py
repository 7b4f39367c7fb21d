"""Which rules hold for every resource: its body, place, tags, entity tag and dates?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from azgreen import catalog
from azgreen_emulator.arm import errors, refusals
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.clock import timestamp
from azgreen_emulator.schema.check import SchemaFault, check
from azgreen_emulator.schema.load import schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.records import Body, Record
    from azgreen_emulator.schema.load import Schema

_TAGS = 50
_TAG_NAME = 512
_TAG_VALUE = 256
_TAG_FORBIDDEN = re.compile(r"[<>%&\\?/]")
_WHO = {"By": "azgreen-local", "ByType": "Application"}
# One file serves every version of the Resource Manager: its bodies are the same in all of them.
_ONE_SCHEMA = {"Microsoft.Resources": "2025-04-01"}
_ONE_SCHEMA_OF_A_TYPE = {"Microsoft.Resources/deployments": "2026-06-01"}


def schema_of(call: Call) -> Schema:
    """Find the schema of the version that the client speaks."""
    namespace = call.route.type.partition("/")[0]
    version = _ONE_SCHEMA.get(namespace, call.api_version.lower())
    return schema(namespace, _ONE_SCHEMA_OF_A_TYPE.get(call.route.type, version))


def checked(call: Call, body: str, stored: Body | None = None) -> Body:
    """Return the body of the request, or refuse it with every fault."""
    if call.body is None:
        raise errors.invalid_content("No content was received")
    kept, faults = check(schema_of(call), body, call.body, stored)
    if faults:
        raise errors.invalid_properties(faults)
    check_tags(kept.get("tags", {}))
    return kept


def writable(shape: Schema, body: str, stored: Body) -> Body:
    """Return what of a stored resource its owner may write: the rest is Azure's own."""
    return _writable(shape, shape.bodies[body], stored)


def _writable(shape: Schema, name: str, value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    items = cast("Body", value)
    rules = shape.types[shape.subtype(name, items)]
    return {
        key: _writable(shape, rules[key]["ref"], item) if "ref" in rules.get(key, {}) else item
        for key, item in items.items()
        if (key in rules or "*" in rules) and not rules.get(key, {}).get("readOnly")
    }


def shown(call: Call, body: str, record: Record, status: int = 200) -> Reply:
    """Answer with a resource as the client's version shows it."""
    etag = record.body.get("etag")
    headers = {"ETag": etag} if isinstance(etag, str) else {}
    return Reply(status, schema_of(call).project(body, record.body), headers)


def check_name(name: str, type_name: str, rule: dict[str, Any]) -> None:
    """Refuse a name that breaks the rule of its type."""
    low, high = rule.get("minLength", 1), rule.get("maxLength", 260)
    if not low <= len(name) <= high:
        reason = f"its length must be between {low} and {high}"
        raise refusals.invalid_name(type_name, name, reason)
    if "pattern" in rule and not re.fullmatch(rule["pattern"], name):
        raise refusals.invalid_name(type_name, name, f"it must match {rule['pattern']}")


def check_tags(tags: dict[str, str]) -> None:
    """Refuse tags that break Azure's limits."""
    if len(tags) > _TAGS:
        raise refusals.too_many_tags(len(tags), _TAGS)
    for name, value in tags.items():
        if not name or len(name) > _TAG_NAME:
            reason = f"the length of its name must be between 1 and {_TAG_NAME} characters"
            raise refusals.invalid_tag(name, reason)
        if _TAG_FORBIDDEN.search(name):
            raise refusals.invalid_tag(name, "its name contains one of < > % & \\ ? /")
        if len(value) > _TAG_VALUE:
            reason = f"its value is longer than {_TAG_VALUE} characters"
            raise refusals.invalid_tag(name, reason)


def places() -> list[str]:
    """List the regions of the catalogue by Azure's name."""
    return sorted(region.name for region in catalog.regions())


def normal(location: str) -> str:
    """Write a location as Azure stores it: 'Sweden Central' is 'swedencentral'."""
    return location.replace(" ", "").lower()


def check_location(location: str | None, type_name: str) -> str:
    """Return the region's name, or refuse a place that the catalogue does not list."""
    if location is None or not location.strip():
        raise refusals.location_required()
    if normal(location) not in places():
        raise refusals.location_not_available(location, type_name, places())
    return normal(location)


def check_conditions(call: Call, record: Record | None) -> None:
    """Refuse a write whose `If-Match` or `If-None-Match` does not hold."""
    etag = None if record is None else str(record.body.get("etag") or "*")
    wanted = call.headers.get("if-match")
    if wanted is not None and (etag is None or (wanted != "*" and not _same(wanted, etag))):
        raise errors.precondition_failed("If-Match", wanted, etag)
    unwanted = call.headers.get("if-none-match")
    if unwanted is not None and etag is not None and (unwanted == "*" or _same(unwanted, etag)):
        raise errors.precondition_failed("If-None-Match", unwanted, etag)


def new_etag() -> str:
    """Make an entity tag, quotes included, as Azure's bodies have it."""
    return f'"{uuid4()}"'


def system_data(call: Call, old: Record | None) -> Body:
    """Say who made a resource and who changed it last."""
    now = timestamp(call.world.clock.now())
    born: Body = {} if old is None else old.body.get("systemData", {})
    return {
        "createdBy": born.get("createdBy", _WHO["By"]),
        "createdByType": born.get("createdByType", _WHO["ByType"]),
        "createdAt": born.get("createdAt", now),
        "lastModifiedBy": _WHO["By"],
        "lastModifiedByType": _WHO["ByType"],
        "lastModifiedAt": now,
    }


def group_of(call: Call, *, write: bool = False) -> Record:
    """Find the resource group in the path."""
    group = call.store.get(call.group_id)
    if group is None:
        raise errors.group_not_found(call.params["resourceGroupName"])
    if write and group.body["properties"]["provisioningState"] == "Deleting":
        raise refusals.group_being_deleted(group.name)
    return group


def fault(path: str, code: str, reason: str) -> errors.ArmError:
    """Refuse one property that the schema lets pass."""
    return errors.invalid_properties([SchemaFault(path, code, reason)])


def refuse_all(faults: Iterable[SchemaFault]) -> None:
    """Refuse every property that breaks a rule of its provider, all at once."""
    if found := [*faults]:
        raise errors.invalid_properties(found)


def _same(header: str, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/").strip('"') for tag in header.split(",")]
    return etag.strip('"') in tags
