"""What does a pack consist of, in the folder from which it is served?"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from pulumi_policy import Policy

from azgreen.errors import Fault, InputError
from azgreen_policies import _ledger, load_rules, profiles, waivers
from azgreen_policies._waived import waived_policy

WAIVERS: Final = "AZGREEN_WAIVERS"
"""Environment variable with the path of the waivers; empty for none."""
SETTINGS: Final = "AZGREEN_POLICIES"
"""Environment variable with the path of the settings; empty for none."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pack:
    """Policies in the order in which they run, and what they start with."""

    policies: list[Policy]
    initial_config: profiles.Config


def assemble(folder: Path) -> Pack:
    """Return the pack of a folder, with the settings and waivers that belong to it.

    Raises:
        InputError: every fault of both files at once.
    """
    rules = load_rules()
    faults: list[Fault] = []
    settings = _read(
        beside(folder, profiles.FILE, SETTINGS), lambda file: profiles.read(file, rules), faults
    )
    known = {rule.name: (rule.tags or [""])[0] for rule in rules}
    held = _read(
        beside(folder, waivers.FILE, WAIVERS),
        lambda file: waivers.read(file, known, _ledger.today()),
        faults,
    )
    if faults:
        raise InputError(faults)
    _ledger.hold(waivers.of_stack(held or (), os.environ.get("PULUMI_STACK", "")))
    config = profiles.initial_config(settings or profiles.Settings(), rules, profiles.stage())
    return Pack([*rules, waived_policy()], config)


def beside(folder: Path, name: str, variable: str) -> Path | None:
    """Return a file of a pack: named by a variable, in its folder, or beside a Pulumi.yaml above.

    A clone has its pack inside the project; a published pack is on its own.
    """
    named = os.environ.get(variable)
    if named is not None:
        return Path(named) if named else None
    places = [folder]
    if any((folder.parent / f"Pulumi.{ending}").is_file() for ending in ("yaml", "yml", "json")):
        places.append(folder.parent)
    return next((place / name for place in places if (place / name).is_file()), None)


def _read(file: Path | None, reader: Callable[[Path], T], faults: list[Fault]) -> T | None:
    if file is None:
        return None
    try:
        return reader(file)
    except InputError as error:
        faults += error.faults
        return None
