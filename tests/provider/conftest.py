"""The engine's side of the protocol, as Pulumi's `sdk/go/common/resource/plugin` sends it."""

from __future__ import annotations

from contextlib import contextmanager
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
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
GROUP = "azure-native:resources:ResourceGroup"
ACCOUNT = "azure-native:cognitiveservices:Account"
DEPLOYMENT = "azure-native:cognitiveservices:Deployment"
SIGNATURE = "4dabf18193072939515e22adb298388d"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SEED = b"\x01" * 32
WAIT_S = 30
ADDRESS = "127.0.0.1:1"


def secret(value: Any) -> dict[str, Any]:
    return {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "value": value}


def output_value(value: Any) -> dict[str, Any]:
    return {SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4", "value": value, "secret": True}


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


def about(kind: str, name: str) -> dict[str, str]:
    return {"urn": urn(kind, name), "name": name, "type": kind}


class Engine:
    """Sends what the engine sends; every value is plain JSON with Pulumi's marks."""

    def __init__(self, address: str) -> None:
        self.channel = grpc.insecure_channel(address)
        self.stub = provider_pb2_grpc.ResourceProviderStub(self.channel)

    def _call(self, method: str, request: Any) -> Any:
        return getattr(self.stub, method)(request, timeout=WAIT_S)

    def handshake(self) -> Any:
        request = provider_pb2.ProviderHandshakeRequest(
            engine_address=ADDRESS, configure_with_urn=True, supports_views=True
        )
        return self._call("Handshake", request)

    def attach(self) -> Any:
        return self._call("Attach", plugin_pb2.PluginAttach(address=ADDRESS))

    def configure(self, config: dict[str, Any] | None = None) -> Any:
        """Load the plugin as far as the engine does before the first resource."""
        news = {"version": "3.29.0", "__internal": {"name": "azure-native"}, **(config or {})}
        kind = "pulumi:providers:azure-native"
        where = about(kind, "default_3_29_0")
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
            **about(kind, name), news=struct(news), randomSeed=SEED, **more
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
            **about(kind, name),
            olds=struct(more.pop("outputs", {})),
            news=struct(new),
            ignoreChanges=more.pop("ignore_changes", []),
        )
        if old is not None:
            request.old_inputs.CopyFrom(struct(old))
        return self._call("Diff", request)

    def create(self, kind: str, name: str, inputs: Any, *, preview: bool = False) -> Any:
        request = provider_pb2.CreateRequest(
            **about(kind, name), properties=struct(inputs), preview=preview
        )
        return self._call("Create", request)

    def update(self, kind: str, name: str, resource_id: str, new: Any, **more: Any) -> Any:
        request = provider_pb2.UpdateRequest(
            id=resource_id,
            **about(kind, name),
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
            **about(kind, name),
            properties=struct(state or {}),
        )
        if inputs is not None:
            request.inputs.CopyFrom(struct(inputs))
        return self._call("Read", request)

    def delete(self, kind: str, name: str, resource_id: str) -> Any:
        request = provider_pb2.DeleteRequest(id=resource_id, **about(kind, name))
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


def refusal(action: Callable[[], Any]) -> str:
    """Return what the engine shows of a refused call."""
    with pytest.raises(grpc.RpcError) as caught:
        action()
    # with any of the other codes the engine takes the resource's fate for unknown
    assert caught.value.code() == grpc.StatusCode.FAILED_PRECONDITION
    said = caught.value.details()
    assert "Traceback" not in said
    return said


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
