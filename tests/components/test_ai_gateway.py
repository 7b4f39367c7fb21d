"""Does AiGateway put budgets, a cache and several backends before models, without their keys?"""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pulumi
import pytest

from azgreen_components.ai_gateway import AiGateway
from azgreen_emulator.native.resource import body
from azgreen_emulator.native.table import spec_for
from azgreen_emulator.native.values import Secret, from_struct, revealed
from azgreen_emulator.schema.check import check
from azgreen_emulator.schema.load import schema

if TYPE_CHECKING:
    from collections.abc import Callable

COMPONENT = "azgreen:index:AiGateway"
NATIVE = "azure-native:apimanagement:"
ROLE = "azure-native:authorization:RoleAssignment"
EXAMPLES = Path(__file__).parents[2] / "components/examples/ai_gateway"
WHERE = "/subscriptions/s/resourceGroups/rg/providers"
ACCOUNTS = [
    {
        "name": name,
        "account_id": f"{WHERE}/Microsoft.CognitiveServices/accounts/{name}",
        "endpoint": f"https://{name}.cognitiveservices.azure.com/",
        "location": region,
    }
    for name, region in (("west", "westeurope"), ("north", "swedencentral"))
]
VALUES = {"score_threshold": 0.05, "duration_s": 3600, "vary_by_version": '@("t_v1")'}
CACHE = {
    "database_id": f"{WHERE}/Microsoft.Cache/redisEnterprise/answers/databases/default",
    "policy_values": VALUES,
    "embeddings": {"account": "north", "deployment": "embed"},
}
INSIGHTS = f"{WHERE}/Microsoft.Insights/components/app"
EVERYTHING = {"cache": CACHE, "application_insights_id": INSIGHTS, "tenant_header": "X-Tenant"}


def args(**changes: Any) -> Any:
    made = {
        "location": "swedencentral",
        "resource_group_name": "rg",
        "publisher_name": "Contoso",
        "publisher_email": "ai@contoso.com",
        "accounts": ACCOUNTS,
        **changes,
    }
    return {key: value for key, value in made.items() if value is not None}


def made_by(run: Callable[..., Any], **changes: Any) -> Any:
    def program() -> None:
        gateway = AiGateway("gate", args(**changes))
        for key in AiGateway.__annotations__:
            pulumi.export(key, getattr(gateway, key))

    return run(program)


def inputs(made: Any, kind: str) -> dict[str, dict[str, Any]]:
    return {item.name: item.inputs for item in made.of(NATIVE + kind)}


def waits(made: Any, kind: str) -> list[set[str]]:
    return [
        {urn.rpartition("::")[2] for urn in request.dependencies}
        for request in made.requested(NATIVE + kind)
    ]


def test_the_gateway_has_an_identity_and_the_cheapest_tier_that_can_do_it(
    run: Callable[..., Any],
) -> None:
    (service,) = made_by(run, owner="me").of(f"{NATIVE}ApiManagementService")
    assert service.inputs["sku"] == {"name": "BasicV2", "capacity": 1}
    assert service.inputs["identity"] == {"type": "SystemAssigned"}
    assert (service.inputs["publisherName"], service.inputs["publisherEmail"]) == (
        *("Contoso", "ai@contoso.com"),
    )
    assert service.inputs["serviceName"].startswith("gate-")
    assert set(service.inputs["tags"]) == {"azgreen-carbon-data", "owner"}
    (told,) = made_by(run, requests_per_second=40).of(f"{NATIVE}ApiManagementService")
    assert told.inputs["tags"]["azgreen-need"] == "requests-per-second=40"


