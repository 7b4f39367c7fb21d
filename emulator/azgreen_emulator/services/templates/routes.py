"""Which operations are there on template deployments, and what do they refuse at once?

A deployment at the scope of a resource group, mode Incremental. Mode Complete, linked templates and
what `plan` and `expressions` do not know are refused by name.
https://learn.microsoft.com/rest/api/resources/deployments
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import uuid4

from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.route_table import operation_routes, routes_of
from azgreen_emulator.arm.tracked import checked, group_of, schema_of
from azgreen_emulator.clock import timestamp
from azgreen_emulator.services.templates.plan import Plan, plan, refuse
from azgreen_emulator.services.templates.running import found, waiting

if TYPE_CHECKING:
    from azgreen_emulator.arm.call import Call, Route
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body
    from azgreen_emulator.arm.routing import Router

_OF_A_GROUP: Final = ("id", "name", "type", "location", "managedBy", "tags", "properties")


def template_routes(router: Router) -> tuple[Route, ...]:
    """Make the operations on templates; `router` knows those that write what is in them."""
    kind = Kind(
        type="Microsoft.Resources/deployments",
        versions=("2022-09-01", "2024-03-01", "2025-04-01", "2026-06-01"),
        path="/providers/Microsoft.Resources/deployments/{deploymentName}",
        operations="Deployments",
        name_rule={"minLength": 1, "maxLength": 64, "pattern": r"[-\w.()]+"},
        complete=partial(_accepted, router),
        busy=_active,
        long_running=True,
        begun=("Accepted", "Accepted"),
        ended_by="deploy",
        patch=False,
        lists=("group",),
        extra=(("Validate", "POST", "/validate", partial(_validate, router)),),
    )
    return (*routes_of(kind), *operation_routes((kind,)))


def _accepted(router: Router, write: Write) -> Body:
    planned = _planned(router, write.call, write.name, write.sent)
    return {
        **_shown(write.call, write.sent, planned),
        **waiting(planned.resources, planned.outputs),
    }


def _validate(router: Router, call: Call) -> Reply:
    sent = checked(call, "deployments")
    name = call.params["deploymentName"]
    planned = _planned(router, call, name, sent)
    validated = [{"id": item.id} for item in planned.resources]
    shown = _shown(call, sent, planned) | {
        "provisioningState": "Succeeded",
        "duration": "PT0S",
        "validatedResources": validated,
    }
    place = f"{group_of(call).id}/providers/{call.route.type}/{name}"
    body = {"id": place, "name": name, "type": call.route.type, "properties": shown}
    return Reply(200, schema_of(call).project("deployments", body))


def _shown(call: Call, sent: Body, planned: Plan) -> Body:
    return {
        "mode": sent["properties"]["mode"],
        "correlationId": str(uuid4()),
        "timestamp": timestamp(call.world.clock.now()),
        **planned.shown,
    }


def _planned(router: Router, call: Call, name: str, sent: Body) -> Plan:
    if "location" in sent:
        reason = f"The 'location' property is not allowed for '{name}'"
        raise ArmError(400, "InvalidDeployment", f"{reason} at resource group scope.")
    properties: Body = sent["properties"]
    if properties["mode"] != "Incremental":
        refuse(["mode Complete, which deletes what a template leaves out, is not served"])
    if not isinstance(properties.get("template"), dict):
        refuse(["there is no template in it; links are not followed"])
    group = group_of(call).body
    shown = {key: group[key] for key in _OF_A_GROUP if key in group}
    template = cast("Body", properties["template"])
    planned = plan(template, properties.get("parameters", {}), shown)
    _check_types(router, name, planned)
    return planned


def _check_types(router: Router, name: str, planned: Plan) -> None:
    details: list[dict[str, Any]] = []
    for resource in planned.resources:
        try:
            found(router, resource)
        except ArmError as error:
            details.append(error.body()["error"] | {"target": resource.id})
    if details:
        said = (
            f"The template deployment '{name}' is not valid according to the validation procedure."
            " See inner errors for details."
        )
        raise ArmError(400, "InvalidTemplateDeployment", said, details=details)


def _active(deployment_id: str) -> ArmError:
    name = deployment_id.rsplit("/", 1)[-1]
    return ArmError(
        409,
        "DeploymentActive",
        f"Unable to edit or replace deployment '{name}': the previous deployment is still active."
        " Please see https://aka.ms/arm-deploy for usage details.",
    )
