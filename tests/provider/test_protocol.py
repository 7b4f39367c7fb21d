"""Does the engine get to know the stand-in, and hear of faults in one line?"""

from __future__ import annotations

import json
import logging

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2, status_pb2
from tests.provider.conftest import (
    ACCOUNT,
    DEPLOYMENT,
    GROUP,
    account,
    arm,
    deployment,
    failing_azure,
    group,
    plain,
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
        assert not {"id", "urn"} & {*resource["properties"], *resource["inputProperties"]}


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
        (
            "azure-native:resources:getResourceGroup",
            {"resourceGroupName": "no"},
            "there is no Microsoft.Resources/resourceGroups",
        ),
    ],
)
def test_a_function_that_cannot_be_answered_says_so(engine, token, args, message):
    assert message in refusal(lambda: engine.invoke(token, args))


def refusal(action) -> str:
    with pytest.raises(grpc.RpcError) as caught:
        action()
    # with any of the other codes the engine takes the resource's fate for unknown
    assert caught.value.code() == grpc.StatusCode.FAILED_PRECONDITION
    said = caught.value.details()
    assert "Traceback" not in said
    return said


def test_a_refusal_names_the_resource_and_azures_reason(engine):
    said = refusal(lambda: engine.create(ACCOUNT, "shop-ai", account()))
    assert said.startswith(
        "create shop-ai (azure-native:cognitiveservices:Account): ResourceGroupNotFound (404): "
    )
    assert "\n" not in said


def test_a_type_that_is_not_served_is_named(engine):
    said = refusal(lambda: engine.check("azure-native:storage:StorageAccount", "logs", {}))
    assert said.startswith("check logs (azure-native:storage:StorageAccount): resource type ")


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