def test_it_may_call_the_models_and_nothing_else(run: Callable[..., Any]) -> None:
    made = made_by(run)
    roles = {item.name: item.inputs for item in made.of(ROLE)}
    assert set(roles) == {"gate-west-may-answer", "gate-north-may-answer"}
    for name, role in roles.items():
        assert role["scope"].endswith(f"/accounts/{name.split('-')[1]}")
        assert role["roleDefinitionId"].endswith("5e0bd9bd-7b93-4f28-af87-19fc36ad61bd")
        assert (role["principalId"], role["principalType"]) == ("principal", "ServicePrincipal")


def test_each_account_is_a_backend_and_the_pool_asks_the_least_carbon_first(
    run: Callable[..., Any],
) -> None:
    made = made_by(run)
    backends = inputs(made, "Backend")
    assert set(backends) == {"gate-to-west", "gate-to-north", "gate-to-pool"}
    single = backends["gate-to-west"]
    assert single["url"] == "https://west.cognitiveservices.azure.com/openai/v1"
    assert single["circuitBreaker"] == {
        "rules": [
            {
                "name": "failures",
                "acceptRetryAfter": True,
                "tripDuration": "PT1M",
                "failureCondition": {
                    "count": 3,
                    "interval": "PT5M",
                    "statusCodeRanges": [{"min": 429, "max": 429}, {"min": 500, "max": 599}],
                },
            }
        ]
    }
    members = backends["gate-to-pool"]["pool"]["services"]
    ranked = {item["id"].rpartition("/")[2]: item["priority"] for item in members}
    assert ranked == {"north": 1, "west": 2}
    assert all("credentials" not in item for item in backends.values())
    assert made.exports["backend_ids"].keys() == {"west", "north", "pool"}


def test_one_backend_needs_no_pool(run: Callable[..., Any]) -> None:
    only = [{"account": "north", "deployment": "chat"}]
    made = made_by(run, backends=only)
    (backend,) = inputs(made, "Backend").values()
    url = "https://north.cognitiveservices.azure.com/openai/deployments/chat"
    assert (backend["backendId"], backend["url"]) == ("north", url)
    root = ET.fromstring(made.exports["policy"])  # noqa: S314 - ours
    assert {item.attrib["backend-id"] for item in root.iter("set-backend-service")} == {"north"}


def test_the_api_wants_a_subscription_key(run: Callable[..., Any]) -> None:
    made = made_by(run, api_path="assistants/v1")
    (api,) = inputs(made, "Api").values()
    assert (api["path"], api["protocols"]) == ("assistants/v1", ["https"])
    assert api["subscriptionRequired"] is True
    assert api["subscriptionKeyParameterNames"] == {"header": "api-key", "query": "api-key"}
    assert list(json.loads(api["value"])["paths"]) == ["/chat/completions"]
    assert made.exports["api_url"] == f"{made.exports['gateway_url']}/assistants/v1"


def test_redis_is_reached_by_a_connection_string_that_is_a_secret(run: Callable[..., Any]) -> None:
    made = made_by(run, **EVERYTHING)
    (request,) = made.requested(f"{NATIVE}Cache")
    given = from_struct(request.object)
    assert isinstance(given["connectionString"], Secret)
    assert revealed(given["connectionString"]) == (
        "answers.swedencentral.redis.azure.net:10000,password=key-of-redis,ssl=True,"
        "abortConnect=False"
    )
    assert (given["cacheId"], given["useFromLocation"]) == ("default", "default")
    assert "key-of-redis" not in repr(made.exports)
    backend = inputs(made, "Backend")["gate-to-embeddings"]
    assert backend["url"].endswith("/openai/deployments/embed/embeddings")


def test_token_metrics_go_to_application_insights_as_the_gateway_itself(
    run: Callable[..., Any],
) -> None:
    made = made_by(run, **EVERYTHING)
    (logger,), (diagnostic,) = (inputs(made, kind).values() for kind in ("Logger", "ApiDiagnostic"))
    assert logger["resourceId"] == INSIGHTS
    assert revealed(logger["credentials"]) == {
        "connectionString": "InstrumentationKey=made-up",
        "identityClientId": "SystemAssigned",
    }
    assert (diagnostic["diagnosticId"], diagnostic["metrics"]) == ("applicationinsights", True)
    assert diagnostic["logClientIp"] is False
    assert not {"frontend", "backend"} & diagnostic.keys()
    (role,) = [item for item in made.of(ROLE) if item.name == "gate-gateway-may-trace"]
    assert role.inputs["scope"] == INSIGHTS
    assert role.inputs["roleDefinitionId"].endswith("3913510d-42f4-4e42-8a64-420c390055eb")


