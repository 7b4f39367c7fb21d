"""What of the gateway serves requests: the service, its backends and the API?"""

import json
from typing import Final

import pulumi
from pulumi_azure_native import apimanagement

from azgreen.estimate.need import Need
from azgreen_components._naming import GATEWAY
from azgreen_components._owner import Owner
from azgreen_components._tags import needing
from azgreen_components.ai_gateway.names import KEY_NAME
from azgreen_components.ai_gateway.plan import EMBEDDINGS, POOL, Plan
from azgreen_components.ai_gateway.resilience import FAILURE_CODES, CircuitBreaker, iso_minutes
from azgreen_components.ai_gateway.targets import Account

_API: Final = "models"
_OPERATION: Final = "/chat/completions"
_RULE: Final = "failures"


def service(owner: Owner, wanted: Plan) -> apimanagement.ApiManagementService:
    """Create the gateway, with an identity of its own."""
    return apimanagement.ApiManagementService(
        f"{owner.name}-service",
        service_name=wanted.names.service or owner.unique(GATEWAY),
        resource_group_name=owner.group,
        location=owner.common.location,
        sku=apimanagement.ApiManagementServiceSkuPropertiesArgs(
            name=wanted.tier.sku.name, capacity=wanted.tier.units
        ),
        publisher_name=wanted.names.publisher,
        publisher_email=wanted.names.email,
        identity=apimanagement.ApiManagementServiceIdentityArgs(
            type=apimanagement.ApimIdentityType.SYSTEM_ASSIGNED
        ),
        tags=needing(owner.common.tags, Need(requests_per_second=wanted.requests_per_second)),
        opts=owner.options(),
    )


def backends(
    owner: Owner, made: apimanagement.ApiManagementService, wanted: Plan
) -> dict[str, apimanagement.Backend]:
    """Create a backend for each that is wanted, one for embeddings, and a pool of several."""
    found = {
        item.name: _single(
            owner, made, item.name, _url(item.account, item.deployment), wanted.reach.breaker
        )
        for item in wanted.reach.backends
    }
    members = dict(found)
    if wanted.cache is not None:
        source = wanted.cache.embeddings
        url = pulumi.Output.concat(_url(source.account, source.deployment), "/embeddings")
        found[EMBEDDINGS] = _single(owner, made, EMBEDDINGS, url, wanted.reach.breaker)
    if wanted.target == POOL:
        found[POOL] = _pool(owner, made, wanted, members)
    return found


def api(owner: Owner, made: apimanagement.ApiManagementService, wanted: Plan) -> apimanagement.Api:
    """Create the API of chat completions, which answers to subscriptions only."""
    return apimanagement.Api(
        f"{owner.name}-api",
        api_id=_API,
        service_name=made.name,
        resource_group_name=owner.group,
        display_name=owner.name,
        path=wanted.names.api_path,
        protocols=[apimanagement.Protocol.HTTPS],
        subscription_required=True,
        subscription_key_parameter_names=apimanagement.SubscriptionKeyParameterNamesContractArgs(
            header=KEY_NAME, query=KEY_NAME
        ),
        format=apimanagement.ContentFormat.OPENAPI_JSON,
        value=_document(owner.name),
        opts=owner.options(),
    )


def _url(account: Account, deployment: str | None) -> pulumi.Output[str]:
    """Return where a deployment answers, or where requests name it."""
    below = "/openai/v1" if deployment is None else f"/openai/deployments/{deployment}"
    return pulumi.Output.from_input(account.endpoint).apply(
        lambda address: address.rstrip("/") + below
    )


def _single(
    owner: Owner,
    made: apimanagement.ApiManagementService,
    name: str,
    url: pulumi.Input[str],
    breaker: CircuitBreaker,
) -> apimanagement.Backend:
    return apimanagement.Backend(
        f"{owner.name}-to-{name}",
        backend_id=name,
        service_name=made.name,
        resource_group_name=owner.group,
        type=apimanagement.BackendType.SINGLE,
        url=url,
        protocol=apimanagement.BackendProtocol.HTTP,
        circuit_breaker=apimanagement.BackendCircuitBreakerArgs(rules=[_rule(breaker)]),
        opts=owner.options(),
    )


def _rule(breaker: CircuitBreaker) -> apimanagement.CircuitBreakerRuleArgs:
    return apimanagement.CircuitBreakerRuleArgs(
        name=_RULE,
        accept_retry_after=True,
        trip_duration=iso_minutes(breaker.trip_minutes),
        failure_condition=apimanagement.CircuitBreakerFailureConditionArgs(
            count=breaker.failures,
            interval=iso_minutes(breaker.window_minutes),
            status_code_ranges=[
                apimanagement.FailureStatusCodeRangeArgs(min=low, max=high)
                for low, high in FAILURE_CODES
            ],
        ),
    )


def _pool(
    owner: Owner,
    made: apimanagement.ApiManagementService,
    wanted: Plan,
    members: dict[str, apimanagement.Backend],
) -> apimanagement.Backend:
    return apimanagement.Backend(
        f"{owner.name}-to-{POOL}",
        backend_id=POOL,
        service_name=made.name,
        resource_group_name=owner.group,
        type=apimanagement.BackendType.POOL,
        pool=apimanagement.BackendBaseParametersPoolArgs(
            services=[
                apimanagement.BackendPoolItemArgs(
                    id=members[item.name].id, priority=item.priority, weight=item.weight
                )
                for item in wanted.reach.backends
            ]
        ),
        opts=owner.options(),
    )


def _document(title: str) -> str:
    """Describe the one operation, as OpenAPI does."""
    answer = {"200": {"description": "A chat completion"}}
    operation = {"operationId": "chat-completions", "summary": "Answer a chat", "responses": answer}
    document = {
        "openapi": "3.0.1",
        "info": {"title": title, "version": "1"},
        "paths": {_OPERATION: {"post": operation}},
    }
    return json.dumps(document)
