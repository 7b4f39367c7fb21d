"""Which policies of a gateway stand before models, and which of them count tokens?"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from azgreen_policies._deployed import ACCOUNT
from azgreen_policies._reading import fields
from azgreen_policies._stack import Member, Stack

_MODULE: Final = "apimanagement"
SERVICE: Final = (_MODULE, "ApiManagementService")
API_POLICY: Final = (_MODULE, "ApiPolicy")
_WIDER: Final = ("Policy", "ProductPolicy")
"""Policies that hold for the APIs below them too."""

_COMMENT: Final = re.compile("<!--.*?-->", re.DOTALL)
_MODELS: Final = re.compile(
    r"<(?:llm|azure-openai)-|cognitiveservices\.azure\.com|openai\.azure\.com|services\.ai\.azure\.com"
)
"""Policies for models, the audience of their tokens, and hosts of their endpoints."""

_CHOSEN: Final = re.compile(r"<set-backend-service\b[^>]*")
_BACKEND_ID: Final = re.compile(r"""\sbackend-id=["']([^"']*)["']""")

_LINKED: Final = "-link"  # how formats end whose value is an address
_CONSUMPTION: Final = "Consumption"


def is_before_models(policy: Member, stack: Stack) -> bool:
    """Tell whether the API of a policy passes requests on to models."""
    text = _text(policy)
    if _MODELS.search(text):
        return True
    backends = [each for each in stack.of(_MODULE, "Backend") if _serves(each, stack)]
    if any(f'backend-id="{_id(each, "backendId")}"' in text for each in backends):
        return True
    apis = (each for each in stack.of(_MODULE, "Api") if _is_of(policy, each))
    return any(_points(each, "serviceUrl", stack) for each in apis)


def served_by(policy: Member, served: Collection[Member], stack: Stack) -> list[Member]:
    """Return what the API of a policy passes requests on to; nothing where that is not all known.

    Args:
        policy: Of an API.
        served: Accounts and endpoints that it may stand before.
        stack: Their stack.
    """
    chosen = [_BACKEND_ID.search(each) for each in _CHOSEN.findall(_text(policy))]
    names = {found.group(1) if found else None for found in chosen}
    if names:
        known = {_id(each, "backendId"): each for each in stack.of(_MODULE, "Backend")}
        ways = [(known.get(str(name)), "url") for name in names]
    else:
        apis = (each for each in stack.of(_MODULE, "Api") if _is_of(policy, each))
        ways = [(each, "serviceUrl") for each in apis]
    found = [[to for to in served if way and way.refers_to(to, key)] for way, key in ways]
    return [to for each in found for to in each] if all(found) else []


def is_limited(policy: Member, names: Iterable[str]) -> bool:
    """Tell whether a policy has one of the elements that count tokens; one by link is trusted."""
    if str(policy.known("format")).endswith(_LINKED):
        return True
    text = _text(policy)
    return any(re.search(rf"<{re.escape(name)}[\s/>]", text) for name in names)


def wider(stack: Stack) -> Iterator[Member]:
    """Yield the policies of the whole gateway and of its products."""
    return (each for kind in _WIDER for each in stack.of(_MODULE, kind))


def fix(stack: Stack, names: Iterable[str]) -> str:
    """Say what to do; the Consumption tier cannot count tokens."""
    tiers = {fields(each.known("sku")).get("name") for each in stack.of(*SERVICE)}
    if tiers == {_CONSUMPTION}:
        return "the tier Consumption has no token limits: take BasicV2 or another, and limit there"
    return f"put {' or '.join(names)} into the inbound policy of its API"


def _text(policy: Member) -> str:
    return _COMMENT.sub("", str(policy.props.get("value") or ""))


def _id(member: Member, key: str) -> str:
    return str(member.known(key) or member.known("name") or "")


def _is_of(policy: Member, api: Member) -> bool:
    named = policy.known("apiId")
    return policy.refers_to(api, "apiId") or (named is not None and named == _id(api, "apiId"))


def _serves(backend: Member, stack: Stack) -> bool:
    """Tell whether a backend is a model's endpoint, or a pool of such."""
    singles = (each for each in stack.of(_MODULE, "Backend") if each.urn != backend.urn)
    return _points(backend, "url", stack) or any(
        backend.refers_to(each, "pool") and _points(each, "url", stack) for each in singles
    )


def _points(member: Member, key: str, stack: Stack) -> bool:
    made = any(member.refers_to(account, key) for account in stack.of(*ACCOUNT))
    return made or _MODELS.search(str(member.known(key))) is not None
