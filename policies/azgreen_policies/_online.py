"""What does an online deployment run: which model of the catalogue, on which machine?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from azgreen import catalog
from azgreen.errors import UnknownNameError
from azgreen_policies._reading import fields, is_type

ONLINE: Final = ("machinelearningservices", "OnlineDeployment")


@dataclass(frozen=True)
class Served:
    """A model and the machine that it runs on."""

    model: catalog.Model
    machine: catalog.InstanceType


def why_not_managed(token: str, props: Mapping[str, Any]) -> str | None:
    """Say why a resource is none whose machines Azure ML manages; None where it is one."""
    if not is_type(token, *ONLINE):
        return "not an online deployment"
    kind = str(fields(props.get("properties")).get("endpointComputeType"))
    return None if kind.lower() == "managed" else "its machines belong to a cluster of its owner"


def served(token: str, props: Mapping[str, Any]) -> Served | str:
    """Return what a managed online deployment runs, or why that is not known."""
    unmanaged = why_not_managed(token, props)
    if unmanaged is not None:
        return unmanaged
    machine = machine_of(props)
    if isinstance(machine, str):
        return machine
    model = model_of(props)
    return model if isinstance(model, str) else Served(model, machine)


def machine_of(props: Mapping[str, Any]) -> catalog.InstanceType | str:
    """Return the machine, or why it is not known."""
    named = fields(props.get("properties")).get("instanceType")
    if not named:
        return "no instance type is named"
    try:
        return catalog.instance(str(named))
    except UnknownNameError as error:
        return str(error)


def model_of(props: Mapping[str, Any]) -> catalog.Model | str:
    """Return the model of the catalogue, or why there is none."""
    named = fields(props.get("properties")).get("model")
    if not named:
        return "no model is named"
    try:
        found = catalog.model_in_registry(str(named))
    except UnknownNameError as error:
        return str(error)
    return found or f"{named!r} is no model of a registry, so its size is not known"
