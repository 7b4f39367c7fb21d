"""How do a running program's registrations reach the engine?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Protocol, cast
from urllib.parse import urlsplit
from urllib.request import url2pathname

from google.protobuf import empty_pb2
from pulumi.runtime.mocks import MockMonitor, Mocks
from pulumi.runtime.proto import resource_pb2

from azgreen.errors import EngineError
from azgreen_emulator.native.values import Json, from_struct, to_struct

STACK_TOKEN: Final = "pulumi:pulumi:Stack"
_FEATURES: Final = (
    resource_pb2.RESOURCE_MONITOR_FEATURE_SECRETS,
    resource_pb2.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
    resource_pb2.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
    resource_pb2.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
)
"""What this engine does; the SDK refuses the options that need more, in its own words."""


def _no_dependencies() -> dict[str, tuple[str, ...]]:
    return {}


@dataclass(frozen=True)
class Registration:
    """One resource as the program declares it."""

    urn: str
    token: str
    name: str
    custom: bool
    inputs: dict[str, Json]
    parent: str = ""
    dependencies: tuple[str, ...] = ()
    property_dependencies: dict[str, tuple[str, ...]] = field(default_factory=_no_dependencies)
    aliases: tuple[str, ...] = ()
    protect: bool = False
    retain_on_delete: bool = False
    deleted_with: str = ""
    delete_before_replace: bool = False
    ignore_changes: tuple[str, ...] = ()
    replace_on_changes: tuple[str, ...] = ()
    secret_outputs: tuple[str, ...] = ()
    provider: str = ""
    frames: tuple[tuple[str, int], ...] = ()
    """Files and lines of the calls that led to it, the innermost first."""


@dataclass(frozen=True)
class Registered:
    """What the program gets back for a registration."""

    id: str = ""
    outputs: dict[str, Json] = field(default_factory=dict[str, Json])


class Engine(Protocol):
    """What the monitor hands each message of the program on to."""

    def register(self, registration: Registration) -> Registered:
        """Plan or write one resource."""
        ...

    def exports(self, outputs: dict[str, Json]) -> None:
        """Take the stack's outputs."""
        ...

    def read(self, token: str, resource_id: str) -> dict[str, Json]:
        """Read a resource that the stack does not own."""
        ...

    def invoke(self, token: str, args: dict[str, Json]) -> dict[str, Json]:
        """Call one of azure-native's functions."""
        ...


class _NoMocks(Mocks):
    """The SDK asks for mocks; every message is answered by the engine before it gets here."""

    def new_resource(self, args: Any) -> tuple[str | None, dict[Any, Any]]:
        raise NotImplementedError(args.typ)

    def call(self, args: Any) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        raise NotImplementedError(args.token)


class ProgramMonitor(MockMonitor):
    """The SDK's in-process monitor, with a real engine behind it.

    The method names are those of Pulumi's ResourceMonitor service.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(_NoMocks())
        self._engine = engine

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802
        """Register a resource and wait for its outputs."""
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == STACK_TOKEN:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        answer = self._engine.register(self._registration(urn, request))
        return resource_pb2.RegisterResourceResponse(
            urn=urn, id=answer.id, object=to_struct(answer.outputs)
        )

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802
        """Take the outputs of the stack; those of components stay in the program."""
        if request.urn.split("::")[2] == STACK_TOKEN:
            self._engine.exports(from_struct(request.outputs))
        return empty_pb2.Empty()

    def ReadResource(self, request: Any) -> Any:  # noqa: N802
        """Read a resource that the stack does not own (`Resource.get`)."""
        urn = self.make_urn(request.parent, request.type, request.name)
        outputs = self._engine.read(request.type, request.id)
        return resource_pb2.ReadResourceResponse(urn=urn, properties=to_struct(outputs))

    def Invoke(self, request: Any) -> Any:  # noqa: N802
        """Call a function of azure-native."""
        result = to_struct(self._engine.invoke(request.tok, from_struct(request.args)))
        return resource_pb2.ResourceInvokeResponse(**cast("Any", {"return": result}))

    def GetDeploymentInfo(self, request: Any) -> Any:  # noqa: N802
        """Tell the SDK what this engine does."""
        del request
        return resource_pb2.DeploymentInfo(supportedFeatures=_FEATURES)

    def SupportsFeature(self, request: Any) -> Any:  # noqa: N802
        """Answer the SDK's older question about one feature."""
        known = {"secrets", "resourceReferences", "aliasSpecs", "deletedWith"}
        return resource_pb2.SupportsFeatureResponse(hasSupport=request.id in known)

    def _registration(self, urn: str, request: Any) -> Registration:
        if request.importId:
            raise EngineError(f"{urn}: the embedded engine does not import; use 'pulumi import'")
        return Registration(
            urn=urn,
            token=request.type,
            name=request.name,
            custom=request.custom,
            inputs=from_struct(request.object),
            parent=request.parent,
            dependencies=tuple(sorted(request.dependencies)),
            property_dependencies={
                key: tuple(sorted(value.urns))
                for key, value in request.propertyDependencies.items()
            },
            aliases=tuple(self._alias_urns(request)),
            protect=request.protect,
            retain_on_delete=request.retainOnDelete,
            deleted_with=request.deletedWith,
            delete_before_replace=request.deleteBeforeReplace,
            ignore_changes=tuple(request.ignoreChanges),
            replace_on_changes=tuple(request.replaceOnChanges),
            secret_outputs=tuple(request.additionalSecretOutputs),
            provider=request.provider,
            frames=tuple(
                (url2pathname(urlsplit(str(frame.pc.uri)).path), int(frame.pc.line))
                for frame in request.stackTrace.frames
            ),
        )

    def _alias_urns(self, request: Any) -> list[str]:
        urns = list(request.aliasURNs)
        for alias in request.aliases:
            if alias.urn:
                urns.append(alias.urn)
                continue
            spec = alias.spec
            parent = "" if spec.noParent else spec.parentUrn or request.parent
            own = self.make_urn(parent, spec.type or request.type, spec.name or request.name)
            stack, project, kind, name = own.removeprefix("urn:pulumi:").split("::")
            urns.append(
                "urn:pulumi:"
                + "::".join([spec.stack or stack, spec.project or project, kind, name])
            )
        return urns
