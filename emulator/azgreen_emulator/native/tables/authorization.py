"""How do azure-native's role assignments map to ARM?"""

from __future__ import annotations

from typing import Final

from azgreen_emulator.native.spec import ResourceSpec

_ROLE_ASSIGNMENT_PROPERTIES: Final = (
    "condition",
    "conditionVersion",
    "delegatedManagedIdentityResourceId",
    "description",
    "principalId",
    "principalType",
    "roleDefinitionId",
)
ROWS: Final = (
    ResourceSpec(
        token="azure-native:authorization:RoleAssignment",
        arm_type="Microsoft.Authorization/roleAssignments",
        api_version="2022-04-01",
        path="/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
        name_input="roleAssignmentName",
        name_length=36,
        body=(*_ROLE_ASSIGNMENT_PROPERTIES,),
        flattened=_ROLE_ASSIGNMENT_PROPERTIES,
        required=(
            "principalId",
            "roleDefinitionId",
        ),
        defaults={"principalType": "User"},
        replace_on=("principalId",),
        computed=(
            "azureApiVersion",
            "createdBy",
            "createdOn",
            "name",
            "scope",
            "systemData",
            "type",
            "updatedBy",
            "updatedOn",
        ),
    ),
)
