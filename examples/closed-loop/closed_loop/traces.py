"""Which hour of requests is replayed: the one that was published, or a generated one?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from azgreen.estimate.scaling import WeekShape, weeks

PUBLISHED: Final = Path("../shared/data/azure_llm_2023_conv.csv")
"""The Azure LLM inference trace 2023, conversations, from the root of the repository."""

_REQUESTS_PER_MINUTE: Final = 334.0
"""The mean of the published trace, as are the tokens of a `WeekShape`."""
_MINUTES: Final = 60
_HEADER: Final = "TIMESTAMP,ContextTokens,GeneratedTokens"


@dataclass(frozen=True)
class Trace:
    """A file with a line a request, and what it is."""

    file: Path
    what: str


def chosen(given: Path | None, root: Path, folder: Path) -> Trace:
    """Return the trace that was asked for, else the published one, else a generated one."""
    if given is not None:
        return Trace(given, given.name)
    published = root / PUBLISHED
    if published.is_file():
        return Trace(published, "the Azure LLM inference trace 2023")
    return generated(folder)


def generated(folder: Path) -> Trace:
    """Write an hour of requests, the same every time."""
    shape = WeekShape(requests_per_minute=_REQUESTS_PER_MINUTE, swing=0)
    load = weeks(shape, 1)
    lines = [_HEADER]
    for minute in range(_MINUTES):
        count = round(load.requests[minute])
        at = load.start + timedelta(minutes=minute)
        read, written = (
            round(tokens[minute] / count) for tokens in (load.input_tokens, load.output_tokens)
        )
        lines += [
            f"{at + timedelta(minutes=index / count):%Y-%m-%d %H:%M:%S.%f},{read},{written}"
            for index in range(count)
        ]
    file = folder / "generated.csv"
    file.write_text("\n".join(lines), "utf-8")
    return Trace(file, "a generated trace")
