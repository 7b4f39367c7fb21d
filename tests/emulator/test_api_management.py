"""Does API Management live, refuse and leave as Azure's does?"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from azure.core.exceptions import HttpResponseError
from azure.mgmt.apimanagement import ApiManagementClient
from azure.mgmt.apimanagement import models as m
from hypothesis import given
from hypothesis import strategies as st

from azgreen_emulator.services.apimanagement.policy_text import escaped, read_policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Answer, Raw

    from azgreen_emulator.clock import ManualClock

API = "2024-05-01"
PLACE = "swedencentral"
OTHER = "99999999-2222-3333-4444-555555555555"
PROVIDER = "/providers/Microsoft.ApiManagement"
GRAVE = f"{PROVIDER}/locations/{PLACE}/deletedservices/gate"
DOCUMENT = json.dumps({"openapi": "3.0.1", "info": {"title": "a", "version": "1"}, "paths": {}})
RULE = {
    "name": "throttled",
    "failureCondition": {"count": 3, "interval": "PT5M"},
    "tripDuration": "PT1M",
}


def at(path: str = "", name: str = "gate", group: str = "rg") -> str:
    return f"/resourceGroups/{group}{PROVIDER}/service/{name}{path}"


def service(name: str = "BasicV2", capacity: int = 1, **properties: Any) -> dict[str, Any]:
    publisher = {"publisherEmail": "ops@example.com", "publisherName": "Contoso"}
    return {
        "location": PLACE,
        "sku": {"name": name, "capacity": capacity},
        "identity": {"type": "SystemAssigned"},
        "properties": {**publisher, **properties},
    }


@pytest.fixture
def gate(raw: Raw) -> Raw:
    """A local Azure with a service, a backend and an API."""
    raw.api = API
    raw.group()
    assert raw.put(at(), service()).status == 201
    assert backend(raw, "north").status == 201
    assert raw.put(at("/apis/models"), {"properties": {"path": "models"}}).status == 201
    return raw


def backend(raw: Raw, name: str, **properties: Any) -> Answer:
    own = {"url": "https://ai.openai.azure.com/openai/v1", "protocol": "http", **properties}
    kept = {key: item for key, item in own.items() if item is not None}
    return raw.put(at(f"/backends/{name}"), {"properties": kept})


def policy(raw: Raw, inbound: str = "", form: str = "xml", **sections: str) -> Answer:
    inside = "".join(f"<{key}>{text}</{key}>" for key, text in sections.items())
    value = f"<policies><inbound>{inbound}</inbound>{inside}</policies>"
    return put_policy(raw, value, form)


def put_policy(raw: Raw, value: str, form: str = "xml") -> Answer:
    properties = {"value": value, "format": form}
    return raw.put(at("/apis/models/policies/policy"), {"properties": properties})


def told(answer: Answer) -> list[str]:
    """Return the details of a refusal, after its envelope was looked at."""
    assert (answer.status, answer.code) == (400, "ValidationError")
    assert answer.message == "One or more fields contain incorrect values:"
    return [f"{item['target']}: {item['message']}" for item in answer.json["error"]["details"]]


def test_a_service_lives_as_its_own_client_has_it(made: Callable[[type[Any]], Any]) -> None:
    client = made(ApiManagementClient)
    body = m.ApiManagementServiceResource(
        location="Sweden Central",
        sku=m.ApiManagementServiceSkuProperties(name="BasicV2", capacity=2),
        publisher_email="ops@example.com",
        publisher_name="Contoso",
        identity=m.ApiManagementServiceIdentity(type="SystemAssigned"),
    )
    begin = client.api_management_service.begin_create_or_update
    first, again = (begin("rg", "Gate", body).result() for _ in range(2))
    assert first.gateway_url == "https://gate.azure-api.net"
    assert first.hostname_configurations[0].host_name == "gate.azure-api.net"
    assert (first.provisioning_state, first.location) == ("Succeeded", PLACE)
    assert (first.public_network_access, first.virtual_network_type) == ("Enabled", "None")
    assert first.identity.principal_id == again.identity.principal_id
    assert first.created_at_utc == again.created_at_utc
    changed = client.api_management_service.begin_update(
        "rg", "Gate", m.ApiManagementServiceUpdateParameters(tags={"a": "b"})
    ).result()
    assert (changed.tags, changed.sku.capacity) == ({"a": "b"}, 2)
    assert [item.name for item in client.api_management_service.list()] == ["Gate"]
    assert [item.name for item in client.api_management_service.list_by_resource_group("rg")] == [
        "Gate"
    ]
    client.api_management_service.begin_delete("rg", "Gate").result()
    (kept,) = client.deleted_services.list_by_subscription()
    assert kept.service_id.endswith("/service/Gate")
    assert kept.scheduled_purge_date - kept.deletion_date == timedelta(hours=48)
    assert client.deleted_services.get_by_name("gate", PLACE).name == "Gate"
    client.deleted_services.begin_purge("Gate", PLACE).result()
    assert list(client.deleted_services.list_by_subscription()) == []


@pytest.mark.usefixtures("gate")
def test_what_is_in_a_service_lives_as_its_own_client_has_it(
    made: Callable[[type[Any]], Any],
) -> None:
    client = made(ApiManagementClient)
    backends, apis, policies = client.backend, client.api, client.api_policy
    single = m.BackendContract(url="https://b.example.com", protocol="http")
    assert backends.create_or_update("rg", "gate", "south", single).type_properties_type == "Single"
    members = [m.BackendPoolItem(id=f"/backends/{name}") for name in ("north", "south")]
    pool = m.BackendContract(
        type_properties_type="Pool", pool=m.BackendBaseParametersPool(services=members)
    )
    backends.create_or_update("rg", "gate", "pool", pool)
    assert [item.name for item in backends.list_by_service("rg", "gate")] == [
        *("north", "south", "pool"),
    ]
    api = m.ApiCreateOrUpdateParameter(path="more", format="openapi+json", value=DOCUMENT)
    written = apis.begin_create_or_update("rg", "gate", "more", api).result()
    assert (written.subscription_required, written.api_revision) == (True, "1")
    text = "<policies><inbound><base /></inbound></policies>"
    contract = m.PolicyContract(value=text, format="xml")
    first = policies.create_or_update("rg", "gate", "more", "policy", contract)
    assert (first.value, first.format) == (text, "xml")
    secret = "cache.example.com:10000,password=x,ssl=True,abortConnect=False"
    cache = m.CacheContract(connection_string=secret, use_from_location="default")
    shown = [client.cache.create_or_update("rg", "gate", "default", cache) for _ in range(2)]
    assert shown[0].connection_string == shown[1].connection_string
    assert secret not in shown[0].connection_string
    log = m.LoggerContract(
        logger_type="applicationInsights", credentials={"instrumentationKey": "secret"}
    )
    logger = client.logger.create_or_update("rg", "gate", "insights", log)
    assert "secret" not in logger.credentials["instrumentationKey"]
    diagnostic = m.DiagnosticContract(logger_id="/loggers/insights", metrics=True)
    told = client.api_diagnostic.create_or_update(
        "rg", "gate", "more", "applicationinsights", diagnostic
    )
    assert told.logger_id == logger.id
    client.api_policy.delete("rg", "gate", "more", "policy", "*")
    apis.begin_delete("rg", "gate", "more", "*").result()
    assert [item.name for item in apis.list_by_service("rg", "gate")] == ["models"]
    with pytest.raises(HttpResponseError, match="ResourceNotFound"):
        apis.get("rg", "gate", "more")


@pytest.mark.parametrize("name", ["1gate", "gate-", "a_b", "a" * 51])
def test_names_that_no_service_has(raw: Raw, name: str) -> None:
    raw.group()
    answer = raw.put(at(name=name), service(), api=API)
    assert (answer.status, answer.code) == (400, "InvalidResourceName")


def test_a_name_is_one_in_all_of_azure_and_kept_when_it_is_deleted(gate: Raw) -> None:
    root = f"//subscriptions/{OTHER}"
    gate.put(f"{root}/resourceGroups/rg", {"location": PLACE}, api="2024-03-01")
    other = gate.put(root + at(name="GATE"), service())
    assert (other.status, other.code, other.message) == (
        *(409, "ServiceAlreadyExists", "Api service already exists: GATE"),
    )
    gate.delete(at())
    again = gate.put(at(), service())
    assert (again.status, again.code, again.message) == (
        409,
        "ServiceAlreadyExistsInSoftDeletedState",
        "Api service gate was soft-deleted. In order to create the new service with the same name,"
        " you have to either undelete the service or purge it. See https://aka.ms/apimsoftdelete.",
    )
    free = gate.send("POST", f"{PROVIDER}/checkNameAvailability", {"name": "gate"})
    assert free.json["nameAvailable"] is False
    assert gate.delete(GRAVE).status == 200
    assert gate.delete(GRAVE).code == "ServiceNotFound"
    assert gate.put(at(), service()).status == 201
    assert gate.get(at("/apis")).json["value"] == []


def test_a_deleted_service_comes_back_with_all_that_was_in_it(gate: Raw) -> None:
    before = gate.get(at()).json["properties"]
    gate.delete(at())
    assert gate.put(at(), service("Standard", restore=True)).status == 201
    after = gate.get(at()).json
    assert (after["sku"]["name"], after["properties"]) == ("BasicV2", before)
    assert [item["name"] for item in gate.get(at("/apis")).json["value"]] == ["models"]
    assert backend(gate, "north").status == 200
    gate.delete(GRAVE)
    nothing = gate.put(at(name="else"), service(restore=True))
    assert (nothing.status, nothing.code, nothing.message) == (
        404,
        "ServiceNotFound",
        "There is no soft-deleted service 'else' that could be restored.",
    )


def test_a_deleted_service_is_gone_after_two_days_and_goes_with_its_group(
    gate: Raw, clock: ManualClock
) -> None:
    gate.delete("/resourceGroups/rg", api="2024-03-01")
    gate.group()
    assert gate.put(at(), service()).code == "ServiceAlreadyExistsInSoftDeletedState"
    clock.advance(48 * 3600)
    assert gate.get(GRAVE).status == 404
    assert gate.put(at(), service()).status == 201


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        (service(capacity=0), ["sku.capacity: The capacity 0 is not allowed for 'BasicV2': it is"
          " 1 to 10."]),
        (service(capacity=11), ["sku.capacity: The capacity 11 is not allowed for 'BasicV2': it is"
          " 1 to 10."]),
        (service("Developer", 2), ["sku.capacity: The capacity 2 is not allowed for 'Developer': it"
          " is 1."]),
        (service("Consumption"), ["sku.capacity: The capacity 1 is not allowed for 'Consumption':"
          " it is 0."]),
        (service("Premium", 0), ["sku.capacity: The capacity 0 is not allowed for 'Premium': it is"
          " 1 up."]),
        (
            service(publisherEmail="ops", publisherName=" "),
            [
                "publisherEmail: 'ops' is not an email address.",
                "publisherName: The name of the publisher is empty.",
            ],
        ),
        (
            service(publicNetworkAccess="Disabled"),
            [
                "publicNetworkAccess: Public network access cannot be disabled while the service is"
                " created; disable it once a private endpoint is connected."
            ],
        ),
        (
            service(virtualNetworkType="External"),
            [
                "virtualNetworkType: 'External' is not allowed for 'BasicV2', which has no network."
            ],
        ),
        (
            service("StandardV2", virtualNetworkType="External"),
            ["virtualNetworkConfiguration: Required for a network of type 'External'."],
        ),
    ],
)  # fmt: skip
def test_services_that_are_refused(raw: Raw, body: dict[str, Any], faults: list[str]) -> None:
    raw.group()
    assert told(raw.put(at(), body, api=API)) == faults


def test_a_service_says_who_publishes_it_and_in_a_tier_that_there_is(raw: Raw) -> None:
    raw.group()
    body = service("PremiumV2")
    del body["properties"]["publisherEmail"]
    answer = raw.put(at(), body, api=API)
    assert (answer.status, answer.code) == (400, "InvalidRequestContent")
    assert "properties.publisherEmail: required: a string" in answer.message
    assert "sku.name: 'PremiumV2' is not allowed" in answer.message


def test_a_service_changes_its_tier_on_its_own_platform_only(gate: Raw) -> None:
    assert gate.put(at(), service("StandardV2", 2)).status == 200
    assert told(gate.put(at(), service("Standard"))) == [
        "sku.name: A service of tier 'StandardV2' cannot be changed to 'Standard', which runs on"
        " another platform; make a new service."
    ]
    closed = gate.put(at(), service("StandardV2", publicNetworkAccess="Disabled"))
    assert closed.json["properties"]["publicNetworkAccess"] == "Disabled"


@pytest.mark.parametrize(
    ("properties", "faults"),
    [
        (
            {"url": None, "protocol": None, "pool": {"services": [{"id": "/backends/north"}]}},
            [
                "pool: Only a backend of type 'Pool' has members.",
                "url: Required for a backend of type 'Single': an absolute http or https address.",
                "protocol: Required for a backend of type 'Single': http or soap.",
            ],
        ),
        ({"type": "Pool"}, ["pool: A backend of type 'Pool' needs at least one member."]),
        (
            {"type": "Pool", "pool": {"services": [{"id": "/backends/west"}, {"id": "x/north"}]}},
            [
                "pool.services[0].id: Backend with id '/backends/west' could not be found.",
                "pool.services[1].id: Backend with id 'x/north' could not be found.",
            ],
        ),
        (
            {"type": "Pool", "pool": {"services": [{"id": "/backends/pool"}]}},
            ["pool.services[0].id: Backend 'pool' is a pool, and a pool holds no pools."],
        ),
        (
            {"circuitBreaker": {"rules": [RULE, RULE]}},
            ["circuitBreaker.rules: 2 rules are given; a circuit breaker has one."],
        ),
        (
            {"circuitBreaker": {"rules": [{"failureCondition": {"count": 1, "percentage": 2}}]}},
            [
                "circuitBreaker.rules[0].failureCondition: Exactly one of count and percentage is"
                " required.",
                "circuitBreaker.rules[0].interval: Required: a duration as ISO 8601 writes it.",
                "circuitBreaker.rules[0].tripDuration: Required: a duration as ISO 8601 writes it.",
            ],
        ),
        (
            {
                "circuitBreaker": {
                    "rules": [
                        {
                            **RULE,
                            "failureCondition": {
                                **RULE["failureCondition"],  # pyright: ignore[reportGeneralTypeIssues]
                                "statusCodeRanges": [{"min": 500, "max": 429}],
                            },
                        }
                    ]
                }
            },
            [
                "circuitBreaker.rules[0].statusCodeRanges: The least status code is above the"
                " greatest."
            ],
        ),
    ],
)
def test_backends_that_are_refused(
    gate: Raw, properties: dict[str, Any], faults: list[str]
) -> None:
    pool = {"type": "Pool", "pool": {"services": [{"id": "/backends/north"}]}}
    assert backend(gate, "pool", **pool).status == 201
    assert told(backend(gate, "new", **properties)) == faults


def test_consumption_has_no_circuit_breaker(raw: Raw) -> None:
    raw.group()
    raw.api = API
    raw.put(at(), service("Consumption", 0))
    assert told(backend(raw, "north", circuitBreaker={"rules": [RULE]})) == [
        "circuitBreaker: The Consumption tier has no circuit breakers."
    ]


@pytest.mark.parametrize(
    ("path", "properties", "faults"),
    [
        (
            "/caches/mars",
            {"connectionString": "a:1,password=x", "useFromLocation": "Sweden Central"},
            ["cacheId: 'mars' is not 'default' or the name of an Azure region."],
        ),
        (
            "/caches/default",
            {"connectionString": "password=x", "useFromLocation": "here"},
            [
                "useFromLocation: 'here' is not 'default' or the name of an Azure region.",
                "connectionString: Not a connection string of Redis: expected"
                " host:port,password=...,ssl=True.",
            ],
        ),
        (
            "/loggers/a",
            {"loggerType": "applicationInsights", "resourceId": "/subscriptions/x"},
            [
                "credentials: One of instrumentationKey and connectionString is required for this"
                " type of logger.",
                "resourceId: '/subscriptions/x' is not the id of an Application Insights resource.",
            ],
        ),
        (
            "/loggers/a",
            {
                "loggerType": "applicationInsights",
                "credentials": {"connectionString": "x"},
                "resourceId": "/a/providers/Microsoft.Insights/components/app",
            },
            [
                "resourceId: Application Insights resource"
                " '/a/providers/Microsoft.Insights/components/app' could not be found."
            ],
        ),
        (
            "/apis/models/diagnostics/else",
            {"loggerId": "/loggers/a"},
            [
                "diagnosticId: 'else' is not one of applicationinsights, azuremonitor.",
                "loggerId: Logger with id '/loggers/a' could not be found.",
            ],
        ),
        ("/apis/two", {"path": "Models"}, ["path: Cannot create API 'two' with the same Path"
          " 'Models'."]),
        (
            "/apis/two",
            {"path": "/two", "format": "openapi+json", "value": "{}"},
            [
                "path: '/two' begins or ends with '/', which API Management adds itself.",
                "value: Parsing error(s): an OpenAPI document has 'info' and 'paths'.",
            ],
        ),
        (
            "/apis/two",
            {"path": "two", "format": "openapi+json", "value": "{"},
            [
                "value: Parsing error(s): Expecting property name enclosed in double quotes: line 1"
                " column 2 (char 1)."
            ],
        ),
    ],
)  # fmt: skip
def test_parts_that_are_refused(
    gate: Raw, path: str, properties: dict[str, Any], faults: list[str]
) -> None:
    assert told(gate.put(at(path), {"properties": properties})) == faults


LOOKUP = (
    '<llm-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="north"'
    ' embeddings-backend-auth="system-assigned"><vary-by>a</vary-by></llm-semantic-cache-lookup>'
)


@pytest.mark.parametrize(
    ("inbound", "faults"),
    [
        (
            '<llm-semantic-cache-lookup score-threshold="1.5" embeddings-backend-id="north"'
            ' max-message-count="0"><x /></llm-semantic-cache-lookup>',
            [
                "'llm-semantic-cache-lookup' on line 1, column 21: The required attribute"
                " 'embeddings-backend-auth' is missing.",
                "'llm-semantic-cache-lookup' on line 1, column 21: The attribute 'score-threshold'"
                " has the value '1.5'; it is 0.0 to 1.0.",
                "'llm-semantic-cache-lookup' on line 1, column 21: The attribute"
                " 'max-message-count' has the value '0'; it is a whole number, 1 or more.",
                "'llm-semantic-cache-lookup' on line 1, column 21: 'x' is not allowed in it;"
                " possible elements: 'vary-by'.",
                "'llm-semantic-cache-lookup' on line 1, column 21: The service has no external"
                " cache with RediSearch.",
            ],
        ),
        (
            '<llm-token-limit counter-key="a" estimate-prompt-tokens="yes" token-quota="@(1)" />',
            [
                "'llm-token-limit' on line 1, column 21: 'token-quota' and 'token-quota-period' go"
                " together.",
                "'llm-token-limit' on line 1, column 21: The attribute 'token-quota' takes no"
                " policy expression.",
                "'llm-token-limit' on line 1, column 21: The attribute 'estimate-prompt-tokens' has"
                " the value 'yes'; possible values: 'true', 'false'.",
            ],
        ),
        (
            '<llm-token-limit counter-key="a" estimate-prompt-tokens="true" />',
            [
                "'llm-token-limit' on line 1, column 21: Either 'tokens-per-minute' or"
                " 'token-quota' with 'token-quota-period' is required."
            ],
        ),
        (
            '<llm-token-limit estimate-prompt-tokens="true" tokens-per-minute="1.5"'
            ' token-quota="5" token-quota-period="Never" />',
            [
                "'llm-token-limit' on line 1, column 21: The required attribute 'counter-key' is"
                " missing.",
                "'llm-token-limit' on line 1, column 21: The attribute 'tokens-per-minute' has the"
                " value '1.5'; it is a whole number, 1 or more.",
                "'llm-token-limit' on line 1, column 21: The attribute 'token-quota-period' has the"
                " value 'Never'; possible values: 'Hourly', 'Daily', 'Weekly', 'Monthly',"
                " 'Yearly'.",
            ],
        ),
        (
            '<llm-emit-token-metric namespace="@(1)" />',
            [
                "'llm-emit-token-metric' on line 1, column 21: The attribute 'namespace' takes no"
                " policy expression.",
                "'llm-emit-token-metric' on line 1, column 21: At least one element 'dimension' is"
                " required.",
            ],
        ),
        (
            "<llm-emit-token-metric>"
            + "".join(f'<dimension name="d{index}" value="1" />' for index in range(6))
            + '<dimension name="API ID" /><dimension value="1" /><dimension name="mine" />'
            "</llm-emit-token-metric>",
            [
                "'llm-emit-token-metric' on line 1, column 21: 8 custom dimensions are given; at"
                " most 5 are allowed.",
                "'llm-emit-token-metric' on line 1, column 21: An element 'dimension' lacks the"
                " required attribute 'name'.",
                "'llm-emit-token-metric' on line 1, column 21: The dimension 'mine' is none of API"
                " Management's own and needs a 'value'.",
            ],
        ),
        (
            "<set-backend-service /><authentication-managed-identity />",
            [
                "'set-backend-service' on line 1, column 21: Either 'base-url' or 'backend-id' is"
                " required.",
                "'authentication-managed-identity' on line 1, column 44: The required attribute"
                " 'resource' is missing.",
            ],
        ),
        (
            '<set-backend-service backend-id="west" />',
            ["'set-backend-service' on line 1, column 21: Backend with id 'west' could not be"
             " found."],
        ),
        (
            '<choose><when condition="@(true)"><forward-request /></when></choose>',
            ["'forward-request' on line 1, column 55: Policy is not allowed in the specified"
             " section"],
        ),
        (
            '<retry count="51" interval="x"><set-hedaer name="a" /></retry>',
            [
                "'retry' on line 1, column 21: The required attribute 'condition' is missing.",
                "'retry' on line 1, column 21: The attribute 'count' has the value '51'; it is a"
                " whole number, 1 to 50.",
                "'retry' on line 1, column 21: The attribute 'interval' has the value 'x'; it is a"
                " whole number, 0 or more.",
                "'set-hedaer' on line 1, column 52: Not a policy; did you mean 'set-header'?",
            ],
        ),
        (
            '<llm-semantic-cache-store duration="60" />',
            ["'llm-semantic-cache-store' on line 1, column 21: Policy is not allowed in the"
             " specified section"],
        ),
    ],
)  # fmt: skip
def test_policies_that_are_refused(gate: Raw, inbound: str, faults: list[str]) -> None:
    assert told(policy(gate, inbound)) == [
        f"representation: Error in element {fault}" for fault in faults
    ]


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("<policies><inbound>", "no element found on line 1, position 20."),
        ("<policies a='1' a='2' />", "duplicate attribute on line 1, position 17."),
        (
            '<!DOCTYPE a [<!ENTITY b "c">]><policies>&b;</policies>',
            "A policy has no document type declaration.",
        ),
        (
            "<policy />",
            "Error in element 'policy' on line 1, column 2: The root element of a policy is"
            " 'policies'.",
        ),
        (
            "<policies>\n  <inbuond />\n</policies>",
            "Error in element 'inbuond' on line 2, column 4: Not a section of a policy. Possible"
            " sections: 'inbound', 'backend', 'outbound', 'on-error'.",
        ),
        (
            "<policies><inbound /><inbound /></policies>",
            "Error in element 'inbound' on line 1, column 23: The section 'inbound' is there"
            " twice.",
        ),
    ],
)
def test_texts_that_are_no_policies(gate: Raw, value: str, fault: str) -> None:
    assert told(put_policy(gate, value)) == [f"representation: {fault}"]


def test_a_policy_is_called_policy_and_sent_itself(gate: Raw) -> None:
    properties = {"value": "<policies />"}
    named = gate.put(at("/apis/models/policies/mine"), {"properties": properties})
    assert told(named) == ["policyId: 'mine' is not allowed; a policy is called 'policy'."]
    assert told(put_policy(gate, "https://example.com/a.xml", "xml-link")) == [
        "format: The local Azure fetches no policies; send the policy itself."
    ]


def test_consumption_limits_no_tokens(raw: Raw) -> None:
    raw.group()
    raw.api = API
    raw.put(at(), service("Consumption", 0))
    raw.put(at("/apis/models"), {"properties": {"path": "models"}})
    limit = '<llm-token-limit counter-key="a" estimate-prompt-tokens="true" tokens-per-minute="1"/>'
    assert told(policy(raw, limit)) == [
        "representation: Error in element 'llm-token-limit' on line 1, column 21: Policy is not"
        " allowed in the Consumption tier"
    ]


CLUSTER = "/resourceGroups/rg/providers/Microsoft.Cache/redisEnterprise/answers"
SEARCH = {"clusteringPolicy": "EnterpriseCluster", "evictionPolicy": "NoEviction"}


@pytest.mark.parametrize("modules", [[], [{"name": "RediSearch"}]])
def test_answers_are_found_by_meaning_in_a_redis_that_can(
    gate: Raw, modules: list[dict[str, str]]
) -> None:
    cluster = {
        "location": PLACE,
        "sku": {"name": "Balanced_B1"},
        "properties": {"publicNetworkAccess": "Enabled"},
    }
    redis = "2025-07-01"
    host = gate.put(CLUSTER, cluster, api=redis).json["properties"]["hostName"]
    database = {"properties": {**SEARCH, "modules": modules}}
    assert gate.put(f"{CLUSTER}/databases/default", database, api=redis).status == 201
    text = f"{host}:10000,password=x,ssl=True,abortConnect=False"
    cache = {"properties": {"connectionString": text, "useFromLocation": "default"}}
    first = gate.put(at("/caches/default"), cache)
    again = gate.put(at("/caches/default"), first.json | {"properties": first.json["properties"]})
    assert (first.status, again.status, again.json) == (201, 200, first.json)
    answer = policy(gate, LOOKUP, outbound='<llm-semantic-cache-store duration="60" />')
    if modules:
        assert answer.status == 201
        assert told(policy(gate, LOOKUP + LOOKUP)) == [
            "representation: Error in element 'llm-semantic-cache-lookup' on line 1, column"
            f" {21 + len(LOOKUP)}: The policy can be used once in a section only."
        ]
    else:
        assert told(answer) == [
            "representation: Error in element 'llm-semantic-cache-lookup' on line 1, column 21: The"
            " service has no external cache with RediSearch."
        ]


def test_a_raw_policy_holds_expressions_as_they_are(gate: Raw) -> None:
    raw_text = (
        '<set-variable name="a" value="@(context.Request.Url.Query["v"] == "<&)\\"")" />'
        '<set-body>@{ if (1 < 2) { return "}" + \'>\'; } return ""; }</set-body>'
    )
    assert policy(gate, raw_text).status == 400
    first, again = policy(gate, raw_text, "rawxml"), policy(gate, raw_text, "rawxml")
    assert (first.status, again.json) == (201, first.json)
    assert first.json["properties"]["format"] == "xml"
    root = read_policy(first.json["properties"]["value"])
    (variable,) = [item for item in root.every() if item.name == "set-variable"]
    assert variable.attributes["value"] == '@(context.Request.Url.Query["v"] == "<&)\\"")'


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S", "Zs"])))
def test_any_string_in_a_raw_expression_survives(text: str) -> None:
    literal = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    xml = escaped(f'<policies a="@({literal})" b="c"><d>@{{return {literal};}}</d></policies>')
    root = read_policy(xml)
    assert root.attributes == {"a": f"@({literal})", "b": "c"}
    assert [item.name for item in root.children] == ["d"]
