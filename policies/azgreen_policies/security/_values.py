"""How does a message name a value that is not what it should be?"""

from collections.abc import Mapping
from typing import Any

from azgreen_policies._reading import fields


def below(props: Mapping[str, Any], *path: str) -> Any:
    """Return a nested property; None where any part is left out."""
    value: Any = props
    for key in path:
        value = fields(value).get(key)
    return value


def shown(value: object) -> str:
    """Write a value as a message has it; never to be called with a secret."""
    return "left out" if value is None else f"{value!r}"


def has_identity(props: Mapping[str, Any]) -> bool:
    """Tell whether a resource has an identity of its own."""
    kind = below(props, "identity", "type")
    return kind is not None and str(kind).lower() != "none"
