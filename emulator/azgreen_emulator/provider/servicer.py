"""What does the stand-in for azure-native answer the Pulumi engine?

The service is Pulumi's ResourceProvider (proto/pulumi/provider.proto), spoken directly: the
SDK's own wrapper for Python providers lacks `Attach` and hands errors on as tracebacks.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, cast

from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from azgreen.errors import AzureError, Fault, InputError
from azgreen_emulator.native import resource as native
from azgreen_emulator.native.functions import call
from azgreen_emulator.native.reading import inputs_from_azure, names_in
from azgreen_emulator.native.schema import package_schema
from azgreen_emulator.native.table import AZURE_NATIVE_VERSION, SUBSCRIPTION_ID, ResourceSpec
from azgreen_emulator.native.values import Json, from_struct, hidden_like, revealed, to_struct
from azgreen_emulator.provider.difference import difference
from azgreen_emulator.provider.faults import UnfinishedError, explained, unserved
from azgreen_emulator.provider.requests import Target, values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from azgreen_emulator.native.client import ArmClient

_LOCATION: Final = "azure-native:config:location"
_REFUSED: Final = 400
_REAL: Final = ("subscriptionId", "clientId", "clientSecret", "tenantId", "useMsi", "useOidc")
_NOT_AZURE: Final = (
    "this provider is azgreen's stand-in for azure-native, which deploys to the local Azure alone;"
    " to reach a subscription, take the folder of its 'pulumi-resource-azure-native' off PATH;"
    " to stay on this machine, set AZGREEN_AZURE_URL"
)
_DISABLED: Final = provider_pb2.CheckRequest.AutonamingOptions.DISABLE


class StandIn(provider_pb2_grpc.ResourceProviderServicer):
    """The resource provider; the method names are those of the service."""

    def __init__(self, azure: ArmClient, *, deliberate: bool = True) -> None:
        self._azure, self._deliberate = azure, deliberate
        self._location: str | None = None

    Parameterize = unserved(
        "the local Azure stands in for azure-native at its default API versions only; take the"
        " type without a version in its name"
    )
    Construct = unserved("azure-native has no components")
    Call = unserved("azure-native has no methods")
    List = unserved("the local Azure lists no resources for Pulumi")

    def Handshake(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Tell what is understood: an engine that shakes hands takes it from here alone."""
        del request, context
        return provider_pb2.ProviderHandshakeResponse(
            accept_secrets=True,
            accept_resources=True,
            accept_outputs=True,
            supports_autonaming_configuration=True,
        )

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

    def GetMapping(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Answer a converter of Terraform programs: nothing is converted to this."""
        del request, context
        return provider_pb2.GetMappingResponse()

    def GetMappings(self, request: Any, context: Any) -> Any:  # noqa: N802
        """As `GetMapping`."""
        del request, context
        return provider_pb2.GetMappingsResponse()

    def CheckConfig(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Refuse a stack that names a subscription, unless the user chose the stand-in.

        On the PATH of an activated environment it would be taken for azure-native, and a
        deployment to Azure would quietly end on this machine.
        """
        del context
        named = [key for key in _REAL if not self._is_local(from_struct(request.news).get(key))]
        failures = [
            provider_pb2.CheckFailure(property=key, reason=_NOT_AZURE)
            for key in named
            if not self._deliberate
        ]
        return provider_pb2.CheckResponse(inputs=request.news, failures=failures)

    def DiffConfig(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Leave it to the engine to compare: no setting replaces resources here."""
        del request, context
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_UNKNOWN)

    @explained
    def Configure(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Remember the default region."""
        del context
        settings = from_struct(request.args)
        location = settings.get("location") or dict(request.variables).get(_LOCATION)
        self._location = revealed(location) if location else None
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True,
            supportsPreview=True,
            acceptResources=True,
            acceptOutputs=True,
            supports_autonaming_configuration=True,
        )

    @explained
    def Check(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Fill in names and regions left out; report every property that cannot be used."""
        del context
        target = Target.of(request)
        try:
            checked = self._checked(target, request)
        except InputError as error:
            failures = [
                provider_pb2.CheckFailure(property=fault.where, reason=fault.what)
                for fault in error.faults
            ]
            return provider_pb2.CheckResponse(inputs=request.news, failures=failures)
        return provider_pb2.CheckResponse(inputs=to_struct(checked))

    @explained
    def Diff(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Compare old inputs with new ones."""
        del context
        return difference(request)

    @explained
    def Create(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Write a new resource."""
        del context
        spec, inputs = Target.of(request).spec, values(request.properties)
        if request.preview:
            return provider_pb2.CreateResponse(
                properties=to_struct(native.preview_outputs(spec, inputs))
            )
        resource_id = native.arm_id(spec, inputs, SUBSCRIPTION_ID)
        outputs = self._put(spec, resource_id, inputs)
        return provider_pb2.CreateResponse(id=resource_id, properties=to_struct(outputs))

    @explained
    def Update(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Write changed inputs."""
        del context
        spec, inputs = Target.of(request).spec, values(request.news)
        if request.preview:
            # the id stays, and with it the name that other resources are told
            known = {"name": request.id.rpartition("/")[2]}
            outputs = {**native.preview_outputs(spec, inputs), **known}
        else:
            outputs = self._put(spec, request.id, inputs)
        return provider_pb2.UpdateResponse(properties=to_struct(outputs))

    @explained
    def Read(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Read a resource for refresh, import and `get`; an empty answer says that it is gone."""
        del context
        spec = Target.of(request).spec
        inputs, state = values(request.inputs), values(request.properties)
        names_in(spec, request.id)
        answer = self._azure.get(request.id, spec.api_version)
        if answer is None:
            return provider_pb2.ReadResponse()
        live = inputs_from_azure(spec, request.id, answer, inputs, state)
        outputs = hidden_like(native.outputs(spec, answer), inputs, state)
        return provider_pb2.ReadResponse(
            id=request.id, properties=to_struct(outputs), inputs=to_struct(live)
        )

    @explained
    def Delete(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Delete a resource; like azure-native, this does not purge what Azure keeps of it."""
        del context
        self._azure.delete(request.id, Target.of(request).spec.api_version)
        return empty_pb2.Empty()

    @explained
    def Invoke(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Call a function."""
        del context
        result = to_struct(call(self._azure, request.tok, values(request.args)))
        return provider_pb2.InvokeResponse(**cast("Any", {"return": result}))

    def _is_local(self, setting: Json) -> bool:
        return revealed(setting) in {None, "", "false", False, SUBSCRIPTION_ID}

    def _checked(self, target: Target, request: Any) -> dict[str, Json]:
        spec, news, olds = target.spec, values(request.news), values(request.olds)
        if request.HasField("autonaming") and not olds.get(spec.name_input):
            _autoname(spec, news, request.autonaming)
        location = self._azure.default_location(spec, news, self._location)
        return native.check(
            spec, target.name, news, olds, location=location, seed=request.randomSeed
        )

    def _put(
        self, spec: ResourceSpec, resource_id: str, inputs: Mapping[str, Json]
    ) -> dict[str, Json]:
        try:
            answer = self._azure.put(resource_id, spec.api_version, native.body(spec, inputs))
        except AzureError as error:
            # a refusal leaves Azure as it was; what was accepted and failed then may be there
            left = (
                None if error.status >= _REFUSED else self._azure.get(resource_id, spec.api_version)
            )
            if left is None:
                raise
            outputs = hidden_like(native.outputs(spec, left), inputs)
            raise UnfinishedError(str(error), resource_id, outputs) from error
        return hidden_like(native.outputs(spec, answer), inputs)


def _autoname(spec: ResourceSpec, news: dict[str, Json], naming: Any) -> None:
    """Name a resource as the stack's `pulumi:autonaming` says."""
    if news.get(spec.name_input):
        return
    if naming.mode == _DISABLED:
        what = "missing, and the stack turns autonaming off; name it in the program"
        raise InputError([Fault(spec.name_input, what)])
    news[spec.name_input] = naming.proposed_name
