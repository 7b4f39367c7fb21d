"""Which components make up a stack?"""

from dataclasses import replace

import pulumi

from azgreen_components._logs import log_workspace, traces
from azgreen_components._owner import Owner
from azgreen_components.ai_gateway import AiGateway
from azgreen_components.autoscale import Autoscale
from azgreen_components.evaluation import Evaluation
from azgreen_components.fine_tuning import FineTuning
from azgreen_components.green_ai_stack import around, jobs, parts, serving
from azgreen_components.green_ai_stack.args import GreenAiStackArgs
from azgreen_components.green_ai_stack.gateway import (
    MODELS,
    PROVISIONED,
    Place,
    Told,
    gateway_args,
)
from azgreen_components.green_ai_stack.watching import Ids, Parts, is_redis, targets
from azgreen_components.model_deployment import ModelDeployment
from azgreen_components.monitoring import Monitoring
from azgreen_components.online_endpoint import OnlineEndpoint
from azgreen_components.provisioned_deployment import ProvisionedDeployment
from azgreen_components.retrieval import Retrieval
from azgreen_components.semantic_cache import SemanticCache
from azgreen_components.serverless_endpoint import ServerlessEndpoint


class Made:
    """The components of a stack; None for a part that is left out."""

    def __init__(
        self, owner: pulumi.ComponentResource, name: str, args: GreenAiStackArgs, planned: Parts
    ) -> None:
        self._name, self._args, self._planned = name, args, planned
        self._options = pulumi.ResourceOptions(parent=owner)
        self._logs_id, self._insights_id = self._shared_logs(owner)
        self.models = self._models()
        self.provisioned = self._provisioned()
        self.endpoint = self._endpoint()
        self.autoscales = self._autoscales()
        self.serverless = self._serverless()
        self.cache = self._cache()
        self.gateway = self._gateway()
        self.retrieval = self._retrieval()
        self.evaluation = self._evaluation()
        self.fine_tuning = self._fine_tuning()
        self.monitoring = self._monitoring()

    def _shared_logs(
        self, owner: pulumi.ComponentResource
    ) -> tuple[pulumi.Input[str] | None, pulumi.Input[str] | None]:
        """Make the logs that two parts would else make each for itself."""
        if self._planned.logs is None:
            return None, None
        common = self._planned.common
        if parts.has_public_backends(self._args):
            common = replace(common, public_network_access=True)
        own = Owner(owner, self._name, self._args["resource_group_name"], common)
        logs = log_workspace(own, self._planned.logs)
        return logs.id, traces(own, logs.id).id

    def _models(self) -> ModelDeployment | None:
        if self._planned.models is None:
            return None
        wanted = serving.models_args(self._args)
        return ModelDeployment(f"{self._name}-models", wanted, self._options)

    def _provisioned(self) -> ProvisionedDeployment | None:
        if self._planned.provisioned is None:
            return None
        wanted = serving.provisioned_args(self._args)
        return ProvisionedDeployment(f"{self._name}-provisioned", wanted, self._options)

    def _endpoint(self) -> OnlineEndpoint | None:
        if self._planned.endpoint is None:
            return None
        wanted = serving.endpoint_args(self._args, self._insights_id)
        return OnlineEndpoint(f"{self._name}-endpoint", wanted, self._options)

    def _autoscales(self) -> dict[str, Autoscale]:
        made: dict[str, Autoscale] = {}
        if self.endpoint is None or self._planned.endpoint is None:
            return made
        for index, item in enumerate(self._planned.endpoint.deployments):
            target = self.endpoint.deployment_ids[index]
            wanted = serving.autoscale_args(self._args, index, item, target)
            name = f"{self._name}-{item.name}-autoscale"
            made[item.name] = Autoscale(name, wanted, self._options)
        return made

    def _serverless(self) -> ServerlessEndpoint | None:
        if self._planned.serverless is None:
            return None
        wanted = serving.serverless_args(self._args)
        return ServerlessEndpoint(f"{self._name}-serverless", wanted, self._options)

    def _cache(self) -> SemanticCache | None:
        if self._planned.cache is None:
            return None
        wanted = around.cache_args(self._args)
        return SemanticCache(f"{self._name}-cache", wanted, self._options)

    def _gateway(self) -> AiGateway | None:
        if self._planned.gateway is None:
            return None
        made = {MODELS: self.models, PROVISIONED: self.provisioned}
        told = Told(
            {key: Place(item.account_id, item.endpoint) for key, item in made.items() if item},
            insights_id=self._insights_id,
        )
        if self.cache and is_redis(self._planned.cache):
            values = self.cache.policy_values.apply(lambda known: known or {})
            told = replace(told, database_id=self.cache.database_id, policy_values=values)
        wanted = gateway_args(self._args, self._planned, told)
        return AiGateway(f"{self._name}-gateway", wanted, self._options)

    def _retrieval(self) -> Retrieval | None:
        if self._planned.retrieval is None:
            return None
        wanted = around.retrieval_args(self._args)
        return Retrieval(f"{self._name}-retrieval", wanted, self._options)

    def _evaluation(self) -> Evaluation | None:
        if self._planned.evaluation is None:
            return None
        wanted = jobs.evaluation_args(self._args, self._planned)
        return Evaluation(f"{self._name}-evaluation", wanted, self._options)

    def _fine_tuning(self) -> FineTuning | None:
        if self._planned.fine_tuning is None:
            return None
        wanted = jobs.fine_tuning_args(self._args)
        return FineTuning(f"{self._name}-fine-tuning", wanted, self._options)

    def _monitoring(self) -> Monitoring | None:
        if self._args.get("monitoring") is None:
            return None
        watched = targets(self._args, self._planned, self._ids())
        wanted = around.monitoring_args(self._args, watched, self._logs_id)
        return Monitoring(f"{self._name}-monitoring", wanted, self._options)

    def _ids(self) -> Ids:
        endpoint = self.endpoint
        machines = () if self._planned.endpoint is None else self._planned.endpoint.deployments
        return Ids(
            models=self.models.account_id if self.models else None,
            provisioned=self.provisioned.account_id if self.provisioned else None,
            endpoint=endpoint.endpoint_id if endpoint else None,
            machines=[endpoint.deployment_ids[at] for at in range(len(machines)) if endpoint],
            cache=self.cache.store_id if self.cache else None,
            gateway=self.gateway.service_id if self.gateway else None,
            retrieval=self.retrieval.service_id if self.retrieval else None,
        )
