"""What does one write to deploy a whole generative-AI workload?"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from azgreen_components._access import CallerArgs
from azgreen_components.content_safety.args import AccountSafetyArgs
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
from azgreen_components.model_deployment.args import ModelArgs


class GreenAiStackArgs(TypedDict):
    """Inputs of GreenAiStack."""

    location: str
    """Azure region of everything, as in the catalogue; required."""

    resource_group_name: pulumi.Input[str]
    """Resource group that holds everything; required."""

    deployments: NotRequired[Sequence[ModelArgs]]
    """Pay-as-you-go models; none when left out: then another kind of model is required."""

    provisioned: NotRequired[StackProvisionedArgs]
    """A model on provisioned throughput units; none when left out."""

    endpoint: NotRequired[StackEndpointArgs]
    """Open models on GPUs of one's own, scaled with their traffic; none when left out."""

    serverless: NotRequired[StackServerlessArgs]
    """A model by the token that no deployment offers, the older way; none when left out."""

    cache: NotRequired[StackCacheArgs]
    """A semantic cache before the models; none when left out."""

    gateway: NotRequired[StackGatewayArgs]
    """Budgets, limits and cached answers before the models; none when left out."""

    retrieval: NotRequired[StackRetrievalArgs]
    """A search service for what goes into prompts; none when left out."""

    content_safety: NotRequired[AccountSafetyArgs]
    """Filters of the models, the first for those that name none; Azure's when left out."""

    evaluation: NotRequired[StackEvaluationArgs]
    """A scheduled comparison of two deployments; none when left out."""

    fine_tuning: NotRequired[StackFineTuningArgs]
    """A scheduled fine-tuning of an open model, judged alike; none when left out."""

    monitoring: NotRequired[StackMonitoringArgs]
    """Logs, alerts and the carbon workbook; no monitoring when left out."""

    account_name: NotRequired[str]
    """Name of the pay-as-you-go account; derived when left out."""

    sub_domain: NotRequired[str]
    """Sub-domain of that account, unique in Azure; derived when left out."""

    name_suffix: NotRequired[str]
    """Makes derived names fresh while deleted resources hold the old ones; none when left out."""

    public_network_access: NotRequired[bool]
    """Whether anything answers on the public internet; it does not when left out."""

    callers: NotRequired[Sequence[CallerArgs]]
    """Who may call the models and use the cache; nobody gets a role when left out."""

    owner: NotRequired[str]
    """Who answers for the resources, as the tag 'owner'; no such tag when left out."""

    environment: NotRequired[str]
    """Stage (dev, test, prod), as the tag 'environment' for policies; no such tag when left out."""

    workload: NotRequired[str]
    """What the resources serve, as the tag 'workload'; no such tag when left out."""

    tags: NotRequired[Mapping[str, str]]
    """More tags for every resource; none when left out."""
