"""Which tags does a resource get, and which would Azure refuse?"""

from collections.abc import Mapping

from azgreen import catalog
from azgreen.estimate.need import NEED_TAG, Need
from azgreen_components._inputs import Faults, at, mapping, text

OWN_TAGS = ("environment", "owner", "workload")
DATA_TAG = "azgreen-carbon-data"

# Azure Resource Manager, "Use tags to organize your Azure resources": limits of every resource.
_MOST_TAGS = 50
_NAME_LENGTH = 512
_VALUE_LENGTH = 256
_FORBIDDEN = frozenset("<>%&\\?/")

_WRITTEN = {
    DATA_TAG: "its value is the carbon data's version",
    NEED_TAG: "its value is what the resource is declared to need",
}


def resource_tags(faults: Faults, args: Mapping[str, object]) -> dict[str, str]:
    """Return the tags of every resource of a component, and note those that cannot be used.

    The version of the carbon data goes along, so that a figure can be traced back years later.
    One tag more is kept free for the need of a resource, of which a component may declare one.
    """
    tags = {DATA_TAG: catalog.CARBON_DATA_VERSION}
    for name in OWN_TAGS:
        if args.get(name) is not None:
            value = text(faults, at("", name), args[name])
            tags[name] = value or ""
            _check_value(faults, at("", name), tags[name])
    if args.get("tags") is not None:
        tags |= _extra(faults, args["tags"])
    if len(tags) + 1 > _MOST_TAGS:
        count = len(tags) + 1
        faults.add("tags", f"{count} tags, azgreen's own included; Azure takes {_MOST_TAGS}")
    return dict(sorted(tags.items()))


def needing(tags: Mapping[str, str], need: Need) -> dict[str, str]:
    """Return the tags of a resource with what it is declared to need, where that is anything."""
    declared = need.text()
    return dict(sorted({**tags, NEED_TAG: declared}.items())) if declared else dict(tags)


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
    if name.lower() in (*OWN_TAGS, *_WRITTEN):
        fix = _WRITTEN.get(name.lower(), f"use {name.lower()!r}")
        faults.add(path, f"azgreen writes the tag {name.lower()!r} itself; {fix}")
    if not 1 <= len(name) <= _NAME_LENGTH or _FORBIDDEN & set(name):
        rule = f"1 to {_NAME_LENGTH} characters without {' '.join(sorted(_FORBIDDEN))}"
        faults.add(path, f"{name[:40]!r} is not a tag name; use {rule}")


def _check_value(faults: Faults, path: str, value: str) -> None:
    if len(value) > _VALUE_LENGTH:
        faults.add(path, f"{len(value)} characters; a tag's value has {_VALUE_LENGTH} at most")
