"""Does a name sound like that of a secret, and is a value a secret or only the way to one?"""

import re
from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any, Final

from azgreen_policies._reading import items

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_PASSWORDS: Final = {"passphrase", "passwd", "password", "pwd"}
_SECRET: Final = {"apikey", "credential", "credentials", "sas", "secret", "token"} | _PASSWORDS
_PAIRS: Final = {("connection", "string"), ("connection", "strings")}
# a key of these opens nothing
_HARMLESS_KEYS: Final = {"foreign", "partition", "primary", "public", "shard", "sort", "tenant"}
# tokens that a model counts or stops at
_OF_MODELS: Final = {"bos", "eos", "max", "min", "pad", "per", "stop", "unk"}
# what is said of a secret, and is none
_PLACES: Final = {"endpoint", "file", "header", "path", "uri", "url"}
_ABOUT: Final = {"count", "enabled", "id", "length", "limit", "name", "ttl", "type"} | _PLACES
_REFERENCE: Final = re.compile(r"\s*(?:\$?\{\{.*\}\}|@[({].*[)}])\s*", re.DOTALL)
_PLAIN: Final = re.compile(r"\s*|true|false|[\d.]{1,8}", re.IGNORECASE)


def is_secret_name(name: str, also: Collection[str] = ()) -> bool:
    """Tell whether a name is that of a password, key or token: `OPENAI_API_KEY`, `dbPassword`.

    Args:
        name: Of a variable, header or value, in any case style.
        also: More words that only secrets have.
    """
    words = [word.lower() for word in _WORD.findall(name)]
    if not words or words[-1] in _ABOUT or _OF_MODELS & {*words}:
        return False
    if _SECRET & {*words} or _PAIRS & {*pairwise(words)}:
        return True
    if {each.lower() for each in also} & {*words}:
        return True
    return words[-1] in {"key", "keys"} and not _HARMLESS_KEYS & {*words}


def is_literal(value: object) -> bool:
    """Tell whether a value is itself what is secret.

    `{{name}}` and `@(...)` of API Management and `${{...}}` of Azure ML are ways to one; a blank, a
    switch or a small number is none.
    """
    text = "" if value is None else str(value)
    return not (_REFERENCE.fullmatch(text) or _PLAIN.fullmatch(text))


def literals(values: Mapping[str, Any], also: Collection[str] = ()) -> list[str]:
    """Return the names of a map whose values are secrets that stand there; never the values."""
    return sorted(
        name
        for name, value in values.items()
        if is_secret_name(name, also) and any(is_literal(each) for each in items(value) or (value,))
    )
