"""A local Azure for each test, and two ways to talk to it: raw HTTP and Azure's own clients."""

from __future__ import annotations

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from azure.core.pipeline.policies import SansIOHTTPPolicy
from azure.mgmt.cognitiveservices import CognitiveServicesManagementClient
from azure.mgmt.resource.resources import ResourceManagementClient

from azgreen_emulator.arm.identity import tenant_id
from azgreen_emulator.clock import ManualClock
from azgreen_emulator.server import LocalAzure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MODEL = {"format": "OpenAI", "name": "gpt-4.1-mini", "version": "2025-04-14"}


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    raw: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.raw)

    @property
    def code(self) -> str:
        return self.json["error"]["code"]

    @property
    def message(self) -> str:
        return self.json["error"]["message"]


@dataclass
class Raw:
    """Speaks HTTP as it is written; every path is below the subscription."""

    url: str
    api: str = "2025-06-01"
    headers: dict[str, str] = field(default_factory=dict)

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: dict[str, str | None] | None = None,
        api: str | None = None,
    ) -> Answer:
        sent = {"Authorization": "Bearer made-up", **self.headers, **(headers or {})}
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=10)
        try:
            target = self._target(path, api)
            kept = {key: text for key, text in sent.items() if text is not None}
            connection.request(method, target, content, kept)
            reply = connection.getresponse()
            return Answer(reply.status, reply.headers, reply.read())
        finally:
            connection.close()

    def _target(self, path: str, api: str | None) -> str:
        if path.startswith("http"):
            return path.removeprefix(self.url)
        whole = path if path.startswith("//") else f"/subscriptions/{SUBSCRIPTION}{path}"
        whole = whole.removeprefix("/") if path.startswith("//") else whole
        version = self.api if api is None else api
        if not version:
            return whole
        return f"{whole}{'&' if '?' in whole else '?'}api-version={version}"

    @staticmethod
    def at(name: str = "acc", group: str = "rg") -> str:
        return f"/resourceGroups/{group}/providers/Microsoft.CognitiveServices/accounts/{name}"

    def put(self, path: str, body: Any, **more: Any) -> Answer:
        return self.send("PUT", path, body, **more)

    def get(self, path: str, **more: Any) -> Answer:
        return self.send("GET", path, **more)

    def delete(self, path: str, **more: Any) -> Answer:
        return self.send("DELETE", path, **more)

    def group(self, name: str = "rg", location: str = "swedencentral") -> Answer:
        return self.put(f"/resourceGroups/{name}", {"location": location}, api="2024-03-01")

    def account(self, name: str = "acc", **changes: Any) -> Answer:
        body = {
            "location": "swedencentral",
            "kind": "AIServices",
            "sku": {"name": "S0"},
            "properties": {"customSubDomainName": name},
            **changes,
        }
        group = body.pop("group", "rg")
        return self.put(self.at(name, group), body)

    def deployment(self, name: str = "chat", account: str = "acc", **changes: Any) -> Answer:
        body = {
            "sku": {"name": "GlobalStandard", "capacity": 10},
            "properties": {"model": MODEL},
            **changes,
        }
        return self.put(f"{self.at(account)}/deployments/{name}", body)


class _Token(SansIOHTTPPolicy[Any, Any]):
    def on_request(self, request: Any) -> None:
        request.http_request.headers["Authorization"] = "Bearer made-up"


class _Credential:
    def get_token(self, *scopes: str, **options: Any) -> Any:
        raise AssertionError(f"nobody asks for a token: {scopes} {options}")


@dataclass
class Clients:
    """Azure's own management clients, unmodified."""

    resources: ResourceManagementClient
    cognitive: CognitiveServicesManagementClient


def client(kind: type[Any], url: str) -> Any:
    """Make one of Azure's management clients."""
    return kind(
        _Credential(),
        SUBSCRIPTION,
        base_url=url,
        authentication_policy=_Token(),
        polling_interval=0,
        retry_total=0,
    )


def clients(url: str) -> Clients:
    return Clients(
        client(ResourceManagementClient, url), client(CognitiveServicesManagementClient, url)
    )


@pytest.fixture
def speak() -> Callable[[str], Raw]:
    return Raw


@pytest.fixture
def client_of() -> Callable[[str], Clients]:
    return clients


@pytest.fixture
def made(azure: LocalAzure, raw: Raw) -> Iterator[Callable[[type[Any]], Any]]:
    """Return what makes any of Azure's clients; the resource group 'rg' is there."""
    assert raw.group().status in {200, 201}
    open_clients: list[Any] = []

    def make(kind: type[Any]) -> Any:
        open_clients.append(client(kind, azure.url))
        return open_clients[-1]

    yield make
    for each in open_clients:
        each.close()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture(scope="session")
def background() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


@pytest.fixture
def azure(clock: ManualClock, background: ThreadPoolExecutor) -> Iterator[LocalAzure]:
    running = LocalAzure(None, clock=clock)
    yield running.__enter__()
    # uvicorn lets its clients go for 0.1 s; the next test need not wait for that.
    background.submit(running.__exit__, None, None, None)


@pytest.fixture
def raw(azure: LocalAzure) -> Raw:
    return Raw(azure.url)


@pytest.fixture
def ready(raw: Raw) -> Raw:
    """A local Azure with a resource group and an account."""
    assert raw.group().status == 201
    assert raw.account().status == 201
    return raw


@pytest.fixture
def learning(raw: Raw) -> Raw:
    """A local Azure with a workspace 'main' of Azure Machine Learning."""
    assert raw.group().status == 201
    own = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers"
    place = "swedencentral"
    tenant = tenant_id(SUBSCRIPTION)
    vault = {"tenantId": tenant, "sku": {"family": "A", "name": "standard"}}
    needed: dict[str, tuple[str, str, Any]] = {
        "storageAccount": (
            "Microsoft.Storage/storageAccounts/mlstore",
            "2024-01-01",
            {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}},
        ),
        "keyVault": (
            "Microsoft.KeyVault/vaults/mlsafe",
            "2024-11-01",
            {"properties": {**vault, "enableRbacAuthorization": True}},
        ),
        "applicationInsights": (
            "Microsoft.Insights/components/mlinsights",
            "2020-02-02",
            {"kind": "web", "properties": {"Application_Type": "web"}},
        ),
    }
    for path, api, body in needed.values():
        made = raw.put(f"/resourceGroups/rg/providers/{path}", {"location": place, **body}, api=api)
        assert made.status in {200, 201, 202}
    workspace = {
        "location": place,
        "identity": {"type": "SystemAssigned"},
        "properties": {key: f"{own}/{path}" for key, (path, _, _) in needed.items()},
    }
    path = "/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/main"
    assert raw.put(path, workspace, api="2025-12-01").status == 202
    return raw


@pytest.fixture
def sdk(azure: LocalAzure) -> Iterator[Clients]:
    made = clients(azure.url)
    with made.resources, made.cognitive:
        yield made
