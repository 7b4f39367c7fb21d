"""Where in a stack's configuration is the size of a resource, and is it still what was deployed?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    from azgreen.estimate.need import Need

_DEPLOYMENTS: Final = "azgreen:deployments"
_PROVISIONED: Final = "azgreen:provisioned"
_ENDPOINT: Final = "azgreen:endpoint"
_UP: Final = "deploy the file with 'azgreen up', or take the edit back, and look again"
_TAG_DIGITS: Final = 1e-5
"""A tag holds six significant digits."""


@dataclass(frozen=True)
class Entry:
    """What the configuration says of one resource."""

    path: str
    fields: Any
    above: Any
    """What it is in."""

    @property
    def traffic(self) -> Any:
        """Its declared traffic; empty where there is none."""
        return self.fields.get("traffic") or {}

    def check_traffic(self, need: Need) -> None:
        """Refuse a file whose traffic is not that of the deployed resource.

        Raises:
            InputError: it differs.
        """
        pairs = {
            "requestsPerSecond": need.requests_per_second,
            "inputTokens": need.input_tokens,
            "outputTokens": need.output_tokens,
        }
        for key, deployed in pairs.items():
            held = self.traffic.get(key)
            if held is None and deployed is None:
                continue
            if not _same(held, deployed):
                self.refuse(f"traffic.{key}", f"{held!r}, {deployed!r} is deployed")

    def refuse(self, key: str, what: str) -> None:
        """Say that the file was edited since the deployment.

        Raises:
            InputError: always.
        """
        raise InputError([Fault(f"{self.path}.{key}", f"is {what}; {_UP}")])


def model_entry(config: Any, name: str) -> Entry:
    """Return the pay-as-you-go deployment of that name.

    Raises:
        InputError: there is none.
    """
    listed = _items(config.get(_DEPLOYMENTS))
    for index, fields in enumerate(listed):
        if (fields.get("name") or fields.get("model")) == name:
            return Entry(f"{_DEPLOYMENTS}[{index}]", fields, listed)
    raise _missing(_DEPLOYMENTS, f"has no deployment {name!r}")


def provisioned_entry(config: Any, model: str) -> Entry:
    """Return the model on provisioned throughput.

    Raises:
        InputError: there is none, or another model.
    """
    fields = _fields(config.get(_PROVISIONED))
    if fields.get("model") != model:
        raise _missing(_PROVISIONED, f"is not of model {model!r}")
    return Entry(_PROVISIONED, fields, config)


def endpoint_entry(config: Any, name: str) -> Entry:
    """Return the one deployment of the endpoint.

    Raises:
        InputError: there is none, or more than one, which share one profile of hours.
    """
    above = _fields(config.get(_ENDPOINT))
    listed = _items(above.get("deployments"))
    if not listed:
        raise _missing(_ENDPOINT, f"has no deployment {name!r}")
    if len(listed) > 1:
        what = "has several deployments with one trafficProfile; change it by hand"
        raise InputError([Fault(_ENDPOINT, what)])
    fields = listed[0]
    if fields.get("name") not in {None, name}:
        raise _missing(f"{_ENDPOINT}.deployments", f"has no deployment {name!r}")
    return Entry(f"{_ENDPOINT}.deployments[0]", fields, above)


def _fields(given: Any) -> dict[str, Any]:
    """Return an object of the file; an empty one where it is none, which has nothing."""
    return cast("dict[str, Any]", given) if isinstance(given, dict) else {}


def _items(given: Any) -> list[dict[str, Any]]:
    listed = cast("list[Any]", given) if isinstance(given, list) else []
    return [_fields(item) for item in listed]


def _missing(where: str, what: str) -> InputError:
    fix = "that was deployed by another file or program; change the size where it is written"
    return InputError([Fault(where, f"{what}: {fix}")])


def _same(held: Any, deployed: float | None) -> bool:
    if deployed is None or not isinstance(held, int | float):
        return False
    return math.isclose(held, deployed, rel_tol=_TAG_DIGITS)
