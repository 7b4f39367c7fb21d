"""Where is a decision recorded, and what would that change in the file?"""

from __future__ import annotations

import difflib
import hashlib
import io
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ruamel.yaml import YAML

from azgreen.catalog import PROVISIONED, way_of
from azgreen.cli._stack_file import loaded, named_stack_file
from azgreen.errors import Fault, InputError
from azgreen.estimate.placement import record

if TYPE_CHECKING:
    import argparse

    from azgreen.estimate.placement import Decision

_LOCATION: Final = "azgreen:location"
_PLACEMENT: Final = "azgreen:placement"
_USUAL_SKU: Final = "Standard"  # what the component takes where none is written
_WIDE: Final = 4096  # long lines stay as they are


@dataclass(frozen=True, slots=True)
class Change:
    """The file before and after."""

    file: Path
    before: str
    after: str
    note: str = ""
    """What the user still has to do; empty: nothing."""

    @property
    def difference(self) -> str:
        """The lines that differ, as `diff -u` shows them; empty where nothing changes."""
        before, after = (text.splitlines(keepends=True) for text in (self.before, self.after))
        return "".join(difflib.unified_diff(before, after, str(self.file), str(self.file)))

    def write(self) -> None:
        """Replace the file in one step: nobody ever reads half of it."""
        handle, name = tempfile.mkstemp(dir=self.file.parent, prefix=f".{self.file.name}.")
        fresh = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
                out.write(self.after)
            fresh.chmod(self.file.stat().st_mode)
            fresh.replace(self.file)
        finally:
            fresh.unlink(missing_ok=True)


def stack_file(options: argparse.Namespace) -> Path | None:
    """Return the file to write to, None where nothing is to be recorded.

    Raises:
        InputError: the options do not go together, or the stack has no file.
    """
    if not options.write and not options.dry_run:
        if options.stack is not None:
            reason = "names a stack, but nothing is recorded without --write or --dry-run"
            raise InputError([Fault("--stack", reason)])
        return None
    if options.stack is None:
        raise InputError([Fault("--write", "needs --stack NAME, to know what to write to")])
    return named_stack_file(options.cwd, options.stack)


def change(file: Path, decision: Decision, workload: Path) -> Change:
    """Return what recording the decision changes; comments, order and all else stay.

    Raises:
        InputError: the file is not what a stack's file has to be.
    """
    with file.open(encoding="utf-8", newline="") as opened:
        before = opened.read()
    text = before.replace("\r\n", "\n")
    yaml = _like(text)
    document = loaded(file, yaml, text)
    kept = record(decision, hashlib.sha256(workload.read_bytes()).hexdigest())
    note = _note(file, document["config"], decision)
    if not _set(document["config"], kept):
        return Change(file, before, before, note)
    out = io.StringIO()
    yaml.dump(document, out)
    after = out.getvalue()
    after = after.replace("\n", "\r\n") if "\r\n" in before else after
    return Change(file, before, after, note)


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


def _like(text: str) -> Any:
    """Return a YAML writer that indents as `text` does."""
    yaml: Any = YAML()
    yaml.preserve_quotes = True
    yaml.width = _WIDE
    nested = re.search(r"^config:.*\n(?:\s*#.*\n|\s*\n)*( +)\S", text, re.MULTILINE)
    dash = re.search(r"^( +)\S+:[ ]*\n(?:\s*#.*\n)*( *)- ", text, re.MULTILINE)
    step = len(nested[1]) if nested else 2
    offset = max(0, len(dash[2]) - len(dash[1])) if dash else step
    yaml.indent(mapping=step, sequence=offset + 2, offset=offset)
    return yaml
