"""Does the local Azure speak HTTP as the Resource Manager does?"""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import pytest

from azgreen_emulator.arm.records import Record

if TYPE_CHECKING:
    from conftest import Raw

    from azgreen_emulator.server import LocalAzure

SUBSCRIPTION = "11111111-2222-3333-4444-555555555555"
GROUP = "Microsoft.Resources/resourceGroups"
ACCOUNT = "/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/acc"


def test_missing_token_is_401_with_challenge(raw: Raw) -> None:
    answer = raw.get("/resourceGroups", headers={"Authorization": None})
    assert (answer.status, answer.code) == (401, "AuthenticationFailed")
    assert answer.message == "Authentication failed. The 'Authorization' header is missing."
    assert answer.headers["WWW-Authenticate"].startswith("Bearer authorization_uri=")


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic abc", "abc"])
def test_other_than_bearer_is_401(raw: Raw, header: str) -> None:
    answer = raw.get("/resourceGroups", headers={"Authorization": header})
    assert (answer.status, answer.code) == (401, "AuthenticationFailed")


def test_every_answer_carries_request_ids_and_date(raw: Raw) -> None:
    good = raw.get("/resourceGroups", api="2024-03-01")
    bad = raw.get("/nothing", headers={"x-ms-correlation-request-id": "mine"})
    assert parsedate_to_datetime(good.headers["Date"]).year == 2026
    assert good.headers["x-ms-correlation-request-id"] == good.headers["x-ms-request-id"]
    assert bad.headers["x-ms-correlation-request-id"] == "mine"
    assert bad.headers["x-ms-request-id"] != good.headers["x-ms-request-id"]
    assert bad.headers.get_all("Date") is not None
    assert len(bad.headers.get_all("Date") or []) == 1


def test_subscription_must_be_a_guid(raw: Raw) -> None:
    answer = raw.get("//subscriptions/mine/resourceGroups")
    assert (answer.status, answer.code) == (400, "InvalidSubscriptionId")
    assert answer.message == "The provided subscription identifier 'mine' is malformed or invalid."


def test_missing_api_version_is_refused(raw: Raw) -> None:
    answer = raw.get("/resourceGroups", api="")
    assert (answer.status, answer.code) == (400, "MissingApiVersionParameter")
    assert answer.message == (
        "The api-version query parameter (?api-version=) is required for all requests."
    )


def test_unknown_version_of_resource_groups_lists_the_known(raw: Raw) -> None:
    answer = raw.get("/resourceGroups", api="2001-01-01")
    assert (answer.status, answer.code) == (400, "InvalidApiVersionParameter")
    assert "The api-version '2001-01-01' is invalid. The supported versions are '" in answer.message
    assert "2024-03-01,2024-07-01" in answer.message


def test_unknown_version_of_a_type_names_versions_and_locations(raw: Raw) -> None:
    answer = raw.put(ACCOUNT, {"location": "westeurope"}, api="2019-01-01")
    assert (answer.status, answer.code) == (400, "NoRegisteredProviderFound")
    assert answer.message.startswith(
        "No registered resource provider found for location 'westeurope' and API version"
        " '2019-01-01' for type 'accounts'. The supported api-versions are '2024-10-01,"
        " 2025-06-01, 2025-09-01'. The supported locations are '"
    )
    assert "swedencentral" in answer.message


def test_version_that_is_no_date_is_refused(raw: Raw) -> None:
    answer = raw.get(ACCOUNT, api="banana")
    assert (answer.status, answer.code) == (400, "InvalidApiVersionParameter")


def test_unknown_namespace_type_and_path(raw: Raw) -> None:
    namespace = raw.get("/resourceGroups/rg/providers/Microsoft.Nothing/things/x")
    assert (namespace.status, namespace.code) == (404, "InvalidResourceNamespace")
    kind = raw.get("/resourceGroups/rg/providers/microsoft.cognitiveservices/things/x")
    assert (kind.status, kind.code) == (404, "InvalidResourceType")
    assert kind.message.startswith(
        "The resource type 'things' could not be found in the namespace"
        " 'Microsoft.CognitiveServices' for api version '2025-06-01'."
    )
    path = raw.get("//nowhere")
    assert (path.status, path.code) == (404, "MissingSubscription")


