"""Which APIs does a service answer, and by which policies?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.services.apimanagement import caches
from azgreen_emulator.services.apimanagement.names import (
    SERVICE,
    TYPE,
    VERSIONS,
    part,
    service_of,
    tier,
)
from azgreen_emulator.services.apimanagement.policy_rules import SEMANTIC_LOOKUPS, faults_of
from azgreen_emulator.services.apimanagement.policy_text import (
    PolicyError,
    escaped,
    read_policy,
)
from azgreen_emulator.services.apimanagement.refusals import refuse_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body
    from azgreen_emulator.services.apimanagement.policy_text import Element

_JSON: Final = ("openapi+json", "swagger-json")
_POLICY: Final = "policy"
_BACKEND_ATTRIBUTES: Final = ("backend-id", "embeddings-backend-id")


def _refuse_api(write: Write) -> None:
    refuse_all([*_api_faults(write)])


def _api_faults(write: Write) -> Iterator[tuple[str, str]]:
    sent = write.properties
    path: str = sent["path"]
    if path.startswith("/") or path.endswith("/"):
        yield "path", f"'{path}' begins or ends with '/', which API Management adds itself."
    others = write.call.store.children(service_of(write).key, APIS.type)
    for other in others:
        same = other.body["properties"]["path"].lower() == path.lower()
        if same and other.key != write.id.lower():
            yield "path", f"Cannot create API '{write.name}' with the same Path '{path}'."
    if sent.get("format") in _JSON and sent.get("value"):
        yield from _document_faults(sent["value"])


def _document_faults(text: str) -> Iterator[tuple[str, str]]:
    try:
        document: Any = json.loads(text)
    except ValueError as error:
        yield "value", f"Parsing error(s): {error}."
        return
    if not isinstance(document, dict) or not {"info", "paths"} <= document.keys():
        yield "value", "Parsing error(s): an OpenAPI document has 'info' and 'paths'."


def _api(write: Write) -> Body:
    sent = dict(write.properties)
    for key in ("format", "value", "apiType", "wsdlSelector", "translateRequiredQueryParameters"):
        sent.pop(key, None)
    return {
        "apiRevision": "1",
        "displayName": write.name,
        "isCurrent": True,
        "protocols": ["https"],
        "subscriptionKeyParameterNames": {
            "header": "Ocp-Apim-Subscription-Key",
            "query": "subscription-key",
        },
        "subscriptionRequired": True,
        **sent,
    }


def _refuse_policy(write: Write) -> None:
    if write.name.lower() != _POLICY:
        refuse_all([("policyId", f"'{write.name}' is not allowed; a policy is called 'policy'.")])
    sent = write.properties
    if sent.get("format", "xml").endswith("-link"):
        refuse_all([("format", "The local Azure fetches no policies; send the policy itself.")])
    if sent.get("format") == "rawxml":
        sent["value"] = escaped(sent["value"])
    try:
        root = read_policy(sent["value"])
    except PolicyError as error:
        refuse_all([("representation", str(error))])
        raise
    service = service_of(write)
    faults = [*faults_of(root, tier(service)), *_reference_faults(write, root)]
    refuse_all([("representation", fault) for fault in faults])


def _reference_faults(write: Write, root: Element) -> Iterator[str]:
    service = service_of(write)
    for element in root.every():
        for name in _BACKEND_ATTRIBUTES:
            wanted = element.attributes.get(name, "@")
            if wanted.startswith(("@", "{{")):  # known only when a request comes
                continue
            if part(write.call, service, "backends", f"/backends/{wanted}") is None:
                yield element.fault(f"Backend with id '{wanted}' could not be found.")
        if element.name in SEMANTIC_LOOKUPS and not caches.searchable(write.call, service):
            yield element.fault("The service has no external cache with RediSearch.")


def _policy(write: Write) -> Body:
    return {"format": "xml", "value": write.properties["value"]}


APIS = Kind(
    type=f"{TYPE}/apis",
    versions=VERSIONS,
    path=f"{SERVICE}/apis/{{apiId}}",
    operations="Api",
    name_rule={"minLength": 1, "maxLength": 80, "pattern": r"[^*#&+:<>?]+"},
    refuse=_refuse_api,
    complete=_api,
    long_running=True,
)

POLICIES = Kind(
    type=f"{TYPE}/apis/policies",
    versions=VERSIONS,
    path=f"{SERVICE}/apis/{{apiId}}/policies/{{policyId}}",
    operations="ApiPolicy",
    name_rule={},
    refuse=_refuse_policy,
    complete=_policy,
    patch=False,
)
