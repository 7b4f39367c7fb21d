"""What does a stack say of its prompts: who answers how many, and what does its gateway let by?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from azgreen import catalog
from azgreen.errors import CatalogError, Fault, InputError, nearest
from azgreen.estimate.prompting import CAP, OVER_LIMIT, RANGES, Enforced
from azgreen.estimate.traffic import Traffic
from azgreen.yaml_fields import read_fields

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from azgreen.yaml_fields import Fields

_SPACE: Final = "azgreen"
_TRAFFIC: Final = ("requestsPerSecond", "inputTokens", "outputTokens")
_KEYS: Final = {name: re.sub(r"_(\w)", lambda found: found[1].upper(), name) for name in RANGES}
"""How a stack's file writes the parameters."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A chat deployment of a stack; None stands for not written."""

    name: str
    model: str
    sku: str | None
    traffic: Traffic | None


@dataclass(frozen=True, slots=True)
class StackPrompts:
    """What a stack says; `enforced` is None without a gateway."""

    region: str
    deployments: tuple[Asked, ...]
    enforced: Enforced | None = None

    def chosen(self, wanted: str | None) -> Asked:
        """Return the deployment of that name or model; the first when left out.

        Raises:
            InputError: the stack has none that answers chats, or not this one.
        """
        if not self.deployments:
            raise InputError([Fault("--stack", "has no deployment that answers chats; add one")])
        if wanted is None:
            return self.deployments[0]
        for item in self.deployments:
            if wanted.lower() in (item.name.lower(), item.model.lower()):
                return item
        names = {each for item in self.deployments for each in (item.name, item.model)}
        what = f"{wanted!r} is no deployment of the stack that answers chats"
        raise InputError([Fault("--model", f"{what}; {nearest(wanted, sorted(names))}")])


def read_stack(file: Path) -> StackPrompts:
    """Read what a stack's file says of prompts; the program itself checks all else of it.

    Raises:
        InputError: every fault of what is read, at once, each with its line.
    """
    whole = read_fields(file)
    config = whole.fields("config")
    if config is None:
        raise InputError([Fault(str(file), "has no 'config:' with keys below it; write them")])
    config_key = f"{_SPACE}:location"
    region = config.text(config_key)
    if not config.has(config_key):
        config.refuse(config_key, "missing; it has no default, so write it")
    deployments = (*_by_token(config), *_provisioned(config))
    gateway = config.fields(f"{_SPACE}:gateway")
    enforced = None if gateway is None else _enforced(gateway)
    whole.raise_any()
    return StackPrompts(region or "", deployments, enforced)


def _by_token(config: Fields) -> Iterator[Asked]:
    for item in config.items(f"{_SPACE}:deployments"):
        model = _chat_model(item)
        sku = item.text("sku") or catalog.PINNED_SKU
        if model is not None:
            yield Asked(item.text("name") or model, model, sku, _traffic(item))


def _provisioned(config: Fields) -> Iterator[Asked]:
    item = config.fields(f"{_SPACE}:provisioned")
    model = None if item is None else _chat_model(item)
    if item is not None and model is not None:
        yield Asked(model, model, item.text("sku"), _traffic(item))


def _chat_model(item: Fields) -> str | None:
    """Return the model where it answers chats, and note one that is not known."""
    name = item.text("model")
    if name is None:
        if not item.has("model"):
            item.refuse("model", "missing; it has no default, so write it")
        return None
    try:
        found = catalog.model(name)
    except CatalogError as error:
        item.refuse("model", str(error))
        return None
    return found.name if found.kind == "chat" else None


def _traffic(item: Fields) -> Traffic | None:
    fields = item.fields("traffic")
    if fields is None:
        return None
    numbers = [fields.number(key) for key in _TRAFFIC]
    for key in _TRAFFIC:
        if not fields.has(key):
            fields.refuse(key, "missing; it has no default, so write it")
    known = [number for number in numbers if number is not None]
    return Traffic(*known) if len(known) == len(_TRAFFIC) else None


def _enforced(gateway: Fields) -> Enforced:
    """Return what the gateway lets by, as AiGateway reads it."""
    most = gateway.number("maxTokens")
    if most is not None and not most.is_integer():
        gateway.refuse("maxTokens", f"{most:g} is not a whole number of tokens; write 1 or more")
    mode = gateway.text("overLimit") or CAP
    if mode not in OVER_LIMIT:
        gateway.refuse("overLimit", f"{mode!r} is not a choice; {nearest(mode, OVER_LIMIT)}")
    bounds = gateway.fields("bounds")
    return Enforced(
        None if most is None else int(most), {} if bounds is None else _bounds(bounds), mode
    )


def _bounds(bounds: Fields) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    bounds.known((), tuple(_KEYS.values()))
    for name, key in _KEYS.items():
        fields, (low, high) = bounds.fields(key), RANGES[name]
        if fields is None:
            continue
        fields.known((), ("least", "most"))
        least, most = (
            _end(fields, end, name, usual) for end, usual in (("least", low), ("most", high))
        )
        if least > most:
            bounds.refuse(key, f"least {least:g} is above most {most:g}; swap them")
        found[name] = (least, most)
    return found


def _end(fields: Fields, key: str, name: str, usual: float) -> float:
    value: Any = fields.value(key)
    if not fields.has(key):
        return usual
    low, high = RANGES[name]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and low <= value <= high:
        return float(value)
    fields.refuse(key, f"{value!r} is no value of {name}; write {low:g} to {high:g}")
    return usual
