"""Which inputs does each part of a stack get?"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pulumi

from azgreen import catalog
from azgreen.errors import UnknownNameError
from azgreen_components.autoscale.args import AutoscaleArgs
from azgreen_components.green_ai_stack.args import (
    GreenAiStackArgs,
    StackCacheArgs,
    StackEndpointArgs,
    StackMonitoringArgs,
    StackProvisionedArgs,
)
from azgreen_components.model_deployment.args import DEFAULT_SKU, ModelArgs, ModelDeploymentArgs
from azgreen_components.monitoring.args import MonitoringArgs, TargetArgs
from azgreen_components.online_endpoint.args import OnlineEndpointArgs
from azgreen_components.online_endpoint.choices import DeploymentPlan
from azgreen_components.provisioned_deployment.args import ProvisionedDeploymentArgs
from azgreen_components.semantic_cache.args import CachedTrafficArgs, SemanticCacheArgs

SHARED = (
    "location",
    "resource_group_name",
    "name_suffix",
    "public_network_access",
    "callers",
    "owner",
    "environment",
    "workload",
    "tags",
)
"""Inputs of the stack that its parts have too, under the same name."""

PARTS: Mapping[str, type[Mapping[str, object]]] = {
    "provisioned": StackProvisionedArgs,
    "endpoint": StackEndpointArgs,
    "cache": StackCacheArgs,
    "monitoring": StackMonitoringArgs,
}
"""What each part of the stack is told."""

_ACCOUNT = ("account_name", "sub_domain")


def models_args(args: GreenAiStackArgs) -> ModelDeploymentArgs:
    """Return the inputs of the pay-as-you-go models."""
    given = cast("Mapping[str, Any]", args)
    own = {key: given[key] for key in ("deployments", *_ACCOUNT) if key in given}
    return cast("ModelDeploymentArgs", {**_shared(args, ModelDeploymentArgs), **own})


def provisioned_args(args: GreenAiStackArgs) -> ProvisionedDeploymentArgs:
    """Return the inputs of the model on provisioned throughput."""
    shared = _shared(args, ProvisionedDeploymentArgs)
    # Monitoring has the same alerts, and tells people of them
    watched = {"alerts": False} if args.get("monitoring") is not None else {}
    return cast("ProvisionedDeploymentArgs", {**shared, **watched, **_part(args, "provisioned")})


def endpoint_args(
    args: GreenAiStackArgs, insights_id: pulumi.Input[str] | None = None
) -> OnlineEndpointArgs:
    """Return the inputs of the open models; an Autoscale will change their machines.

    Args:
        args: The inputs of the stack.
        insights_id: Application Insights that is there already; its workspace needs one.
    """
    part = _part(args, "endpoint")
    if insights_id is not None:
        # a row a request is carbon and money: counts and latency are in the metrics
        part |= {"application_insights_id": insights_id, "trace_requests": False}
    part.pop("traffic_profile", None)
    given = part.get("deployments")
    if isinstance(given, Sequence) and not isinstance(given, str):
        items = cast("Sequence[object]", given)
        part["deployments"] = [_autoscaled(item) for item in items]
    return cast("OnlineEndpointArgs", {**_shared(args, OnlineEndpointArgs), **part})


def autoscale_args(
    args: GreenAiStackArgs, index: int, wanted: DeploymentPlan, deployment_id: pulumi.Input[str]
) -> AutoscaleArgs:
    """Return the inputs of the Autoscale of one deployment, which is planned already."""
    need, part = wanted.size.need, _part(args, "endpoint")
    own: dict[str, Any] = {
        "deployment_id": deployment_id,
        "model": need.model,
        "instance_type": wanted.machine.instance.name,
        "input_tokens": need.input_tokens,
        "output_tokens": need.output_tokens,
        "latency_target_ms": need.latency_target_ms,
        "load_time_minutes": wanted.load_time_seconds / 60,
        "min_instances": need.min_instances,
    }
    if part.get("traffic_profile") is not None:
        own["traffic_profile"] = part["traffic_profile"]
    else:
        own["requests_per_second"] = part["deployments"][index]["traffic"]["requests_per_second"]
    return cast("AutoscaleArgs", {**_shared(args, AutoscaleArgs), **own})


def cache_args(args: GreenAiStackArgs) -> SemanticCacheArgs:
    """Return the inputs of the cache: what it is asked is what the first model is asked."""
    part = _part(args, "cache")
    hit_rate = part.pop("hit_rate", None)
    embedding = part.get("embedding_model") or _embedding_model(args)
    if embedding is not None:
        part["embedding_model"] = embedding
    traffic = _busiest(args)
    if hit_rate is not None and traffic is not None:
        part["traffic"] = {**traffic, "hit_rate": hit_rate}
    return cast("SemanticCacheArgs", {**_shared(args, SemanticCacheArgs), **part})


def monitoring_args(
    args: GreenAiStackArgs,
    targets: Sequence[TargetArgs],
    workspace_id: pulumi.Input[str] | None = None,
) -> MonitoringArgs:
    """Return the inputs of the monitoring of these targets.

    Args:
        args: The inputs of the stack.
        targets: What is watched.
        workspace_id: Log Analytics workspace that is there already, with its traces.
    """
    part = _part(args, "monitoring")
    if workspace_id is not None:
        part |= {"workspace_id": workspace_id, "application_insights": False}
        for key in ("retention_days", "daily_quota_gb"):
            part.pop(key, None)  # the workspace has them
    for key in ("latency_ms", "carbon_budget_gco2e_per_day"):
        part.pop(key, None)  # each target has its own share of them
    return cast("MonitoringArgs", {**_shared(args, MonitoringArgs), **part, "targets": targets})


def _shared(args: GreenAiStackArgs, shape: type[Mapping[str, object]]) -> dict[str, Any]:
    given = cast("Mapping[str, Any]", args)
    return {key: given[key] for key in SHARED if key in given and key in shape.__annotations__}


def _part(args: GreenAiStackArgs, name: str) -> dict[str, Any]:
    """Return what is given of a part; keys that it does not have are a fault of the stack's own."""
    given = cast("Mapping[str, Any]", cast("Mapping[str, Any]", args).get(name) or {})
    known = PARTS[name].__annotations__
    return {key: item for key, item in given.items() if item is not None and key in known}


def _autoscaled(item: object) -> object:
    if not isinstance(item, Mapping):
        return item  # OnlineEndpoint says what is wrong with it
    return {"autoscaled": True, **cast("Mapping[str, object]", item)}


def _embedding_model(args: GreenAiStackArgs) -> str | None:
    """Return the first model of the stack that makes vectors."""
    names = (item["model"] for item in args.get("deployments") or () if item.get("model"))
    return next((name for name in names if _kind(name) == "embedding"), None)


def _busiest(args: GreenAiStackArgs) -> CachedTrafficArgs | None:
    """Return the traffic of the chat model that is asked most: the cache stands before it."""
    listed: Sequence[ModelArgs] = args.get("deployments") or ()
    asked = [item for item in listed if "traffic" in item and _kind(item["model"]) == "chat"]
    if not asked:
        return None
    most = max(asked, key=lambda item: item.get("traffic", {}).get("requests_per_second", 0.0))
    traffic = cast("dict[str, Any]", dict(most.get("traffic", {})))
    return cast(
        "CachedTrafficArgs",
        {**traffic, "model": most["model"], "sku": most.get("sku") or DEFAULT_SKU},
    )


def _kind(model: str) -> str | None:
    try:
        return catalog.model(model).kind
    except UnknownNameError:
        return None  # ModelDeployment says that there is no such model
