"""Which words does Azure refuse a resource with: its place, its tags, its name, its moment?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen_emulator.arm.errors import ArmError

if TYPE_CHECKING:
    from collections.abc import Sequence


def location_required() -> ArmError:
    """A tracked resource says where it is."""
    return ArmError(
        400, "LocationRequired", "The location property is required for this definition."
    )


def location_not_available(location: str, type_name: str, allowed: Sequence[str]) -> ArmError:
    """The type is not offered there."""
    return ArmError(
        400,
        "LocationNotAvailableForResourceType",
        f"The provided location '{location}' is not available for resource type '{type_name}'. List"
        f" of available regions for the resource type is '{','.join(allowed)}'.",
    )


def group_location_not_available(location: str, allowed: Sequence[str]) -> ArmError:
    """No resource group can be there."""
    return ArmError(
        400,
        "LocationNotAvailableForResourceGroup",
        f"The provided location '{location}' is not available for resource group. List of available"
        f" regions is '{','.join(allowed)}'.",
    )


def group_elsewhere(wanted: str, actual: str) -> ArmError:
    """A resource group cannot move."""
    return ArmError(
        409,
        "InvalidResourceGroupLocation",
        f"Invalid resource group location '{wanted}'. The Resource group already exists in location"
        f" '{actual}'.",
    )


def resource_elsewhere(name: str, group: str, wanted: str, actual: str) -> ArmError:
    """A resource cannot move."""
    return ArmError(
        409,
        "InvalidResourceLocation",
        f"The resource '{name}' already exists in location '{actual}' in resource group '{group}'."
        f" A resource with the same name cannot be created in location '{wanted}'. Please select"
        " a new resource name.",
    )


def invalid_name(type_name: str, name: str, rule: str) -> ArmError:
    """The name breaks the pattern of its type."""
    return ArmError(
        400,
        "InvalidResourceName",
        f"The resource name '{name}' of type '{type_name}' is invalid: {rule}.",
    )


def invalid_group_name(name: str, rule: str) -> ArmError:
    """The name of a resource group breaks its rule."""
    return ArmError(
        400,
        "InvalidResourceGroup",
        f"The provided resource group name '{name}' is invalid: {rule}.",
    )


def group_being_deleted(group: str) -> ArmError:
    """The resource group is on its way out."""
    return ArmError(
        409,
        "ResourceGroupBeingDeleted",
        f"The resource group '{group}' is in deprovisioning state and cannot perform this"
        " operation.",
    )


def nested_resources(nested: Sequence[str]) -> ArmError:
    """What is inside has to go first."""
    return ArmError(
        409,
        "CannotDeleteResource",
        "Cannot delete resource while nested resources exist. Some existing nested resource IDs"
        f" include: '{', '.join(nested)}'. Please delete all nested resources before deleting this"
        " resource.",
    )


def request_conflict(parent_id: str) -> ArmError:
    """One operation at a time on an account and what is in it."""
    return ArmError(
        409,
        "RequestConflict",
        f"Another operation is being performed on the parent resource '{parent_id}'. Please try"
        " again later.",
    )


def fixed_property(path: str, resource_id: str) -> ArmError:
    """Some properties are settled when the resource is made."""
    return ArmError(
        409,
        "PropertyChangeNotAllowed",
        f"Changing property '{path}' is not allowed. Resource: '{resource_id}'.",
        target=path,
    )


def too_many_tags(count: int, limit: int) -> ArmError:
    """A resource carries only so many tags."""
    return ArmError(
        400,
        "InvalidTags",
        f"The number of tags '{count}' exceeds the maximum of '{limit}' allowed for a resource.",
        target="tags",
    )


def invalid_tag(name: str, reason: str) -> ArmError:
    """One tag breaks Azure's rule."""
    return ArmError(400, "InvalidTag", f"The tag '{name}' is invalid: {reason}.", target="tags")
