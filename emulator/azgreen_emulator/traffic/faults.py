"""Which faults has somebody asked for, and how does the next call for metrics show one?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.errors import Fault, InputError
from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.identity import guid
from azgreen_emulator.arm.records import Record
from azgreen_emulator.clock import timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.call import World
    from azgreen_emulator.arm.records import Body

ANSWERS: Final = ("throttled", "busy", "server_error", "expired_token")
HOLES: Final = ("gaps", "late")
_ID: Final = "/azgreen/faults"
_MOST_CALLS: Final = 1000
_RETRY_AFTER_S: Final = 5
_GAP_SHARE: Final = 0.2
_LATE_MINUTES: Final = 15
_OPTIONS: Final = {
    "throttled": ("retry_after_s", _RETRY_AFTER_S),
    "gaps": ("share", _GAP_SHARE),
    "late": ("minutes", _LATE_MINUTES),
}


def order(world: World, asked: Body) -> list[Body]:
    """Let the next `calls` calls for metrics fail, after those that are to fail already.

    Raises:
        InputError: everything that cannot be used.
    """
    option, usual = _OPTIONS.get(str(asked.get("kind")), ("", None))
    value = asked.get(option, usual)
    faults = [*_wrong(asked, option)]
    if option and (isinstance(value, bool) or not isinstance(value, int | float) or value <= 0):
        faults.append(Fault(option, f"{value!r} is not usable; allowed: a number above 0"))
    if faults:
        raise InputError(faults)
    more = {option: value} if option else {}
    _keep(world, [*waiting(world), {"calls": 1, **asked, **more}])
    return waiting(world)


def _wrong(asked: Body, option: str) -> Iterator[Fault]:
    kind, calls, known = asked.get("kind"), asked.get("calls", 1), (*ANSWERS, *HOLES)
    if kind not in known:
        yield Fault("kind", f"{kind!r} is not known; allowed: {', '.join(known)}")
    if not isinstance(calls, int) or not 1 <= calls <= _MOST_CALLS:
        yield Fault("calls", f"{calls!r} is not usable; allowed: 1 to {_MOST_CALLS}")
    allowed = sorted({"kind", "calls", option} - {""})
    for key in asked:
        if key not in allowed:
            yield Fault(key, f"is not known for {kind!r}; allowed: {', '.join(allowed)}")


def waiting(world: World) -> list[Body]:
    """Return the faults that have not been shown, the next one first."""
    record = world.store.get(_ID)
    return [] if record is None else record.private["queue"]


def clear(world: World) -> None:
    """Forget the faults that are left."""
    world.store.remove(_ID)


def take(world: World) -> Body | None:
    """Take the fault that a call is to show, if any."""
    queue = waiting(world)
    if not queue:
        return None
    fault, *rest = queue
    left = fault["calls"] - 1
    _keep(world, [{**fault, "calls": left}, *rest] if left else rest)
    return fault


def _keep(world: World, queue: list[Body]) -> None:
    if queue:
        world.store.put(Record(_ID, "azgreen/faults", {}, private={"queue": queue}))
    else:
        clear(world)


def answer(world: World, fault: Body, subscription: str) -> Reply | None:
    """Return what Azure answers with in place of metrics; None where it only leaves some out."""
    kind: str = fault["kind"]
    if kind not in _REPLIES:
        return None
    status, code, message, headers = _REPLIES[kind]
    now = timestamp(world.clock.now())
    wait_s = f"{fault.get('retry_after_s', 0):g}"
    known = {"subscription": subscription, "actor": guid(subscription, "actor"), "wait_s": wait_s}
    text = message.format(now=now, **known)
    shown = {name: value.format(wait_s=wait_s) for name, value in headers.items()}
    return Reply(status, {"error": {"code": code, "message": text}}, shown)


_THROTTLED: Final = (
    "Number of 'read' requests for subscription '{subscription}' actor '{actor}' exceeded. Please"
    " try again after '{wait_s}' seconds after additional tokens are available. Refer to"
    " https://aka.ms/arm-throttling for additional information."
)
_EXPIRED: Final = (
    "The access token expiry UTC time '{now}' is earlier than current UTC time '{now}'."
)
_REPLIES: Final[dict[str, tuple[int, str, str, dict[str, str]]]] = {
    "throttled": (429, "SubscriptionRequestsThrottled", _THROTTLED, {"Retry-After": "{wait_s}"}),
    "busy": (529, "Throttled", "The metrics back end is throttled; retry with a backoff.", {}),
    "server_error": (500, "InternalServerError", "An error occurred while reading metrics.", {}),
    "expired_token": (
        401,
        "ExpiredAuthenticationToken",
        _EXPIRED,
        {"WWW-Authenticate": 'Bearer error="invalid_token"'},
    ),
}
"""The Resource Manager's throttling and its expired token as public logs show them; 529 is what the
metrics' own back end sends (azure-monitor-docs, `migrate-to-batch-api`), its words are ours."""
