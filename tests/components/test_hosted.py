"""Does the hosted package answer the engine? Started as a process, as Pulumi does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from concurrent import futures
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime.proto import (
    engine_pb2,
    engine_pb2_grpc,
    provider_pb2,
    provider_pb2_grpc,
    resource_pb2,
    resource_pb2_grpc,
)
from tests.e2e.consumers import typescript_program, yaml_program

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
CAPACITY = "0.5 is not a whole number of thousands of tokens per minute"
TOKEN = "azgreen:index:ModelDeployment"


class Monitor(resource_pb2_grpc.ResourceMonitorServicer):
    """Registers what it is told to and keeps it."""

    def __init__(self) -> None:
        self.requests: list[resource_pb2.RegisterResourceRequest] = []
        self._lock = threading.Lock()

    def SupportsFeature(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802
        return resource_pb2.SupportsFeatureResponse(hasSupport=False)

    def RegisterResource(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802
        with self._lock:
            self.requests.append(request)
        state = struct_pb2.Struct()
        state.CopyFrom(request.object)
        for name in ("accountName", "deploymentName"):
            if name in state and request.custom:
                state["name"] = state[name]
        if request.type.endswith(":Account"):
            state["properties"]["endpoint"] = "https://assistant.example/"
            state["identity"]["principalId"] = "principal"
        return resource_pb2.RegisterResourceResponse(
            urn=f"urn:pulumi:dev::shop::{request.type}::{request.name}",
            id=f"{request.name}_id" if request.custom else "",
            object=state,
        )

    def RegisterResourceOutputs(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802
        return empty_pb2.Empty()


class Engine(engine_pb2_grpc.EngineServicer):
    """Takes the provider's log."""

    def Log(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802
        return empty_pb2.Empty()

    def GetRootResource(self, request: Any, context: Any) -> Any:  # noqa: ARG002, N802
        return engine_pb2.GetRootResourceResponse()


@pytest.fixture(scope="module")
def engine() -> Iterator[tuple[Monitor, str]]:
    server, monitor = grpc.server(futures.ThreadPoolExecutor(max_workers=8)), Monitor()
    resource_pb2_grpc.add_ResourceMonitorServicer_to_server(monitor, server)
    engine_pb2_grpc.add_EngineServicer_to_server(Engine(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield monitor, f"127.0.0.1:{port}"
    server.stop(None).wait()


@pytest.fixture(scope="module")
def provider(engine: tuple[Monitor, str]) -> Iterator[provider_pb2_grpc.ResourceProviderStub]:
    path = os.pathsep.join(item for item in sys.path if item)
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "components/__main__.py"), engine[1]],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
        cwd=ROOT,
    )
    assert process.stdout is not None
    with process.stdout, grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}") as ch:
        yield provider_pb2_grpc.ResourceProviderStub(ch)
        process.terminate()
        process.wait(10)


def construct(
    provider: provider_pb2_grpc.ResourceProviderStub,
    monitor: str,
    inputs: dict[str, Any],
    token: str = TOKEN,
) -> Any:
    given = struct_pb2.Struct()
    given.update(inputs)
    request = provider_pb2.ConstructRequest(
        project="shop",
        stack="dev",
        parallel=4,
        monitorEndpoint=monitor,
        type=token,
        name="assistant",
        inputs=given,
    )
    return provider.Construct(request, timeout=30)


def test_schema_is_the_one_that_is_checked_in(
    provider: provider_pb2_grpc.ResourceProviderStub,
) -> None:
    answer = provider.GetSchema(provider_pb2.GetSchemaRequest(), timeout=30)
    stored = json.loads((ROOT / "components/schema.json").read_text(encoding="utf-8"))
    assert json.loads(answer.schema) == stored
    assert stored["name"] == "azgreen"


def test_construct_takes_numbers_as_other_languages_send_them(
    provider: provider_pb2_grpc.ResourceProviderStub, engine: tuple[Monitor, str]
) -> None:
    monitor, address = engine
    answer = construct(
        provider,
        address,
        {
            "location": "swedencentral",
            "resourceGroupName": "rg",
            "deployments": [
                {"model": "gpt-4.1-mini", "capacity": 20.0},
                {
                    "model": "gpt-4.1-mini",
                    "name": "busy",
                    "traffic": {"requestsPerSecond": 1, "inputTokens": 1155, "outputTokens": 211},
                },
            ],
        },
    )
    made = {request.name: request for request in monitor.requests}
    assert set(made) == {
        "assistant",
        "assistant-account",
        "assistant-gpt-4.1-mini",
        "assistant-busy",
    }
    assert made["assistant-gpt-4.1-mini"].object["sku"]["capacity"] == 20
    assert made["assistant-busy"].object["sku"]["capacity"] == 125
    assert answer.urn == f"urn:pulumi:dev::shop::{TOKEN}::assistant"
    state = answer.state
    assert state["endpoint"] == "https://assistant.example/"
    assert state["principalId"] == "principal"
    assert list(state["deploymentNames"]) == ["gpt-4.1-mini", "busy"]
    assert state["footprint"][0]["deployment"] == "busy"


@pytest.mark.parametrize("language", ["yaml", "typescript"])
def test_construct_takes_what_the_example_programs_write(
    provider: provider_pb2_grpc.ResourceProviderStub,
    engine: tuple[Monitor, str],
    language: str,
    tmp_path: Path,
) -> None:
    if language == "typescript" and shutil.which("node") is None:
        pytest.skip("there is no node on this machine")
    program = yaml_program() if language == "yaml" else typescript_program(tmp_path)
    for item in program.components.values():
        inputs = {**item["properties"], "resourceGroupName": "rg"}
        answer = construct(provider, engine[1], inputs, item["type"])
        assert answer.urn == f"urn:pulumi:dev::shop::{item['type']}::assistant"


def test_construct_names_every_wrong_input(
    provider: provider_pb2_grpc.ResourceProviderStub, engine: tuple[Monitor, str]
) -> None:
    wrong = {
        "location": "sweden",
        "resourceGroupName": "rg",
        "deployments": [{"model": "gpt-4.1-mini", "capacity": 0.5}],
    }
    with pytest.raises(grpc.RpcError) as caught:
        construct(provider, engine[1], wrong)
    said = caught.value.details() or ""
    assert said.removeprefix("Unexpected <class 'Exception'>: ").splitlines()[:3] == [
        "ModelDeployment 'assistant': 2 inputs cannot be used",
        "  location: unknown region 'sweden'; did you mean 'swedencentral' or 'swedensouth'?",
        f"  deployments[0].capacity: {CAPACITY}; write 1 or more:",
    ]
