"""Which load is asked for, on which resource of a stack, and what is it like then?"""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from azgreen.cli._deployed import deployed
from azgreen.cli.load import refusals
from azgreen.cli.load.body import body_of
from azgreen.errors import AzureError, Fault, InputError, gathered, nearest
from azgreen_emulator.native.client import ArmClient, require_loopback
from azgreen_emulator.traffic.size import TYPES

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from azgreen.cli._deployed import Deployed

_DOOR: Final = "load"
_INVALID: Final = "InvalidInput"
_TYPES: Final = frozenset(map(str.lower, TYPES))
_WEEK_MINUTES: Final = 7 * 24 * 60


@dataclass(frozen=True)
class Loaded:
    """The loads that there are now on what was asked about."""

    loads: Sequence[dict[str, Any]]
    """As the local Azure tells of them."""
    able: Sequence[str]
    """Names of what can take one."""
    off: bool | None = None
    """Whether one was taken away; None where that was not asked for."""


def loaded(options: argparse.Namespace) -> Loaded:
    """Do what is asked for.

    Raises:
        InputError: everything that cannot be used, and nothing is changed.
        StateError: nothing is deployed.
    """
    if options.azure is not None:
        require_loopback(options.azure, "--azure")
    with deployed(options) as (resources, url), closing(ArmClient(str(url))) as azure:
        able = [item for item in resources if item.type in _TYPES]
        names = [item.name for item in able]
        if options.on is None and options.trace is None and options.generate is None:
            return _listed(azure, able, options)
        if options.off:
            found = _named(options, able)
            answer = azure.administer("DELETE", _DOOR, {"resource": found.id})
            return Loaded((), names, bool(answer["lifted"]))
        resource, body = gathered(lambda: _named(options, able), lambda: body_of(options))
        return Loaded([_placed(azure, {"resource": resource.id, **body}, options)], names)


def as_json(found: Loaded, options: argparse.Namespace) -> str:
    """Return one JSON object."""
    told = {"stack": options.stack, "loads": list(found.loads), "can_take_a_load": [*found.able]}
    return json.dumps(told if found.off is None else {**told, "lifted": found.off}, indent=2)


def as_table(found: Loaded, options: argparse.Namespace) -> str:
    """Return a line for each load, and what to do next."""
    if found.off is not None:
        return f"{options.on}: " + ("the load is gone" if found.off else "there was no load")
    if not found.loads:
        names = ", ".join(found.able) or "nothing that is deployed"
        return f"there is no load on stack {options.stack!r}; can take one (--on): {names}"
    lines = [_line(item) for item in found.loads]
    if options.on is not None:
        lines.append(f"its metrics follow: 'azgreen rightsize --stack {options.stack}' reads them")
    return "\n".join(lines)


def _line(load: dict[str, Any]) -> str:
    start = f"{datetime.fromisoformat(load['start']):%Y-%m-%d %H:%M} UTC"
    minutes = load["minutes"]
    weeks, rest = divmod(minutes, _WEEK_MINUTES)
    long = f"{minutes} minutes" if rest else "1 week" if weeks == 1 else f"{weeks} weeks"
    tokens = [load[f"{name}_tokens_per_request"] for name in ("input", "output")]
    each = " and ".join(f"{value:,.0f}" for value in tokens)
    name = load["resource"].rpartition("/")[2]
    requests = f"{load['requests']:,} requests, {each} tokens each in and out"
    return f"{name}: {requests}, for {long} from {start} on"


def _listed(azure: ArmClient, able: Sequence[Deployed], options: argparse.Namespace) -> Loaded:
    if options.off:
        raise InputError([Fault("--off", "needs --on NAME, to know what to take the load off")])
    ids = {item.id.lower() for item in able}
    found = azure.administer("GET", _DOOR)["value"]
    own = [load for load in found if load["resource"].lower() in ids]
    return Loaded(own, [item.name for item in able])


def _named(options: argparse.Namespace, able: Sequence[Deployed]) -> Deployed:
    """Return the resource whose id ends with what was given."""
    if options.on is None:
        raise InputError([Fault("--on", "missing; name what the load is on")])
    end = f"/{options.on.lower()}"
    found = [item for item in able if item.id.lower().endswith(end)]
    if len(found) == 1:
        return found[0]
    if found:
        ends = " or ".join("/".join(item.id.split("/")[-4:]) for item in found)
        raise InputError([Fault("--on", f"{options.on!r} names several; write {ends}")])
    if not able:
        raise InputError([Fault("--on", f"nothing in stack {options.stack!r} can take a load")])
    what = f"{options.on!r} is nothing in stack {options.stack!r} that can take a load"
    raise InputError([Fault("--on", f"{what}; {nearest(options.on, [i.name for i in able])}")])


def _placed(azure: ArmClient, body: dict[str, Any], options: argparse.Namespace) -> dict[str, Any]:
    try:
        return azure.administer("POST", _DOOR, body)
    except AzureError as error:
        if error.code != _INVALID:
            raise
        raise refusals.told(error.message, options) from error
