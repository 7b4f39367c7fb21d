"""How is an element of the page made? Text and attributes are escaped by the standard library."""

from __future__ import annotations

import unicodedata
from typing import Final
from xml.etree.ElementTree import Element, tostring

Child = Element | str | None
Value = str | float

_REPLACED: Final = frozenset({"Cc", "Cs", "Co", "Cn"})
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_KEPT: Final = frozenset("\n\t")


def tag(name: str, /, *children: Child, **attributes: Value | None) -> Element:
    """Return an element; `class_` is written `class`, `text_anchor` is written `text-anchor`.

    A child or an attribute that is None is left out.
    """
    made = Element(name)
    for key, value in attributes.items():
        if value is not None:
            made.set(key.rstrip("_").replace("_", "-"), _written(value))
    add(made, *children)
    return made


def add(parent: Element, *children: Child) -> None:
    """Put children at the end of an element."""
    for child in children:
        if isinstance(child, Element):
            parent.append(child)
        elif child is not None:
            _add_text(parent, printable(child))


def markup(element: Element) -> str:
    """Return the HTML of an element."""
    return tostring(element, encoding="unicode", method="html")


def printable(text: str) -> str:
    """Return the text with what no page may hold (control characters, halves of pairs) replaced."""
    return "".join(
        char if char in _KEPT or unicodedata.category(char) not in _REPLACED else _REPLACEMENT
        for char in text
    )


def _add_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _written(value: Value) -> str:
    """Write a number with a tenth of a unit, which no screen shows finer, and always alike."""
    if isinstance(value, str):
        return printable(value)
    short = round(value, 1)
    return str(int(short)) if short == int(short) else str(short)