def test_wrong_method_is_405_and_says_which(raw: Raw) -> None:
    answer = raw.send("POST", ACCOUNT, {})
    assert (answer.status, answer.code) == (405, "MethodNotAllowed")
    assert answer.headers["Allow"] == "DELETE, GET, HEAD, PATCH, PUT"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "Expecting property name enclosed in double quotes: line 1, position 2"),
        (b"[1]", "expected a JSON object, got list"),
        (b'{"a": NaN}', "NaN is no JSON number"),
        (b"\xff\xfe", "the content is not UTF-8"),
        (b'{"a":' * 100_000, "the content is nested too deeply"),
    ],
)
def test_malformed_body_is_explained(raw: Raw, body: bytes, said: str) -> None:
    answer = raw.put("/resourceGroups/rg", body, api="2024-03-01")
    assert (answer.status, answer.code) == (400, "InvalidRequestContent")
    assert answer.message.startswith("The request content was invalid and could not be")
    assert said in answer.message


def test_no_body_and_no_json_are_refused(raw: Raw) -> None:
    empty = raw.put("/resourceGroups/rg", None, api="2024-03-01")
    assert (empty.status, empty.code) == (400, "InvalidRequestContent")
    plain = {"Content-Type": "text/plain"}
    text = raw.put("/resourceGroups/rg", b"hello", api="2024-03-01", headers={**plain})
    assert (text.status, text.code) == (415, "UnsupportedMediaType")
    huge = raw.put("/resourceGroups/rg", b" " * (4 * 2**20) + b"{}", api="2024-03-01")
    assert (huge.status, huge.code) == (413, "RequestEntityTooLarge")


def test_paths_and_names_are_compared_without_case(ready: Raw) -> None:
    path = "/RESOURCEgroups/RG/Providers/microsoft.COGNITIVEservices/Accounts/ACC"
    answer = ready.get(path)
    assert answer.status == 200
    assert answer.json["id"].endswith(
        "/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/acc"
    )
    again = ready.put(
        path, {"location": "swedencentral", "kind": "aiservices", "sku": {"name": "s0"}}
    )
    assert again.status == 200
    assert (again.json["name"], again.json["kind"], again.json["sku"]["name"]) == (
        "acc",
        "AIServices",
        "S0",
    )


def test_metadata_needs_no_token_and_points_here(raw: Raw) -> None:
    answer = raw.get("//metadata/endpoints", api="2022-09-01", headers={"Authorization": None})
    assert answer.status == 200
    assert answer.json["resourceManager"] == raw.url + "/"
    assert answer.json["authentication"]["loginEndpoint"]
    listed = raw.get("//metadata/endpoints", api="2019-05-01")
    assert [cloud["name"] for cloud in listed.json] == ["AzureCloud"]


def test_token_appears_nowhere(raw: Raw, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    answer = raw.get("/nothing", headers={"Authorization": "Bearer very-secret"})
    assert b"very-secret" not in answer.raw
    assert "very-secret" not in caplog.text
    assert "very-secret" not in str(answer.headers)


def test_token_is_asked_for_before_the_path_is_told(raw: Raw) -> None:
    for method, path in (("GET", "//nowhere"), ("POST", ACCOUNT)):
        answer = raw.send(method, path, headers={"Authorization": None})
        assert (answer.status, answer.code) == (401, "AuthenticationFailed")


def test_existence_is_checked_with_head(ready: Raw) -> None:
    ready.deployment()
    assert ready.send("HEAD", ready.at()).status == 204
    assert ready.send("HEAD", f"{ready.at()}/deployments/chat").status == 204
    assert ready.send("HEAD", ready.at("none")).status == 404
    assert ready.send("HEAD", f"{ready.at()}/deployments/none").status == 404


def test_fault_of_its_own_is_told_in_the_envelope(azure: LocalAzure, raw: Raw) -> None:
    azure.store.put(Record(f"/subscriptions/{SUBSCRIPTION}/resourceGroups/bad", GROUP, {}))
    answer = raw.get("/resourceGroups/bad/resources", api="2024-03-01")
    assert answer.status == 200
    broken = raw.put("/resourceGroups/bad", {"location": "swedencentral"}, api="2024-03-01")
    assert (broken.status, broken.code) == (500, "InternalServerError")
    assert broken.headers["x-ms-request-id"]
