"""What is every component told: where it lives, whose it is and who may reach it?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import pulumi

from azgreen import catalog
from azgreen.errors import UnknownNameError
from azgreen_components._access import Caller, read_callers
from azgreen_components._inputs import Faults, at, flag, given_or, text, text_below
from azgreen_components._naming import RESOURCE_GROUP, SUFFIX, NameRule, check_name
from azgreen_components._tags import resource_tags


@dataclass(frozen=True)
class Common:
    """The inputs that components share; those that one does not take have their default."""

    location: str
    name_suffix: str | None
    public_network_access: bool
    callers: tuple[Caller, ...]
    tags: Mapping[str, str]
    environment: str | None = None


def read_common(faults: Faults, given: Mapping[str, object]) -> Common:
    """Return the shared inputs, and note those that cannot be used."""
    location = read_location(faults, given)
    check_group(faults, given.get("resource_group_name"))
    return Common(
        location,
        read_name(faults, given, "name_suffix", SUFFIX),
        read_flag(faults, given, "public_network_access"),
        read_callers(faults, given.get("callers")),
        resource_tags(faults, given),
        cast("str | None", given.get("environment")),  # the tags have noted what is wrong with it
    )


def read_location(faults: Faults, given: Mapping[str, object]) -> str:
    """Return the region's own spelling; an empty text when there is no such region."""
    return read_region(faults, "", given) or ""


def read_region(faults: Faults, path: str, fields: Mapping[str, object]) -> str | None:
    """Return the own spelling of the region `location` below `path`; None when there is none."""
    name = text_below(faults, path, fields, "location")
    try:
        return catalog.region(name).name if name else None
    except UnknownNameError as error:
        faults.add(at(path, "location"), str(error))
        return None


def read_name(
    faults: Faults, given: Mapping[str, object], field: str, rule: NameRule
) -> str | None:
    """Return an optional name, and note one that Azure refuses."""
    if given.get(field) is None:
        return None
    value = text(faults, at("", field), given[field])
    if value is not None:
        check_name(faults, at("", field), value, rule)
    return value


def read_own_name(
    faults: Faults, given: Mapping[str, object], field: str, rule: NameRule
) -> pulumi.Input[str] | None:
    """Return the optional name of a resource of the user's own; an output is taken as it is."""
    value = given.get(field)
    if isinstance(value, pulumi.Output):
        return value  # pyright: ignore[reportUnknownVariableType]  # Input[str] by declaration
    return read_name(faults, given, field, rule)


def read_flag(faults: Faults, given: Mapping[str, object], field: str) -> bool:
    """Return an optional choice between true and false; false when left out."""
    return flag(faults, at("", field), given_or(given, field, default=False))


def read_id(
    faults: Faults, given: Mapping[str, object], field: str, arm_type: str
) -> pulumi.Input[str] | None:
    """Return an optional id of a resource of `arm_type`; an output is taken as it is."""
    value = given.get(field)
    if value is None or isinstance(value, pulumi.Output):
        return value  # pyright: ignore[reportUnknownVariableType]  # Input[str] by declaration
    path = at("", field)
    known = text(faults, path, value)
    if known is not None and f"/providers/{arm_type}/".lower() not in known.lower():
        example = f"/subscriptions/.../resourceGroups/.../providers/{arm_type}/<name>"
        faults.add(path, f"{known!r} is not an id of {arm_type}; write {example}")
    return known


def check_group(faults: Faults, given: object) -> None:
    """Note a resource group's name that Azure refuses; an output is taken as it is."""
    if given is None or isinstance(given, pulumi.Output):
        return
    name = text(faults, "resourceGroupName", given)
    if name is not None:
        check_name(faults, "resourceGroupName", name, RESOURCE_GROUP)
