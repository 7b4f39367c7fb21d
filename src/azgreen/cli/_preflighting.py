"""How is a plan put to Azure, and how are the answers shown?"""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from azgreen.azure import AzurePlace, place_of
from azgreen.azure.client import ManagementClient
from azgreen.cli import _session
from azgreen.cli._planned import resources_of
from azgreen.errors import PreflightError
from azgreen.preflight import Verdict, counts, preflight
from azgreen_emulator.native.table import SUBSCRIPTION_ID

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

    from azgreen.preflight import Line
    from azgreen_emulator.engine import Deployment, Report
    from azgreen_emulator.engine.monitor import Registration


def asked(items: Iterable[Registration], place: AzurePlace) -> tuple[Line, ...]:
    """Ask about the resources of a plan.

    Raises:
        SignInError: nobody is signed in, or the subscription cannot be seen.
        ModuleNotFoundError: the extra `azure` is not installed.
    """
    with ManagementClient(place) as azure:
        return preflight(resources_of(items), azure, datetime.now(UTC).date())


@contextmanager
def own_place(options: argparse.Namespace) -> Generator[AzurePlace]:
    """Yield the local Azure of a stack, which runs as long."""
    with _session.own_azure(_session.state_folder(options)) as url:
        yield place_of(url, options.subscription)


def before_up(options: argparse.Namespace, deployment: Deployment) -> Callable[[Report], None]:
    """Return what `up` does between its plan and its first write."""
    place = AzurePlace(deployment.site.azure.url, SUBSCRIPTION_ID)
    return partial(_refuse, place, options)


def fails(lines: Sequence[Line]) -> bool:
    """Tell whether Azure would refuse something."""
    return any(line.verdict is Verdict.FAIL for line in lines)


def as_json(stack: str, place: AzurePlace, lines: Sequence[Line]) -> str:
    """Return one JSON object."""
    found = {
        "stack": stack,
        "azure": place.url,
        "subscription": place.subscription,
        "summary": counts(lines),
        "lines": [line.as_dict() for line in lines],
    }
    return json.dumps(found, indent=2, sort_keys=True)


def as_table(stack: str, place: AzurePlace, lines: Sequence[Line]) -> str:
    """Return a line for each check, with its remedy below, and the counts."""
    checks, subjects = (
        max((len(text) for text in column), default=0)
        for column in ([line.check for line in lines], [line.subject for line in lines])
    )
    told = [f"preflight of stack {stack!r} on {place.url}, subscription {place.subscription}", ""]
    for line in lines:
        start = f"  {line.verdict.value}  {line.check:{checks}}  {line.subject:{subjects}}  "
        told.append(start + line.told)
        told += [f"{'':{len(start)}}-> {line.remedy}"] if line.remedy else []
    return "\n".join([*told, *([""] if lines else []), _counted(lines)])


def _refuse(place: AzurePlace, options: argparse.Namespace, report: Report) -> None:
    """Raise where Azure would refuse the plan; say on stderr where it cannot be asked."""
    try:
        lines = asked(report.planned, place)
    except ModuleNotFoundError as error:
        sys.stderr.write(f"no preflight: {error.name} is not installed; install 'azgreen[azure]'\n")
        return
    refused = [line for line in lines if line.verdict is Verdict.FAIL]
    if refused:
        told = ["Azure would refuse the plan; nothing was written", *map(str, refused)]
        raise PreflightError("\n".join(told))
    if options.format == "table":
        print(f"  preflight: {_counted(lines)}")
        print("".join(f"    {told}\n" for told in _worth_a_look(options, lines)))


def _worth_a_look(options: argparse.Namespace, lines: Sequence[Line]) -> Iterator[str]:
    """Yield what is warned of, and the command that tells every line."""
    yield from (str(line) for line in lines if line.verdict is Verdict.WARN)
    if any(line.verdict is not Verdict.PASS for line in lines):
        where = f"--azure {options.azure}" if options.azure else "--local"
        folder = "" if options.cwd == Path() else f" --cwd {options.cwd}"
        yield f"see each: azgreen preflight --stack {options.stack} {where}{folder}"


def _counted(lines: Sequence[Line]) -> str:
    if not lines:
        return "nothing of it is Azure's to refuse"
    words = {"PASS": "pass", "WARN": "warn", "FAIL": "fail", "SKIP": "could not be asked"}
    return ", ".join(f"{number} {words[name]}" for name, number in counts(lines).items())
