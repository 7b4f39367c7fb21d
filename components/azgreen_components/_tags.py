"""Which tags does a resource get, and which would Azure refuse?"""

from collections.abc import Mapping

from azgreen import catalog
from azgreen_components._inputs import Faults, at, mapping, text

OWN_TAGS = ("environment", "owner", "workload")
DATA_TAG = "azgreen-carbon-data"

# Azure Resource Manager, "Use tags to organize your Azure resources": limits of every resource.
_MOST_TAGS = 50
_NAME_LENGTH = 512
_VALUE_LENGTH = 256
_FORBIDDEN = frozenset("<>%&\\?/")


def resource_tags(faults: Faults, args: Mapping[str, object]) -> dict[str, str]:
    """Return the tags of every resource of a component, and note those that cannot be used.

    The version of the carbon data goes along, so that a figure can be traced back years later.
    """
    tags = {DATA_TAG: catalog.CARBON_DATA_VERSION}
    for name in OWN_TAGS:
        if args.get(name) is not None:
            value = text(faults, at("", name), args[name])
            tags[name] = value or ""
            _check_value(faults, at("", name), tags[name])
    if args.get("tags") is not None:
        tags |= _extra(faults, args["tags"])
    if len(tags) > _MOST_TAGS:
        faults.add("tags", f"{len(tags)} tags, azgreen's own included; Azure takes {_MOST_TAGS}")
    return dict(sorted(tags.items()))


def _extra(faults: Faults, given: object) -> dict[str, str]:
    tags: dict[str, str] = {}
    for name, value in (mapping(faults, "tags", given) or {}).items():
        path = f"tags.{name}"
        _check_name(faults, path, name)
        if name.lower() in {tag.lower() for tag in tags}:
            faults.add(path, "Azure ignores case in tag names, so this one is there twice")
        if not isinstance(value, str):
            faults.add(path, f"{value!r} is not a text; write a string")
            continue
        _check_value(faults, path, value)
        tags[name] = value
    return tags


def _check_name(faults: Faults, path: str, name: str) -> None:
    if name.lower() in (*OWN_TAGS, DATA_TAG):
        fix = (
            "its value is the carbon data's version"
            if name == DATA_TAG
            else f"use {name.lower()!r}"
        )
        faults.add(path, f"azgreen writes the tag {name.lower()!r} itself; {fix}")
    if not 1 <= len(name) <= _NAME_LENGTH or _FORBIDDEN & set(name):
        rule = f"1 to {_NAME_LENGTH} characters without {' '.join(sorted(_FORBIDDEN))}"
        faults.add(path, f"{name[:40]!r} is not a tag name; use {rule}")


def _check_value(faults: Faults, path: str, value: str) -> None:
    if len(value) > _VALUE_LENGTH:
        faults.add(path, f"{len(value)} characters; a tag's value has {_VALUE_LENGTH} at most")
