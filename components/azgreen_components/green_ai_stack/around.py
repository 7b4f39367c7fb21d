"""Which inputs do the parts get that stand beside the models, and know of them?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import pulumi

from azgreen import catalog
from azgreen.errors import CatalogError
from azgreen_components._inputs import Faults, at, choice, finite
from azgreen_components.evaluation.args import EvaluationArgs
from azgreen_components.green_ai_stack.args import GreenAiStackArgs
from azgreen_components.green_ai_stack.parts import (
    CHAT,
    embedding_model,
    has,
    kind_of,
    models_written,
    part,
    shared,
    shared_before,
)
from azgreen_components.green_ai_stack.watching import Parts
from azgreen_components.model_deployment.args import DEFAULT_SKU
from azgreen_components.monitoring.args import MonitoringArgs, TargetArgs
from azgreen_components.retrieval.args import RetrievalArgs
from azgreen_components.semantic_cache.args import (
    DEFAULT_STORE,
    CachedTrafficArgs,
    SemanticCacheArgs,
)

_COMPARED = ("baseline", "candidate")


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


def evaluation_args(args: GreenAiStackArgs, parts: Parts) -> EvaluationArgs:
    """Return the inputs of the comparison; what its models are, their deployments say."""
    found = part(args, "evaluation")
    names = [found.pop(key, None) for key in _COMPARED]
    models = {} if parts.models is None else {item.name: item for item in parts.models.deployments}
    both = [models[name] for name in names if isinstance(name, str) and name in models]
    if len(both) == len(_COMPARED) and len({item.sku for item in both}) == 1:
        baseline, candidate = both
        if all(_is_weighed(item.model, item.sku, args["location"]) for item in both):
            found |= {"baseline_model": baseline.model, "candidate_model": candidate.model}
            found["sku"] = baseline.sku
    return cast("EvaluationArgs", {**shared(args, EvaluationArgs), **found})


def check_evaluation(faults: Faults, args: GreenAiStackArgs, parts: Parts) -> None:
    """Note what is compared and is no deployment of the stack, or is compared with itself."""
    given = part(args, "evaluation")
    known = list(_answering(parts))
    names = [given.get(key) for key in _COMPARED]
    for key, name in zip(_COMPARED, names, strict=True):
        if name is not None and known:
            choice(faults, at("evaluation", key), name, known)
    if names[0] is not None and names[0] == names[1]:
        what = f"{names[0]!r} is the baseline too; name the deployment that may replace it"
        faults.add("evaluation.candidate", what)


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


def _answering(parts: Parts) -> Iterator[str]:
    """Name the deployments that answer questions."""
    for item in () if parts.models is None else parts.models.deployments:
        if kind_of(item.model) == CHAT:
            yield item.name
    if parts.provisioned is not None:
        yield parts.provisioned.deployment
    for item in () if parts.endpoint is None else parts.endpoint.deployments:
        yield item.name


def _is_weighed(model: str, sku: str, location: str) -> bool:
    try:
        catalog.offer(model, sku, location)
    except CatalogError:
        return False
    return True


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
