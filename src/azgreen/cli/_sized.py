"""How is a sizing shown? The same for every `size` command and for `advise`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, Protocol

from rich.box import MARKDOWN, SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping, Sequence

FORMATS: Final = ("table", "json", "markdown")
_WIDE: Final = 200


class Sized(Protocol):
    """What can be shown."""

    def as_dict(self) -> dict[str, Any]: ...

    def explain(self) -> list[str]: ...


def add_format(command: argparse.ArgumentParser) -> None:
    """Declare `--format`."""
    command.add_argument(
        "--format", choices=FORMATS, default=FORMATS[0], help="how to show it (default: table)"
    )


def add_numbers(
    command: argparse.ArgumentParser, rows: Iterable[tuple[str, float | None, str]]
) -> None:
    """Declare options that take a number: flag, default (None: not given) and what it is."""
    for flag, default, told in rows:
        command.add_argument(flag, type=float, default=default, metavar="NUMBER", help=told)


def show(sized: Sized, form: str, rows: Mapping[str, object]) -> None:
    """Print the sizing in one of `FORMATS`; `rows` is what the table shows."""
    if form == "json":
        print(json.dumps(sized.as_dict(), indent=2))
        return
    print_table(form, ("", ""), [(name, text(value)) for name, value in rows.items()])
    print_lines(form, sized.explain())


def print_table(form: str, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print one table."""
    table = Table(*headers, box=MARKDOWN if form == "markdown" else SIMPLE_HEAD)
    table.show_header = form == "markdown" or any(headers)
    for row in rows:
        table.add_row(*row)
    console(form).print(table)


def print_lines(form: str, lines: Iterable[str]) -> None:
    """Print lines of prose: a list in Markdown."""
    out = console(form)
    for line in lines:
        out.print(f"- {line}" if form == "markdown" else line)


def console(form: str) -> Console:
    """Return where to print; a Markdown row must not be broken, however narrow the window."""
    width = _WIDE if form == "markdown" else None
    return Console(highlight=False, markup=False, width=width, soft_wrap=form == "markdown")


def text(value: object) -> str:
    """Return a value as people read it; what is not known says so."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.4g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def percent(value: float | None) -> str:
    """Return a share as a percentage."""
    return "not known" if value is None else f"{value:.0%}"
