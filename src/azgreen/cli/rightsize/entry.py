"""Where in a stack's configuration is the size of a resource, and is it still what was deployed?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from ruamel.yaml.comments import CommentedMap

from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from azgreen.estimate.need import Need

_DEPLOYMENTS: Final = "azgreen:deployments"
_PROVISIONED: Final = "azgreen:provisioned"
_ENDPOINT: Final = "azgreen:endpoint"
_CACHE: Final = "azgreen:cache"
_RETRIEVAL: Final = "azgreen:retrieval"
_UP: Final = "deploy the file with 'azgreen up', or take the edit back, and look again"
_TAG_DIGITS: Final = 1e-5
"""A tag holds six significant digits."""


@dataclass(frozen=True)
class Put:
    """One value to set."""

    into: Any
    path: tuple[str, ...]
    value: Any

    def do(self) -> None:
        """Set it, and make what it is in where that is not there."""
        into, (*outer, key) = self.into, self.path
        for name in outer:
            into = into.setdefault(name, CommentedMap())
        into[key] = self.value


@dataclass(frozen=True)
class Entry:
    """What the configuration says of one resource."""

    path: str
    fields: Any
    above: Any
    """What it is in."""
    is_one_of_several: bool = False
    """Whether others share what it is in."""

    @property
    def traffic(self) -> Any:
        """Its declared traffic; empty where there is none."""
        return self.fields.get("traffic") or {}

    def sized(self, key: str, now: Any, then: Any, check: Callable[[], None]) -> list[Put]:
        """Return what is to be set for another size; empty where the file holds it already.

        Args:
            key: Where the size is written.
            now: The size that is deployed.
            then: The size to write.
            check: Refuses a file that leaves the size out, and is not what was deployed.

        Raises:
            InputError: the file is not what was deployed.
        """
        held = self.fields.get(key)
        if held == then:
            return []
        if held is None:
            check()
        elif held != now:
            self.refuse(key, f"{held!r}, {now!r} is deployed")
        return [Put(self.fields, (key,), then)]

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
            if held is not None or deployed is not None:
                self._check_same(f"traffic.{key}", held, deployed)

    def check_declared(self, deployed: Mapping[str, float | None]) -> None:
        """Refuse a file that declares something else than what was deployed.

        Raises:
            InputError: it differs; what the file leaves out is derived, and counts as the same.
        """
        for key, value in deployed.items():
            held = self.fields.get(key)
            if held is not None:
                self._check_same(key, held, value)

    def _check_same(self, key: str, held: Any, deployed: float | None) -> None:
        if not _same(held, deployed):
            self.refuse(key, f"{held!r}, {deployed!r} is deployed")

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
    raise lost(_DEPLOYMENTS, f"has no deployment {name!r}")


def provisioned_entry(config: Any, model: str) -> Entry:
    """Return the model on provisioned throughput.

    Raises:
        InputError: there is none, or another model.
    """
    fields = _fields(config.get(_PROVISIONED))
    if fields.get("model") != model:
        raise lost(_PROVISIONED, f"is not of model {model!r}")
    return Entry(_PROVISIONED, fields, config)


def endpoint_entry(config: Any, name: str) -> Entry:
    """Return a deployment of the endpoint.

    Raises:
        InputError: there is none of that name.
    """
    above = _fields(config.get(_ENDPOINT))
    listed = _items(above.get("deployments"))
    if not listed:
        raise lost(_ENDPOINT, f"has no deployment {name!r}")
    several = len(listed) > 1
    for index, fields in enumerate(listed):
        # a name that is left out is made from the model's
        own = fields.get("name") or (_derived(fields.get("model")) if several else name)
        if own == name:
            return Entry(f"{_ENDPOINT}.deployments[{index}]", fields, above, several)
    raise lost(f"{_ENDPOINT}.deployments", f"has no deployment {name!r}")


def cache_entry(config: Any, store: str) -> Entry:
    """Return the cache in that store.

    Raises:
        InputError: there is none.
    """
    fields = _fields(config.get(_CACHE))
    # the program's own default
    if not fields or (fields.get("store") or "redis") != store:
        raise lost(_CACHE, f"has no cache in {store!r}")
    return Entry(_CACHE, fields, config)


def retrieval_entry(config: Any) -> Entry:
    """Return the search service.

    Raises:
        InputError: there is none.
    """
    fields = _fields(config.get(_RETRIEVAL))
    if not fields:
        raise lost(_RETRIEVAL, "has no search service")
    return Entry(_RETRIEVAL, fields, config)


def _derived(model: object) -> str:
    from azgreen_components.online_endpoint.choices import (  # noqa: PLC0415 - heavy
        deployment_name,
    )

    return deployment_name(str(model))


def _fields(given: Any) -> dict[str, Any]:
    """Return an object of the file; an empty one where it is none, which has nothing."""
    return cast("dict[str, Any]", given) if isinstance(given, dict) else {}


def _items(given: Any) -> list[dict[str, Any]]:
    listed = cast("list[Any]", given) if isinstance(given, list) else []
    return [_fields(item) for item in listed]


def lost(where: str, what: str) -> InputError:
    """Return what to say of a resource that the file does not have."""
    fix = "that was deployed by another file or program; change the size where it is written"
    return InputError([Fault(where, f"{what}: {fix}")])


def _same(held: Any, deployed: float | None) -> bool:
    if deployed is None or not isinstance(held, int | float):
        return False
    return math.isclose(held, deployed, rel_tol=_TAG_DIGITS)
