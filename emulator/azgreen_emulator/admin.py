"""What can a test or a demonstration make the local Azure do that no client of Azure could?

    POST   /azgreen/load     {"resource", "generate" or "csv", "weeks" and "hours" of a csv,
                              "times", "start", "facts"}
    DELETE /azgreen/load     {"resource"}
    POST   /azgreen/faults   {"kind", "calls", and what the kind takes}
    DELETE /azgreen/faults
    POST   /azgreen/carbon   {"resource", "month", "kgco2e" by scope, "hours"}
    DELETE /azgreen/carbon
    POST   /azgreen/limits   {"reads": {"size", "per_second"}, ...}, as in Azure where left out
    DELETE /azgreen/limits
    GET    either

Not Azure's: outside the Resource Manager, without a token or an API version, and on the loopback
interface like everything here. A body has to be called JSON, which no page of a browser can do
without asking first.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from azgreen.errors import AzgreenError, Fault, InputError, gathered
from azgreen_emulator.arm import envelope
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.errors import ArmError, method_not_allowed, not_found
from azgreen_emulator.services.carbon import kept as emissions
from azgreen_emulator.traffic import faults, placed, served, size
from azgreen_emulator.traffic.follow import follow
from azgreen_emulator.traffic.made import KEYS, kept

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from azgreen_emulator.arm.call import World
    from azgreen_emulator.arm.records import Body, Record

_KEYS: Final = ("resource", *KEYS, "start", "facts")
_FACTS: Final = {
    size.ONLINE: ("instance", "load_time_s"),
    size.COGNITIVE: ("cache_rate", "ms_to_first_token", "ms_between_tokens"),
    size.REDIS: ("hit_share", "entry_bytes", "lives_minutes", "commands_per_second_per_gb"),
    size.CONTAINER: ("ru_per_request",),
    size.SEARCH: ("requests_per_second_each", "latency_s"),
    size.GATEWAY: ("requests_per_second_each",),
}


def administered(
    world: World, method: str, what: str, headers: Mapping[str, str], raw: bytes
) -> Reply:
    """Answer a request below `/azgreen/`."""
    try:
        known = _ANSWERS.get(what)
        if known is None:
            raise not_found(f"'/azgreen/{what}' is not there; {', '.join(_ANSWERS)} are.")
        if method not in known:
            raise method_not_allowed(method, sorted(known))
        body = envelope.read_body(headers, raw) or {}
        with world.store.transaction():
            return Reply(200, known[method](world, body))
    except ArmError as error:
        return Reply(error.status, error.body(), error.headers)
    except AzgreenError as error:
        return Reply(400, {"error": {"code": "InvalidInput", "message": str(error)}})


def _put_load(world: World, body: Body) -> Body:
    _, (resource, facts), start, made = gathered(
        lambda: _known(body),
        lambda: _on(world, body),
        lambda: _start(body.get("start")),
        lambda: kept({key: body[key] for key in KEYS if key in body}),
    )
    shown = placed.place(world, resource, made, start, facts)
    if resource.type == size.ONLINE:
        load = placed.placed(world.store, resource)
        if load is not None:  # refused now rather than silent later
            served.instance(load.sizes[-1][1], load.load, facts)
    follow(world)
    return shown


def _known(body: Body) -> None:
    unknown = [key for key in body if key not in _KEYS]
    found = [Fault(key, f"is not known; allowed: {', '.join(_KEYS)}") for key in unknown]
    if found:
        raise InputError(found)


def _on(world: World, body: Body) -> tuple[Record, Body]:
    resource = _target(world, body)
    return resource, _facts(resource, body.get("facts", {}))


def _target(world: World, body: Body) -> Record:
    record = world.store.get(str(body.get("resource", "")))
    if record is None or record.type not in size.TYPES:
        given = "is not there" if record is None else f"is a {record.type}"
        reason = f"{body.get('resource')!r} {given}; allowed: the id of a resource that is there,"
        raise InputError([Fault("resource", f"{reason} of {', '.join(size.TYPES)}")])
    return record


def _facts(resource: Record, given: Any) -> Body:
    allowed = _FACTS[resource.type]
    if not isinstance(given, dict):
        raise InputError([Fault("facts", f"{given!r} is not usable; allowed: an object")])
    facts: Body = {**given}  # pyright: ignore[reportUnknownArgumentType]
    found = [
        Fault(f"facts.{key}", f"is not known of {resource.type}; allowed: {', '.join(allowed)}")
        for key in facts
        if key not in allowed
    ]
    found += [
        Fault(f"facts.{key}", f"{value!r} is not usable; allowed: a number of at least 0")
        for key, value in facts.items()
        if key in allowed and key != "instance" and not _is_number(value)
    ]
    if found:
        raise InputError(found)
    return facts


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _start(text: Any) -> datetime | None:
    if text is None:
        return None
    try:
        start = datetime.fromisoformat(str(text))
    except ValueError as error:
        reason = f"{text!r} is not usable; allowed: a time such as 2026-01-05T00:00:00Z"
        raise InputError([Fault("start", reason)]) from error
    aware = start.replace(tzinfo=UTC) if start.tzinfo is None else start.astimezone(UTC)
    return aware.replace(second=0, microsecond=0)


def _lift_load(world: World, body: Body) -> Body:
    return {"lifted": placed.lift(world, str(body.get("resource", "")))}


def _loads(world: World, _: Body) -> Body:
    return {"value": placed.listed(world)}


def _order(world: World, body: Body) -> Body:
    return {"value": faults.order(world, body)}


def _waiting(world: World, _: Body) -> Body:
    return {"value": faults.waiting(world)}


def _clear(world: World, _: Body) -> Body:
    faults.clear(world)
    return {"value": []}


def _emitted(world: World, body: Body) -> Body:
    return {"value": emissions.put(world, body)}


def _all_emitted(world: World, _: Body) -> Body:
    return {"value": emissions.listed(world)}


def _forget_emitted(world: World, _: Body) -> Body:
    emissions.clear(world)
    return {"value": []}


def _limit(world: World, body: Body) -> Body:
    return world.limits.order(body)


def _limits(world: World, _: Body) -> Body:
    return world.limits.shown()


def _lift_limits(world: World, _: Body) -> Body:
    return world.limits.lift()


_ANSWERS: Final[dict[str, dict[str, Callable[[World, Body], Body]]]] = {
    "load": {"GET": _loads, "POST": _put_load, "DELETE": _lift_load},
    "carbon": {"GET": _all_emitted, "POST": _emitted, "DELETE": _forget_emitted},
    "limits": {"GET": _limits, "POST": _limit, "DELETE": _lift_limits},
    "faults": {"GET": _waiting, "POST": _order, "DELETE": _clear},
}
