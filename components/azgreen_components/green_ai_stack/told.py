"""What do the parts of a stack tell together?"""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import pulumi

from azgreen_components.green_ai_stack.made import Made

_FACTS: Mapping[str, Sequence[str]] = {
    "cache": (
        "store",
        "host_name",
        "port",
        "similarity",
        "ttl_seconds",
        "key_prefix",
        "partition_key_paths",
        "index_definition",
        "purge",
    ),
    "gateway": ("api_url", "api_id", "service_id", "principal_id", "backend_ids", "sku", "units"),
    "retrieval": (
        "service_id",
        "index_name",
        "index_definition",
        "hybrid_query",
        "data_api_version",
        "size",
    ),
    "evaluation": (
        "workspace_name",
        "schedule_id",
        "principal_id",
        "verdict_path",
        "start",
        "saved_carbon_share",
    ),
    "fine_tuning": (
        "workspace_name",
        "schedule_id",
        "principal_id",
        "verdict_path",
        "model_name",
        "start",
        "saved_carbon_share",
        "footprint",
        "payback_prompt_tokens",
    ),
}


def endpoints(made: Made) -> pulumi.Output[Mapping[str, str]]:
    """Return the address of each part that has one."""
    found: dict[str, Any] = {
        "models": made.models.endpoint if made.models else None,
        "provisioned": made.provisioned.endpoint if made.provisioned else None,
        "endpoint": made.endpoint.scoring_uri if made.endpoint else None,
        "serverless": made.serverless.inference_uri if made.serverless else None,
        "cache": made.cache.host_name if made.cache else None,
        "gateway": made.gateway.api_url if made.gateway else None,
        "retrieval": made.retrieval.endpoint if made.retrieval else None,
    }
    return pulumi.Output.from_input({key: item for key, item in found.items() if item})


def deployment_names(made: Made) -> pulumi.Output[Sequence[str]]:
    """Return the names of all deployments."""
    found: list[pulumi.Input[Any]] = []
    if made.models:
        found.append(made.models.deployment_names)
    if made.provisioned:
        found.append(made.provisioned.deployment_name.apply(lambda name: [name]))
    if made.endpoint:
        found.append(made.endpoint.deployment_names)
    return _joined(found)


def footprint(made: Made) -> pulumi.Output[Sequence[Mapping[str, Any]]]:
    """Return the footprints of all deployments, each as its component tells it."""
    found: list[pulumi.Input[Any]] = []
    if made.models:
        found.append(made.models.footprint)
    if made.provisioned:
        own = pulumi.Output.all(made.provisioned.deployment_name, made.provisioned.footprint)
        found.append(own.apply(lambda known: [{"deployment": known[0], **known[1]}]))
    if made.endpoint:
        found.append(made.endpoint.footprint)
    if made.serverless:
        # by its role: its own name is derived, and another in each group
        told = made.serverless.footprint.apply(
            lambda known: [{"deployment": "serverless", **known}]
        )
        found.append(told)
    return _joined(found)


def facts(made: Made, part: str) -> pulumi.Output[Mapping[str, Any] | None]:
    """Return what applications need to know of a part; None without it."""
    component = getattr(made, part)
    if component is None:
        return pulumi.Output.from_input(None)
    return pulumi.Output.from_input({key: getattr(component, key) for key in _FACTS[part]})


def profiles(made: Made) -> pulumi.Output[Mapping[str, Any]]:
    """Return the autoscale profiles by online deployment."""
    found = {name: each.profiles for name, each in made.autoscales.items()}
    return pulumi.Output.from_input(found)


def explain(made: Made) -> pulumi.Output[Sequence[str]]:
    """Return how the sizes came about."""
    found: list[pulumi.Input[Any]] = []
    if made.provisioned:
        found.append(made.provisioned.sizing)
    if made.endpoint:
        found.append(made.endpoint.explain)
    found += [each.explain for each in made.autoscales.values()]
    if made.serverless:
        found.append(made.serverless.explain)
    if made.cache:
        found.append(made.cache.size.apply(lambda size: size["explain"]))
    around = (made.gateway, made.retrieval, made.evaluation, made.fine_tuning)
    found += [each.explain for each in around if each]
    if made.monitoring:
        found.append(made.monitoring.carbon_budget)
    return _joined(found)


def _joined(lists: Sequence[pulumi.Input[Any]]) -> pulumi.Output[Any]:
    return pulumi.Output.all(*lists).apply(lambda known: list(chain.from_iterable(known)))
