"""What did the user configure? Reads the whole `azgreen:` configuration, strictly and at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import pulumi
from pulumi.runtime import config as stack_config

from azgreen.errors import InputError
from azgreen_components._configuration import Reader
from azgreen_components._inputs import Faults
from azgreen_components._tags import resource_tags
from azgreen_components.model_deployment import ModelArgs, ModelDeploymentArgs


@dataclass(frozen=True)
class Settings:
    """The configuration of a stack, every value of the right type; components check the names."""

    location: str
    environment: str
    deployments: tuple[ModelArgs, ...]
    workload: str | None = None
    owner: str | None = None
    account_name: str | None = None
    sub_domain: str | None = None
    name_suffix: str | None = None
    public_network_access: bool = False
    tags: Mapping[str, str] | None = None

    @property
    def group_tags(self) -> Mapping[str, str]:
        """The tags of the workload, for the resource group; the component reports their faults."""
        return resource_tags(Faults(), vars(self))

    def component_args(self, resource_group_name: pulumi.Input[str]) -> ModelDeploymentArgs:
        """Return the inputs of a ModelDeployment in that resource group."""
        fields = {key: value for key, value in vars(self).items() if value is not None}
        return cast("ModelDeploymentArgs", {**fields, "resource_group_name": resource_group_name})


def load_settings(config: pulumi.Config) -> Settings:
    """Read every key of the namespace of `config`.

    The environment is the stack's name when left out. `traffic` is that of the one deployment that
    states none of its own.

    Raises:
        InputError: Every key that is unknown, missing or of the wrong type, at once.
    """
    given = _given(config.name)
    reader = Reader(config.name, {key for key in given if _is_secret(config.name, key)})
    values: dict[str, Any] = {"environment": pulumi.get_stack(), **reader.read(given)}
    if reader.faults:
        raise InputError(sorted(reader.faults))
    return Settings(**values)


def _given(namespace: str) -> dict[str, object]:
    """Return every key that is set; `pulumi.Config` can only be asked for keys that one knows."""
    everything = {**stack_config.get_config_env(), **stack_config.CONFIG.get()}
    keys = sorted(key for key in everything if key.startswith(f"{namespace}:"))
    return {key.partition(":")[2]: stack_config.get_config(key) for key in keys}


def _is_secret(namespace: str, key: str) -> bool:
    return stack_config.is_config_secret(f"{namespace}:{key}")
