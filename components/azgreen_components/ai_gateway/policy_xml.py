"""What does the gateway do with a request? The policy of the API, as XML.

In order: limits of the request, the cache, the budget, metrics, the backend. A hit in the cache
uses no tokens, so that the budget comes after it, as the rate limit does in azure-docs
(includes/api-management-llm-semantic-cache-example).
"""

from collections.abc import Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from azgreen.estimate.prompting import REJECT
from azgreen_components.ai_gateway import expressions
from azgreen_components.ai_gateway.limits import CALLER, TENANT, AnswerLimits, TokenBudget
from azgreen_components.ai_gateway.names import KEY_NAME
from azgreen_components.ai_gateway.policy import CachePolicy, GatewayPolicy

RESOURCE: Final = "https://cognitiveservices.azure.com"
"""What a token for models is asked for: azure-docs, authentication-managed-identity-policy."""

TOKEN_DIMENSIONS: Final = ("API ID", "Subscription ID")
"""Dimensions of the token metrics that API Management fills in itself."""


def policy_xml(wanted: GatewayPolicy) -> str:
    """Return the policy as XML of format `xml`, in which expressions are escaped."""
    root = ET.Element("policies")
    sections = {
        "inbound": _inbound(wanted),
        "backend": [_retry(wanted)],
        "outbound": [_base(), *_stored(wanted.cache)],
        "on-error": [_base()],
    }
    for name, elements in sections.items():
        ET.SubElement(root, name).extend(elements)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode")


def _inbound(wanted: GatewayPolicy) -> list[ET.Element]:
    return [
        _base(),
        *_tenant(wanted.tenant_header),
        *_limits(wanted.limits),
        *_lookup(wanted.cache),
        *_budget(wanted.budget, wanted.tenant_header),
        *_metrics(wanted),
        _element("set-backend-service", {"backend-id": wanted.backend}),
        # the caller's key is for the gateway, which shows the model its own identity
        _element("set-header", {"name": KEY_NAME, "exists-action": "delete"}),
        _element("set-query-parameter", {"name": KEY_NAME, "exists-action": "delete"}),
        _element("authentication-managed-identity", {"resource": RESOURCE}),
    ]


def _tenant(header: str | None) -> list[ET.Element]:
    if header is None:
        return []
    return [
        _element(
            "check-header",
            {
                "name": header,
                "failed-check-httpcode": "400",
                "failed-check-error-message": f"The header {header} names no tenant.",
                "ignore-case": "true",
            },
        )
    ]


def _limits(limits: AnswerLimits) -> list[ET.Element]:
    if not limits.is_any:
        return []
    if limits.over_limit != REJECT:
        return [_text("set-body", expressions.capped(limits))]
    made = [
        _element(
            "set-variable",
            {"name": expressions.REFUSED, "value": expressions.faults_of(limits)},
        ),
        _refusal(),
    ]
    if limits.max_tokens is not None:
        made.append(_text("set-body", expressions.with_length(limits.max_tokens)))
    return made


def _refusal() -> ET.Element:
    content_type = _element(
        "set-header",
        {"name": "Content-Type", "exists-action": "override"},
        [_text("value", "application/json")],
    )
    answer = [
        _element("set-status", {"code": "400", "reason": "Bad Request"}),
        content_type,
        _text("set-body", expressions.REFUSAL),
    ]
    when = _element(
        "when", {"condition": expressions.WAS_REFUSED}, [_element("return-response", {}, answer)]
    )
    return _element("choose", {}, [when])


def _lookup(cache: CachePolicy | None) -> list[ET.Element]:
    if cache is None:
        return []
    attributes = {
        "score-threshold": f"{cache.score_threshold:g}",
        "embeddings-backend-id": cache.embeddings_backend,
        "embeddings-backend-auth": "system-assigned",
    }
    vary_by = [_text("vary-by", expression) for expression in cache.vary_by]
    return [_element("llm-semantic-cache-lookup", attributes, vary_by)]


def _stored(cache: CachePolicy | None) -> list[ET.Element]:
    if cache is None:
        return []
    return [_element("llm-semantic-cache-store", {"duration": str(cache.duration_s)})]


def _budget(budget: TokenBudget | None, tenant_header: str | None) -> list[ET.Element]:
    if budget is None:
        return []
    key = expressions.SUBSCRIPTION_ID
    if budget.per == CALLER:
        key = expressions.CALLER_ADDRESS
    elif budget.per == TENANT and tenant_header is not None:
        key = expressions.subscription_and(tenant_header)
    # an estimate of the prompt stops a request that is over the limit before a model is asked
    attributes = {"counter-key": key, "estimate-prompt-tokens": "true"}
    if budget.tokens_per_minute is not None:
        attributes["tokens-per-minute"] = str(budget.tokens_per_minute)
    if budget.quota is not None:
        attributes |= {
            "token-quota": str(budget.quota),
            "token-quota-period": budget.quota_period,
        }
    return [_element("llm-token-limit", attributes)]


def _metrics(wanted: GatewayPolicy) -> list[ET.Element]:
    if wanted.metrics_namespace is None:
        return []
    dimensions = [_element("dimension", {"name": name}) for name in TOKEN_DIMENSIONS]
    if wanted.tenant_header is not None:
        value = expressions.header(wanted.tenant_header)
        dimensions.append(_element("dimension", {"name": "Tenant", "value": value}))
    return [_element("llm-emit-token-metric", {"namespace": wanted.metrics_namespace}, dimensions)]


def _retry(wanted: GatewayPolicy) -> ET.Element:
    attributes = {
        "condition": expressions.IS_FAILURE,
        "count": str(wanted.retry.count),
        "interval": str(wanted.retry.wait_s),
        "first-fast-retry": "true" if wanted.retry.at_once else "false",
    }
    # set anew, the pool leaves out a backend that its circuit breaker has meanwhile tripped
    again = _element("set-backend-service", {"backend-id": wanted.backend})
    send = _element("forward-request", {"buffer-request-body": "true"})
    return _element("retry", attributes, [again, send])


def _base() -> ET.Element:
    return ET.Element("base")


def _element(
    name: str, attributes: Mapping[str, str], children: Sequence[ET.Element] = ()
) -> ET.Element:
    made = ET.Element(name, dict(attributes))
    made.extend(children)
    return made


def _text(name: str, text: str) -> ET.Element:
    made = ET.Element(name)
    made.text = text
    return made
