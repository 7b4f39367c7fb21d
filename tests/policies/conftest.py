"""Starts the policy pack exactly as Pulumi does and talks to it as the engine does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PACK = Path(__file__).parents[2] / "policies"


@dataclass
class Pack:
    """A running pack; `printed` is all that it wrote to stdout."""

    process: subprocess.Popen[bytes]
    stub: analyzer_pb2_grpc.AnalyzerStub
    printed: list[bytes] = field(default_factory=list)

    def info(self) -> analyzer_pb2.AnalyzerInfo:
        return self.stub.GetAnalyzerInfo(empty_pb2.Empty(), timeout=10)

    def configure(self, settings: dict[str, dict[str, Any]], level: int | None = None) -> None:
        request = analyzer_pb2.ConfigureAnalyzerRequest()
        for name, properties in settings.items():
            request.policyConfig[name].enforcementLevel = (
                analyzer_pb2.MANDATORY if level is None else level
            )
            request.policyConfig[name].properties.update(properties)
        self.stub.Configure(request, timeout=10)

    def tag(self, **tags: str) -> None:
        request = analyzer_pb2.AnalyzerStackConfigureRequest(tags=tags)
        self.stub.ConfigureStack(request, timeout=10)

    def analyze(
        self, token: str, inputs: dict[str, Any], name: str = "thing"
    ) -> analyzer_pb2.AnalyzeResponse:
        properties = struct_pb2.Struct()
        properties.update(inputs)
        urn = f"urn:pulumi:dev::shop::{token}::{name}"
        request = analyzer_pb2.AnalyzeRequest(type=token, name=name, urn=urn, properties=properties)
        return self.stub.Analyze(request, timeout=10)

    def messages(self, rule: str, token: str, inputs: dict[str, Any]) -> list[str]:
        """Return what a rule says, without its description, which the SDK puts before it."""
        found = self.analyze(token, inputs).diagnostics
        return [item.message.partition("\n")[2] for item in found if item.policyName == rule]

    def not_applicable(self, rule: str, token: str, inputs: dict[str, Any]) -> str | None:
        found = self.analyze(token, inputs).not_applicable
        return next((item.reason for item in found if item.policy_name == rule), None)


def start(stack: str, config: dict[str, str]) -> Pack:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(Path(item).resolve()) for item in sys.path if item),
        "PULUMI_PROJECT": "shop",
        "PULUMI_STACK": stack,
        "PULUMI_DRY_RUN": "true",
        "PULUMI_CONFIG": json.dumps(config),
    }
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:1", str(PACK)],
        stdout=subprocess.PIPE,
        cwd=PACK,
        env=environment,
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    channel = grpc.insecure_channel(f"127.0.0.1:{int(first)}")
    return Pack(process, analyzer_pb2_grpc.AnalyzerStub(channel), [first])


def stop(pack: Pack) -> None:
    pack.process.terminate()
    assert pack.process.stdout is not None
    with pack.process.stdout as out:
        pack.printed.append(out.read())
    pack.process.wait(10)
    assert pack.printed[1:] == [b""], "a rule printed, which would break the engine's handshake"


@pytest.fixture(scope="session")
def packs() -> Iterator[Callable[..., Pack]]:
    """Start a pack for each stack and configuration, once."""
    running: dict[str, Pack] = {}

    def get(stack: str = "dev", **config: str) -> Pack:
        given = {f"azgreen:{key}": value for key, value in config.items()}
        key = json.dumps([stack, given])
        running[key] = running.get(key) or start(stack, given)
        running[key].configure({})
        running[key].tag()
        return running[key]

    yield get
    for pack in running.values():
        stop(pack)


@pytest.fixture
def pack(packs: Callable[..., Pack]) -> Pack:
    return packs()
