"""What do chosen fixes change in a stack's file, and is it still a program's that plans?

A fix may break another entry: an evaluation names the deployment that goes, say. So what the file
comes to is planned as `GreenAiStack` plans it, and a fault that was not there before is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ruamel.yaml import YAML

from azgreen.cli._change import Change
from azgreen.cli._stack_change import changed
from azgreen.cli._stack_file import loaded
from azgreen.cli.waste.fix import fix_of
from azgreen.cli.waste.yaml_removal import without
from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from azgreen.cli.waste.fix import Fix
    from azgreen.cli.waste.found import Found

    Steps = tuple[str | int, ...]

_CONFIG: Final = "config"
_WITH_LAST_ITEM: Final[Mapping[Steps, Steps]] = {
    ("azgreen:endpoint", "deployments"): ("azgreen:endpoint",)
}
"""What goes as a whole with the last item of a list: without any it is no endpoint."""


def change(file: Path, chosen: Sequence[Found]) -> Change:
    """Return what fixing changes.

    Raises:
        InputError: the file is not what a stack's file has to be, no longer holds what was
            deployed, or would no longer plan; everything that is wrong.
    """
    made, broken = _made(file, chosen)
    if broken:
        names = ", ".join(each.id for each in chosen)
        raise InputError(
            [
                Fault(f"{file}: {fault.where}", f"{fault.what} (once {names} is fixed)")
                for fault in broken
            ]
        )
    return made


def why_not(file: Path, found: Found) -> str | None:
    """Say why a fix cannot be written; None where it can."""
    try:
        _, broken = _made(file, [found])
    except InputError as error:
        told = (f"{fault.where}: {fault.what}".removeprefix(f"{file}: ") for fault in error.faults)
        return "; ".join(told)
    return f"once fixed the file would not plan: {'; '.join(map(str, broken))}" if broken else None


def _made(file: Path, chosen: Sequence[Found]) -> tuple[Change, list[Fault]]:
    """Return what fixing changes, and what of the new file would be refused."""
    fixes = list["Fix"]()

    def edit(config: Any) -> bool:
        fixes.extend(_fixes(file, chosen, config))
        puts = [put for fix in fixes for put in fix.puts]
        for put in puts:
            put.do()
        return bool(puts)

    found = changed(file, edit)
    after = _taken_out(file, found.after, [path for fix in fixes for path in fix.gone])
    made = Change(file, found.before, after)
    return made, _broken(made)


def _fixes(file: Path, chosen: Sequence[Found], config: Any) -> list[Fix]:
    faults, found = list[Fault](), list["Fix"]()
    for each in chosen:
        try:
            found.append(fix_of(each, config))
        except InputError as error:
            faults += [Fault(f"{file}: {fault.where}", fault.what) for fault in error.faults]
    if faults:
        raise InputError(faults)
    return found


def _taken_out(file: Path, text: str, paths: Iterable[Steps]) -> str:
    """Take entries out of a text, a list as a whole where all its items go."""
    plain = text.replace("\r\n", "\n")
    config = loaded(file, YAML(), plain)[_CONFIG]
    gone = set(paths)
    for path in [*gone]:
        above = path[:-1]
        if not isinstance(path[-1], int):
            continue
        own = {(*above, index) for index in range(len(_at(config, above)))}
        if own <= gone:
            gone = gone - own | {_WITH_LAST_ITEM.get(above, above)}
    for path in sorted(gone, key=_ordered, reverse=True):
        plain = without(plain, (_CONFIG, *path))
    return plain.replace("\n", "\r\n") if "\r\n" in text else plain


def _ordered(path: Steps) -> list[str]:
    """Return by what paths are sorted, so that the last item of a list goes first."""
    return [f"{step:06d}" if isinstance(step, int) else step for step in path]


def _at(config: Any, path: Steps) -> Any:
    for step in path:
        config = config[step]
    return config


def _broken(made: Change) -> list[Fault]:
    """Return what the root program would refuse of the new file, and did not of the old one."""
    from azgreen.cli.waste.plan import faults_of  # noqa: PLC0415 - heavy

    known = faults_of(made.file, made.before)
    return [fault for fault in faults_of(made.file, made.after) if fault not in known]
