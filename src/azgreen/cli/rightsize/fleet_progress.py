"""How far is a walk over a fleet? A person sees one line that changes, a log a line a while."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from azgreen.fleet import Walk

EVERY_S: Final = 0.2
_LINE_EVERY_S: Final = 15.0


@contextmanager
def shown(walk: Walk, file: str) -> Generator[Callable[[], None]]:
    """Yield what tells the progress on stderr when it is called."""
    is_watched = sys.stderr.isatty()
    every_s = EVERY_S if is_watched else _LINE_EVERY_S
    last, has_told = time.monotonic(), False

    def tell() -> None:
        nonlocal last, has_told
        if time.monotonic() - last >= every_s or walk.progress.is_stopping:
            last, has_told = time.monotonic(), True
            sys.stderr.write(f"\r\x1b[K{_line(walk)}" if is_watched else f"{_line(walk)}\n")
            sys.stderr.flush()

    if walk.begun:
        sys.stderr.write(f"{file}: goes on with the {walk.begun:,} series that it holds\n")
    try:
        yield tell
    finally:
        if is_watched:
            sys.stderr.write(f"\r\x1b[K{_line(walk)}\n")
        elif has_told:
            sys.stderr.write(f"{_line(walk)}\n")


def _line(walk: Walk) -> str:
    at = walk.progress
    waits = f", Azure asked to wait {at.waits:,} times" if at.waits else ""
    sized = f", {at.sized:,} sized" if at.sized else ""
    calls = f"{at.parts_done:,} of {at.parts:,} calls for metrics"
    several = "s" if at.subscriptions > 1 else ""
    there = f"{at.subscriptions_done} of {at.subscriptions} subscription{several}"
    ends = "; ends with the calls that are on their way" if at.is_stopping else ""
    return f"{there}, {at.resources:,} resources, {calls}{waits}{sized}{ends}"
