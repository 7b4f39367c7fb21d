"""Which operations does a kind of resource have, and which its provider?"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from azgreen_emulator.arm import lifecycle, listing, operations
from azgreen_emulator.arm.call import Route

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from azgreen_emulator.arm.call import Call, Reply
    from azgreen_emulator.arm.kind import Kind

SUBSCRIPTION = "/subscriptions/{subscriptionId}"
GROUP = SUBSCRIPTION + "/resourceGroups/{resourceGroupName}"


def routes_of(kind: Kind) -> tuple[Route, ...]:
    """Return the operations of a kind."""
    path = kind.path if kind.is_extension else GROUP + kind.path
    rows: list[tuple[str, str, str, Callable[[Call], Reply]]] = [
        ("CreateOrUpdate", "PUT", path, partial(lifecycle.put, kind)),
        ("Get", "GET", path, partial(lifecycle.get, kind)),
        ("CheckExistence", "HEAD", path, partial(lifecycle.head, kind)),
        ("Delete", "DELETE", path, partial(lifecycle.delete, kind)),
        *([("Update", "PATCH", path, partial(lifecycle.patch, kind))] if kind.patch else []),
        *((name, "GET", place, partial(listing.listed, kind)) for name, place in _lists(kind)),
    ]
    every = [(name, method, path, kind.type, handler) for name, method, path, handler in rows]
    every += [
        (name, method, path + below, _type_below(kind, method, below), handler)
        for name, method, below, handler in kind.extra
    ]
    return tuple(
        Route(f"{kind.operations}_{name}", method, place, type_, kind.versions, handler)
        for name, method, place, type_, handler in every
    )


def _type_below(kind: Kind, method: str, below: str) -> str:
    """Return the type that is asked: a resource that is always there has one of its own."""
    _, child, *name = below.split("/")
    return f"{kind.type}/{child}" if name and method != "POST" else kind.type


def operation_routes(kinds: Iterable[Kind]) -> tuple[Route, ...]:
    """Return where the clients of one provider ask how its operations are getting on."""
    slow = [kind for kind in kinds if kind.long_running]
    versions = tuple(sorted({version for kind in slow for version in kind.versions}))
    namespace = slow[0].namespace
    place = f"{SUBSCRIPTION}/providers/{namespace}/locations/{{location}}"
    rows = (
        ("Operations_Status", "operationStatuses", operations.status),
        ("Operations_Result", "operationResults", lifecycle.result),
    )
    return tuple(
        Route(
            name,
            "GET",
            f"{place}/{kind}/{{operationId}}",
            f"{namespace}/locations/{kind}",
            versions,
            handler,
        )
        for name, kind, handler in rows
    )


def _lists(kind: Kind) -> list[tuple[str, str]]:
    collection = kind.path.rpartition("/")[0]
    if kind.is_extension:
        return [("List", collection)]
    if kind.is_nested:
        return [("List", GROUP + collection)]
    places = {"group": ("ListByResourceGroup", GROUP), "subscription": ("List", SUBSCRIPTION)}
    return [(places[name][0], places[name][1] + collection) for name in kind.lists]
