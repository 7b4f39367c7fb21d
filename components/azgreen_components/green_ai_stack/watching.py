"""What of a stack is watched, and what share of its carbon budget has each part?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import pulumi

from azgreen.errors import EstimateError
from azgreen.estimate import footprint
from azgreen_components._common import Common
from azgreen_components._logs import Kept
from azgreen_components.ai_gateway.plan import Plan as GatewayPlan
from azgreen_components.evaluation.plan import Plan as EvaluationPlan
from azgreen_components.fine_tuning.plan import Plan as FineTuningPlan
from azgreen_components.green_ai_stack.args import GreenAiStackArgs
from azgreen_components.model_deployment.choices import DeploymentPlan as ModelPlan
from azgreen_components.model_deployment.plan import Plan as ModelsPlan
from azgreen_components.monitoring.args import TargetArgs
from azgreen_components.online_endpoint.choices import DeploymentPlan as MachinesPlan
from azgreen_components.online_endpoint.plan import Plan as EndpointPlan
from azgreen_components.provisioned_deployment.plan import Plan as ProvisionedPlan
from azgreen_components.retrieval.plan import Plan as RetrievalPlan
from azgreen_components.semantic_cache.plan import Plan as CachePlan
from azgreen_components.semantic_cache.store_choice import REDIS
from azgreen_components.serverless_endpoint.plan import Plan as ServerlessPlan
from azgreen_components.serverless_endpoint.report import footprint as requests_footprint

_HOURS, _SECONDS = 24, 86400
_NAME_LENGTH = 32


@dataclass(frozen=True)
class Parts:
    """The plans of the parts of a stack; None for a part that is left out."""

    common: Common
    models: ModelsPlan | None
    provisioned: ProvisionedPlan | None
    endpoint: EndpointPlan | None
    cache: CachePlan | None
    serverless: ServerlessPlan | None = None
    gateway: GatewayPlan | None = None
    retrieval: RetrievalPlan | None = None
    evaluation: EvaluationPlan | None = None
    fine_tuning: FineTuningPlan | None = None
    logs: Kept | None = None
    """What the logs keep that monitoring shares with endpoint or gateway; None without them."""


@dataclass(frozen=True)
class Ids:
    """Azure's ids of what is watched; the plan is checked with made-up ones."""

    models: pulumi.Input[str] | None
    provisioned: pulumi.Input[str] | None
    endpoint: pulumi.Input[str] | None
    machines: Sequence[pulumi.Input[str]]
    cache: pulumi.Input[str] | None
    gateway: pulumi.Input[str] | None = None
    retrieval: pulumi.Input[str] | None = None


def targets(args: GreenAiStackArgs, parts: Parts, ids: Ids) -> list[TargetArgs]:
    """Return everything that is watched."""
    told = cast("Mapping[str, Any]", args.get("monitoring") or {})
    latency = {"latency_ms": told["latency_ms"]} if told.get("latency_ms") is not None else {}
    budgets = _budgets(parts, told.get("carbon_budget_gco2e_per_day"))
    found = [
        *_models(parts.models, ids.models, latency, budgets),
        *_provisioned(parts.provisioned, ids.provisioned, latency),
        *_endpoint(parts.endpoint, ids, latency, budgets),
        *_cache(parts.cache, ids.cache),
        *_gateway(parts.gateway, ids.gateway, latency),
        *_search(parts.retrieval, ids.retrieval),
    ]
    return [cast("TargetArgs", item) for item in found]


def daily_gco2e(parts: Parts) -> dict[str, float]:
    """Return what each deployment is expected to emit in a day, by its target's name, gCO2e.

    Deployments whose footprint is not known, and PTUs, whose idle power is not published, are not
    in it.
    """
    asked = () if parts.models is None else parts.models.deployments
    own = () if parts.endpoint is None else parts.endpoint.deployments
    machines = {_name("machines", item.name): _of_machines(item) for item in own}
    return {**dict(_of_models(parts.models, asked)), **machines, **_of_serverless(parts.serverless)}


def _of_serverless(plan: ServerlessPlan | None) -> dict[str, float]:
    if plan is None or plan.traffic is None:
        return {}
    known = requests_footprint(plan)
    if "not_known" in known:
        return {}
    each = known["gco2e"]["mid"] / known["requests"]
    return {"serverless": each * plan.traffic.requests_per_second * _SECONDS}


