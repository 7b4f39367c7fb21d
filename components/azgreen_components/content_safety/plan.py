"""What will a ContentSafety create? Values in, a plan or every fault out; nothing is deployed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pulumi

from azgreen_components._common import check_group
from azgreen_components._inputs import (
    Faults,
    at,
    check_keys,
    check_names_differ,
    choice,
    flag,
    given_or,
    listed,
    mapping,
    text,
    text_below,
)
from azgreen_components._models import DEFAULT_CONTENT_FILTER
from azgreen_components._naming import ACCOUNT, NameRule, check_name
from azgreen_components._tags import resource_tags
from azgreen_components.content_safety.args import (
    AccountSafetyArgs,
    ContentPolicyArgs,
    ContentSafetyArgs,
    SeverityArgs,
)
from azgreen_components.content_safety.lists import (
    BLOCKLIST,
    Blocklist,
    read_blocklists,
)

BUILT_IN: Final = ("Microsoft.Default", DEFAULT_CONTENT_FILTER)
"""Policies of every account."""

MODES: Final = ("Asynchronous_filter", "Blocking")
"""Words of 2025-06-01, which replace Deferred and Default."""

SEVERITIES: Final = ("Low", "Medium", "High")
PROMPT, COMPLETION = "Prompt", "Completion"

_MEDIUM: Final = "Medium"  # azure-ai-docs, default-safety-policies: of all four categories
_CATEGORIES: Final = {
    "hate": "Hate",
    "sexual": "Sexual",
    "violence": "Violence",
    "self_harm": "Selfharm",
}
# input: Azure's name, where it is looked for, and whether it is on in Azure's own default
_SWITCHES: Final = {
    "jailbreak": ("Jailbreak", PROMPT, True),
    "indirect_attack": ("Indirect Attack", PROMPT, False),
    "protected_text": ("Protected Material Text", COMPLETION, True),
    "protected_code": ("Protected Material Code", COMPLETION, True),
}
_POLICY: Final = NameRule("a policy's name", BLOCKLIST.pattern, BLOCKLIST.allowed)


@dataclass(frozen=True)
class Filter:
    """What is looked for in prompts or completions."""

    name: str
    source: str
    is_on: bool
    severity: str | None
    """From which on it is blocked; None where Azure knows yes and no only."""


@dataclass(frozen=True)
class Policy:
    """One content filter, every default filled in."""

    name: str
    base: str
    mode: str
    filters: tuple[Filter, ...]
    blocklists: tuple[str, ...]


@dataclass(frozen=True)
class Safety:
    """The content filters of an account."""

    policies: tuple[Policy, ...]
    blocklists: tuple[Blocklist, ...]


@dataclass(frozen=True)
class Plan:
    """Everything that a ContentSafety creates."""

    safety: Safety
    tags: Mapping[str, str]


def plan(name: str, args: ContentSafetyArgs) -> Plan:
    """Say what will be created, or raise every fault at once.

    Args:
        name: The component's own name.
        args: What the user wrote.
    """
    faults, given = Faults(), dict[str, object](args)
    check_keys(faults, "", given, ContentSafetyArgs)
    check_group(faults, given.get("resource_group_name"))
    account = given.get("account_name")
    if account is not None and not isinstance(account, pulumi.Output):
        known = text(faults, "accountName", account)
        if known is not None:
            check_name(faults, "accountName", known, ACCOUNT)
    safety = _safety(faults, "", given)
    tags = resource_tags(faults, given)
    faults.raise_any(f"ContentSafety {name!r}")
    return Plan(safety, tags)


def read_safety(faults: Faults, path: str, given: object) -> Safety | None:
    """Return the content filters of an account that is made with them; None when left out."""
    fields = None if given is None else mapping(faults, path, given)
    if fields is None:
        return None
    check_keys(faults, path, fields, AccountSafetyArgs)
    return _safety(faults, path, fields)


def _safety(faults: Faults, path: str, fields: Mapping[str, object]) -> Safety:
    lists = read_blocklists(faults, at(path, "blocklists"), fields.get("blocklists"))
    where = at(path, "policies")
    items = listed(faults, where, fields.get("policies"), "policies")
    if not items and isinstance(fields.get("policies"), Sequence):
        faults.add_once(where, "no policy; write at least one")
    read = [_policy(faults, f"{where}[{index}]", item, lists) for index, item in enumerate(items)]
    check_names_differ(faults, where, [item and item.name for item in read])
    policies = tuple(item for item in read if item is not None)
    _check_named(faults, at(path, "blocklists"), lists, policies)
    return Safety(policies, lists)


def _policy(faults: Faults, path: str, given: object, lists: Sequence[Blocklist]) -> Policy | None:
    fields = mapping(faults, path, given)
    if fields is None:
        return None
    check_keys(faults, path, fields, ContentPolicyArgs)
    name = _name(faults, path, fields)
    base = given_or(fields, "base", DEFAULT_CONTENT_FILTER)
    mode = given_or(fields, "mode", "Blocking")
    filters = (
        *_severities(faults, at(path, "prompt"), fields.get("prompt"), PROMPT),
        *_severities(faults, at(path, "completion"), fields.get("completion"), COMPLETION),
        *_switches(faults, path, fields),
    )
    blocked = _blocked(faults, at(path, "blocklists"), fields.get("blocklists"), lists)
    base = choice(faults, at(path, "base"), base, BUILT_IN) or ""
    mode = choice(faults, at(path, "mode"), mode, MODES) or ""
    return None if name is None else Policy(name, base, mode, filters, blocked)


def _name(faults: Faults, path: str, fields: Mapping[str, object]) -> str | None:
    where, name = at(path, "name"), text_below(faults, path, fields, "name")
    if name is not None:
        check_name(faults, where, name, _POLICY)
        if name.lower().startswith("microsoft."):
            what = f"{name!r} starts with 'Microsoft.', as Azure's own policies do"
            faults.add(where, f"{what}; write another name")
    return name


def _severities(faults: Faults, path: str, given: object, source: str) -> tuple[Filter, ...]:
    nothing: Mapping[str, object] = {}
    fields = nothing if given is None else mapping(faults, path, given)
    if fields is None:
        return ()
    check_keys(faults, path, fields, SeverityArgs)
    found = {
        azure: choice(faults, at(path, own), given_or(fields, own, _MEDIUM), SEVERITIES)
        for own, azure in _CATEGORIES.items()
    }
    return tuple(Filter(name, source, is_on=True, severity=it) for name, it in found.items())


def _switches(faults: Faults, path: str, fields: Mapping[str, object]) -> tuple[Filter, ...]:
    found: list[Filter] = []
    for own, (azure, source, usual) in _SWITCHES.items():
        is_on = flag(faults, at(path, own), given_or(fields, own, usual))
        found.append(Filter(azure, source, is_on=is_on, severity=None))
    return tuple(found)


def _blocked(
    faults: Faults, path: str, given: object, lists: Sequence[Blocklist]
) -> tuple[str, ...]:
    known = [item.name for item in lists]
    names = [
        choice(faults, f"{path}[{index}]", item, known)
        for index, item in enumerate(listed(faults, path, given, "names"))
    ]
    found = [name for name in names if name is not None]
    for index, name in enumerate(found):
        if name in found[:index]:
            faults.add(f"{path}[{index}]", f"{name!r} is there twice; leave one out")
    return tuple(found)


def _check_named(
    faults: Faults, path: str, lists: Sequence[Blocklist], policies: Sequence[Policy]
) -> None:
    """Note lists that block nothing, because no policy names them."""
    used = {name for item in policies for name in item.blocklists}
    for index, item in enumerate(lists):
        if item.name not in used and policies:
            what = f"no policy names {item.name!r}, so it blocks nothing"
            faults.add(f"{path}[{index}].name", f"{what}; name it in a policy's blocklists")
