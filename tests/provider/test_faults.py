"""Does the engine hear of every fault in one line, with the resource, and of what is left of it?"""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2, status_pb2
from tests.provider.conftest import (
    ACCOUNT,
    DEPLOYMENT,
    GROUP,
    Engine,
    account,
    arm,
    deployment,
    group,
    plain,
    refusal,
    secret,
    speaking,
    struct,
)

from azgreen_emulator.provider import serve_provider

if TYPE_CHECKING:
    from collections.abc import Iterator


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


def test_a_refusal_names_the_resource_and_azures_reason(engine):
    said = refusal(lambda: engine.create(ACCOUNT, "shop-ai", account()))
    assert said.startswith(
        "create shop-ai (azure-native:cognitiveservices:Account): ResourceGroupNotFound (404): "
    )
    assert "\n" not in said


def test_a_type_that_is_not_served_is_named(engine):
    said = refusal(lambda: engine.check("azure-native:dns:Zone", "zone", {}))
    assert said.startswith("check zone (azure-native:dns:Zone): resource type ")


def test_a_type_of_another_api_version_leads_to_ours(engine):
    kind = "azure-native:cognitiveservices/v20240101:Account"
    said = refusal(lambda: engine.check(kind, "ai", {}))
    assert "use 'azure-native:cognitiveservices:Account'" in said


def test_a_type_inside_a_component_and_a_name_with_colons_are_read_right(engine):
    request = provider_pb2.CheckRequest(
        urn=f"urn:pulumi:local::shop::azgreen:index:ModelDeployment${GROUP}::a::b",
        news=struct({"location": "swedencentral"}),
        randomSeed=b"1",
    )
    assert plain(engine.stub.Check(request).inputs)["resourceGroupName"].startswith("a::b")


def test_an_azure_that_is_gone_is_named(azure, engine):
    azure.__exit__(None, None, None)
    said = refusal(lambda: engine.read(GROUP, "group", arm("resourceGroups/rg")))
    assert "read group (azure-native:resources:ResourceGroup): the local Azure at" in said
    assert "does not answer" in said


def test_an_id_of_another_type_is_refused_on_import(stack):
    said = refusal(lambda: stack.read(ACCOUNT, "ai", arm("resourceGroups/rg")))
    assert "it must look like '/subscriptions/" in said


def init_failed(error: grpc.RpcError) -> provider_pb2.ErrorResourceInitFailed:
    trailing = dict(error.trailing_metadata())
    status = status_pb2.Status.FromString(trailing["grpc-status-details-bin"])
    # grpc-go drops the details of a status that differs from the one beside it
    assert (status.code, status.message) == (error.code().value[0], error.details())
    detail = provider_pb2.ErrorResourceInitFailed()
    assert status.details[0].type_url == "type.googleapis.com/pulumirpc.ErrorResourceInitFailed"
    assert status.details[0].Unpack(detail)
    return detail


def test_what_azure_accepted_and_could_not_finish_goes_into_the_state():
    found = {"name": "chat", "properties": {"provisioningState": "Failed"}}
    inputs = deployment(sku=secret({"name": "Standard", "capacity": 2}))
    with failing_azure({**found, "sku": {"name": "Standard"}}) as engine:
        with pytest.raises(grpc.RpcError) as caught:
            engine.create(DEPLOYMENT, "chat", inputs)
        with pytest.raises(grpc.RpcError) as updated:
            engine.update(DEPLOYMENT, "chat", init_failed(caught.value).id, inputs)
    detail = init_failed(caught.value)
    assert detail.id.endswith("/accounts/ai/deployments/chat")
    outputs = plain(detail.properties)
    assert outputs["properties"] == {"provisioningState": "Failed"}
    assert outputs["sku"] == secret({"name": "Standard"})
    assert "InsufficientQuota" in detail.reasons[0]
    assert "quota of 10 is used up" in detail.reasons[0]
    assert init_failed(updated.value).id == detail.id


def test_what_azure_accepted_and_dropped_is_no_resource():
    with failing_azure(None) as engine:
        said = refusal(lambda: engine.create(GROUP, "group", group()))
    assert "quota of 10 is used up" in said


def test_a_refused_update_leaves_the_state_alone(stack):
    where = arm("resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/ai")
    with pytest.raises(grpc.RpcError) as caught:
        stack.update(ACCOUNT, "ai", where, account(sku={"name": "gold"}))
    assert "grpc-status-details-bin" not in dict(caught.value.trailing_metadata())
    assert "update ai (" in caught.value.details()
