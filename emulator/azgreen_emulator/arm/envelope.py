"""Is a request one that the Resource Manager reads at all, and how does the answer leave?

The token is looked at only to see that it is there: it is neither kept nor written anywhere.
"""

from __future__ import annotations

import json
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, NoReturn, cast
from uuid import uuid4

from azgreen_emulator.arm import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from azgreen_emulator.arm.call import Reply
    from azgreen_emulator.arm.records import Body
    from azgreen_emulator.clock import Clock

LARGEST_BODY = 4 * 1024 * 1024
_BEARER = "bearer "


def check_token(headers: Mapping[str, str]) -> None:
    """Refuse a request without a bearer token; any token that is not empty is good."""
    text = headers.get("authorization", "").strip()
    if not text:
        raise errors.missing_authorization()
    if not text.lower().startswith(_BEARER) or not text[len(_BEARER) :].strip():
        raise errors.invalid_authorization()


def read_body(headers: Mapping[str, str], raw: bytes) -> Body | None:
    """Read a JSON object, or say what is wrong with the text."""
    if not raw.strip():
        return None
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in {"application/json", "text/json"} and not media_type.endswith("+json"):
        raise errors.unsupported_media_type(media_type)
    if len(raw) > LARGEST_BODY:
        raise errors.ArmError(
            413,
            "RequestEntityTooLarge",
            f"The request content size '{len(raw)}' exceeds the maximum of '{LARGEST_BODY}' bytes.",
        )
    body = _json(raw)
    if not isinstance(body, dict):
        raise errors.invalid_content(f"expected a JSON object, got {type(body).__name__}")
    return cast("Body", body)


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode("utf-8-sig"), parse_constant=_no_number)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, position {error.colno}"
        raise errors.invalid_content(f"{error.msg}: {where}") from error
    except UnicodeDecodeError as error:
        raise errors.invalid_content(f"the content is not UTF-8: {error.reason}") from error
    except RecursionError as error:
        raise errors.invalid_content("the content is nested too deeply") from error


def _no_number(text: str) -> NoReturn:
    raise errors.invalid_content(f"{text} is no JSON number")


def reply_headers(request: Mapping[str, str], clock: Clock, reply: Reply) -> dict[str, str]:
    """Add what every answer of the Resource Manager carries."""
    request_id = str(uuid4())
    headers = {
        "x-ms-request-id": request_id,
        "x-ms-correlation-request-id": request.get("x-ms-correlation-request-id") or request_id,
        "Date": format_datetime(clock.now(), usegmt=True),
        "Cache-Control": "no-cache",
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
    }
    client = request.get("x-ms-client-request-id")
    if client and request.get("x-ms-return-client-request-id", "").lower() == "true":
        headers["x-ms-client-request-id"] = client
    if reply.body is not None:
        headers["Content-Type"] = "application/json; charset=utf-8"
    return headers | reply.headers


def location_of(params: Mapping[str, str], body: Body | None) -> str:
    """Name the place that a request is about, for the refusal of its version."""
    text = (body or {}).get("location")
    return text if isinstance(text, str) else params.get("location", "")
