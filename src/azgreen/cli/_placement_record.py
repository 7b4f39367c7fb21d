"""What does recording a decision change in a stack's file, and what is left to do?"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

from azgreen.catalog import PROVISIONED, way_of
from azgreen.cli._stack_change import changed
from azgreen.estimate.placement import record

if TYPE_CHECKING:
    from pathlib import Path

    from azgreen.cli._change import Change
    from azgreen.estimate.placement import Decision

_LOCATION: Final = "azgreen:location"
_PLACEMENT: Final = "azgreen:placement"
_USUAL_SKU: Final = "Standard"  # what the component takes where none is written


def change(file: Path, decision: Decision, workload: Path) -> tuple[Change, str]:
    """Return what recording the decision changes, and what is left to do; empty: nothing.

    Raises:
        InputError: the file is not what a stack's file has to be.
    """
    kept = record(decision, hashlib.sha256(workload.read_bytes()).hexdigest())
    notes: list[str] = []

    def edit(config: Any) -> bool:
        notes.append(_note(file, config, decision))
        return _set(config, kept)

    return changed(file, edit), "".join(notes)


def _note(file: Path, config: Any, decision: Decision) -> str:
    """Say so where no deployment of the stack is what was decided; that is the user's to change."""
    chosen = decision.choice
    listed: Any = config.get("azgreen:deployments") or ()
    deployed = {(item.get("model"), item.get("sku", _USUAL_SKU)) for item in listed}
    if not deployed or (chosen.model, chosen.sku) in deployed:
        return ""
    wanted = f"{chosen.model} as {chosen.sku}"
    if way_of(chosen.sku) == PROVISIONED:
        return f"{file}: {wanted} takes {chosen.need}; deploy them with ProvisionedDeployment\n"
    return f"{file}: azgreen:deployments has no {wanted}; change it to follow the decision\n"


def _set(config: Any, kept: dict[str, Any]) -> bool:
    """Set both keys, the placement last; return whether that changed anything."""
    if config.get(_LOCATION) == kept["region"] and config.get(_PLACEMENT) == kept:
        return False
    config[_LOCATION] = kept["region"]
    config[_PLACEMENT] = kept
    return True
