"""What do all pages have in common: head, style, and sections with a heading?"""

from __future__ import annotations

from typing import Final

from azgreen.report._markup import Element, markup, tag
from azgreen.report._style import STYLE

# a browser that obeys this could not fetch anything, had we a fault that asks it to
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def document(title: str, *body: Element) -> str:
    """Return a page as HTML: no script, nothing from elsewhere, the same bytes every time."""
    html = tag("html", _head(title), tag("body", *body), lang="en")
    return f"<!DOCTYPE html>\n{markup(html)}\n"


def section(name: str, title: str, *children: Element) -> Element:
    """Return a part of a page under a heading that names it."""
    heading = tag("h2", title, id=f"{name}-heading")
    return tag("section", heading, *children, aria_labelledby=f"{name}-heading")


def _head(title: str) -> Element:
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", **{"http-equiv": "Content-Security-Policy"}, content=_POLICY),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("style", STYLE),
    )
