"""What answers on the local Azure's port?

One ASGI application. A request is checked in the order that the Resource Manager keeps: path,
token, subscription, api-version, body; then its handler runs inside one transaction of the state.
"""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route as Path

from azgreen_emulator.admin import administered
from azgreen_emulator.arm import envelope
from azgreen_emulator.arm.call import Call, Reply, World
from azgreen_emulator.arm.caller import caller_of, check_rights, check_token_time
from azgreen_emulator.arm.errors import ArmError, internal_error, missing_api_version
from azgreen_emulator.arm.operations import settle
from azgreen_emulator.arm.routing import Router, check_subscription
from azgreen_emulator.arm.tracked import places
from azgreen_emulator.clock import SystemClock
from azgreen_emulator.services import FINISHERS, ROUTES, housekeeping
from azgreen_emulator.services.resources.registration import refuse_unregistered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from azgreen_emulator.arm.call import Route as Operation
    from azgreen_emulator.clock import Clock
    from azgreen_emulator.store import Store

_READS = ("GET", "HEAD")
_METHODS = ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE"]


def create_app(
    store: Store, *, clock: Clock | None = None, latency_s: float = 0.0, page_size: int = 100
) -> Starlette:
    """Make the local Azure.

    Args:
        store: What it remembers.
        clock: What time it is; the machine's own where left out.
        latency_s: How long a long-running operation takes.
        page_size: How many items a page of a list has.
    """
    world = World(store, clock or SystemClock(), latency_s, page_size)
    router = Router(ROUTES, places)

    async def answer(request: Request) -> Response:
        raw = await request.body()
        reply = await run_in_threadpool(_answer, world, router, request, raw)
        headers = envelope.reply_headers(request.headers, world.clock, reply)
        content = b"" if reply.body is None else json.dumps(reply.body).encode()
        return Response(content, reply.status, headers)

    async def failed(request: Request, _: Exception) -> Response:
        reply = _refusal(internal_error())  # the server logs the traceback
        headers = envelope.reply_headers(request.headers, world.clock, reply)
        return Response(json.dumps(reply.body), reply.status, headers)

    async def administer(request: Request) -> Response:
        raw = await request.body()
        reply = await run_in_threadpool(_administer, world, request, raw)
        return Response(json.dumps(reply.body), reply.status, {"Content-Type": "application/json"})

    routes = [
        Path("/azgreen/{what}", administer, methods=_METHODS),
        Path("/{path:path}", answer, methods=_METHODS),
    ]
    return Starlette(routes=routes, exception_handlers={Exception: failed})


def _answer(world: World, router: Router, request: Request, raw: bytes) -> Reply:
    try:
        call = _call(world, router, request, raw)
        # What was due before the request stays done even if the request is then refused.
        with world.store.transaction():
            _catch_up(world)
            reply = _handled(call)
            if call.method not in _READS:
                housekeeping(world)  # what the write has changed begins now, not with the next call
            return replace(reply, headers={**reply.headers, **call.left})
    except ArmError as error:
        return _refusal(error)


def _administer(world: World, request: Request, raw: bytes) -> Reply:
    with world.store.transaction():
        _catch_up(world)
    what: str = request.path_params["what"]
    return administered(world, request.method, what, request.headers, raw)


def _catch_up(world: World) -> None:
    settle(world, FINISHERS)
    housekeeping(world)


def _handled(call: Call) -> Reply:
    try:
        with call.store.transaction():
            refuse_unregistered(call)
            return call.route.handler(call)
    except ArmError as error:
        return _refusal(error)


def _refusal(error: ArmError) -> Reply:
    return Reply(error.status, error.body(), error.headers)


def _call(world: World, router: Router, request: Request, raw: bytes) -> Call:
    path: str = request.scope.get("raw_path", request.url.path.encode()).decode("latin-1")
    query = {key.lower(): text for key, text in request.query_params.items()}
    version = query.get("api-version", "")
    try:
        route, params = router.match(request.method, path, version)
    except ArmError:
        envelope.check_token(request.headers)
        raise
    if not route.public:
        envelope.check_token(request.headers)
    check_subscription(params)
    if not version:
        raise missing_api_version()
    left = _let_in(world, request, route, path.partition("?")[0], params)
    body = envelope.read_body(request.headers, raw)
    router.check_version(route, version, envelope.location_of(params, body))
    host = request.headers.get("host", request.url.netloc)
    return Call(
        world=world,
        method=request.method,
        path=path.partition("?")[0],
        base_url=f"{request.url.scheme}://{host}",
        route=route,
        params=params,
        query=query,
        headers=request.headers,
        body=body,
        left=left,
    )


def _let_in(
    world: World, request: Request, route: Operation, path: str, params: Mapping[str, str]
) -> dict[str, str]:
    """Refuse who may not ask this, or not now; return how many requests the caller has left."""
    caller = caller_of(request.headers)
    check_token_time(caller, world.clock)
    own = request.headers.get("authorization", "")
    asked = (route.operation, request.method, params.get("subscriptionId", ""), own)
    left = world.limits.take(*asked, time.monotonic())
    check_rights(caller, route, path, params)
    return left
