"""Would a model be better off on a GPU, and on which machine?"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from pulumi_policy.proxy import UnknownValueError

from azgreen import catalog
from azgreen_policies._online import model_of
from azgreen_policies._reading import need_of
from azgreen_policies.size._gpu_memory import REQUEST_TOKENS, told
from azgreen_policies.size._gpu_need import advised

DEFAULT_MACHINE: Final = "Standard_F4s_v2"
"""What Azure takes where no type is named (ARM schema; azure-native fills it in by itself)."""

_ANY: Final = "set properties.instanceType to a machine that suits the model"


def needs_gpu(model: catalog.Model, most_params_b: float) -> bool:
    """Tell whether a model writes text and works with more parameters than a CPU should read."""
    active = model.active_params_b
    return model.kind == "chat" and active is not None and active.mid > most_params_b


def default_told() -> str:
    """Say what the machine is that Azure takes."""
    machine = catalog.instance(DEFAULT_MACHINE)
    has = f"{machine.vcpus} vCPUs, {machine.memory_gib:g} GiB, no GPU"
    return f"{machine.name} ({has}, retires on {machine.retires_on})"


def fix(props: Mapping[str, Any]) -> str:
    """Say which machine to take; any where it is not known which model it is to run.

    Raises:
        InputError: the tag of the need cannot be read.
    """
    try:
        model = model_of(props)
    except UnknownValueError:
        return _ANY
    if isinstance(model, str):
        return _ANY
    today, tokens = datetime.now(UTC).date(), REQUEST_TOKENS["default"]
    best = advised(model, need_of(props), props, tokens, today)
    return _ANY if best is None else f"set properties.instanceType to {told(best)}"
