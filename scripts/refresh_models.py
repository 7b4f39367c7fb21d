"""Where does `models.csv` come from?

Sizes of closed models are the ranges of PyPI `ecologits` 0.11.3 (figures restated with citation;
its file is MPL-2.0 and stays out). Open models, versions, formats and retirement dates come from
the documents named below.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from refresh_files import arguments, finish, python_package, table

PACKAGE = "ecologits==0.11.3"
COLUMNS = (
    "name",
    "version",
    "format",
    "kind",
    "active_params_low_b",
    "active_params_mid_b",
    "active_params_high_b",
    "total_params_low_b",
    "total_params_high_b",
    "retires_on",
    "successor",
    "source",
    "source_date",
)
ECOLOGITS = ("size: EcoLogits 0.11.3", "2026-11-23")


class Known(NamedTuple):
    """What Microsoft publishes of a model."""

    name: str
    version: str
    retires_on: str
    successor: str = ""


# Versions and retirement dates: Microsoft Learn, "Model retirement schedule", updated 2026-09-02.
CLOSED = (
    Known("gpt-4.1", "2025-04-14", "2027-04-14"),
    Known("gpt-4.1-mini", "2025-04-14", "2027-04-14"),
    Known("gpt-4.1-nano", "2025-04-14", "2027-04-14"),
    Known("gpt-4o", "2024-11-20", "2027-04-14", "gpt-5.1"),
    Known("gpt-4o-mini", "2024-07-18", "2027-04-14"),
    Known("gpt-5", "2025-08-07", "2027-02-09"),
    Known("gpt-5-mini", "2025-08-07", "2027-02-09"),
    Known("gpt-5-nano", "2025-08-07", "2027-02-09"),
    Known("gpt-5.1", "2025-11-13", "2027-05-15"),
    Known("gpt-5.2", "2025-12-11", "2027-06-08"),
    Known("gpt-5.4", "2026-03-05", "2027-09-02"),
    Known("gpt-5.4-mini", "2026-03-17", "2027-09-21"),
    Known("gpt-5.4-nano", "2026-03-17", "2027-09-21"),
    Known("o4-mini", "2025-04-16", "2026-10-16"),
)
EMBEDDINGS = (
    Known("text-embedding-3-large", "1", "2028-02-09"),
    Known("text-embedding-3-small", "1", "2028-02-09"),
)
# name, version, format, active and total parameters in billions, source and date of the size.
OPEN = (
    ("DeepSeek-V3.2", "1", "DeepSeek", "37", "671", "size: arXiv 2412.19437", "2024-12-27"),
    ("Llama-3.3-70B-Instruct", "1", "Meta", "70", "70", "size: Meta model card", "2024-12-06"),
    ("Phi-4-mini-instruct", "1", "Microsoft", "3.8", "3.8", "size: arXiv 2503.01743", "2025-03-03"),
)


def main() -> int:
    """Write or compare `models.csv`."""
    args = arguments("Refresh the table of models.")
    with tempfile.TemporaryDirectory() as folder:
        data = python_package(PACKAGE, Path(folder)) / "ecologits" / "data" / "models.json"
        listed = json.loads(data.read_text(encoding="utf-8"))["models"]
    sizes = {
        entry["name"]: entry["architecture"] for entry in listed if entry["provider"] == "openai"
    }
    rows = [_closed(model, sizes[model.name]) for model in CLOSED]
    rows += [
        _row(model, "OpenAI", "embedding", [""] * 5, ("size: not published", "2026-09-02"))
        for model in EMBEDDINGS
    ]
    for name, version, publisher, active, total, source, date in OPEN:
        size = [active, active, active, total, total]
        rows.append(_row(Known(name, version, ""), publisher, "chat", size, (source, date)))
    return finish({"models.csv": table(COLUMNS, ("name",), rows)}, check=args.check)


def _closed(model: Known, architecture: dict[str, Any]) -> dict[str, str]:
    parameters = architecture["parameters"]
    total = parameters.get("total", parameters)
    active = parameters.get("active", parameters)
    low, high = _ends(active)
    size = [low, (low + high) / 2, high, *_ends(total)]
    return _row(model, "OpenAI", "chat", [f"{value:g}" for value in size], ECOLOGITS)


def _ends(value: float | dict[str, float]) -> tuple[float, float]:
    return (value["min"], value["max"]) if isinstance(value, dict) else (value, value)


def _row(
    model: Known, publisher: str, kind: str, size: list[str], source: tuple[str, str]
) -> dict[str, str]:
    cells = (
        model.name,
        model.version,
        publisher,
        kind,
        *size,
        model.retires_on,
        model.successor,
        *source,
    )
    return dict(zip(COLUMNS, cells, strict=True))


if __name__ == "__main__":
    raise SystemExit(main())
