"""Does right-sizing by what was measured save what it says? `python examples/closed-loop`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import Final

from closed_loop.loop import FailedError, go_round
from closed_loop.project import ROOT, oversized
from closed_loop.shown import table
from closed_loop.traces import PUBLISHED, chosen, generated

from azgreen_emulator.server import LocalAzure

RESULT: Final = Path(__file__).parent / "results" / "generated.txt"
"""What comes out with the generated trace, on every machine and day."""


def main() -> int:
    """Go round, and print both rounds side by side; exit code 2 where a command failed."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as scratch, LocalAzure(None) as azure:
        folder = Path(scratch)
        trace = generated(folder) if asked.write else chosen(asked.trace, ROOT, folder)
        try:
            loop = go_round(oversized(folder), trace.file, azure.url)
        except FailedError as error:
            sys.stderr.write(str(error))
            return 2
    told = table(loop, trace)
    print(told, end="")
    if asked.write:
        RESULT.write_text(told, "utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument(
        "--trace",
        type=Path,
        default=os.environ.get("AZGREEN_TRACE"),
        metavar="FILE",
        help="CSV with a line a request (AZGREEN_TRACE); when left out the Azure LLM inference"
        f" trace 2023 where {PUBLISHED} is there, else a generated one",
    )
    reader.add_argument(
        "--write", action="store_true", help="take the generated trace, and write results/ anew"
    )
    return reader.parse_args()


if __name__ == "__main__":
    sys.exit(main())