def _of_models(
    models: ModelsPlan | None, asked: Sequence[ModelPlan]
) -> Iterator[tuple[str, float]]:
    for item in asked:
        if item.traffic is None or models is None:
            continue
        try:
            each = footprint(item.model, item.sku, models.common.location, item.traffic, 1)
        except EstimateError:
            continue
        yield (
            _name("model", item.name),
            (each.gco2e.mid * item.traffic.requests_per_second * _SECONDS),
        )


def _of_machines(item: MachinesPlan) -> float:
    return item.machine.gco2e_per_h.mid * _HOURS


def _budgets(parts: Parts, whole: float | None) -> dict[str, float]:
    """Share the budget of the stack in proportion to what each deployment should emit."""
    if not isinstance(whole, int | float) or isinstance(whole, bool):
        return {}  # Monitoring says what is wrong with it
    expected = daily_gco2e(parts)
    total = sum(expected.values())
    return {name: whole * grams / total for name, grams in expected.items()} if total else {}


def _models(
    plan: ModelsPlan | None,
    account: pulumi.Input[str] | None,
    latency: Mapping[str, Any],
    budgets: Mapping[str, float],
) -> Iterator[dict[str, Any]]:
    if plan is None:
        return
    yield {"name": "models", "kind": "model_account", "resource_id": account}
    for item in plan.deployments:
        name = _name("model", item.name)
        yield {
            "name": name,
            "kind": "model_deployment",
            "account": "models",
            "deployment_name": item.name,
            "model": item.model,
            "sku": item.sku,
            **_traffic(item),
            **latency,
            **_budget(budgets, name),
        }


def _traffic(item: ModelPlan) -> dict[str, Any]:
    load = item.traffic
    if load is None:
        return {}
    names = ("requests_per_second", "input_tokens", "output_tokens")
    return {"traffic": {name: getattr(load, name) for name in names}}


def _provisioned(
    plan: ProvisionedPlan | None, account: pulumi.Input[str] | None, latency: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    if plan is None:
        return
    yield {"name": "provisioned", "kind": "model_account", "resource_id": account}
    yield {
        "name": "ptu",
        "kind": "provisioned_deployment",
        "account": "provisioned",
        "deployment_name": plan.deployment,
        "model": plan.offer.model.name,
        **latency,
    }


def _endpoint(
    plan: EndpointPlan | None, ids: Ids, latency: Mapping[str, Any], budgets: Mapping[str, float]
) -> Iterator[dict[str, Any]]:
    if plan is None:
        return
    yield {"name": "endpoint", "kind": "online_endpoint", "resource_id": ids.endpoint, **latency}
    for item, resource_id in zip(plan.deployments, ids.machines, strict=True):
        name = _name("machines", item.name)
        yield {
            "name": name,
            "kind": "online_deployment",
            "resource_id": resource_id,
            "instances": item.machine.instances,
            **_budget(budgets, name),
        }


def _cache(plan: CachePlan | None, store: pulumi.Input[str] | None) -> Iterator[dict[str, Any]]:
    if plan is not None:
        kind = "redis_cache" if is_redis(plan) else "cosmos_cache"
        yield {"name": "cache", "kind": kind, "resource_id": store}


def _gateway(
    plan: GatewayPlan | None, service: pulumi.Input[str] | None, latency: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    if plan is not None:
        yield {"name": "gateway", "kind": "gateway", "resource_id": service, **latency}


def _search(
    plan: RetrievalPlan | None, service: pulumi.Input[str] | None
) -> Iterator[dict[str, Any]]:
    if plan is not None:
        yield {"name": "retrieval", "kind": "search_service", "resource_id": service}


def is_redis(plan: CachePlan | None) -> bool:
    """Say which of the two stores a cache has."""
    return plan is not None and plan.size.need.store == REDIS


def _budget(budgets: Mapping[str, float], name: str) -> dict[str, float]:
    return {"carbon_budget_gco2e_per_day": budgets[name]} if name in budgets else {}


def _name(kind: str, deployment: str) -> str:
    """Return the name of a target: what alerts are called after."""
    slug = re.sub(r"[^a-z0-9]+", "-", deployment.lower()).strip("-")
    return f"{kind}-{slug}"[:_NAME_LENGTH].strip("-")
