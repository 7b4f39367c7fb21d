"""In which file is a stack's configuration?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from azgreen.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def named_stack_file(project: Path, stack: str) -> Path:
    """Return the file of a stack of the project.

    Raises:
        InputError: the folder is no project, or it has no such stack.
    """
    folder = _folder(project)
    file = folder / f"Pulumi.{stack}.yaml"
    if not file.is_file():
        known = sorted(item.name.split(".")[1] for item in folder.glob("Pulumi.*.yaml"))
        there = f"stacks: {', '.join(known)}" if known else "no stack is there"
        raise InputError([Fault("--stack", f"{file} does not exist; {there}")])
    return file


def found_stack_file(project: Path, stack: str) -> Path | None:
    """Return the file of a stack of the project; None where there is none.

    Raises:
        InputError: the project's own file cannot be read.
    """
    if not (project / "Pulumi.yaml").is_file():
        return None
    file = _folder(project) / f"Pulumi.{stack}.yaml"
    return file if file.is_file() else None


def loaded(file: Path, yaml: Any, text: str, needs: Sequence[str] = ("config",)) -> Any:
    """Return the document of a project's or a stack's file, which has the keys that it needs.

    Raises:
        InputError: it is no YAML, or has none of a key.
    """
    try:
        document = yaml.load(text)
    except YAMLError as error:
        problem = str(getattr(error, "problem", None) or error).splitlines()[0]
        raise InputError([Fault(str(file), f"is not YAML: {problem}")]) from error
    found: Any = document if isinstance(document, CommentedMap) else {}
    for key in needs:
        if not isinstance(found.get(key), CommentedMap):
            reason = f"has no '{key}:' with keys below it; write the stack's configuration there"
            raise InputError([Fault(str(file), reason)])
    return found


def _folder(project: Path) -> Path:
    """Return where the project keeps its stacks' files."""
    file = project / "Pulumi.yaml"
    if not file.is_file():
        reason = "does not exist; run this in the project's folder or name it with --cwd"
        raise InputError([Fault(str(file), reason)])
    read = loaded(file, YAML(), file.read_text("utf-8"), needs=())
    return project / str(read.get("stackConfigDir") or "")
