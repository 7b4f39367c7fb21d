"""What has a recorded reply that another answer to the same question has not?"""

from __future__ import annotations

OPEN = {"tags", "capabilities", "finetuneCapabilities", "environmentVariables"}
"""Whose keys their owner chooses."""


def shape(value):
    """The keys and types of a value; a list is all its items at once."""
    if isinstance(value, dict):
        return {key: {} if key in OPEN else shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [merged([shape(item) for item in value])] if value else []
    if value is None:
        return None
    if isinstance(value, bool):
        return "bool"
    return "number" if isinstance(value, int | float) else "text"


def merged(shapes):
    """The shape of several values: every key that any of them has."""
    known = [each for each in shapes if each is not None]
    if known and all(isinstance(each, dict) for each in known):
        keys = {key: None for each in known for key in each}
        return {key: merged([each[key] for each in known if key in each]) for key in keys}
    lists = [each for each in known if isinstance(each, list)]
    if lists:
        items = [item for each in lists for item in each]
        return [merged(items)] if items else []
    return known[0] if known else None


def lacking(recorded, other, path=""):
    """Yield the paths that the other has not, or has with another type."""
    if recorded is None or recorded == []:
        return
    if isinstance(recorded, dict) and isinstance(other, dict):
        for key, wanted in recorded.items():
            below = f"{path}.{key}".lstrip(".")
            if wanted is None:
                continue  # which says as much as leaving it out
            if key not in other:
                yield below
            else:
                yield from lacking(wanted, other[key], below)
    elif isinstance(recorded, list) and isinstance(other, list):
        if not other:
            yield f"{path}[]"
        else:
            yield from lacking(recorded[0], other[0], f"{path}[]")
    elif other is None or recorded != other:
        yield f"{path}: {_said(recorded)} is {_said(other)}"


def _said(found):
    return {dict: "object", list: "list", str: found, type(None): "null"}[type(found)]
