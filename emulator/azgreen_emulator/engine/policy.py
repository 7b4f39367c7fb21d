"""How does the genuine policy pack check a deployment here?

The pack runs as Pulumi runs it: a process of its own, spoken to over gRPC
(`pulumi.policy`, service Analyzer), so that what passes here passes `--policy-pack` there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc

from azgreen.errors import EngineError, Fault, InputError
from azgreen_emulator.engine.pack_config import read_config, reconciled
from azgreen_emulator.native.values import to_struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from google.protobuf.struct_pb2 import Struct

    from azgreen_emulator.engine.monitor import Registration
    from azgreen_emulator.engine.project import Stack
    from azgreen_emulator.native.values import Json

_NO_ENGINE: Final = "127.0.0.1:1"
"""A pack takes the engine's address, but asks it for nothing."""

_STOP_SECONDS: Final = 5
_MESSAGE_BYTES: Final = 400 * 1024 * 1024


@dataclass(frozen=True)
class Violation:
    """One finding of one policy."""

    policy: str
    pack: str
    message: str
    urn: str
    mandatory: bool

    @property
    def unknown(self) -> str | None:
        """What could not be judged in a preview; None for a violation."""
        known, _, what = self.message.partition(" during preview: ")
        return what if known.startswith("can't run policy ") and what else None

    @property
    def finding(self) -> str:
        """What was found here; the pack puts the policy's description on a line before it."""
        return self.message.partition("\n")[2] or self.message


class PolicyPack:
    """One policy pack, running."""

    def __init__(
        self,
        folder: Path,
        stack: Stack,
        *,
        preview: bool,
        config: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        if not (folder / "PulumiPolicy.yaml").is_file():
            raise InputError([Fault(str(folder), "is no policy pack: it has no PulumiPolicy.yaml")])
        self.folder = folder.resolve()
        self._config = read_config(config) if config else {}
        self._seen: dict[str, tuple[Registration, Struct]] = {}
        self._lock = threading.Lock()
        # a file, because a pipe that nobody reads would stop a pack that says much
        self._said = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed in __exit__
        command = [sys.executable, "-u", "-m", "pulumi.policy", _NO_ENGINE, str(self.folder)]
        self._process = subprocess.Popen(
            command,
            cwd=self.folder,
            env=os.environ | _environment(stack, preview=preview) | dict(environment or {}),
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
        )
        self.policies: list[str] = []
        self.info: Any = None
        """What the pack says about itself, once it has been asked anything."""
        self._channel: grpc.Channel | None = None
        self._stub: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._channel:
            self._channel.close()
        self._process.terminate()
        try:
            self._process.communicate(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
        self._said.close()

    def analyze(self, registration: Registration, inputs: Mapping[str, Json]) -> list[Violation]:
        """Check one resource before it is planned or written."""
        properties = to_struct(inputs)
        self._seen[registration.urn] = (registration, properties)
        request = analyzer_pb2.AnalyzeRequest(
            type=registration.token,
            properties=properties,
            urn=registration.urn,
            name=registration.name,
            options=_options(registration),
        )
        return self._findings("Analyze", request, registration.urn)

    def analyze_stack(self) -> list[Violation]:
        """Check all resources together."""
        resources = [
            analyzer_pb2.AnalyzerResource(
                type=registration.token,
                properties=properties,
                urn=registration.urn,
                name=registration.name,
                options=_options(registration),
                parent=registration.parent,
                dependencies=registration.dependencies,
                propertyDependencies={
                    key: analyzer_pb2.AnalyzerPropertyDependencies(urns=urns)
                    for key, urns in registration.property_dependencies.items()
                },
            )
            for registration, properties in self._seen.values()
        ]
        self._seen = {}
        return self._findings(
            "AnalyzeStack", analyzer_pb2.AnalyzeStackRequest(resources=resources), ""
        )

    def _findings(self, method: str, request: Any, urn: str) -> list[Violation]:
        try:
            answer = getattr(self._connected(), method)(request)
        except grpc.RpcError as error:
            raise EngineError(f"policy pack {self.folder}: {error.details()}") from error  # pyright: ignore[reportAttributeAccessIssue]
        return [
            Violation(
                policy=item.policyName,
                pack=item.policyPackName,
                message=item.message,
                urn=item.urn or urn,
                mandatory=item.enforcementLevel == analyzer_pb2.MANDATORY,
            )
            for item in answer.diagnostics
        ]

    def _connected(self) -> Any:
        with self._lock:
            return self._stub or self._connect()

    def _connect(self) -> Any:
        assert self._process.stdout is not None  # noqa: S101 - opened above
        port = self._process.stdout.readline().strip()
        if not port.isdigit():
            self._process.wait(_STOP_SECONDS)
            self._said.seek(0)
            said = f"{port}\n{self._said.read()}".strip()
            raise EngineError(f"policy pack {self.folder} did not start:\n{said}")
        options = [("grpc.max_receive_message_length", _MESSAGE_BYTES)]
        self._channel = grpc.insecure_channel(f"127.0.0.1:{port}", options=options)
        stub = analyzer_pb2_grpc.AnalyzerStub(self._channel)
        self._configure(stub)
        self._stub = stub
        return stub

    def _configure(self, stub: Any) -> None:
        self.info = stub.GetAnalyzerInfo(empty_pb2.Empty())
        self.policies = sorted(policy.name for policy in self.info.policies)
        settings = reconciled(self.info, self._config)
        stub.Configure(analyzer_pb2.ConfigureAnalyzerRequest(policyConfig=settings))


def _environment(stack: Stack, *, preview: bool) -> dict[str, str]:
    return {
        "PULUMI_PROJECT": stack.project,
        "PULUMI_STACK": stack.name,
        "PULUMI_ORGANIZATION": "organization",
        "PULUMI_DRY_RUN": "true" if preview else "false",
        "PULUMI_CONFIG": json.dumps(
            {key: value for key, value in stack.config.items() if key not in stack.secret_keys}
        ),
    }


def _options(registration: Registration) -> Any:
    return analyzer_pb2.AnalyzerResourceOptions(
        protect=registration.protect,
        ignoreChanges=registration.ignore_changes,
        deleteBeforeReplace=registration.delete_before_replace,
        deleteBeforeReplaceDefined=registration.delete_before_replace,
        parent=registration.parent,
        aliases=registration.aliases,
    )


def mandatory(violations: Iterable[Violation]) -> list[Violation]:
    """Keep those that stop a deployment."""
    return [violation for violation in violations if violation.mandatory]
