"""Which entry of a stack's file does a fix take out or change, where the root program reads it?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from azgreen import catalog
from azgreen.cli.rightsize.entry import (
    Entry,
    Put,
    cache_entry,
    endpoint_entry,
    lost,
    model_entry,
    provisioned_entry,
    retrieval_entry,
)
from azgreen.cli.waste import clusters, models, online, services, stores
from azgreen.errors import Fault, InputError
from azgreen.estimate.waste import IDLE, LARGER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from azgreen.cli.waste.found import Found

    Path = tuple[str | int, ...]

_GATEWAY: Final = "azgreen:gateway"
_BY_HAND: Final = "change it where it is written"
_GONE: Final = "taken out already, which 'azgreen up' carries out, or made by something else"
_STEP: Final = re.compile(r"\[(\d+)\]|([^.[]+)")


@dataclass(frozen=True)
class Fix:
    """What changes below `config:`."""

    gone: tuple[Path, ...] = ()
    """Paths of keys and indexes."""
    puts: Sequence[Put] = ()


def fix_of(found: Found, config: Any) -> Fix:
    """Return what fixes a waste.

    Raises:
        InputError: no entry of the file made the resource, or it is no longer what is deployed.
    """
    return _FIXES[found.resource.type](found, config)


def _model(found: Found, config: Any) -> Fix:
    props: Any = found.resource.props
    model = props["properties"]["model"]["name"]
    if catalog.way_of(props["sku"]["name"]) == catalog.PROVISIONED:
        return _provisioned(found, config, model)
    name = found.resource.name
    entry = _entry(lambda: model_entry(config, name), f"has no deployment {name!r}")
    if found.judged.kind != LARGER:
        return _as_a_whole(entry)
    puts = entry.sized("model", model, found.judged.change["model"], lambda: None)
    if not puts:
        return Fix()
    if entry.fields.get("name") is None:
        puts.append(Put(entry.fields, ("name",), name))  # callers go on to ask for it by that name
    gone = ((*_steps(entry.path), "version"),) if "version" in entry.fields else ()
    return Fix(gone, puts)


def _provisioned(found: Found, config: Any, model: str) -> Fix:
    entry = _entry(lambda: provisioned_entry(config, model), f"is not of model {model!r}")
    if found.judged.kind == IDLE:
        return _as_a_whole(entry)
    units = found.judged.change.get("ptu")
    if units is None:
        raise _by_hand(entry.path, found.judged.fix)
    resource = found.resource
    now = resource.props["sku"]["capacity"]
    return Fix(puts=entry.sized("ptu", now, units, lambda: entry.check_traffic(resource.need)))


def _online(found: Found, config: Any) -> Fix:
    name = found.resource.name
    return _as_a_whole(_entry(lambda: endpoint_entry(config, name), f"has no deployment {name!r}"))


def _part(find: Callable[[Any], Entry], _: Found, config: Any) -> Fix:
    """Take out a part of the stack, of which there is one."""
    return _as_a_whole(_entry(lambda: find(config), "is not there"))


def _gateway_entry(config: Any) -> Entry:
    if _GATEWAY not in config:
        raise lost(_GATEWAY, "has no gateway")
    return Entry(_GATEWAY, config[_GATEWAY], config)


def _cluster(_: Found, __: Any) -> Fix:
    raise _by_hand("config", "has no setting of clusters")


def _entry(find: Callable[[], Entry], what: str) -> Entry:
    """Return what made a resource; says `what` where the file has no such thing."""
    try:
        return find()
    except InputError as error:
        raise InputError([Fault(error.faults[0].where, f"{what}: {_GONE}")]) from error


def _as_a_whole(entry: Entry) -> Fix:
    return Fix(gone=(_steps(entry.path),))


def _by_hand(where: str, what: str) -> InputError:
    return InputError([Fault(where, f"{what}; {_BY_HAND}")])


def _steps(path: str) -> Path:
    return tuple(int(index) if index else key for index, key in _STEP.findall(path))


_FIXES: Final[Mapping[str, Callable[[Found, Any], Fix]]] = {
    models.TYPE.lower(): _model,
    online.TYPE.lower(): _online,
    stores.REDIS.lower(): partial(_part, partial(cache_entry, store="redis")),
    stores.COSMOS.lower(): partial(_part, partial(cache_entry, store="cosmos")),
    services.GATEWAY.lower(): partial(_part, _gateway_entry),
    services.SEARCH.lower(): partial(_part, retrieval_entry),
    clusters.TYPE.lower(): _cluster,
}
