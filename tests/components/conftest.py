"""Runs programs as the embedded engine does, against an Azure that always says yes."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pulumi
import pytest
from pulumi.runtime.mocks import MockMonitor
from pulumi.runtime.settings import get_root_resource
from pulumi.runtime.stack import run_pulumi_func

from azgreen_emulator.engine.aliases import possible_aliases
from azgreen_emulator.engine.program import _settled
from azgreen_emulator.native.table import SUBSCRIPTION_ID, spec_for

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from pulumi.runtime import MockCallArgs, MockResourceArgs
    from pulumi.runtime.proto.resource_pb2 import RegisterResourceRequest

ACCOUNT = "azure-native:cognitiveservices:Account"
DEPLOYMENT = "azure-native:cognitiveservices:Deployment"
TOLD: dict[str, dict[str, Any]] = {
    "redisenterprise:listDatabaseKeys": {"primaryKey": "key-of-redis", "secondaryKey": "other"},
    "redisenterprise:getDatabase": {"port": 10000},
    "redisenterprise:getRedisEnterprise": {"hostName": "answers.swedencentral.redis.azure.net"},
    "applicationinsights:getComponent": {"connectionString": "InstrumentationKey=made-up"},
}
"""What functions of azure-native answer."""


class Azure(pulumi.runtime.Mocks):
    """Answers each registration as Azure would."""

    def __init__(self) -> None:
        self.made: list[MockResourceArgs] = []

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        self.made.append(args)
        state = dict(args.inputs)
        if not args.typ.startswith("azure-native:"):
            return f"{args.name}_id", state
        spec = spec_for(args.typ)
        for key in spec.computed:
            state.setdefault(key, f"{args.name}-{key}")
        state["name"] = args.inputs.get(spec.name_input) or args.name
        if args.typ == ACCOUNT:
            domain = args.inputs["properties"]["customSubDomainName"]
            endpoint = f"https://{domain}.cognitiveservices.azure.com/"
            state["properties"] = {**args.inputs["properties"], "endpoint": endpoint}
        if "identity" in args.inputs:
            state["identity"] = {**args.inputs["identity"], "principalId": "principal"}
            if own := args.inputs["identity"].get("userAssignedIdentities"):
                # ids go in as a list, and come back as a map
                state["identity"]["userAssignedIdentities"] = {item: {} for item in own}
        names = {key: str(args.inputs.get(key) or args.name) for key in spec.path_inputs}
        path = spec.path.format(subscriptionId=SUBSCRIPTION_ID, **names)
        return path.replace("//", "/"), state

    def call(self, args: MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        return {**TOLD[args.token.removeprefix("azure-native:")], "id": "known"}, []


@contextmanager
def loop_of_thread() -> Generator[None]:
    """Give this thread a loop: the SDK would make one, and leave it open."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        yield
    finally:
        loop.close()
        asyncio.set_event_loop(None)


class Monitor(MockMonitor):
    """Keeps the registrations themselves, which hold what `Mocks` are not told."""

    def __init__(self, mocks: pulumi.runtime.Mocks) -> None:
        super().__init__(mocks)
        self.requests: list[RegisterResourceRequest] = []
        self.urns: dict[tuple[str, str], str] = {}
        self.registered: list[tuple[str, list[str]]] = []

    def RegisterResource(self, request: RegisterResourceRequest) -> Any:  # noqa: N802
        self.requests.append(request)
        with loop_of_thread():
            answer = super().RegisterResource(request)
        self.urns[request.type, request.name] = answer.urn
        return answer

    def Invoke(self, request: Any) -> Any:  # noqa: N802
        with loop_of_thread():
            return super().Invoke(request)

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802
        self.registered.append((request.urn, list(request.outputs)))
        return super().RegisterResourceOutputs(request)


@dataclass
class Deployed:
    """What a program made and exported."""

    made: list[MockResourceArgs]
    requests: list[RegisterResourceRequest]
    exports: dict[str, Any]
    registered: list[tuple[str, list[str]]]
    """Of each component its URN and the outputs that it says it has."""
    urns: dict[tuple[str, str], str]
    """By type and name."""

    def of(self, token: str) -> list[MockResourceArgs]:
        return [args for args in self.made if args.typ == token]

    def requested(self, token: str) -> list[RegisterResourceRequest]:
        return [request for request in self.requests if request.type == token]


async def executed(program: Callable[[], None]) -> None:
    program()
    await _settled()


async def told(value: Any) -> Any:
    # an output is known to its depths: wrapping it again would make an output of each leaf
    output = value if isinstance(value, pulumi.Output) else pulumi.Output.from_input(value)
    return await output.future()


@pytest.fixture
def run() -> Iterator[Callable[[Callable[[], None]], Deployed]]:
    loops: list[asyncio.AbstractEventLoop] = []

    def deploy(program: Callable[[], None]) -> Deployed:
        loop = asyncio.new_event_loop()
        loops.append(loop)
        asyncio.set_event_loop(loop)  # before set_mocks, or the program hangs for ever
        azure = Azure()
        monitor = Monitor(azure)
        pulumi.runtime.set_mocks(azure, project="shop", stack="dev", monitor=monitor)
        pulumi.runtime.register_stack_transformation(possible_aliases)
        loop.run_until_complete(run_pulumi_func(lambda: executed(program)))
        outputs = get_root_resource().outputs
        exports = {key: loop.run_until_complete(told(value)) for key, value in outputs.items()}
        return Deployed(azure.made, monitor.requests, exports, monitor.registered, monitor.urns)

    yield deploy
    for loop in loops:
        loop.close()
    asyncio.set_event_loop(None)
