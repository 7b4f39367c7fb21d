"""Does the engine get to know the stand-in, and hear of faults in one line?"""

from __future__ import annotations

import json
import logging

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2
from tests.provider.conftest import (
    ACCOUNT,
    DEPLOYMENT,
    GROUP,
    refusal,
    secret,
    struct,
)

ACCEPTED = ("accept_secrets", "accept_resources", "accept_outputs")


def test_handshake_and_configure_tell_the_same(engine):
    shaken, configured = engine.handshake(), engine.configure()
    assert all(getattr(shaken, name) for name in ACCEPTED)
    assert configured.acceptSecrets
    assert configured.acceptResources
    assert configured.acceptOutputs
    assert shaken.supports_autonaming_configuration
    assert configured.supports_autonaming_configuration
    assert configured.supportsPreview


def test_a_changed_setting_is_left_to_the_engine_to_compare(engine):
    answer = engine.stub.DiffConfig(
        provider_pb2.DiffRequest(olds=struct({}), news=struct({"location": "eastus"}))
    )
    assert answer.changes == provider_pb2.DiffResponse.DIFF_UNKNOWN
    assert not answer.replaces


def test_the_version_is_that_of_azure_native(engine):
    assert engine.stub.GetPluginInfo(empty_pb2.Empty()).version == "3.29.0"


def test_attach_and_cancel_are_accepted(engine):
    assert engine.attach() == empty_pb2.Empty()
    assert engine.stub.Cancel(empty_pb2.Empty()) == empty_pb2.Empty()


def test_no_mapping_is_offered_to_converters(engine):
    assert not engine.stub.GetMappings(provider_pb2.GetMappingsRequest(key="terraform")).providers
    asked = provider_pb2.GetMappingRequest(key="terraform", provider="azurerm")
    answer = engine.stub.GetMapping(asked)
    assert (answer.provider, answer.data) == ("", b"")


@pytest.mark.parametrize("method", ["Parameterize", "Construct", "Call", "List"])
def test_what_is_not_served_is_unimplemented_without_a_traceback(engine, method, caplog):
    # the base class answers the same, but has grpc log a traceback for each
    request = getattr(provider_pb2, f"{method}Request")()
    with caplog.at_level(logging.DEBUG), pytest.raises(grpc.RpcError) as caught:
        list(getattr(engine.stub, method)(request))
    assert caught.value.code() == grpc.StatusCode.UNIMPLEMENTED
    assert "\n" not in caught.value.details()
    assert not [record for record in caplog.records if record.exc_info]


def test_a_method_of_another_protocol_version_is_unimplemented(engine):
    call = engine.channel.unary_stream(
        "/pulumirpc.ResourceProvider/StreamInvoke", request_serializer=lambda _: b""
    )
    with pytest.raises(grpc.RpcError) as caught:
        list(call(None))
    assert caught.value.code() == grpc.StatusCode.UNIMPLEMENTED


def test_schema_names_every_resource_with_its_inputs(engine):
    schema = json.loads(engine.stub.GetSchema(provider_pb2.GetSchemaRequest(version=0)).schema)
    assert (schema["name"], schema["version"]) == ("azure-native", "3.29.0")
    assert {GROUP, ACCOUNT, DEPLOYMENT} <= set(schema["resources"])
    chat = schema["resources"][DEPLOYMENT]
    assert chat["requiredInputs"] == ["resourceGroupName", "accountName"]
    assert set(chat["requiredInputs"]) <= set(chat["inputProperties"])
    # YAML hands no output of type Any on to an input of type string
    assert schema["resources"][GROUP]["properties"]["name"] == {"type": "string"}
    # the engine adds these itself; a schema with them is refused
    for resource in schema["resources"].values():
        assert not {"id", "urn"} & {*resource["properties"]}
        assert "urn" not in resource["inputProperties"]


def test_functions_of_azure_native_answer(stack):
    client = stack.invoke("azure-native:authorization:getClientConfig", {})
    assert (
        client["subscriptionId"]
        in stack.invoke(
            "azure-native:cognitiveservices:getAccount",
            {"resourceGroupName": "rg", "accountName": secret("ai")},
        )["id"]
    )


@pytest.mark.parametrize(
    ("token", "args", "message"),
    [
        ("azure-native:web:getWebApp", {}, "'azure-native:web:WebApp' is not served"),
        ("azure-native:insights:listThings", {}, "'azure-native:insights:listThings' is not"),
        ("azure-native:resources:getResourceGroup", {}, "needs resourceGroupName"),
        ("azure-native:redisenterprise:listDatabaseKeys", {}, "needs resourceGroupName, cluster"),
        (
            "azure-native:resources:getResourceGroup",
            {"resourceGroupName": "no"},
            "there is no Microsoft.Resources/resourceGroups",
        ),
    ],
)
def test_a_function_that_cannot_be_answered_says_so(engine, token, args, message):
    assert message in refusal(lambda: engine.invoke(token, args))
