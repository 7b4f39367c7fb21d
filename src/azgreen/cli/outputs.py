"""Show the outputs of a stack's last deployment."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from azgreen.cli import _session, _show
from azgreen.errors import StateError

if TYPE_CHECKING:
    import argparse


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    _session.add_stack_options(command)
    command.add_argument("--show-secrets", action="store_true", help="show secret outputs in clear")


def run(options: argparse.Namespace) -> int:
    """Read the state and print the outputs; secrets stay hidden unless asked for."""
    from azgreen_emulator.engine.project import load_stack  # noqa: PLC0415 - heavy
    from azgreen_emulator.engine.state import State  # noqa: PLC0415
    from azgreen_emulator.native.values import redacted, revealed  # noqa: PLC0415

    load_stack(options.cwd.resolve(), options.stack)
    file = _session.state_folder(options) / "state.db"
    if not file.exists():
        raise StateError(
            f"stack {options.stack!r} has never been deployed here; run 'azgreen up' first"
        )
    with State(file) as state:
        outputs: dict[str, Any] = state.get("outputs") or {}
    shown = revealed(outputs) if options.show_secrets else redacted(outputs)
    if options.format == "json":
        print(json.dumps(shown, indent=2, sort_keys=True))
    else:
        _show.print_outputs(shown)
    return 0
