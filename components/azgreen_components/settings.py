"""What did the user configure? Reads the whole `azgreen:` configuration, strictly and at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast

import pulumi
from pulumi.runtime import config as stack_config

from azgreen.errors import InputError
from azgreen_components._configuration import Reader
from azgreen_components._inputs import Faults
from azgreen_components._tags import resource_tags
from azgreen_components.green_ai_stack.args import GreenAiStackArgs

_PROVIDED = "resource_group_name"  # made by the program
_RECORDS = {"placement": (dict, "azgreen place"), "evidence": (list, "azgreen evaluate")}
"""What a command writes, for people and policies, and of which kind that is."""

_BUDGETS = ("budget", "carbonBudget")
"""Most USD and kgCO2e a month, which policies hold the stack to."""


@dataclass(frozen=True)
class Settings:
    """The configuration of a stack, every value of the right type; components check the names."""

    values: Mapping[str, Any]

    @property
    def location(self) -> str:
        """Azure region of everything."""
        return self.values["location"]

    @property
    def workload(self) -> str:
        """What the resources serve: also the name of the stack's component."""
        return self.values["workload"]

    @property
    def group_tags(self) -> Mapping[str, str]:
        """The tags of the workload, for the resource group; the component reports their faults."""
        return resource_tags(Faults(), self.values)

    def stack_args(self, resource_group_name: pulumi.Input[str]) -> GreenAiStackArgs:
        """Return the inputs of a GreenAiStack in that resource group."""
        return cast("GreenAiStackArgs", {**self.values, _PROVIDED: resource_group_name})


def load_settings(config: pulumi.Config) -> Settings:
    """Read every key of the namespace of `config`.

    The environment is the stack's name when left out, the workload the project's.

    Raises:
        InputError: Every key that is unknown, missing or of the wrong type, at once.
    """
    given = _given(config.name)
    secret = {key for key in given if _is_secret(config, key)}
    usual = {"environment": pulumi.get_stack(), "workload": pulumi.get_project()}
    return settings_of(config.name, given, usual, secret)


def settings_of(
    namespace: str,
    given: Mapping[str, object],
    usual: Mapping[str, str],
    secret: Collection[str] = (),
) -> Settings:
    """Read what is configured.

    Args:
        namespace: Of the keys, for messages.
        given: What is configured, by its name after the namespace.
        usual: What counts where it is left out.
        secret: Keys whose values no message may show.

    Raises:
        InputError: Every key that is unknown, missing or of the wrong type, at once.
    """
    rest = dict(given)
    reader = Reader(namespace, GreenAiStackArgs, secret)
    records = {key: rest.pop(key, None) for key in _RECORDS}
    budgets = {key: rest.pop(key, None) for key in _BUDGETS}
    values: dict[str, Any] = {**usual, **reader.read(rest, provided={_PROVIDED})}
    for key, (kind, command) in _RECORDS.items():
        reader.read_record(key, records[key], kind, command)
    for key, value in budgets.items():
        reader.read_number(key, value)
    if reader.faults:
        raise InputError(sorted(reader.faults))
    return Settings(values)


def _given(namespace: str) -> dict[str, object]:
    """Return every key that is set; `pulumi.Config` can only be asked for keys that one knows."""
    everything = {**stack_config.get_config_env(), **stack_config.CONFIG.get()}
    keys = sorted(key for key in everything if key.startswith(f"{namespace}:"))
    return {key.partition(":")[2]: stack_config.get_config(key) for key in keys}


def _is_secret(config: pulumi.Config, key: str) -> bool:
    return stack_config.is_config_secret(f"{config.name}:{key}")
