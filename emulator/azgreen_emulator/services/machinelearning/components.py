"""What does Azure make of a component, the step of a pipeline, and of its versions?

Names: azure-ai-docs, how-to-create-component-pipelines-cli (2026-08-31). A version that is there
keeps its definition: another one is another version (concept-component).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.tracked import fault
from azgreen_emulator.services.machinelearning.quota import NAMESPACE, VERSIONS
from azgreen_emulator.services.machinelearning.workspaces import WORKSPACES

if TYPE_CHECKING:
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

VERSION_TYPE: Final = f"{NAMESPACE}/workspaces/components/versions"
_NAME: Final = {"maxLength": 255, "pattern": "[a-z][a-z0-9_]*"}
# REST reference, Component Versions - Create Or Update
_VERSION: Final = {"maxLength": 255, "pattern": r"[a-zA-Z0-9][a-zA-Z0-9_.-]*"}


def _container(write: Write) -> Body:
    return {"isArchived": False, **write.properties}


def _check_spec(write: Write) -> None:
    spec = write.properties.get("componentSpec")
    path = "properties.componentSpec"
    if not isinstance(spec, dict):
        raise fault(path, "MissingProperty", "required: the definition of the step, an object")


def _version(write: Write) -> Body:
    return {"isAnonymous": False, "isArchived": False, **write.properties}


CONTAINERS = Kind(
    type=f"{NAMESPACE}/workspaces/components",
    versions=VERSIONS,
    path=WORKSPACES.path + "/components/{name}",
    operations="ComponentContainers",
    name_rule=_NAME,
    complete=_container,
    patch=False,
)
COMPONENT_VERSIONS = Kind(
    type=VERSION_TYPE,
    versions=VERSIONS,
    path=CONTAINERS.path + "/versions/{version}",
    operations="ComponentVersions",
    name_rule=_VERSION,
    refuse=_check_spec,
    complete=_version,
    patch=False,
    fixed=("properties.componentSpec",),
)
