"""What is the gateway called, by whom is it published, and where is its API?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from azgreen_components._common import read_name
from azgreen_components._inputs import Faults
from azgreen_components._naming import GATEWAY, NameRule

DEFAULT_PATH: Final = "models"

KEY_NAME: Final = "api-key"
"""What clients of Azure OpenAI send a key as; here that of a subscription to the gateway."""

HEADER = NameRule(
    "the name of a header",
    re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}"),
    "1 to 64 letters, digits or '-', starting with a letter",
    length=64,
)
_NAMESPACE = NameRule(
    "a namespace of metrics",
    re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,127}"),
    "1 to 128 letters, digits, ' ', '.', '_' or '-', starting with a letter or digit",
    length=128,
)
_PATH = NameRule(
    "a path",
    re.compile(r"(?=.{1,400}$)[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)*"),
    "1 to 400 letters, digits, '.', '_', '~' or '-', parts apart by '/', with none at either end",
    length=400,
)
_EMAIL = NameRule(
    "an email address",
    re.compile(r"(?=.{3,100}$)[^@\s]+@[^@\s]+"),
    "up to 100 characters with one '@'",
    length=100,
)
_PUBLISHER = NameRule(
    "a publisher's name", re.compile(r".{1,100}"), "up to 100 characters", length=100
)


@dataclass(frozen=True)
class Names:
    """What the gateway is called, and who publishes it."""

    service: str | None
    """None where it is derived."""
    publisher: str
    email: str
    api_path: str


def read_names(faults: Faults, given: Mapping[str, object]) -> Names:
    """Return the names, and note those that Azure refuses."""
    return Names(
        read_name(faults, given, "service_name", GATEWAY),
        read_name(faults, given, "publisher_name", _PUBLISHER) or "",
        read_name(faults, given, "publisher_email", _EMAIL) or "",
        read_name(faults, given, "api_path", _PATH) or DEFAULT_PATH,
    )


def read_namespace(faults: Faults, given: Mapping[str, object], *, known: bool) -> str | None:
    """Return the namespace of the metrics; `known` says whether there is a place for them."""
    if given.get("metrics_namespace") is not None and not known:
        what = "token metrics go to Application Insights"
        faults.add("metricsNamespace", f"{what}; write applicationInsightsId as well")
    return read_name(faults, given, "metrics_namespace", _NAMESPACE)
