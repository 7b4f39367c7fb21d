"""Do Azure's own clients find identities, roles, workspaces, components and workbooks?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.mgmt.applicationinsights import ApplicationInsightsManagementClient
from azure.mgmt.authorization import AuthorizationManagementClient
from azure.mgmt.loganalytics import LogAnalyticsManagementClient
from azure.mgmt.msi import ManagedServiceIdentityClient

from azgreen import catalog

if TYPE_CHECKING:
    from collections.abc import Callable

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg"
PLACE = "swedencentral"
NAME = "00000000-0000-0000-0000-00000000000a"
READER = catalog.role_definition("Reader")

Make = "Callable[[type[Any]], Any]"


def refused(call: Callable[[], Any]) -> tuple[int, str, str]:
    with pytest.raises(HttpResponseError) as caught:
        call()
    error = caught.value
    assert error.error is not None
    return error.status_code, error.error.code, error.error.message


def test_an_identity_keeps_its_ids(made: Make) -> None:
    identities = made(ManagedServiceIdentityClient).user_assigned_identities
    first = identities.create_or_update("rg", "app", {"location": "Sweden Central"})
    again = identities.create_or_update(
        "rg", "app", {"location": PLACE, "tags": {"environment": "dev"}}
    )
    assert first.location == PLACE
    assert (first.principal_id, first.client_id) == (again.principal_id, again.client_id)
    assert len({first.principal_id, first.client_id, first.tenant_id}) == 3
    assert [item.name for item in identities.list_by_subscription()] == ["app"]
    assert identities.update("rg", "app", {"tags": {}}).tags == {}
    identities.delete("rg", "app")
    with pytest.raises(ResourceNotFoundError):
        identities.get("rg", "app")
    assert list(identities.list_by_resource_group("rg")) == []


def assignment(principal: str = NAME, role: str = READER.resource_id) -> Any:
    return {"properties": {"principalId": principal, "roleDefinitionId": role}}


def test_a_role_hangs_on_what_it_opens(made: Make) -> None:
    identities = made(ManagedServiceIdentityClient).user_assigned_identities
    app = identities.create_or_update("rg", "app", {"location": PLACE})
    roles = made(AuthorizationManagementClient)
    given = roles.role_assignments.create(app.id, NAME, assignment(app.principal_id))
    assert given.id == f"{app.id}/providers/Microsoft.Authorization/roleAssignments/{NAME}"
    assert given.scope == app.id
    assert given.role_definition_id == f"/subscriptions/{SUBSCRIPTION}{READER.resource_id}"
    assert given.principal_type == "ServicePrincipal"
    assert roles.role_assignments.create(app.id, NAME, assignment(app.principal_id)).id == given.id
    assert [item.name for item in roles.role_assignments.list_for_scope(app.id)] == [NAME]
    assert [item.name for item in roles.role_assignments.list_for_scope(GROUP)] == [NAME]
    identities.delete("rg", "app")
    assert list(roles.role_assignments.list_for_scope(GROUP)) == []


def test_roles_that_cannot_be_given(made: Make) -> None:
    roles = made(AuthorizationManagementClient).role_assignments
    roles.create(GROUP, NAME, assignment())
    other = NAME[:-1] + "b"
    assert refused(lambda: roles.create(GROUP, other, assignment())) == (
        409,
        "RoleAssignmentExists",
        "The role assignment already exists.",
    )
    assert refused(lambda: roles.create(GROUP, NAME, assignment(other))) == (
        400,
        "RoleAssignmentUpdateNotPermitted",
        "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
    )
    assert refused(lambda: roles.create(GROUP, "mine", assignment())) == (
        400,
        "InvalidRoleAssignmentId",
        "The role assignment ID 'mine' is not valid. The role assignment ID must be a GUID.",
    )
    assert refused(lambda: roles.create(GROUP, other, assignment("me"))) == (
        400,
        "InvalidPrincipalId",
        "A valid principal ID must be provided for role assignment.",
    )
    unknown = "/providers/Microsoft.Authorization/roleDefinitions/nobody"
    assert refused(lambda: roles.create(GROUP, other, assignment(role=unknown))) == (
        400,
        "RoleDefinitionDoesNotExist",
        "The specified role definition with ID 'nobody' does not exist.",
    )
    nowhere = f"{GROUP}/providers/Microsoft.Insights/components/none"
    assert refused(lambda: roles.create(nowhere, other, assignment()))[:2] == (
        404,
        "ResourceNotFound",
    )


def test_role_definitions_are_found_by_name(made: Make) -> None:
    definitions = made(AuthorizationManagementClient).role_definitions
    (found,) = definitions.list(GROUP, filter="roleName eq 'Reader'")
    assert (found.name, found.role_type) == (READER.id, "BuiltInRole")
    assert definitions.get(GROUP, READER.id).role_name == "Reader"
    assert len(list(definitions.list(GROUP))) == len(catalog.role_definitions())


def test_a_workspace_has_its_defaults_and_its_keys(made: Make) -> None:
    analytics = made(LogAnalyticsManagementClient)
    body = {"location": PLACE, "properties": {"retentionInDays": 30}}
    workspace = analytics.workspaces.begin_create_or_update("rg", "logs", body).result()
    assert workspace.provisioning_state == "Succeeded"
    assert (workspace.sku.name, workspace.retention_in_days) == ("PerGB2018", 30)
    assert workspace.workspace_capping.daily_quota_gb == -1
    keys = analytics.shared_keys.get_shared_keys("rg", "logs")
    assert keys.primary_shared_key != keys.secondary_shared_key
    again = analytics.workspaces.begin_create_or_update("rg", "logs", body).result()
    assert again.customer_id == workspace.customer_id
    assert analytics.shared_keys.get_shared_keys("rg", "logs").as_dict() == keys.as_dict()
    analytics.workspaces.begin_delete("rg", "logs").result()
    assert list(analytics.workspaces.list()) == []


@pytest.mark.parametrize(
    ("properties", "path", "reason"),
    [
        (
            {"retentionInDays": 8},
            "properties.retentionInDays",
            "8 is not allowed; expected 7 or 30 to 730",
        ),
        (
            {"retentionInDays": 30, "sku": {"name": "Free"}},
            "properties.retentionInDays",
            "30 is not allowed for the SKU 'Free'; expected 7",
        ),
        (
            {"workspaceCapping": {"dailyQuotaGb": 0.01}},
            "properties.workspaceCapping.dailyQuotaGb",
            "0.01 is not allowed; expected -1 (no cap) or at least 0.023",
        ),
    ],
)
def test_workspaces_that_are_refused(
    made: Make, properties: dict[str, Any], path: str, reason: str
) -> None:
    workspaces = made(LogAnalyticsManagementClient).workspaces
    body = {"location": PLACE, "properties": properties}
    status, _, message = refused(lambda: workspaces.begin_create_or_update("rg", "logs", body))
    assert status == 400
    assert message == f"The request content was invalid: {path}: {reason}"


def test_a_component_sends_to_a_workspace_that_is_there(made: Make) -> None:
    logs = made(LogAnalyticsManagementClient).workspaces
    insights = made(ApplicationInsightsManagementClient).components
    body = {
        "location": PLACE,
        "kind": "web",
        "application_type": "web",
        "workspace_resource_id": f"{GROUP}/providers/Microsoft.OperationalInsights/workspaces/logs",
    }
    status, code, message = refused(lambda: insights.create_or_update("rg", "app", body))
    assert (status, code) == (400, "BadRequest")
    assert message.endswith("that 'WorkspaceResourceId' names was not found.")
    logs.begin_create_or_update("rg", "logs", {"location": PLACE}).result()
    component = insights.create_or_update("rg", "app", body)
    key = f"InstrumentationKey={component.instrumentation_key};"
    assert component.connection_string.startswith(key)
    assert f"ApplicationId={component.app_id}" in component.connection_string
    assert insights.get("rg", "app").instrumentation_key == component.instrumentation_key
    assert insights.update_tags("rg", "app", {"tags": {"a": "b"}}).ingestion_mode == "LogAnalytics"
    insights.delete("rg", "app")
    assert list(insights.list()) == []


def test_a_workbook_is_named_by_a_guid_and_holds_json(made: Make) -> None:
    books = made(ApplicationInsightsManagementClient).workbooks
    body = {
        "location": PLACE,
        "kind": "shared",
        "display_name": "Carbon",
        "category": "workbook",
        "serialized_data": json.dumps({"version": "Notebook/1.0", "items": []}),
    }
    book = books.create_or_update("rg", NAME, body)
    assert (book.display_name, book.version) == ("Carbon", "Notebook/1.0")
    assert json.loads(books.get("rg", NAME, can_fetch_content=True).serialized_data)["items"] == []
    assert refused(lambda: books.create_or_update("rg", "carbon", body)) == (
        400,
        "InvalidResourceName",
        "The workbook name 'carbon' is invalid: it must be a GUID.",
    )
    broken = {**body, "serialized_data": "{"}
    message = refused(lambda: books.create_or_update("rg", NAME, broken))[2]
    assert message.startswith(
        "The request content was invalid: properties.serializedData: is no JSON: "
    )
    nameless = {key: item for key, item in body.items() if key != "display_name"}
    assert refused(lambda: books.create_or_update("rg", NAME, nameless))[2].endswith(
        "properties.displayName: required: a string"
    )
    books.delete("rg", NAME)
    with pytest.raises(ResourceNotFoundError):
        books.get("rg", NAME)
