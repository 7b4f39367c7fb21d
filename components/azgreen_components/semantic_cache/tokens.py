"""How is a tenant, tag or version written so that no store can misread it?

The language of RediSearch gives meaning to nearly every punctuation mark, so a name that is put
into a query as it stands can reach into another tenant. A token holds none of them: letters,
digits and '_' only, and different texts have different tokens.
"""

import re
from typing import Final, NewType

Token = NewType("Token", str)
"""A text that stands for itself in keys and queries; made by `token`."""

_MARK: Final = "t_"  # no stop word of RediSearch has a '_', so no token is one
_TOKEN: Final = re.compile(r"t_(?:[A-Za-z0-9]|_[0-9a-f]{2})+")
_ESCAPE: Final = re.compile(rb"_([0-9a-f]{2})")

TOKEN_RULE: Final = (
    "'t_', then the UTF-8 bytes of the text: a letter or digit of ASCII as it is, any other byte "
    "as '_' and its two lower case hexadecimal digits"
)
"""What a program in another language does to make the same token."""


def token(text: str) -> Token:
    """Return the token of a text.

    Raises:
        ValueError: the text is empty, as where a request names no tenant: such a request must
            not be served from a cache; or it holds half a surrogate pair, which is no text.
    """
    if not text:
        raise ValueError("an empty text has no token; leave out the cache instead")
    body = "".join(
        chr(byte) if chr(byte).isalnum() and byte < 128 else f"_{byte:02x}"  # noqa: PLR2004 - ASCII
        for byte in text.encode()
    )
    return Token(_MARK + body)


def text_of(known: Token) -> str:
    """Return the text whose token this is.

    Raises:
        ValueError: `token` makes no such token.
    """
    if not _TOKEN.fullmatch(known):
        raise ValueError(f"{known!r} is not a token: {TOKEN_RULE}")
    body = known.removeprefix(_MARK).encode()
    text = _ESCAPE.sub(lambda found: bytes.fromhex(found[1].decode()), body).decode()
    if token(text) != known:
        raise ValueError(f"{known!r} is not a token: {TOKEN_RULE}")
    return text
