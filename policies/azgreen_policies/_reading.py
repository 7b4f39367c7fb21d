"""What does a rule read of a resource: its type, its nested inputs, its place, its need?"""

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from azgreen.estimate.need import NEED_TAG, Need

_PACKAGE = r"azure-native(?:_\w+)?"
_NOWHERE = "global"  # Azure's word for a resource that has no region


def fields(value: object) -> Mapping[str, Any]:
    """Return the fields of a nested input, which is no dict; none where it is left out."""
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def items(value: object) -> Sequence[Any]:
    """Return the items of a list input, which is no list; none where it is left out."""
    listed = isinstance(value, Sequence) and not isinstance(value, str)
    return cast("Sequence[Any]", value) if listed else ()


def number(value: object) -> float | None:
    """Return a finite number, also one that is written as a text; None where it is neither."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


@cache
def is_azure(token: str) -> bool:
    """Tell whether a type token is of azure-native, of any API version."""
    return re.match(f"{_PACKAGE}:", token) is not None


@cache
def is_type(token: str, module: str, resource: str) -> bool:
    """Tell whether a type token is this one, of whatever API version it names.

    `azure-native:m:R`, `azure-native:m/v20250601:R` and, from `pulumi package add azure-native`,
    `azure-native_m_v20250601:m:R` are all the same resource.
    """
    return re.fullmatch(rf"{_PACKAGE}:{module}(?:/v\w+)?:{resource}", token) is not None


def region_of(props: Mapping[str, Any]) -> str | None:
    """Return the region as the catalogue writes it; none where there is none, or it is global."""
    location = str(props.get("location") or "").replace(" ", "").lower()
    return None if location in {"", _NOWHERE} else location


def need_of(props: Mapping[str, Any]) -> Need:
    """Return what the tag `azgreen-need` declares; nothing declared where it is left out.

    Raises:
        InputError: the tag cannot be read.
    """
    return Need.read(str(fields(props.get("tags")).get(NEED_TAG) or ""))
