"""The engine's side of the protocol, as Pulumi's `sdk/go/common/resource/plugin` sends it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from azgreen_emulator.native.table import SUBSCRIPTION_ID
from azgreen_emulator.provider import serve_provider
from azgreen_emulator.server import LocalAzure

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
GROUP = "azure-native:resources:ResourceGroup"
ACCOUNT = "azure-native:cognitiveservices:Account"
DEPLOYMENT = "azure-native:cognitiveservices:Deployment"
SIGNATURE = "4dabf18193072939515e22adb298388d"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SEED = b"\x01" * 32
WAIT_S = 30


def secret(value: Any) -> dict[str, Any]:
    return {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "value": value}


def output_value(value: Any, *, hidden: bool = False) -> dict[str, Any]:
    return {SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4", "value": value, "secret": hidden}


def reference(urn: str, resource_id: str) -> dict[str, Any]:
    return {SIGNATURE: "5cf8f73096256a8f31e491e813e4eb8e", "urn": urn, "id": resource_id}


def struct(values: dict[str, Any]) -> struct_pb2.Struct:
    made = struct_pb2.Struct()
    made.update(values)
    return made


def plain(message: Any) -> Any:
    return json_format.MessageToDict(message)


def urn(kind: str, name: str) -> str:
    return f"urn:pulumi:local::shop::{kind}::{name}"


class Engine:
    """Sends what the engine sends; every value is plain JSON with Pulumi's marks."""

    def __init__(self, address: str) -> None:
        self.address = "127.0.0.1:1"
        self.channel = grpc.insecure_channel(address)
        self.stub = provider_pb2_grpc.ResourceProviderStub(self.channel)

    def _call(self, method: str, request: Any) -> Any:
        return getattr(self.stub, method)(request, timeout=WAIT_S)

    def handshake(self) -> Any:
        request = provider_pb2.ProviderHandshakeRequest(
            engine_address=self.address, configure_with_urn=True, supports_views=True
        )
        return self._call("Handshake", request)

    def attach(self) -> Any:
        return self._call("Attach", plugin_pb2.PluginAttach(address=self.address))

    def configure(self, config: dict[str, Any] | None = None) -> Any:
        """Load the plugin as far as the engine does before the first resource."""
        news = {"version": "3.29.0", "__internal": {"name": "azure-native"}, **(config or {})}
        kind = "pulumi:providers:azure-native"
        where = {"urn": urn(kind, "default_3_29_0"), "name": "default_3_29_0", "type": kind}
        self._call("GetPluginInfo", empty_pb2.Empty())
        checked = self._call("CheckConfig", provider_pb2.CheckRequest(news=struct(news), **where))
        assert not checked.failures
        self._call(
            "DiffConfig",
            provider_pb2.DiffRequest(
                id="x", old_inputs=struct(news), news=checked.inputs, olds=struct(news), **where
            ),
        )
        return self._call(
            "Configure",
            provider_pb2.ConfigureRequest(
                args=checked.inputs,
                variables={f"azure-native:config:{key}": str(v) for key, v in news.items()},
                acceptSecrets=True,
                acceptResources=True,
                sends_old_inputs=True,
                sends_old_inputs_to_delete=True,
            ),
        )

    def check(self, kind: str, name: str, news: Any, olds: Any = None, **more: Any) -> Any:
        request = provider_pb2.CheckRequest(
            urn=urn(kind, name), name=name, type=kind, news=struct(news), randomSeed=SEED, **more
        )
        # a resource that the state does not know has no olds at all
        if olds is not None:
            request.olds.CopyFrom(struct(olds))
        return self._call("Check", request)

    def checked(self, kind: str, name: str, news: Any, olds: Any = None, **more: Any) -> Any:
        answer = self.check(kind, name, news, olds, **more)
        assert not answer.failures, answer.failures
        return plain(answer.inputs)

    def failures(self, kind: str, name: str, news: Any, **more: Any) -> dict[str, str]:
        answer = self.check(kind, name, news, **more)
        return {failure.property: failure.reason for failure in answer.failures}

    def diff(self, kind: str, name: str, old: Any, new: Any, **more: Any) -> Any:
        request = provider_pb2.DiffRequest(
            id=more.pop("id", "x"),
            urn=urn(kind, name),
            name=name,
            type=kind,
            olds=struct(more.pop("outputs", {})),
            news=struct(new),
            ignoreChanges=more.pop("ignore_changes", []),
        )
        if old is not None:
            request.old_inputs.CopyFrom(struct(old))
        return self._call("Diff", request)

    def create(self, kind: str, name: str, inputs: Any, *, preview: bool = False) -> Any:
        request = provider_pb2.CreateRequest(
            urn=urn(kind, name), name=name, type=kind, properties=struct(inputs), preview=preview
        )
        return self._call("Create", request)

    def update(self, kind: str, name: str, resource_id: str, new: Any, **more: Any) -> Any:
        request = provider_pb2.UpdateRequest(
            id=resource_id,
            urn=urn(kind, name),
            name=name,
            type=kind,
            news=struct(new),
            olds=struct(more.pop("outputs", {})),
            old_inputs=struct(more.pop("old", {})),
            **more,
        )
        return self._call("Update", request)

    def read(
        self, kind: str, name: str, resource_id: str, inputs: Any = None, state: Any = None
    ) -> Any:
        request = provider_pb2.ReadRequest(
            id=resource_id,
            urn=urn(kind, name),
            name=name,
            type=kind,
            properties=struct(state or {}),
        )
        if inputs is not None:
            request.inputs.CopyFrom(struct(inputs))
        return self._call("Read", request)

    def delete(self, kind: str, name: str, resource_id: str) -> Any:
        request = provider_pb2.DeleteRequest(
            id=resource_id, urn=urn(kind, name), name=name, type=kind, properties=struct({})
        )
        return self._call("Delete", request)

    def invoke(self, token: str, args: Any) -> Any:
        request = provider_pb2.InvokeRequest(tok=token, args=struct(args))
        return plain(getattr(self._call("Invoke", request), "return"))

    def made(self, kind: str, name: str, news: Any) -> tuple[str, dict[str, Any], dict[str, Any]]:
        """Check and create one resource; its id, inputs and outputs are what the engine keeps."""
        inputs = self.checked(kind, name, news)
        answer = self.create(kind, name, inputs)
        return answer.id, inputs, plain(answer.properties)


