"""What does Azure do with a template? It writes each of its resources, in their order.

Only what a program has already worked out: resources in full, no expressions, parameters, copies,
conditions or dependencies, and mode Incremental. Anything else is refused by name. Where one
resource is refused, none is kept; Azure keeps those before it.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.route_table import operation_routes, routes_of
from azgreen_emulator.arm.routing import Router
from azgreen_emulator.arm.tracked import places
from azgreen_emulator.clock import timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from azgreen_emulator.arm.call import Call, Route
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_NAMED: Final = ("type", "apiVersion", "name")
_TOP: Final = ("$schema", "contentVersion", "resources")
_NOT_WRITTEN: Final = ("condition", "copy", "dependsOn", "existing", "resources", "scope")


def template_routes(others: Sequence[Route]) -> tuple[Route, ...]:
    """Make the operations on templates; `others` are those that write what is in them."""
    kind = Kind(
        type="Microsoft.Resources/deployments",
        versions=("2022-09-01", "2024-03-01", "2025-04-01"),
        path="/providers/Microsoft.Resources/deployments/{deploymentName}",
        operations="Deployments",
        name_rule={"minLength": 1, "maxLength": 64, "pattern": r"[-\w.()]+"},
        refuse=_refuse,
        complete=partial(_deployed, Router(others, places)),
        long_running=True,
        patch=False,
        lists=("group",),
    )
    return (*routes_of(kind), *operation_routes((kind,)))


def _refuse(write: Write) -> None:
    """Refuse a template that cannot be written, whole."""
    if "location" in write.sent:
        reason = f"The 'location' property is not allowed for '{write.name}'"
        raise ArmError(400, "InvalidDeployment", f"{reason} at resource group scope.")
    if write.properties["mode"] != "Incremental":
        raise _invalid("mode Complete, which deletes what a template leaves out, is not served")
    template = write.properties.get("template")
    if not isinstance(template, dict):
        raise _invalid("there is no template in it; links are not followed")
    for fault in _faults(cast("Body", template)):
        raise _invalid(fault)


def _faults(template: Body) -> Iterator[str]:
    yield from (
        f"'{key}' is not served" for key, item in template.items() if item and key not in _TOP
    )
    listed = template.get("resources")
    if not isinstance(listed, list):
        yield "'resources' is not a list"
        return
    for item in cast("list[Body]", listed):
        missing = [key for key in _NAMED if not isinstance(item.get(key), str)]
        if missing:
            yield f"a resource has no '{missing[0]}'"
            return
        yield from (
            f"'{key}' of '{item['name']}' is not served" for key in _NOT_WRITTEN if key in item
        )
        yield from (f"the expression {text!r} is not evaluated" for text in _expressions(item))
        if item["type"].count("/") != item["name"].count("/") + 1:
            lengths = f"'{item['name']}' for type '{item['type']}' has incorrect segment lengths"
            yield f"The template resource {lengths}"


def _expressions(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in cast("Body", value).items():
            yield from _expressions(key)
            yield from _expressions(item)
    elif isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from _expressions(item)
    elif isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        yield value


def _invalid(reason: str) -> ArmError:
    return ArmError(400, "InvalidTemplate", f"Deployment template validation failed: {reason}.")


def _deployed(router: Router, write: Write) -> Body:
    """Write every resource of a template, and say which there are."""
    resources: list[Body] = write.properties["template"]["resources"]
    return {
        "mode": write.properties["mode"],
        "timestamp": timestamp(write.call.world.clock.now()),
        "outputResources": [{"id": _written(router, write.call, item)} for item in resources],
    }


def _written(router: Router, outer: Call, resource: Body) -> str:
    namespace, *kinds = resource["type"].split("/")
    below = "/".join(
        f"{kind}/{name}" for kind, name in zip(kinds, resource["name"].split("/"), strict=True)
    )
    path, version = f"{outer.group_id}/providers/{namespace}/{below}", resource["apiVersion"]
    body = {key: item for key, item in resource.items() if key not in _NAMED}
    try:
        route, params = router.match("PUT", path, version)
        router.check_version(route, version, str(body.get("location", "")))
        query = {"api-version": version}
        inner = replace(
            outer, path=path, route=route, params=params, query=query, headers={}, body=body
        )
        return route.handler(inner).body["id"]
    except ArmError as error:
        detail = {"code": error.code, "message": error.message}
        said = "At least one resource deployment operation failed. See the details."
        raise ArmError(400, "DeploymentFailed", said, details=[detail]) from error