def test_the_policy_comes_when_all_that_it_names_is_there(run: Callable[..., Any]) -> None:
    made = made_by(run, **EVERYTHING)
    assert waits(made, "ApiPolicy") == [
        {
            *("gate-service", "gate-api", "gate-cache", "gate-metrics"),
            *(f"gate-to-{name}" for name in ("west", "north", "embeddings", "pool")),
        }
    ]
    (policy,) = inputs(made, "ApiPolicy").values()
    assert (policy["format"], policy["policyId"]) == ("xml", "policy")
    assert policy["value"] == made.exports["policy"]


@pytest.mark.parametrize(
    "more",
    [
        {},
        EVERYTHING,
        {"token_budget": {"quota": 5}, "max_tokens": 5, "units": 10.0},
        {"backends": [{"account": "west", "weight": 3, "priority": 2}, {"account": "north"}]},
    ],
)
def test_every_body_keeps_to_azure_s_published_schema(
    run: Callable[..., Any], more: dict[str, Any]
) -> None:
    faults: list[str] = []
    for request in made_by(run, **more).requests:
        if not request.type.startswith("azure-native:"):
            continue
        spec = spec_for(request.type)
        namespace, _, name = spec.arm_type.partition("/")
        _, found = check(
            schema(namespace, spec.api_version), name, body(spec, from_struct(request.object))
        )
        faults += [f"{name}: {fault}" for fault in found]
    assert faults == []


def test_children_have_the_component_as_parent_and_its_options(run: Callable[..., Any]) -> None:
    def program() -> None:
        AiGateway("gate", args(**EVERYTHING), pulumi.ResourceOptions(protect=True))

    made = run(program)
    children = [request for request in made.requests if request.type.startswith("azure-native:")]
    assert len(children) == 13
    assert all(request.protect for request in children)
    assert all(request.parent.endswith("::gate") for request in children)
    assert all(request.name.startswith("gate-") for request in children)


def test_two_gateways_share_a_program(run: Callable[..., Any]) -> None:
    def program() -> None:
        for name in ("one", "two"):
            AiGateway(name, args(**EVERYTHING))

    made = run(program)
    names = [(item.typ, item.name) for item in made.made]
    assert len(names) == len(set(names))
    services = inputs(made, "ApiManagementService").values()
    assert len({item["serviceName"] for item in services}) == 2


def test_nothing_is_registered_when_an_input_is_wrong(run: Callable[..., Any]) -> None:
    told: list[str] = []

    def program() -> None:
        try:
            AiGateway("gate", args(publisher_name=None))
        except pulumi.InputPropertiesError as error:
            told.append(str(error))

    made = run(program)
    assert told == [
        "AiGateway 'gate': 1 input cannot be used\n"
        "  publisherName: missing; it has no default, so write it"
    ]
    assert made.of(COMPONENT) == []


@pytest.mark.parametrize("case", ["defaults", "recommended", "max"])
def test_examples_run_twice_with_the_same_result(run: Callable[..., Any], case: str) -> None:
    path = EXAMPLES / case / "__main__.py"

    def program() -> None:
        runpy.run_path(str(path), run_name="__main__")

    first, second = run(program), run(program)
    made = [{(item.typ, item.name): item.inputs for item in each.made} for each in (first, second)]
    assert made[0] == made[1]
    assert len(first.of(COMPONENT)) == 1
    assert first.exports == second.exports
