"""A project in a folder of its own, deployed by the embedded engine to a local Azure."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from azgreen_emulator.engine import Deployment, Report, Site, Step
from azgreen_emulator.engine.project import load_stack
from azgreen_emulator.engine.state import State
from azgreen_emulator.native.client import ArmClient
from azgreen_emulator.native.table import SUBSCRIPTION_ID
from azgreen_emulator.server import LocalAzure

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import pulumi
from pulumi_azure_native import cognitiveservices as ai, resources

config = pulumi.Config()
owner = config.get("owner") or "me"
group = resources.ResourceGroup("group", location="swedencentral", tags={"owner": owner})
account = ai.Account(
    "account",
    resource_group_name=group.name,
    kind="AIServices",
    location="swedencentral",
    sku={"name": "S0"},
    identity={"type": "SystemAssigned"},
    properties={"custom_sub_domain_name": "shop", "disable_local_auth": True},
)
previous = account
for name in config.get_object("models") or ["gpt-4.1-mini", "gpt-4o-mini"]:
    previous = ai.Deployment(
        name,
        resource_group_name=group.name,
        account_name=account.name,
        deployment_name=name,
        sku={"name": "Standard", "capacity": config.get_int("capacity") or 1},
        properties={"model": {"format": "OpenAI", "name": name}},
        opts=pulumi.ResourceOptions(depends_on=[previous]),
    )
pulumi.export("endpoint", account.properties.apply(lambda it: it.endpoint))
pulumi.export("group", group.name)
"""


@dataclass
class Watcher:
    """Remembers what a deployment told."""

    plan: Report | None = None
    begun: list[Step] = field(default_factory=list)
    ended: list[Step] = field(default_factory=list)
    messages: list[tuple[str, str]] = field(default_factory=list)

    def planned(self, report):
        self.plan = report

    def started(self, step):
        self.begun.append(step)

    def finished(self, step):
        self.ended.append(step)

    def said(self, severity, message):
        self.messages.append((severity, message))


class Project:
    """One project, its state and a local Azure."""

    def __init__(self, folder: Path, azure: LocalAzure) -> None:
        self.folder, self.azure = folder, azure
        self.watcher = Watcher()
        self.write()

    def write(self, program: str = PROGRAM, config: str = "{}") -> None:
        (self.folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
        (self.folder / "Pulumi.dev.yaml").write_text(f"config: {config}\n")
        (self.folder / "__main__.py").write_text(textwrap.dedent(program))

    def run(self, verb: str, packs=(), **options) -> Report:
        self.watcher = Watcher()
        client = ArmClient(self.azure.url)
        with State(self.folder / ".azgreen" / "state.db") as state:
            stack = load_stack(self.folder, "dev")
            self.site = Site(stack, state, client, self.watcher)
            deployment = Deployment(self.site, packs)
            try:
                return getattr(deployment, verb)(**options)
            finally:
                client.close()

    def in_azure(self) -> list[str]:
        """The ids that the local Azure holds, without the subscription."""
        client = ArmClient(self.azure.url)
        root = f"/subscriptions/{SUBSCRIPTION_ID}"
        found = [item["id"] for item in client.get(f"{root}/resourcegroups", "2024-03-01")["value"]]
        accounts = client.get(
            f"{root}/providers/Microsoft.CognitiveServices/accounts", "2025-06-01"
        )
        for account in accounts["value"]:
            inside = client.get(f"{account['id']}/deployments", "2025-06-01")["value"]
            found += [account["id"], *(item["id"] for item in inside)]
        client.close()
        return sorted(item.removeprefix(root) for item in found)

    def records(self):
        with State(self.folder / ".azgreen" / "state.db") as state:
            return state.records()


@pytest.fixture
def azure():
    with LocalAzure(None) as azure:
        yield azure


@pytest.fixture
def project(tmp_path, azure):
    return Project(tmp_path, azure)
