"""Size Azure AI Search for an index with vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen.cli import _sized

if TYPE_CHECKING:
    import argparse

_NEEDED: Final = (
    ("--documents", "documents of the index"),
    ("--chunks-per-document", "mean number of vectors of a document"),
    ("--dimensions", "of the vectors"),
)


def configure(command: argparse.ArgumentParser) -> None:
    """Declare the options."""
    for flag, told in _NEEDED:
        command.add_argument(flag, type=float, required=True, metavar="NUMBER", help=told)
    _sized.add_numbers(
        command, [("--payload-bytes", 3000.0, "text and fields of a chunk (default: 3000)")]
    )
    command.add_argument(
        "--sla", default="query", help="none, query or index: what is promised (default: query)"
    )
    _sized.add_format(command)


def run(options: argparse.Namespace) -> int:
    """Size and print."""
    from azgreen.estimate.sizing import SearchNeed, size_search  # noqa: PLC0415 - not for --help

    need = SearchNeed(
        documents=options.documents,
        chunks_per_document=options.chunks_per_document,
        dimensions=options.dimensions,
        payload_bytes=options.payload_bytes,
        sla=options.sla,
    )
    sized = size_search(need)
    rows = {
        name.replace("_", " "): value
        for name, value in sized.as_dict().items()
        if not isinstance(value, list | dict)
    }
    _sized.show(sized, options.format, rows)
    return 0
