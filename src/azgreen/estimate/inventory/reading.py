"""What do the inputs of a resource say, and what is not known of them in a preview?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any, Final, cast

from azgreen.errors import EstimateError
from azgreen.estimate.need import NEED_TAG, Need

Props = Mapping[str, Any]
"""Inputs in camel case, nested ones as mappings and sequences."""


class Unknown(Enum):
    """What stands for a value that only the deployment makes known."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN


def read(props: Props, *path: str) -> Any:
    """Return an input, nested where the path is longer; None where it is left out.

    Raises:
        EstimateError: it is not known before the deployment.
    """
    value: Any = props
    for depth, key in enumerate(path, start=1):
        value = cast("Props", value).get(key) if isinstance(value, Mapping) else None
        if value is UNKNOWN:
            raise EstimateError(f"{'.'.join(path[:depth])} is not known before the deployment")
    return value


def text(props: Props, *path: str) -> str:
    """Return a text; empty where there is none."""
    value = read(props, *path)
    return value if isinstance(value, str) else ""


def amount(props: Props, *path: str) -> float | None:
    """Return a number from 0 on; None where it is left out.

    Raises:
        EstimateError: it is not known before the deployment, or no such number.
    """
    value = read(props, *path)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise EstimateError(f"{'.'.join(path)} {value!r} is not a number")
    if not (math.isfinite(value) and value >= 0):
        raise EstimateError(f"{'.'.join(path)} {value!r} is not a number from 0 on")
    return float(value)


def listed(props: Props, *path: str) -> Sequence[Any]:
    """Return the items of a list; none where there is none."""
    value = read(props, *path)
    return cast("Sequence[Any]", value) if isinstance(value, list | tuple) else ()


def need_of(props: Props) -> Need:
    """Return what the tag `azgreen-need` declares.

    Raises:
        InputError: it cannot be read.
        EstimateError: it is not known before the deployment.
    """
    return Need.read(text(props, "tags", NEED_TAG))
