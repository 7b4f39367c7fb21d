"""The command `azgreen`: one module a command, loaded when it runs.

This module imports next to nothing, because `azgreen --help` is to start like Python itself.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "up": "deploy a stack to the local Azure and show what it will emit and cost",
    "preview": "show what 'up' would do, and what the policies say to it",
    "check": "hold a program, a preview or a deployed stack to the rules",
    "preflight": "ask Azure whether it would take a plan: offers, quota, names, roles",
    "comment": "write the comment of a pull request: carbon, water, money, rules",
    "destroy": "delete everything that a stack deployed",
    "outputs": "show the outputs of a stack's last deployment",
    "emulator": "serve the local Azure alone",
    "doctor": "tell which data of the catalogue are old, and which models retire",
    "place": "find where a workload emits the least, and say why not elsewhere",
    "advise": "choose the route and model with the least carbon, and show what levers save",
    "prompt": "count, price and weigh a prompt, and check its budgets",
    "size": "size what a workload needs",
    "load": "put a load on what a stack deployed to its local Azure",
    "rightsize": "size what is deployed by what it measured",
    "waste": "list what is deployed and not needed, each with its fix as a change",
    "footprint": "show what Azure reports of a stack, beside the estimate and what GPUs measured",
    "schedule": "start jobs that can wait when the grid is clean",
    "replay": "replay a trace under several policies and show what each costs",
    "evaluate": "compare two models' answers; keep, promote the smaller, or roll back",
    "report": "write a placement and a replay as one HTML page",
}
_BROKEN_PIPE = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; exit code 0 for success, 2 for a fault that is explained on stderr."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = _parser(arguments)
    options = parser.parse_args(arguments)
    from azgreen.errors import AzgreenError  # noqa: PLC0415 - not for `--help`

    try:
        return int(options.run(options))
    except AzgreenError as error:
        sys.stderr.write(f"error: {error}\n".replace("\n", "\nerror: ").removesuffix("error: "))
        return error.exit_code
    except ModuleNotFoundError as error:
        sys.stderr.write(f"error: installation: {error}; install 'azgreen[all]'\n")
        return AzgreenError.exit_code
    except BrokenPipeError:
        # whoever read our output has enough of it; the code is the one that a shell gives then
        sys.stdout = None
        return _BROKEN_PIPE


def _parser(arguments: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="azgreen",
        description="Generative AI on Azure with the least carbon that meets the need.",
        epilog="'azgreen COMMAND --help' tells more. Exit: 0 done, 2 a fault, 130 interrupted.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, help="show the version and stop")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    chosen = next((item for item in arguments if not item.startswith("-")), None)
    for name, summary in COMMANDS.items():
        said = f"{summary[0].upper()}{summary[1:]}."
        command = commands.add_parser(name, help=summary, description=said, allow_abbrev=False)
        if name == chosen:
            module = import_module(f"azgreen.cli.{name}")
            module.configure(command)
            command.set_defaults(run=module.run)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:  # noqa: A002 - argparse's name
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from azgreen import __version__  # noqa: PLC0415 - reads the installed metadata

        parser.exit(message=f"azgreen {__version__}\n")
