"""What of a stack's inputs does each of its parts get as it is?"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from azgreen import catalog
from azgreen.errors import UnknownNameError
from azgreen_components.green_ai_stack.args import GreenAiStackArgs
from azgreen_components.green_ai_stack.around_args import (
    StackCacheArgs,
    StackGatewayArgs,
    StackMonitoringArgs,
    StackRetrievalArgs,
)
from azgreen_components.green_ai_stack.jobs_args import StackEvaluationArgs, StackFineTuningArgs
from azgreen_components.green_ai_stack.serving_args import (
    StackEndpointArgs,
    StackProvisionedArgs,
    StackServerlessArgs,
)

CHAT, EMBEDDING = ("chat", "embedding")
"""Kinds of models in the catalogue."""

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
    "serverless": StackServerlessArgs,
    "cache": StackCacheArgs,
    "gateway": StackGatewayArgs,
    "retrieval": StackRetrievalArgs,
    "evaluation": StackEvaluationArgs,
    "fine_tuning": StackFineTuningArgs,
    "monitoring": StackMonitoringArgs,
}
"""What each part of the stack is told."""


def has(args: GreenAiStackArgs, name: str) -> bool:
    """Say whether a part is written."""
    return fields_of(args).get(name) is not None


def shared(args: GreenAiStackArgs, shape: type[Mapping[str, object]]) -> dict[str, Any]:
    """Return the inputs that a part has under the same name."""
    given = fields_of(args)
    return {key: given[key] for key in SHARED if key in given and key in shape.__annotations__}


def shared_before(args: GreenAiStackArgs, shape: type[Mapping[str, object]]) -> dict[str, Any]:
    """Return them for a part that the gateway calls, which it reaches on the internet alone."""
    found = shared(args, shape)
    return {**found, "public_network_access": True} if has_public_backends(args) else found


def has_public_backends(args: GreenAiStackArgs) -> bool:
    """Say whether what the gateway calls answers on the internet, whatever else does."""
    return part(args, "gateway").get("public_backends") is True


def part(args: GreenAiStackArgs, name: str) -> dict[str, Any]:
    """Return what is given of a part; keys that it does not have are a fault of the stack's own."""
    fields, known = fields_of(fields_of(args).get(name)), PARTS[name].__annotations__
    return {key: item for key, item in fields.items() if item is not None and key in known}


def fields_of(value: object) -> Mapping[str, Any]:
    """Return an object's fields; none of what is no object, which its component says."""
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def items_of(value: object) -> Sequence[object]:
    """Return a list's items; none of what is no list, which its component says."""
    is_list = isinstance(value, Sequence) and not isinstance(value, str)
    return cast("Sequence[object]", value) if is_list else ()


def models_written(args: GreenAiStackArgs, kind: str) -> list[Mapping[str, Any]]:
    """List the pay-as-you-go deployments of a kind of model, as far as they can be read."""
    read = map(fields_of, items_of(fields_of(args).get("deployments")))
    return [item for item in read if kind_of(item.get("model")) == kind]


def embedding_model(args: GreenAiStackArgs) -> str | None:
    """Return the first model of the stack that makes vectors."""
    return next((item["model"] for item in models_written(args, EMBEDDING)), None)


def kind_of(model: object) -> str | None:
    """Return what a model is for; None where there is no such model, which its component says."""
    try:
        return catalog.model(model).kind if isinstance(model, str) else None
    except UnknownNameError:
        return None
