"""What is the gateway of a stack told: which accounts, which back ends, which cache, where to?

It reaches what it calls on the internet alone (see AiGateway), so that models, cache and traces
have to answer there; everything else of the stack may stay closed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

import pulumi

from azgreen_components._inputs import Faults, choice, flag
from azgreen_components.ai_gateway.args import AiGatewayArgs, GatewayBackendArgs
from azgreen_components.green_ai_stack.args import GreenAiStackArgs
from azgreen_components.green_ai_stack.around import cache_args
from azgreen_components.green_ai_stack.parts import (
    CHAT,
    fields_of,
    has,
    items_of,
    kind_of,
    part,
    shared,
)
from azgreen_components.green_ai_stack.watching import Parts, is_redis
from azgreen_components.model_deployment.choices import DeploymentPlan

MODELS: Final = "models"
PROVISIONED: Final = "provisioned"
_ACCOUNTS: Final = {MODELS: "deployments", PROVISIONED: "provisioned"}
"""What the gateway calls an account, and the input of the stack that makes it."""


@dataclass(frozen=True)
class Place:
    """Where an account is; the plan is checked with made-up places."""

    account_id: pulumi.Input[str]
    endpoint: pulumi.Input[str]


@dataclass(frozen=True)
class Told:
    """What of other parts the gateway gets, where they are there."""

    places: Mapping[str, Place]
    insights_id: pulumi.Input[str] | None = None
    database_id: pulumi.Input[str] | None = None
    policy_values: pulumi.Input[Mapping[str, Any]] = field(default_factory=dict[str, Any])


def accounts_written(args: GreenAiStackArgs) -> list[str]:
    """Name the accounts that the stack is asked for."""
    return [name for name, key in _ACCOUNTS.items() if has(args, key)]


def gateway_args(args: GreenAiStackArgs, parts: Parts, told: Told) -> AiGatewayArgs:
    """Return the inputs of the gateway before the accounts of the stack."""
    found = {**shared(args, AiGatewayArgs), **_publisher(args), **part(args, "gateway")}
    found.pop("public_backends", None)
    found["accounts"] = [
        {
            "name": name,
            "account_id": place.account_id,
            "endpoint": place.endpoint,
            "location": args["location"],
        }
        for name, place in told.places.items()
    ]
    found.setdefault("backends", usual_backends(parts))
    vectors = embedding_deployment(args, parts)
    if told.database_id is not None and vectors is not None:
        found["cache"] = {
            "database_id": told.database_id,
            "policy_values": told.policy_values,
            "embeddings": {"account": MODELS, "deployment": vectors},
        }
    found["requests_per_second"] = _requests_per_second(parts)
    if told.insights_id is not None:
        found["application_insights_id"] = told.insights_id
    return cast("AiGatewayArgs", found)


def usual_backends(parts: Parts) -> list[GatewayBackendArgs] | None:
    """Return where requests go unless the user says so; None where that cannot be known.

    PTUs are paid for already, so they are asked first, and what serves the same model by the token
    takes what they cannot. In one account alone, a request names its deployment.
    """
    chats = [item for item in _deployments(parts) if kind_of(item.model) == CHAT]
    bought = parts.provisioned
    if bought is None:
        return [{"account": MODELS}] if chats else None
    if not chats:
        return [{"account": PROVISIONED}]
    alike = [item.name for item in chats if item.model == bought.offer.model.name]
    if not alike:
        return None
    return [
        {"account": PROVISIONED, "deployment": bought.deployment, "priority": 1},
        {"account": MODELS, "deployment": alike[0], "priority": 2},
    ]


def embedding_deployment(args: GreenAiStackArgs, parts: Parts) -> str | None:
    """Return the deployment that makes the vectors of the cache."""
    model = str(cache_args(args).get("embedding_model")).lower()
    named = (item.name for item in _deployments(parts) if item.model.lower() == model)
    return next(named, None)


def check_gateway(faults: Faults, args: GreenAiStackArgs, parts: Parts) -> None:
    """Note what a gateway alone cannot know: whom it stands before, and whether it reaches them."""
    if not accounts_written(args):
        what = "it stands before deployments and provisioned, and neither is written"
        faults.add("gateway", f"{what}; write one of them, or leave the gateway out")
        return
    _check_reach(faults, args, parts)
    _check_backends(faults, args, parts)
    if is_redis(parts.cache) and parts.models and embedding_deployment(args, parts) is None:
        model = cache_args(args).get("embedding_model")
        what = f"the gateway has the vectors of {model!r} made by a deployment of the stack"
        faults.add("cache.embeddingModel", f"{what}, and there is none; add it to deployments")


def _check_reach(faults: Faults, args: GreenAiStackArgs, parts: Parts) -> None:
    value = part(args, "gateway").get("public_backends")
    is_open = parts.common.public_network_access
    if value is not None:
        is_open = flag(faults, "gateway.publicBackends", value) or not isinstance(value, bool)
    if not is_open:
        what = "the gateway reaches models, cache and traces on the internet alone"
        faults.add("gateway.publicBackends", f"{what}; write true, or publicNetworkAccess true")


def _check_backends(faults: Faults, args: GreenAiStackArgs, parts: Parts) -> None:
    given = part(args, "gateway").get("backends")
    names: dict[str, list[str]] = {}
    if parts.models is not None:
        names[MODELS] = [item.name for item in parts.models.deployments]
    if parts.provisioned is not None:
        names[PROVISIONED] = [parts.provisioned.deployment]
    if given is None and len(names) == len(accounts_written(args)):
        if parts.provisioned is None and usual_backends(parts) is None:
            fix = "add one, or leave the gateway out"
            faults.add("gateway", f"no model of deployments answers chats; {fix}")
        elif usual_backends(parts) is None:
            what = "missing; no chat model is both in deployments and in provisioned"
            fix = "write which deployments take each other's place"
            faults.add("gateway.backends", f"{what}, so {fix}")
        return
    for index, fields in enumerate(map(fields_of, items_of(given))):
        known, name = names.get(str(fields.get("account"))), fields.get("deployment")
        if known and isinstance(name, str):
            choice(faults, f"gateway.backends[{index}].deployment", name, known)


def _requests_per_second(parts: Parts) -> float | None:
    """Return what is asked of the models that the gateway stands before, where that is written."""
    asked = [item.traffic for item in _deployments(parts) if kind_of(item.model) == CHAT]
    bought = None if parts.provisioned is None else parts.provisioned.purchase.workload
    asked.append(None if bought is None else bought.traffic)
    rates = [item.requests_per_second for item in asked if item is not None]
    return sum(rates) or None


def _publisher(args: GreenAiStackArgs) -> dict[str, str]:
    """Return who publishes the API, as far as the stack says who it is."""
    emails = items_of(part(args, "monitoring").get("emails"))
    first = emails[0] if emails else None
    found = {"publisher_name": fields_of(args).get("owner"), "publisher_email": first}
    return {key: item for key, item in found.items() if isinstance(item, str) and item}


def _deployments(parts: Parts) -> Sequence[DeploymentPlan]:
    return () if parts.models is None else parts.models.deployments
