"""What do the commands that deploy have in common: the stack, its state, its local Azure?"""

from __future__ import annotations

import gc
import os
import signal
import sqlite3
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from azgreen.errors import StateError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Generator, Iterator

    from azgreen_emulator.engine import Deployment, Observer, Site
    from azgreen_emulator.engine.monitor import Registration

_HOME: Final = "AZGREEN_HOME"
_AZURE: Final = "AZGREEN_AZURE_URL"
_LATENCY_SECONDS: Final = 0.02
"""How long the local Azure takes for what Azure takes minutes for; enough to overlap writes."""

_GARBAGE_AFTER: Final = 100_000
"""New objects until garbage is looked for: a deployment keeps most of what it makes."""


def add_stack_options(command: argparse.ArgumentParser, *, needs_stack: bool = True) -> None:
    """Add the options that name a stack and its place."""
    command.add_argument(
        "--stack", required=needs_stack, metavar="NAME", help="the stack: stacks/Pulumi.NAME.yaml"
    )
    add_folder_option(command)
    command.add_argument(
        "--format",
        choices=("table", "json"),
        default="table",
        help="how to show the result (default: table)",
    )


def add_folder_option(command: argparse.ArgumentParser) -> None:
    """Add the option that names the project."""
    command.add_argument(
        "--cwd",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help="the project's folder; the current one when left out",
    )


def add_deploy_options(command: argparse.ArgumentParser) -> None:
    """Add the options of the commands that reach the local Azure."""
    add_stack_options(command)
    add_azure_option(command)


def add_azure_option(
    command: argparse.ArgumentParser, otherwise: str = "one of the stack's own"
) -> None:
    """Add the option that names the local Azure; `otherwise` is what counts without it."""
    command.add_argument(
        "--azure",
        default=os.environ.get(_AZURE),
        metavar="URL",
        help=f"a local Azure that runs already ({_AZURE}); {otherwise} when left out",
    )


def add_policy_options(command: argparse.ArgumentParser) -> None:
    """Add the options that choose policy packs."""
    command.add_argument(
        "--policy-pack",
        type=Path,
        action="append",
        metavar="FOLDER",
        help="check with this pack; may be repeated; the project's 'policies' when left out",
    )
    command.add_argument(
        "--policy-pack-config",
        type=Path,
        metavar="FILE",
        help="JSON configuration of the packs' policies",
    )


def state_folder(options: argparse.Namespace) -> Path:
    """Return where the stack's state and its own local Azure are kept."""
    home = os.environ.get(_HOME)
    return (Path(home) if home else options.cwd / ".azgreen") / options.stack.replace("/", "-")


@contextmanager
def open_deployment(
    options: argparse.Namespace, observer: Observer
) -> Generator[Deployment, None, None]:
    """Open a stack for a deployment; only one process may have it open.

    Raises:
        InputError: what the user wrote cannot be used; nothing has been written then.
        StateError: the state cannot be used, or somebody else uses it now.
    """
    from azgreen_emulator.engine import Deployment, Site  # noqa: PLC0415 - heavy
    from azgreen_emulator.engine.project import load_stack  # noqa: PLC0415
    from azgreen_emulator.engine.state import State  # noqa: PLC0415
    from azgreen_emulator.native.client import ArmClient  # noqa: PLC0415

    stack = load_stack(options.cwd.resolve(), options.stack)
    packs = [partial(_start_pack, folder, stack, options) for folder in pack_folders(options)]
    folder = state_folder(options)
    with ExitStack() as opened:
        opened.enter_context(_rarely_collecting())
        opened.enter_context(_only_one(folder))
        state = opened.enter_context(State(folder / "state.db"))
        url = options.azure or opened.enter_context(own_azure(folder))
        azure = ArmClient(url)
        opened.callback(azure.close)
        site = Site(stack, state, azure, observer)
        opened.enter_context(_stopping(site))
        yield Deployment(site, packs)


def recorded(deployment: Deployment) -> Iterator[Registration]:
    """Yield what a stack has deployed, as if a program registered it."""
    from azgreen_emulator.engine.monitor import Registration  # noqa: PLC0415 - heavy

    for record in deployment.site.state.records():
        if not record.superseded:
            yield Registration(
                urn=record.urn,
                token=record.token,
                name=record.name,
                custom=True,
                inputs=record.inputs,
                parent=record.parent,
                dependencies=record.dependencies,
            )


def pack_folders(options: argparse.Namespace) -> list[Path]:
    """Return the packs that were chosen, else the project's own."""
    chosen = getattr(options, "policy_pack", None)
    if chosen is not None:
        return chosen
    own = options.cwd / "policies"
    return (
        [own] if (own / "PulumiPolicy.yaml").is_file() and hasattr(options, "policy_pack") else []
    )


def _start_pack(folder: Path, stack: Any, options: argparse.Namespace, *, preview: bool) -> Any:
    from azgreen_emulator.engine.policy import PolicyPack  # noqa: PLC0415 - heavy

    return PolicyPack(folder, stack, preview=preview, config=options.policy_pack_config)


@contextmanager
def own_azure(folder: Path) -> Generator[str, None, None]:
    """Run the local Azure of a stack; yields its address."""
    from azgreen_emulator.server import LocalAzure  # noqa: PLC0415 - heavy

    with LocalAzure(folder / "azure.db", latency_s=_LATENCY_SECONDS) as azure:
        yield azure.url


@contextmanager
def _rarely_collecting() -> Generator[None, None, None]:
    before = gc.get_threshold()
    gc.set_threshold(_GARBAGE_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _only_one(folder: Path) -> Generator[None, None, None]:
    # a database that is locked for writing is the one lock that every system frees on a crash
    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / "lock.db", timeout=0, isolation_level=None)
    try:
        connection.execute("begin exclusive")
    except sqlite3.OperationalError:
        connection.close()
        raise StateError(
            f"{folder}: another azgreen is working on this stack; wait for it"
        ) from None
    try:
        yield
    finally:
        connection.close()


@contextmanager
def _stopping(site: Site) -> Generator[None, None, None]:
    """Let the first Ctrl-C end the deployment between two steps, and the second end it at once."""

    def stop(*_: object) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        site.stop()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
