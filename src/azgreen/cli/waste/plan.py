"""What would the root program refuse of a stack's file? Plans, and makes nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ruamel.yaml import YAML

from azgreen.cli._stack_file import loaded
from azgreen.errors import Fault, InputError
from azgreen_components._inputs import InvalidInputsError
from azgreen_components.green_ai_stack.plan import plan
from azgreen_components.settings import settings_of

if TYPE_CHECKING:
    from pathlib import Path

_NAMESPACE: Final = "azgreen"


@lru_cache(maxsize=4)
def faults_of(file: Path, text: str) -> tuple[Fault, ...]:
    """Return what `GreenAiStack` refuses of what a file's text configures."""
    config: dict[str, Any] = dict(loaded(file, YAML(), text)["config"])
    given = {
        key.partition(":")[2]: value
        for key, value in config.items()
        if key.startswith(f"{_NAMESPACE}:")
    }
    usual = {"environment": file.name.split(".")[1], "workload": "workload"}
    try:
        settings = settings_of(_NAMESPACE, given, usual)
        plan(settings.workload, settings.stack_args("known-later"), datetime.now(UTC).date())
    except InvalidInputsError as error:
        found = error.errors or ()
        return tuple(
            Fault(f"{_NAMESPACE}:{each['property_path']}", each["reason"]) for each in found
        )
    except InputError as error:
        return error.faults
    return ()
