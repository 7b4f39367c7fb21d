"""Which inputs do the parts get that serve models?"""

from collections.abc import Mapping
from typing import Any, cast

import pulumi

from azgreen_components.autoscale.args import AutoscaleArgs
from azgreen_components.green_ai_stack.args import GreenAiStackArgs
from azgreen_components.green_ai_stack.parts import (
    CHAT,
    fields_of,
    has,
    items_of,
    kind_of,
    part,
    shared,
    shared_before,
)
from azgreen_components.model_deployment.args import ModelDeploymentArgs
from azgreen_components.online_endpoint.args import OnlineEndpointArgs
from azgreen_components.online_endpoint.choices import DeploymentPlan
from azgreen_components.provisioned_deployment.args import ProvisionedDeploymentArgs
from azgreen_components.serverless_endpoint.args import ServerlessEndpointArgs

_ACCOUNT = ("account_name", "sub_domain", "content_safety")


def models_args(args: GreenAiStackArgs) -> ModelDeploymentArgs:
    """Return the inputs of the pay-as-you-go models."""
    given, usual = fields_of(args), _usual_filter(args)
    own = {key: given[key] for key in ("deployments", *_ACCOUNT) if key in given}
    if usual is not None and items_of(own.get("deployments")):
        own["deployments"] = [_filtered(item, usual) for item in items_of(own["deployments"])]
    return cast("ModelDeploymentArgs", {**shared_before(args, ModelDeploymentArgs), **own})


def provisioned_args(args: GreenAiStackArgs) -> ProvisionedDeploymentArgs:
    """Return the inputs of the model on provisioned throughput."""
    found = shared_before(args, ProvisionedDeploymentArgs)
    if has(args, "monitoring"):
        found["alerts"] = False  # Monitoring has the same alerts, and tells people of them
    if has(args, "content_safety"):
        found["content_safety"] = fields_of(args)["content_safety"]
        found["content_filter"] = _usual_filter(args)
    return cast("ProvisionedDeploymentArgs", {**found, **part(args, "provisioned")})


def endpoint_args(
    args: GreenAiStackArgs, insights_id: pulumi.Input[str] | None = None
) -> OnlineEndpointArgs:
    """Return the inputs of the open models; an Autoscale will change their machines.

    Args:
        args: The inputs of the stack.
        insights_id: Application Insights that is there already; its workspace needs one.
    """
    found = part(args, "endpoint")
    if insights_id is not None:
        # a row a request is carbon and money: counts and latency are in the metrics
        found |= {"application_insights_id": insights_id, "trace_requests": False}
    for key in ("traffic_profile", "traffic_profiles"):
        found.pop(key, None)
    if items_of(found.get("deployments")):
        found["deployments"] = [_autoscaled(item) for item in items_of(found["deployments"])]
    return cast("OnlineEndpointArgs", {**shared(args, OnlineEndpointArgs), **found})


def serverless_args(args: GreenAiStackArgs) -> ServerlessEndpointArgs:
    """Return the inputs of the model on the older route."""
    found = {**shared(args, ServerlessEndpointArgs), **part(args, "serverless")}
    return cast("ServerlessEndpointArgs", found)


def autoscale_args(
    args: GreenAiStackArgs, index: int, wanted: DeploymentPlan, deployment_id: pulumi.Input[str]
) -> AutoscaleArgs:
    """Return the inputs of the Autoscale of one deployment, which is planned already."""
    need, given = wanted.size.need, part(args, "endpoint")
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
    profile = fields_of(given.get("traffic_profiles")).get(wanted.name)
    if profile is None:
        profile = given.get("traffic_profile")
    if profile is not None:
        own["traffic_profile"] = profile
    else:
        own["requests_per_second"] = given["deployments"][index]["traffic"]["requests_per_second"]
    return cast("AutoscaleArgs", {**shared(args, AutoscaleArgs), **own})


def _autoscaled(item: object) -> object:
    # OnlineEndpoint says what is wrong with what is no object
    if not isinstance(item, Mapping):
        return item
    return {"autoscaled": True, **cast("Mapping[str, object]", item)}


def _usual_filter(args: GreenAiStackArgs) -> str | None:
    """Return the first content filter of the stack, as far as it can be read."""
    policies = items_of(fields_of(fields_of(args).get("content_safety")).get("policies"))
    name = fields_of(policies[0]).get("name") if policies else None
    return name if isinstance(name, str) else None


def _filtered(item: object, usual: str) -> object:
    """Return a deployment with the filter of the stack, where it is asked and names no other."""
    fields = fields_of(item)
    if fields.get("content_filter") is not None or kind_of(fields.get("model")) != CHAT:
        return item
    return {**fields, "content_filter": usual}
