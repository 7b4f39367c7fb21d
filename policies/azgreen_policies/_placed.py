"""Where was it decided that the stack runs? `azgreen place --write` records it."""

from collections.abc import Mapping
from typing import Any

import pulumi

from azgreen_policies._reading import fields


def placement() -> Mapping[str, Any]:
    """Return the record `azgreen:placement`; nothing where there is none, or it is no object."""
    try:
        return fields(pulumi.Config("azgreen").get_object("placement"))
    except pulumi.ConfigTypeError:
        return {}
