"""Which keys does a search service have?

Azure hands them out where key authentication is disabled too: they open nothing then
(azure-ai-docs, `search-security-api-keys` and `search-security-enable-roles`).
"""

from __future__ import annotations

import secrets
import string
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.tracked import fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body, Record

    Find = Callable[[Call], Record]
    Operations = tuple[tuple[str, str, str, Callable[[Call], Reply]], ...]

_CHARACTERS: Final = string.ascii_letters + string.digits
_LENGTH: Final = 52  # azure-ai-docs, `search-security-api-keys`
_MOST_QUERY_KEYS: Final = 50  # the same page
_KINDS: Final = ("primary", "secondary")


def made(_: Write) -> Body:
    """Make the keys of a new service: two for administrators, one for queries."""
    query = [{"name": None, "key": _key()}]
    return {"admin": {f"{kind}Key": _key() for kind in _KINDS}, "query": query}


def operations(find: Find) -> Operations:
    """Return the operations on keys of the service that `find` finds."""
    return (
        ("ListAdminKeys", "POST", "/listAdminKeys", lambda call: _admin(find(call))),
        (
            "RegenerateAdminKey",
            "POST",
            "/regenerateAdminKey/{keyKind}",
            lambda call: _regenerate(call, find(call)),
        ),
        ("ListQueryKeys", "POST", "/listQueryKeys", lambda call: _query(find(call))),
        (
            "CreateQueryKey",
            "POST",
            "/createQueryKey/{name}",
            lambda call: _create(call, find(call)),
        ),
        (
            "DeleteQueryKey",
            "DELETE",
            "/deleteQueryKey/{key}",
            lambda call: _delete(call, find(call)),
        ),
    )


def _key() -> str:
    return "".join(secrets.choice(_CHARACTERS) for _ in range(_LENGTH))


def _admin(record: Record) -> Reply:
    return Reply(200, record.private["admin"])


def _query(record: Record) -> Reply:
    return Reply(200, {"value": record.private["query"]})


def _regenerate(call: Call, record: Record) -> Reply:
    kind = call.params["keyKind"].lower()
    if kind not in _KINDS:
        reason = f"'{call.params['keyKind']}' is not allowed; expected one of {', '.join(_KINDS)}"
        raise fault("keyKind", "InvalidEnumValue", reason)
    changed = _keep(call, record, {"admin": {**record.private["admin"], f"{kind}Key": _key()}})
    return _admin(changed)


def _create(call: Call, record: Record) -> Reply:
    known: list[Body] = record.private["query"]
    if len(known) >= _MOST_QUERY_KEYS:
        message = (
            f"The search service '{record.name}' has {len(known)} query keys; the most is"
            f" {_MOST_QUERY_KEYS}. Delete one first."
        )
        raise ArmError(409, "QueryKeyQuotaExceeded", message)
    new = {"name": call.params["name"], "key": _key()}
    _keep(call, record, {"query": [*known, new]})
    return Reply(200, new)


def _delete(call: Call, record: Record) -> Reply:
    known: list[Body] = record.private["query"]
    left = [item for item in known if item["key"] != call.params["key"]]
    _keep(call, record, {"query": left})
    return Reply(200 if len(left) < len(known) else 204)


def _keep(call: Call, record: Record, keys: Body) -> Record:
    changed = replace(record, private={**record.private, **keys})
    call.store.put(changed)
    return changed
