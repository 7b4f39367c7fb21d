"""Size one thing: one module a subcommand, loaded when it runs."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import argparse

SUBCOMMANDS: Final = {
    "ptu": "find the provisioned throughput units that a load takes",
    "gpu": "find the GPU instances that serve an open model with the least carbon",
    "cache": "find the store that a semantic cache takes, and what it avoids",
    "search": "find the search service that holds an index with vectors",
    "autoscale": "find the autoscale rules and the weekly profile that suit a trace",
}
"""Each is a module `azgreen.cli._size_<name>` with `configure` and `run`, like a command."""


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the subcommands."""
    things = command.add_subparsers(title="what to size", metavar="THING", required=True)
    for name, summary in SUBCOMMANDS.items():
        thing = things.add_parser(
            name, help=summary, description=f"{summary}.".capitalize(), allow_abbrev=False
        )
        module = import_module(f"azgreen.cli._size_{name}")
        module.configure(thing)
        thing.set_defaults(run_thing=module.run)


def run(options: argparse.Namespace) -> int:
    """Run the subcommand."""
    return int(options.run_thing(options))
