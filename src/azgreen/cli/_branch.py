"""How does a change become a commit on a branch of its own, with all else as it is?

Neither the working tree nor the index nor the branch that is checked out is touched: the commit is
made of git's objects, and the branch is set only if it is not there at that moment.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from azgreen.cli._folded import folded
from azgreen.cli._git import Git

if TYPE_CHECKING:
    from collections.abc import Iterable

    from azgreen.cli._change import Change

_WIDE: Final = 72  # what git's own documentation wraps a message at
_NOT_THERE: Final = ""
"""The old value of a reference that must not be there."""

_SHORT: Final = 10


@dataclass(frozen=True)
class _Base:
    """Where a branch starts, and the file there."""

    git: Git
    head: str
    mode: str
    path: str
    """From the top of the repository."""
    blob: str


def message(subject: str, lines: Iterable[str]) -> str:
    """Return a commit's message: the subject, and each line wrapped and indented as it is."""
    return "\n".join([subject, "", *(folded(line, _WIDE) for line in lines)]).rstrip() + "\n"


def check(file: Path, name: str) -> None:
    """Refuse what cannot become a branch, before anybody works for it.

    Raises:
        InputError: git is not there or refuses the name, or the file is not as in HEAD.
    """
    _base(file, file.read_bytes().decode("utf-8"), name)


def show(change: Change, name: str, text: str) -> str:
    """Return what `make` would do, without doing it.

    Raises:
        InputError: as of `make`.
    """
    base = _base(change.file, change.before, name)
    if _is_there(base, change, name):
        return _there_already(name)
    return f"branch {name} from {base.head[:_SHORT]}\n\n{text}\n{change.difference}"


def make(change: Change, name: str, text: str) -> str:
    """Make the branch, and say so; nothing is done where it holds this change already.

    Raises:
        InputError: git is not there, refuses the name or the commit; the file is not as in HEAD;
            the branch is there and holds something else. Nothing has been written then.
    """
    base = _base(change.file, change.before, name)
    if _is_there(base, change, name):
        return _there_already(name)
    made = _commit(base, _tree(base, change), text)
    subject = text.partition("\n")[0]
    logged = f"azgreen: {subject}"
    base.git.says("update-ref", "-m", logged, f"refs/heads/{name}", made, _NOT_THERE)
    return f"recorded on branch {name}, commit {made[:_SHORT]}: {subject}\n"


def _base(file: Path, text: str, name: str) -> _Base:
    real = file.resolve()
    git = Git(real.parent, "--branch")
    top = git.says("rev-parse", "--show-toplevel")
    if git.knows("check-ref-format", "--branch", name) != name:
        raise git.fault(f"{name!r} is no name of a branch; 'git help check-ref-format' has them")
    head = git.knows("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if head is None:
        raise git.fault(f"{top} has no commit to start from; commit the project first")
    entry = git.says("ls-tree", "-z", "--full-name", head, "--", real.name).rstrip("\0")
    told, _, path = entry.partition("\t")
    if not told:
        raise git.fault(f"{file} is not in HEAD; commit it first, and deploy what is committed")
    mode, _, blob = told.split()
    base = _Base(replace(git, folder=Path(top)), head, mode, path, blob)
    if _hash(base, text) != blob:
        fix = "commit the edit first, deploy it with 'azgreen up', and look again"
        raise git.fault(f"{file} differs from HEAD, so it is not what was looked at; {fix}")
    return base


def _is_there(base: _Base, change: Change, name: str) -> bool:
    """Tell whether the branch is there with just this change.

    Raises:
        InputError: it is there with something else.
    """
    git, branch = base.git, f"refs/heads/{name}"
    tip = git.knows("rev-parse", "--verify", "--quiet", f"{branch}^{{commit}}")
    if tip is None:
        return False
    parents = git.says("rev-parse", f"{tip}^@")
    paths = git.says("diff-tree", "-r", "-z", "--name-only", base.head, tip)
    same = parents == base.head and paths.rstrip("\0") == base.path
    if same and git.knows("rev-parse", f"{tip}:{base.path}") == _hash(base, change.after):
        return True
    fix = f"name another one, or delete it with 'git branch -D {name}'"
    raise git.fault(f"branch {name} is there already and is not HEAD with this change; {fix}")


def _tree(base: _Base, change: Change) -> str:
    """Return HEAD's tree with the changed file; the index that it takes is a passing one."""
    blob = _hash(base, change.after, "-w")
    with tempfile.TemporaryDirectory() as folder:
        git = replace(base.git, more={"GIT_INDEX_FILE": str(Path(folder) / "index")})
        git.says("read-tree", base.head)
        git.says("update-index", "--cacheinfo", f"{base.mode},{blob},{base.path}")
        return git.says("write-tree")


def _commit(base: _Base, tree: str, text: str) -> str:
    # unlike 'git commit', 'git commit-tree' does not look at this by itself
    wanted = base.git.knows("config", "--type=bool", "--get", "commit.gpgSign")
    signing = ("-S",) if wanted == "true" else ()
    return base.git.says("commit-tree", tree, "-p", base.head, *signing, given=text)


def _hash(base: _Base, text: str, *words: str) -> str:
    """Return the id of a text as git would keep it, line ends and filters included."""
    return base.git.says("hash-object", *words, "--stdin", "--path", base.path, given=text)


def _there_already(name: str) -> str:
    return f"branch {name} holds this change already\n"
