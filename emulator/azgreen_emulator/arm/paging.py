"""How is a long list handed out: `value`, `nextLink`, `$top` and `$skipToken`?"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from azgreen_emulator.arm.call import Reply
from azgreen_emulator.arm.errors import ArmError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azgreen_emulator.arm.call import Call

_CLAUSE = re.compile(r"(\w+)\s+eq\s+'((?:[^']|'')*)'", re.IGNORECASE)


def page(call: Call, items: Sequence[Any]) -> Reply:
    """Answer with one page of a list."""
    start = _start(call)
    items = items[: _top(call, len(items))]
    end = start + call.world.page_size
    body: dict[str, Any] = {"value": list(items[start:end])}
    if end < len(items):
        query = {key: text for key, text in call.query.items() if key != "$skiptoken"}
        query["$skiptoken"] = urlsafe_b64encode(str(end).encode()).decode()
        encoded = urlencode(query, quote_via=quote, safe="$")
        body["nextLink"] = f"{call.base_url}{call.path}?{encoded}"
    return Reply(200, body)


def clauses(call: Call, allowed: Sequence[str]) -> dict[str, str]:
    """Read a `$filter` of the form `name eq 'value' and ...`."""
    text = call.query.get("$filter", "").strip()
    if not text:
        return {}
    found: dict[str, str] = {}
    for part in re.split(r"\s+and\s+", text, flags=re.IGNORECASE):
        match = _CLAUSE.fullmatch(part.strip())
        if match is None or match[1].lower() not in allowed:
            raise ArmError(
                400,
                "InvalidFilterInQueryString",
                f"Invalid $filter '{text}' specified in the query string. Supported are 'eq'"
                f" comparisons of {', '.join(allowed)}, joined by 'and'.",
            )
        found[match[1].lower()] = match[2].replace("''", "'")
    return found


def _top(call: Call, every: int) -> int:
    text = call.query.get("$top")
    if text is None:
        return every
    if not text.isdecimal() or not int(text):
        raise ArmError(
            400,
            "InvalidTopParameter",
            f"The value '{text}' of the query parameter '$top' is invalid; expected a positive"
            " integer.",
        )
    return int(text)


def _start(call: Call) -> int:
    token = call.query.get("$skiptoken")
    if token is None:
        return 0
    try:
        start = int(urlsafe_b64decode(token.encode()))
    except ValueError:
        start = -1
    if start < 0:
        raise ArmError(400, "InvalidSkipToken", f"The skip token '{token}' is invalid.")
    return start
