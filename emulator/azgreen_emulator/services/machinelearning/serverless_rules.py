"""Which serverless endpoints and Marketplace subscriptions does Azure refuse?

Models, regions, the order of the two and one deployment of a model in a project: azure-ai-docs,
deploy-models-serverless (2026-01-26) and deploy-models-serverless-availability (2025-11-24). A
workspace of the kind 'Default' may have them too (how-to-deploy-models-serverless, 2025-08-07).
Azure's words where others quote them (a taken name: azureai-foundry-finetuning-raft, issue 45; no
such model: azureml-assets, issue 4017), those of its client for a version, else ours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from azgreen import catalog
from azgreen.errors import UnknownNameError
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.graves import owner
from azgreen_emulator.arm.tracked import fault, refuse_all
from azgreen_emulator.services.machinelearning.endpoint_rules import check_region
from azgreen_emulator.services.machinelearning.quota import NAMESPACE

if TYPE_CHECKING:
    from azgreen.catalog import ServerlessModel
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Record

SUBSCRIPTIONS: Final = f"{NAMESPACE}/workspaces/marketplaceSubscriptions"
ENDPOINTS: Final = f"{NAMESPACE}/workspaces/serverlessEndpoints"
_KINDS: Final = ("Project", "Hub", "Default")
_VERSION: Final = re.compile(r"azureml://registries/.+/models/.+/versions/.+", re.IGNORECASE)
_SETTINGS: Final = "properties.modelSettings.modelId"


def domain(name: str, region: str) -> str:
    """Return the host that an endpoint is called at."""
    return f"{name}.{region}.models.ai.azure.com"


def check_subscription(write: Write) -> None:
    """Refuse a subscription to what is not sold in Azure Marketplace, or not there."""
    _check_kind(write)
    model_id = write.properties["modelId"]
    model = _model(model_id)
    if model is None:
        message = (
            "Error occurred when subscribing to Marketplace: Model mapping properties not found"
            f" for modelId: '{model_id}' publisherId: ."
        )
        raise ArmError(400, "UserError", message)
    if not model.needs_subscription:
        message = f"Marketplace plan is not required for ModelId {model_id}"
        raise ArmError(400, "MarketplacePlanNotRequiredForModel", message)
    if write.location not in model.regions:
        message = (
            "Marketplace Subscription purchase eligibility check failed, error message"
            f" [{_elsewhere(model, write.location)}]."
        )
        raise ArmError(400, "UserError", message)


def check_endpoint(write: Write) -> None:
    """Refuse an endpoint that breaks a rule."""
    _check_kind(write)
    refuse_all(check_region(write))
    _check_name(write)
    model_id = write.properties.get("modelSettings", {}).get("modelId")
    if not model_id:
        raise fault(_SETTINGS, "MissingProperty", "required: the id of a model, without a version")
    model = _model(model_id)
    if model is None:
        message = f"The model '{model_id}' cannot be deployed to a serverless endpoint."
        raise ArmError(400, "UserError", message)
    if write.location not in model.regions:
        raise ArmError(400, "UserError", f"{_elsewhere(model, write.location)}.")
    _check_alone(write, model)
    if model.needs_subscription and subscription_to(write, model_id) is None:
        message = (
            f"The workspace has no Marketplace subscription to '{model_id}': make one, of the type"
            f" '{SUBSCRIPTIONS}', before the endpoint."
        )
        raise ArmError(400, "UserError", message)


def subscription_to(write: Write, model_id: str) -> Record | None:
    """Find the subscription of the workspace to a model; None where there is none yet."""
    for record in write.call.store.children(write.whole.id, SUBSCRIPTIONS):
        held = record.body["properties"]
        if held["provisioningState"] == "Succeeded" and _same(held["modelId"], model_id):
            return record
    return None


def _check_name(write: Write) -> None:
    host = domain(write.name, write.location)
    if write.is_new and owner(write.call.store, host, write.id):
        message = (
            f"Serverless endpoint name '{write.name}' is not available. Please select a different"
            " name."
        )
        raise ArmError(400, "UserError", message)


def _check_alone(write: Write, model: ServerlessModel) -> None:
    for other in write.call.store.children(write.whole.id, ENDPOINTS):
        held = other.body["properties"]["modelSettings"]["modelId"]
        if other.key != write.id.lower() and _same(held, model.id):
            message = f"The workspace has an endpoint of '{model.id}' already: '{other.name}'."
            raise ArmError(400, "UserError", message)


def _check_kind(write: Write) -> None:
    kind = write.whole.body["kind"]
    if kind not in _KINDS:
        allowed = ", ".join(f"'{name}'" for name in _KINDS)
        message = f"A workspace of the kind '{kind}' serves no models; expected {allowed}."
        raise ArmError(400, "UserError", message)


def _model(model_id: str) -> ServerlessModel | None:
    if _VERSION.fullmatch(model_id):
        message = (
            f"The given model_id {model_id} points to a specific model version, which is not"
            " supported. Please provide a model_id without the version information."
        )
        raise ArmError(400, "UserError", message)
    try:
        model = catalog.serverless_model(model_id.rpartition("/")[2])
    except UnknownNameError:
        return None
    return model if _same(model.id, model_id) else None


def _elsewhere(model: ServerlessModel, region: str) -> str:
    return f"{model.model} is not available in {region}: it is in {', '.join(model.regions)}"


def _same(one: str, other: str) -> bool:
    return one.lower() == other.lower()
