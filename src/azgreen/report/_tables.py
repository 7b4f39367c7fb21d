"""How does a table stay readable on a phone? Wide ones turn each row into a small list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from azgreen.report._markup import add, tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree.ElementTree import Element

    from azgreen.report._markup import Child


def table(
    caption: str, head: Sequence[str], rows: Iterable[Sequence[Child]], *, stacks: bool = False
) -> Element:
    """Return a table whose first column names the row; `stacks`: a list a row where it is narrow.

    The roles say again what the elements are, because `display: block` takes it from them.
    """
    heads = [tag("th", title, scope="col", role="columnheader") for title in head]
    made = tag("table", tag("caption", caption), role="table", class_="stacks" if stacks else None)
    add(made, tag("thead", tag("tr", *heads, role="row"), role="rowgroup"))
    body = tag("tbody", role="rowgroup")
    for row in rows:
        first = tag("th", row[0], scope="row", role="rowheader")
        cells = [
            tag("td", cell, role="cell", data_label=title)
            for title, cell in zip(head[1:], row[1:], strict=True)
        ]
        add(body, tag("tr", first, *cells, role="row"))
    add(made, body)
    return made


def folded(summary: str, *children: Child) -> Element:
    """Return what is shown only when it is asked for."""
    return tag("details", tag("summary", summary), *children)
