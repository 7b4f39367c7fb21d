"""Which entry of a stack's file does a fix take out or change, where the root program reads it?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from azgreen import catalog
from azgreen.cli import (
    _waste_clusters,
    _waste_models,
    _waste_online,
    _waste_services,
    _waste_stores,
)
from azgreen.cli._stack_entry import model_entry, provisioned_entry
from azgreen.errors import Fault, InputError
from azgreen.estimate.waste import IDLE, LARGER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from azgreen.cli._wasted import Found

    Path = tuple[str | int, ...]

_ENDPOINT: Final = "azgreen:endpoint"
_BY_HAND: Final = "change it where it is written"
_GONE: Final = "taken out already, which 'azgreen up' carries out, or made by something else"
_INDEXED: Final = re.compile(r"(.+)\[(\d+)\]")


@dataclass(frozen=True)
class Fix:
    """What changes below `config:`; paths of keys and indexes."""

    gone: tuple[Path, ...] = ()
    put: Mapping[Path, Any] = field(default_factory=dict["Path", Any])


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
    try:
        entry = model_entry(config, found.resource.name)
    except InputError as error:
        raise _gone(error.faults[0].where, f"has no deployment {found.resource.name!r}") from error
    path = _steps(entry.path)
    if found.judged.kind != LARGER:
        return Fix(gone=(path,))
    if entry.fields.get("model") == found.judged.change["model"]:
        return Fix()
    if entry.fields.get("model") != model:
        entry.refuse("model", f"{entry.fields.get('model')!r}, {model!r} is deployed")
    put = {(*path, "model"): found.judged.change["model"]}
    if entry.fields.get("name") is None:
        put[*path, "name"] = found.resource.name  # callers go on to ask for it by that name
    gone = ((*path, "version"),) if "version" in entry.fields else ()
    return Fix(gone, put)


def _provisioned(found: Found, config: Any, model: str) -> Fix:
    try:
        entry = provisioned_entry(config, model)
    except InputError as error:
        raise _gone(error.faults[0].where, f"is not of model {model!r}") from error
    path, units = _steps(entry.path), found.judged.change.get("ptu")
    if found.judged.kind == IDLE:
        return Fix(gone=(path,))
    if units is None:
        raise _by_hand(entry.path, found.judged.fix)
    held, deployed = entry.fields.get("ptu"), found.resource.props["sku"]["capacity"]
    if held == units:
        return Fix()
    if held is None:
        entry.check_traffic(found.resource.need)
    elif held != deployed:
        entry.refuse("ptu", f"{held!r}, {deployed} is deployed")
    return Fix(put={(*path, "ptu"): units})


def _online(found: Found, config: Any) -> Fix:
    above: Any = config.get(_ENDPOINT) or {}
    listed: list[Any] = above.get("deployments") or []
    own = [
        index
        for index, item in enumerate(listed)
        if item.get("name") == found.resource.name or (len(listed) == 1 and "name" not in item)
    ]
    if not own:
        raise _gone(f"{_ENDPOINT}.deployments", f"has no deployment {found.resource.name!r}")
    return Fix(gone=((_ENDPOINT, "deployments", own[0]),))


def _part(key: str, _: Found, config: Any) -> Fix:
    """Take out a part of the stack, of which there is one."""
    if key not in config:
        raise _gone(key, "is not there")
    return Fix(gone=((key,),))


def _cluster(_: Found, __: Any) -> Fix:
    raise _by_hand("config", "has no setting of clusters")


def _gone(where: str, what: str) -> InputError:
    return InputError([Fault(where, f"{what}: {_GONE}")])


def _by_hand(where: str, what: str) -> InputError:
    return InputError([Fault(where, f"{what}; {_BY_HAND}")])


def _steps(path: str) -> Path:
    found = _INDEXED.fullmatch(path)
    return (path,) if found is None else (found[1], int(found[2]))


_FIXES: Final[Mapping[str, Callable[[Found, Any], Fix]]] = {
    _waste_models.TYPE.lower(): _model,
    _waste_online.TYPE.lower(): _online,
    _waste_stores.REDIS.lower(): partial(_part, "azgreen:cache"),
    _waste_stores.COSMOS.lower(): partial(_part, "azgreen:cache"),
    _waste_services.GATEWAY.lower(): partial(_part, "azgreen:gateway"),
    _waste_services.SEARCH.lower(): partial(_part, "azgreen:retrieval"),
    _waste_clusters.TYPE.lower(): _cluster,
}
