"""Where does `models.csv` come from?

Sizes of closed models are the ranges of PyPI `ecologits` 0.11.3 (figures restated with citation;
its file is MPL-2.0 and stays out). Open models come from `open_models.py`, retirement dates from
`refresh_retirements.py`; SOURCES.md names the document of each column.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from open_models import OPEN
from refresh_files import arguments, finish, python_package, table
from refresh_retirements import retirement

from azgreen.catalog._models import COLUMNS

if TYPE_CHECKING:
    from open_models import OpenModel

PACKAGE = "ecologits==0.11.3"
ECOLOGITS = ("size: EcoLogits 0.11.3", "2026-11-23")
UNPUBLISHED = ("size: not published", "2026-09-02")


class Known(NamedTuple):
    """What Microsoft publishes of a model that it alone serves."""

    name: str
    version: str
    context_tokens: int | None
    kind: str = "chat"


_128K, _200K, _400K, _1M = 128_000, 200_000, 400_000, 1_050_000
# Versions: Microsoft Learn, "Model retirement schedule", 2026-09-02. Context windows: "Foundry
# Models sold by Azure", 2026-09; input and output together.
CLOSED = (
    Known("gpt-4.1", "2025-04-14", 1_047_576),
    Known("gpt-4.1-mini", "2025-04-14", 1_047_576),
    Known("gpt-4.1-nano", "2025-04-14", 1_047_576),
    Known("gpt-4o", "2024-11-20", _128K),
    Known("gpt-4o-mini", "2024-07-18", _128K),
    Known("gpt-5", "2025-08-07", _400K),
    Known("gpt-5-mini", "2025-08-07", _400K),
    Known("gpt-5-nano", "2025-08-07", _400K),
    Known("gpt-5.1", "2025-11-13", _400K),
    Known("gpt-5.1-codex", "2025-11-13", _400K),
    Known("gpt-5.2", "2025-12-11", _400K),
    Known("gpt-5.2-codex", "2026-01-14", _400K),
    Known("gpt-5.3-codex", "2026-02-24", _400K),
    Known("gpt-5.4", "2026-03-05", _1M),
    Known("gpt-5.4-mini", "2026-03-17", _400K),
    Known("gpt-5.4-nano", "2026-03-17", _400K),
    Known("gpt-5.5", "2026-04-24", _1M),
    Known("gpt-5.6-luna", "2026-07-09", _1M),
    Known("gpt-5.6-sol", "2026-07-09", _1M),
    Known("gpt-5.6-terra", "2026-07-09", _1M),
    Known("gpt-6-astra", "2026-09-03", _1M),
    Known("gpt-6-sol", "2026-09-22", _1M),
    Known("gpt-image-2", "2026-04-21", None, "image"),
    Known("o1", "2024-12-17", _200K),
    Known("o3", "2025-04-16", _200K),
    Known("o3-mini", "2025-01-31", _200K),
    Known("o4-mini", "2025-04-16", _200K),
    Known("text-embedding-3-large", "1", 8192, "embedding"),
    Known("text-embedding-3-small", "1", 8192, "embedding"),
)
# EcoLogits has no estimate for o3: that of o1, the reasoning model that it followed, stands in.
STAND_INS = {"o3": "o1"}


def main() -> int:
    """Write or compare `models.csv`."""
    args = arguments("Refresh the table of models.")
    with tempfile.TemporaryDirectory() as folder:
        data = python_package(PACKAGE, Path(folder)) / "ecologits" / "data" / "models.json"
        listed = json.loads(data.read_text(encoding="utf-8"))["models"]
    sizes = {
        entry["name"]: entry["architecture"] for entry in listed if entry["provider"] == "openai"
    }
    rows = [_closed(model, sizes) for model in CLOSED] + [_open(model) for model in OPEN]
    return finish({"models.csv": table(COLUMNS, ("name",), rows)}, check=args.check)


def _closed(model: Known, sizes: dict[str, dict[str, Any]]) -> dict[str, str]:
    like = STAND_INS.get(model.name, model.name)
    known = model.kind == "chat"
    size = _size(sizes[like]) if known else [""] * 5
    source, day = ECOLOGITS if known else UNPUBLISHED
    source += "" if like == model.name else f", range of {like}"
    last = retirement(model.name, model.version)
    context = "" if model.context_tokens is None else str(model.context_tokens)
    return _row(
        (model.name, model.version, "OpenAI", model.kind),
        size,
        (last.retires_on, last.successor, source, day, context, "proprietary"),
    )


def _size(architecture: dict[str, Any]) -> list[str]:
    parameters = architecture["parameters"]
    low, high = _ends(parameters.get("active", parameters))
    size = [low, (low + high) / 2, high, *_ends(parameters.get("total", parameters))]
    return [f"{value:g}" for value in size]


def _ends(value: float | dict[str, float]) -> tuple[float, float]:
    return (value["min"], value["max"]) if isinstance(value, dict) else (value, value)


def _open(model: OpenModel) -> dict[str, str]:
    """Open weights outlive their hosting: only what Fireworks hosts retires as a model."""
    last = retirement(model.name, model.version)
    gone = (last.retires_on, last.successor) if model.name.startswith("FW-") else ("", "")
    active, total = model.active_params_b, model.total_params_b
    source = (f"size: {model.source}", model.source_date)
    return _row(
        (model.name, model.version, model.publisher, "chat"),
        [active, active, active, total, total],
        (*gone, *source, model.context_tokens, model.licence),
    )


def _row(first: tuple[str, ...], size: list[str], last: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(COLUMNS, (*first, *size, *last), strict=True))


if __name__ == "__main__":
    raise SystemExit(main())
