"""How are the findings of a check told?"""

from __future__ import annotations

import json
import os
import tempfile
import textwrap
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.text import Text

from azgreen.errors import Fault, InputError
from azgreen.findings import junit, markdown, sarif

if TYPE_CHECKING:
    import argparse

    from azgreen.findings import Checked, Finding

_STYLES: Final = {"violation": "bold red", "advice": "yellow", "waived": "dim"}
_WIDE: Final = 100
_MARGIN: Final = "    "


def text_of(checked: Checked, options: argparse.Namespace) -> str:
    """Return the findings in the form that `--format` asks for."""
    match options.format:
        case "json":
            return json.dumps(checked.as_dict(), indent=2) + "\n"
        case "sarif":
            return sarif_of(checked, options.cwd)
        case "junit":
            return junit(checked)
        case "markdown":
            return markdown(checked)
        case _:
            return _table(checked)


def sarif_of(checked: Checked, folder: Path) -> str:
    """Return a SARIF log whose places are from the top of the repository that holds a folder."""
    log = sarif(checked, tool_version=version(), base=_base(folder.resolve()))
    return json.dumps(log, indent=2) + "\n"


def write(file: Path, text: str) -> None:
    """Write a file whole or not at all."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=file.parent, delete=False
        ) as new:
            new.write(text)
        Path(new.name).replace(file)
    except OSError as error:
        what = f"cannot be written: {error.strerror}; give a path in a folder that exists"
        raise InputError([Fault(str(file), what)]) from error


def counts(checked: Checked) -> str:
    """Return the counts in words."""
    found = checked.counts
    held = len(checked.rules) - len({item.rule.ref for item in checked.findings})
    return (
        f"{found['violation']} violated, {found['advice']} advised, {found['waived']} waived; "
        f"{held} of {len(checked.rules)} rules hold"
    )


def _table(checked: Checked) -> str:
    out = Console(
        file=StringIO(), width=_WIDE, highlight=False, soft_wrap=True, force_terminal=_is_terminal()
    )
    out.print(f"[bold]{checked.project}/{checked.stack}[/bold]")
    for finding in checked.findings:
        out.print(_head(finding))
        out.print(Text(_body(finding)), style="" if finding.waived is None else "dim")
    for item in checked.unjudged:
        out.print(Text(f"not known yet  {item.rule.ref} {item.urn.rpartition('::')[2]}"))
        out.print(Text(_indented(item.what)))
    for each in checked.idle_waivers:
        out.print(Text(f"waiver  {each}: excuses nothing; take it out"))
    out.print(counts(checked))
    file = out.file
    assert isinstance(file, StringIO)  # noqa: S101 - given above
    return file.getvalue()


def _head(finding: Finding) -> Text:
    place = "" if finding.source is None else f"  {finding.source.file}:{finding.source.line}"
    rule = finding.rule
    head = f"{finding.state}  {rule.ref} {rule.name} ({rule.severity})  {finding.resource}{place}"
    return Text(head, style=_STYLES[finding.state])


def _body(finding: Finding) -> str:
    told = [finding.message]
    if (it := finding.waived) is not None:
        told.append(f"waived until {it.until} by {it.owner}: {it.reason}")
    return "\n".join(map(_indented, told))


def _indented(text: str) -> str:
    return textwrap.fill(
        text,
        _WIDE,
        initial_indent=_MARGIN,
        subsequent_indent=_MARGIN,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _base(folder: Path) -> str:
    """Return where the project is in its repository; empty at its top or outside of one."""
    above = (each for each in (folder, *folder.parents) if (each / ".git").exists())
    top = next(above, folder)
    found = os.path.relpath(folder, top)
    return "" if found == os.curdir else found


def _is_terminal() -> bool:
    return os.isatty(1)


def version() -> str:
    """Return the version of azgreen."""
    from importlib import metadata  # noqa: PLC0415 - slow, and for two formats

    return metadata.version("azgreen")
