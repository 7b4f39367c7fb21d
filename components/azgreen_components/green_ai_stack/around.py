"""Which inputs do the parts get that stand beside the models, and know of them?"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pulumi

from azgreen_components._inputs import finite
from azgreen_components.green_ai_stack.args import GreenAiStackArgs
from azgreen_components.green_ai_stack.parts import (
    CHAT,
    embedding_model,
    has,
    models_written,
    part,
    shared,
    shared_before,
)
from azgreen_components.model_deployment.args import DEFAULT_SKU
from azgreen_components.monitoring.args import MonitoringArgs, TargetArgs
from azgreen_components.retrieval.args import RetrievalArgs
from azgreen_components.semantic_cache.args import (
    DEFAULT_STORE,
    CachedTrafficArgs,
    SemanticCacheArgs,
)


def cache_args(args: GreenAiStackArgs) -> SemanticCacheArgs:
    """Return the inputs of the cache: it is asked what the busiest chat model is asked."""
    found = part(args, "cache")
    hit_rate = found.pop("hit_rate", None)
    embedding = found.get("embedding_model") or embedding_model(args)
    if embedding is not None:
        found["embedding_model"] = embedding
    if has(args, "gateway") and found.get("store", DEFAULT_STORE) == DEFAULT_STORE:
        found["api_management"] = True
    traffic = _busiest(args)
    if hit_rate is not None and traffic is not None:
        found["traffic"] = {**traffic, "hit_rate": hit_rate}
    return cast("SemanticCacheArgs", {**shared_before(args, SemanticCacheArgs), **found})


def retrieval_args(args: GreenAiStackArgs) -> RetrievalArgs:
    """Return the inputs of the search service, whose vectors the stack's own model makes."""
    found = {**shared(args, RetrievalArgs), **part(args, "retrieval")}
    embedding = embedding_model(args)
    if embedding is not None:
        found.setdefault("embedding_model", embedding)
    return cast("RetrievalArgs", found)


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
    found = part(args, "monitoring")
    if workspace_id is not None:
        found |= {"workspace_id": workspace_id, "application_insights": False}
        for key in ("retention_days", "daily_quota_gb"):
            found.pop(key, None)  # the workspace has them
    for key in ("latency_ms", "carbon_budget_gco2e_per_day"):
        found.pop(key, None)  # each target has its own share of them
    return cast("MonitoringArgs", {**shared(args, MonitoringArgs), **found, "targets": targets})


def _busiest(args: GreenAiStackArgs) -> CachedTrafficArgs | None:
    """Return the traffic of the chat model that is asked most: the cache stands before it."""
    asked = [
        item for item in models_written(args, CHAT) if isinstance(item.get("traffic"), Mapping)
    ]
    if not asked:
        return None
    most = max(asked, key=lambda item: finite(item["traffic"].get("requests_per_second")) or 0.0)
    traffic: dict[str, Any] = dict(most["traffic"])
    found = {**traffic, "model": most["model"], "sku": most.get("sku") or DEFAULT_SKU}
    return cast("CachedTrafficArgs", found)
