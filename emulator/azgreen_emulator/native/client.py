"""How does a request reach the local Azure, and when is it done?"""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import urlsplit

from azure.core.exceptions import AzureError as TransportError
from azure.core.exceptions import HttpResponseError
from azure.core.pipeline.policies import HeadersPolicy, RequestIdPolicy, RetryPolicy
from azure.core.polling import LROPoller
from azure.core.rest import HttpRequest
from azure.mgmt.core import ARMPipelineClient
from azure.mgmt.core.polling.arm_polling import ARMPolling

from azgreen.azure import local_token
from azgreen.errors import AzureError, EngineError, Fault, InputError
from azgreen_emulator.native.resource import arm_id
from azgreen_emulator.native.table import SUBSCRIPTION_ID, ResourceSpec, spec_for
from azgreen_emulator.native.values import Json, revealed

_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_BAD_REQUEST: Final = 400
_GROUP: Final = "azure-native:resources:ResourceGroup"
_NOT_FOUND: Final = 404
_METHOD_NOT_ALLOWED: Final = 405
_POLL_SECONDS: Final = 0.01


def require_loopback(url: str, where: str) -> str:
    """Return `url` when it is on this machine.

    The embedded engine and the stand-in provider speak to the local Azure alone: a real
    subscription is deployed to by Pulumi itself.

    Raises:
        InputError: for any other address.
    """
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname in _LOOPBACK:
        return url.rstrip("/")
    raise InputError(
        [
            Fault(
                where,
                f"{url!r} is not a local Azure; allowed: http:// on {', '.join(_LOOPBACK)}"
                " (for a real subscription, run 'pulumi up')",
            )
        ]
    )


class _LocalPolling(ARMPolling):
    """Asks again at once: `Retry-After` counts seconds, and nothing here takes one."""

    def _extract_delay(self) -> float:
        return _POLL_SECONDS


class ArmClient:
    """Speaks ARM to the local Azure, waiting for long-running operations."""

    def __init__(self, url: str) -> None:
        self.url = require_loopback(url, "local Azure")
        headers = HeadersPolicy({"Authorization": f"Bearer {local_token()}"})
        policies: list[Any] = [RequestIdPolicy(), headers, RetryPolicy(retry_total=0)]
        # the pipeline's generics are for its HTTP library, which is nobody's business here
        self._client: Any = ARMPipelineClient(base_url=self.url, policies=policies)

    def get(self, resource_id: str, api_version: str) -> Json | None:
        """Read a resource; None where there is none."""
        try:
            return self._send("GET", resource_id, api_version)
        except AzureError as error:
            if error.status == _NOT_FOUND:
                return None
            raise

    def put(self, resource_id: str, api_version: str, body: Json) -> Json:
        """Create or replace a resource and wait until it is provisioned."""
        return self._send("PUT", resource_id, api_version, body)

    def post(self, resource_id: str, api_version: str, body: Json | None = None) -> Json:
        """Call an action of a resource."""
        return self._send("POST", resource_id, api_version, body)

    def delete(self, resource_id: str, api_version: str) -> None:
        """Delete a resource and wait until it is gone; one that is gone already is no error."""
        try:
            self._send("DELETE", resource_id, api_version)
        except AzureError as error:
            if error.status != _NOT_FOUND:
                raise

    def purge(self, path: str, api_version: str, method: str) -> None:
        """Make Azure forget a deleted resource.

        One that is gone is no error, nor is one that Azure keeps for good: a vault with purge
        protection stays deleted, and holds its name, for its days of retention.
        """
        try:
            self._send(method, path, api_version)
        except AzureError as error:
            if error.status not in (_NOT_FOUND, _METHOD_NOT_ALLOWED):
                raise

    def administer(self, method: str, what: str, body: Json | None = None) -> Json:
        """Call what is the local Azure's own, below `/azgreen/`."""
        return self._send(method, f"/azgreen/{what}", "", body)

    def default_location(
        self, spec: ResourceSpec, inputs: dict[str, Json], configured: str | None
    ) -> str | None:
        """Return the region that azure-native takes where a resource names none.

        That is its own setting or else the region of the resource group, when it is there already.
        """
        takes = spec.auto_location and "location" in spec.body
        if configured or not takes or inputs.get("location"):
            return configured
        group, name = spec_for(_GROUP), revealed(inputs.get("resourceGroupName"))
        if not isinstance(name, str):
            return None
        found = self.get(arm_id(group, inputs, SUBSCRIPTION_ID), group.api_version)
        return found["location"] if found else None

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _send(self, method: str, path: str, api_version: str, body: Json | None = None) -> Json:
        request = HttpRequest(
            method, f"{self.url}{path}", params={"api-version": api_version}, json=body
        )
        try:
            answer: Any = self._client.send_request(request, _return_pipeline_response=True)
            response = answer.http_response
            if response.status_code >= _BAD_REQUEST:
                raise _azure_error(response.status_code, response.text())
            if method in {"GET", "POST"}:
                return response.json() if response.content else None
            poller: Any = LROPoller(self._client, answer, _parsed, _LocalPolling())
            return poller.result()
        except HttpResponseError as error:
            raise _azure_error(error.status_code or 0, _text_of(error)) from error
        except TransportError as error:
            raise EngineError(f"the local Azure at {self.url} does not answer: {error}") from error


def _parsed(answer: Any) -> Json:
    response = answer.http_response
    return json.loads(response.text()) if response.text() else None


def _text_of(error: HttpResponseError) -> str:
    if error.error is not None:
        told = error.error
        details = [{"message": item.message} for item in told.details or () if item.message]
        inner = {"code": told.code, "message": told.message, "details": details}
        return json.dumps({"error": inner})
    return str(error.message)


def _azure_error(status: int, text: str) -> AzureError:
    try:
        told = json.loads(text)["error"]
    except (ValueError, KeyError, TypeError):
        return AzureError(status, "UnexpectedAnswer", text[:500])
    message: str = told["message"]
    details: list[Json] = told.get("details") or []
    # many services say in the message already what the details repeat one by one
    more = [item["message"] for item in details if item.get("message", "") not in message]
    return AzureError(status, told["code"], "; ".join([message, *more]))