def group(**changes: Any) -> dict[str, Any]:
    return {"resourceGroupName": "rg", "location": "swedencentral", **changes}


def account(**changes: Any) -> dict[str, Any]:
    return {
        "resourceGroupName": "rg",
        "accountName": "ai",
        "location": "swedencentral",
        "kind": "AIServices",
        "sku": {"name": "S0"},
        "properties": {"customSubDomainName": "shop", "disableLocalAuth": True},
        **changes,
    }


def deployment(**changes: Any) -> dict[str, Any]:
    return {
        "resourceGroupName": "rg",
        "accountName": "ai",
        "deploymentName": "chat",
        "sku": {"name": "Standard", "capacity": 2},
        "properties": {"model": {"format": "OpenAI", "name": "gpt-4.1-mini"}},
        **changes,
    }


def arm(path: str) -> str:
    return f"/subscriptions/{SUBSCRIPTION_ID}/{path}"


@pytest.fixture
def azure() -> Iterator[LocalAzure]:
    with LocalAzure(None) as running:
        yield running


@contextmanager
def speaking(address: str) -> Iterator[Engine]:
    engine = Engine(address)
    with engine.channel:
        yield engine


@pytest.fixture
def engine(azure: LocalAzure) -> Iterator[Engine]:
    with serve_provider(azure.url) as port, speaking(f"127.0.0.1:{port}") as engine:
        engine.handshake()
        engine.configure()
        yield engine


@pytest.fixture
def stack(engine: Engine) -> Engine:
    """A group, an account and a deployment."""
    engine.made(GROUP, "group", group())
    engine.made(ACCOUNT, "ai", account())
    engine.made(DEPLOYMENT, "chat", deployment())
    return engine


class Failing(BaseHTTPRequestHandler):
    """An Azure that accepts every write and then fails; what it has of it is `FOUND`."""

    FOUND: dict[str, Any] | None = None

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        host = self.headers["Host"]
        self._answer(201, {"properties": {}}, {"Azure-AsyncOperation": f"http://{host}/operation"})

    def do_GET(self) -> None:
        if self.path.startswith("/operation"):
            error = {"code": "InsufficientQuota", "message": "quota of 10 is used up"}
            self._answer(200, {"status": "Failed", "error": error})
        elif self.FOUND is None:
            self._answer(404, {"error": {"code": "ResourceNotFound", "message": "nothing here"}})
        else:
            self._answer(200, self.FOUND)

    def _answer(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        for key, text in {"Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(key, text)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def failing_azure(found: dict[str, Any] | None) -> Iterator[Engine]:
    """Serve the provider before an Azure that fails."""
    handler = type("Handler", (Failing,), {"FOUND": found, "protocol_version": "HTTP/1.1"})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        with serve_provider(url) as port, speaking(f"127.0.0.1:{port}") as engine:
            yield engine
        server.shutdown()


@contextmanager
def started(command: list[str], home: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Run a provider as the CLI does, in the project's folder; SIGINT ends it."""
    known = {key: text for key, text in os.environ.items() if not key.startswith("AZGREEN_")}
    # a process of the tests is the tests' own Python, wherever azgreen was imported from
    path = os.pathsep.join(item for item in sys.path if item)
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=home,
        env={**known, "PYTHONPATH": path, **environment},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=WAIT_S)
