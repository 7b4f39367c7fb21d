"""What does the stand-in for azure-native answer the Pulumi engine?

The service is Pulumi's ResourceProvider (proto/pulumi/provider.proto), spoken directly: the
SDK's own wrapper for Python providers lacks `Attach` and hands errors on as tracebacks.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from azgreen.errors import AzgreenError, InputError
from azgreen_emulator.native import resource as native
from azgreen_emulator.native.functions import call
from azgreen_emulator.native.reading import inputs_from_azure
from azgreen_emulator.native.schema import package_schema
from azgreen_emulator.native.table import (
    AZURE_NATIVE_VERSION,
    SUBSCRIPTION_ID,
    ResourceSpec,
    spec_for,
)
from azgreen_emulator.native.values import (
    Json,
    Secret,
    from_struct,
    has_unknown,
    revealed,
    to_struct,
)

if TYPE_CHECKING:
    from azgreen_emulator.native.client import ArmClient

_LOCATION: Final = "azure-native:config:location"
_Method = TypeVar("_Method", bound=Callable[..., Any])


def _explained(method: _Method) -> _Method:
    """Tell the engine our faults in one line instead of a traceback."""

    @functools.wraps(method)
    def wrapper(self: StandIn, request: Any, context: grpc.ServicerContext) -> Any:
        try:
            return method(self, request, context)
        except AzgreenError as error:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))

    return cast("_Method", wrapper)


class StandIn(provider_pb2_grpc.ResourceProviderServicer):
    """The resource provider; the method names are those of the service."""

    def __init__(self, azure: ArmClient) -> None:
        self._azure = azure
        self._location: str | None = None

    def GetPluginInfo(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Tell the version of azure-native that this stands in for."""
        del request, context
        return plugin_pb2.PluginInfo(version=AZURE_NATIVE_VERSION)

    def Attach(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Accept an engine that found us by PULUMI_DEBUG_PROVIDERS."""
        del request, context
        return empty_pb2.Empty()

    def Cancel(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Accept the end: every operation under way is waited for anyway."""
        del request, context
        return empty_pb2.Empty()

    def GetSchema(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Describe the resources that the local Azure serves."""
        del request, context
        return provider_pb2.GetSchemaResponse(schema=json.dumps(package_schema()))

    def CheckConfig(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Accept every setting of azure-native: none of them can lead away from this machine."""
        del context
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: Any) -> Any:  # noqa: N802
        """No setting replaces resources here."""
        del request, context
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def Configure(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Remember the default region."""
        del context
        settings = from_struct(request.args)
        location = settings.get("location") or dict(request.variables).get(_LOCATION)
        self._location = revealed(location) if location else None
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, acceptResources=True, acceptOutputs=True
        )

    @_explained
    def Check(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Fill in names and regions left out; report every property that cannot be used."""
        del context
        spec = _spec(request.urn)
        news, olds = from_struct(request.news), from_struct(request.olds)
        name = request.urn.rpartition("::")[2]
        proposed = request.autonaming.proposed_name if request.HasField("autonaming") else ""
        if proposed and not news.get(spec.name_input) and not olds.get(spec.name_input):
            news[spec.name_input] = proposed
        location = self._azure.default_location(news, self._location)
        try:
            checked = native.check(
                spec, name, news, olds, location=location, seed=request.randomSeed
            )
        except InputError as error:
            failures = [
                provider_pb2.CheckFailure(property=fault.where, reason=fault.what)
                for fault in error.faults
            ]
            return provider_pb2.CheckResponse(inputs=request.news, failures=failures)
        return provider_pb2.CheckResponse(inputs=to_struct(checked))

    @_explained
    def Diff(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Compare old inputs with new ones."""
        del context
        old = request.old_inputs if request.HasField("old_inputs") else request.olds
        found = native.diff(_spec(request.urn), from_struct(old), from_struct(request.news))
        kinds = provider_pb2.PropertyDiff
        detailed = {
            path: kinds(
                kind=kinds.UPDATE_REPLACE if path in found.replaces else kinds.UPDATE,
                inputDiff=True,
            )
            for path in found.changed
        }
        some, none = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(
            changes=some if found.changed else none,
            diffs=found.changed,
            replaces=found.replaces,
            deleteBeforeReplace=found.delete_before_replace,
            detailedDiff=detailed,
            hasDetailedDiff=True,
        )

    @_explained
    def Create(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Write a new resource."""
        del context
        spec, inputs = _spec(request.urn), from_struct(request.properties)
        if request.preview:
            return provider_pb2.CreateResponse(
                properties=to_struct(native.preview_outputs(spec, inputs))
            )
        resource_id = native.arm_id(spec, inputs, SUBSCRIPTION_ID)
        outputs = self._put(spec, resource_id, inputs)
        return provider_pb2.CreateResponse(id=resource_id, properties=to_struct(outputs))

    @_explained
    def Update(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Write changed inputs."""
        del context
        spec, inputs = _spec(request.urn), from_struct(request.news)
        if request.preview or has_unknown(inputs):
            outputs = {
                **native.preview_outputs(spec, inputs),
                "name": request.id.rpartition("/")[2],
            }
            return provider_pb2.UpdateResponse(properties=to_struct(outputs))
        return provider_pb2.UpdateResponse(
            properties=to_struct(self._put(spec, request.id, inputs))
        )

    @_explained
    def Read(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Read a resource for refresh, import and `get`."""
        del context
        spec = _spec(request.urn)
        answer = self._azure.get(request.id, spec.api_version)
        if answer is None:
            return provider_pb2.ReadResponse()
        inputs = inputs_from_azure(spec, request.id, answer, from_struct(request.inputs))
        outputs = native.outputs(spec, answer)
        return provider_pb2.ReadResponse(
            id=request.id, properties=to_struct(outputs), inputs=to_struct(inputs)
        )

    @_explained
    def Delete(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Delete a resource; like azure-native, this does not purge what Azure keeps of it."""
        del context
        self._azure.delete(request.id, _spec(request.urn).api_version)
        return empty_pb2.Empty()

    @_explained
    def Invoke(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Call a function."""
        del context
        result = to_struct(call(self._azure, request.tok, from_struct(request.args)))
        return provider_pb2.InvokeResponse(**cast("Any", {"return": result}))

    def _put(
        self, spec: ResourceSpec, resource_id: str, inputs: Mapping[str, Json]
    ) -> dict[str, Json]:
        answer = self._azure.put(resource_id, spec.api_version, native.body(spec, inputs))
        outputs = native.outputs(spec, answer)
        secret = {key for key, value in inputs.items() if value != revealed(value)}
        return {key: Secret(value) if key in secret else value for key, value in outputs.items()}


def _spec(urn: str) -> ResourceSpec:
    return spec_for(urn.split("::")[2].rpartition("$")[2])
