"""Which components make up a stack, and what do they tell together?"""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import pulumi

from azgreen_components._logs import log_workspace, traces
from azgreen_components._owner import Owner
from azgreen_components.autoscale import Autoscale
from azgreen_components.green_ai_stack import parts as inputs
from azgreen_components.green_ai_stack.args import GreenAiStackArgs
from azgreen_components.green_ai_stack.watching import Ids, Parts, targets
from azgreen_components.model_deployment import ModelDeployment
from azgreen_components.monitoring import Monitoring
from azgreen_components.online_endpoint import OnlineEndpoint
from azgreen_components.provisioned_deployment import ProvisionedDeployment
from azgreen_components.semantic_cache import SemanticCache

_CACHE_FACTS = (
    "store",
    "host_name",
    "port",
    "similarity",
    "ttl_seconds",
    "key_prefix",
    "partition_key_paths",
    "index_definition",
    "purge",
)


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
        self.cache = self._cache()
        self.monitoring = self._monitoring()

    def _shared_logs(
        self, owner: pulumi.ComponentResource
    ) -> tuple[pulumi.Input[str] | None, pulumi.Input[str] | None]:
        """Make the logs that two parts would else make each for itself."""
        if self._planned.logs is None:
            return None, None
        own = Owner(owner, self._name, self._args["resource_group_name"], self._planned.common)
        logs = log_workspace(own, self._planned.logs)
        return logs.id, traces(own, logs.id).id

    def _models(self) -> ModelDeployment | None:
        if self._planned.models is None:
            return None
        wanted = inputs.models_args(self._args)
        return ModelDeployment(f"{self._name}-models", wanted, self._options)

    def _provisioned(self) -> ProvisionedDeployment | None:
        if self._planned.provisioned is None:
            return None
        wanted = inputs.provisioned_args(self._args)
        return ProvisionedDeployment(f"{self._name}-provisioned", wanted, self._options)

    def _endpoint(self) -> OnlineEndpoint | None:
        if self._planned.endpoint is None:
            return None
        wanted = inputs.endpoint_args(self._args, self._insights_id)
        return OnlineEndpoint(f"{self._name}-endpoint", wanted, self._options)

    def _autoscales(self) -> dict[str, Autoscale]:
        made: dict[str, Autoscale] = {}
        if self.endpoint is None or self._planned.endpoint is None:
            return made
        for index, item in enumerate(self._planned.endpoint.deployments):
            target = self.endpoint.deployment_ids[index]
            wanted = inputs.autoscale_args(self._args, index, item, target)
            name = f"{self._name}-{item.name}-autoscale"
            made[item.name] = Autoscale(name, wanted, self._options)
        return made

    def _cache(self) -> SemanticCache | None:
        if self._planned.cache is None:
            return None
        wanted = inputs.cache_args(self._args)
        return SemanticCache(f"{self._name}-cache", wanted, self._options)

    def _monitoring(self) -> Monitoring | None:
        if self._args.get("monitoring") is None:
            return None
        watched = targets(self._args, self._planned, self._ids())
        wanted = inputs.monitoring_args(self._args, watched, self._logs_id)
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
        )

    def endpoints(self) -> pulumi.Output[Mapping[str, str]]:
        """Return the address of each part that has one."""
        found: dict[str, Any] = {
            "models": self.models.endpoint if self.models else None,
            "provisioned": self.provisioned.endpoint if self.provisioned else None,
            "endpoint": self.endpoint.scoring_uri if self.endpoint else None,
            "cache": self.cache.host_name if self.cache else None,
        }
        return pulumi.Output.from_input({key: item for key, item in found.items() if item})

    def deployment_names(self) -> pulumi.Output[Sequence[str]]:
        """Return the names of all deployments."""
        found: list[pulumi.Input[Any]] = []
        if self.models:
            found.append(self.models.deployment_names)
        if self.provisioned:
            found.append(self.provisioned.deployment_name.apply(lambda name: [name]))
        if self.endpoint:
            found.append(self.endpoint.deployment_names)
        return _joined(found)

    def footprint(self) -> pulumi.Output[Sequence[Mapping[str, Any]]]:
        """Return the footprints of all deployments, each as its component tells it."""
        found: list[pulumi.Input[Any]] = []
        if self.models:
            found.append(self.models.footprint)
        if self.provisioned:
            own = pulumi.Output.all(self.provisioned.deployment_name, self.provisioned.footprint)
            found.append(own.apply(lambda known: [{"deployment": known[0], **known[1]}]))
        if self.endpoint:
            found.append(self.endpoint.footprint)
        return _joined(found)

    def cache_facts(self) -> pulumi.Output[Mapping[str, Any] | None]:
        """Return what applications need to know of the cache."""
        if self.cache is None:
            return pulumi.Output.from_input(None)
        return pulumi.Output.from_input({key: getattr(self.cache, key) for key in _CACHE_FACTS})

    def profiles(self) -> pulumi.Output[Mapping[str, Any]]:
        """Return the autoscale profiles by online deployment."""
        found = {name: each.profiles for name, each in self.autoscales.items()}
        return pulumi.Output.from_input(found)

    def explain(self) -> pulumi.Output[Sequence[str]]:
        """Return how the sizes came about."""
        found: list[pulumi.Input[Any]] = []
        if self.provisioned:
            found.append(self.provisioned.sizing)
        if self.endpoint:
            found.append(self.endpoint.explain)
        found += [each.explain for each in self.autoscales.values()]
        if self.cache:
            found.append(self.cache.size.apply(lambda size: size["explain"]))
        if self.monitoring:
            found.append(self.monitoring.carbon_budget)
        return _joined(found)


def _joined(lists: Sequence[pulumi.Input[Any]]) -> pulumi.Output[Any]:
    return pulumi.Output.all(*lists).apply(lambda known: list(chain.from_iterable(known)))
