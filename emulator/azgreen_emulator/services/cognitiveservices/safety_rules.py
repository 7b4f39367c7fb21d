"""Which content filters, blocklists and terms does Azure refuse?

Rules: the REST reference of raiPolicies and raiBlocklists 2025-06-01; azure-ai-docs,
`default-safety-policies` (2026-05-31) and `use-blocklists` (2026-02-10). Words are ours, but for
the code of a wrong filter: Azure/terraform-azurerm-avm-res-cognitiveservices-account, issue 118.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm import refusals
from azgreen_emulator.arm.errors import ArmError
from azgreen_emulator.arm.tracked import fault
from azgreen_emulator.services.cognitiveservices.quota import DEPLOYMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.call import Call
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body, Record
    from azgreen_emulator.store import Store

BUILT_IN: Final = ("Microsoft.Default", "Microsoft.DefaultV2")
"""In every account, from Microsoft's documents on content filters."""

_BOTH, _PROMPT, _COMPLETION = ("Prompt", "Completion"), ("Prompt",), ("Completion",)
_FILTERS: Final = {
    "Hate": _BOTH,
    "Sexual": _BOTH,
    "Violence": _BOTH,
    "Selfharm": _BOTH,
    "Profanity": _BOTH,
    "Jailbreak": _PROMPT,
    "Indirect Attack": _PROMPT,
    "Indirect Attack Spotlighting": _PROMPT,
    "Protected Material Text": _COMPLETION,
    "Protected Material Code": _COMPLETION,
}
"""What can be filtered, and where: azure-policy's built-ins, `default-safety-policies`."""

_MOST_TERMS: Final = 10_000  # `use-blocklists`
_LONGEST_TERM: Final = 1000  # the same page


def has_policy(store: Store, account: Record, name: str) -> bool:
    """Say whether an account has a content filter of that name, its own or a built-in one."""
    own = store.get(f"{account.id}/raiPolicies/{name}")
    return own is not None or name.lower() in map(str.lower, BUILT_IN)


def refuse_policy(write: Write) -> None:
    """Refuse a content filter that breaks a rule."""
    if write.name.lower().startswith("microsoft."):
        reason = "names that start with 'Microsoft.' are kept for Azure's own policies"
        raise refusals.invalid_name(write.kind.type, write.name, reason)
    found = [*_base_faults(write), *_filter_faults(write), *_blocklist_faults(write)]
    if found:
        raise ArmError(400, "Resource has invalid content filter", " ".join(found))


def refuse_term(write: Write) -> None:
    """Refuse a term of a blocklist that breaks a rule."""
    pattern: str = write.properties.get("pattern", "")
    path = "properties.pattern"
    if not pattern:
        raise fault(path, "MissingProperty", "required: a string")
    if len(pattern) > _LONGEST_TERM:
        reason = f"{len(pattern)} characters; the most is {_LONGEST_TERM}"
        raise fault(path, "InvalidParameter", reason)
    if write.properties.get("isRegex"):
        try:
            re.compile(pattern)
        except re.error as error:
            reason = f"'{pattern}' is not a regular expression: {error}"
            raise fault(path, "InvalidParameter", reason) from error
    known = write.call.store.children(write.whole.key, write.kind.type) if write.is_new else []
    if len(known) >= _MOST_TERMS:
        message = f"The blocklist '{write.whole.name}' has {_MOST_TERMS} terms; that is the most."
        raise ArmError(400, "BlocklistItemsQuotaExceeded", message)


def refuse_delete_in_use(call: Call, record: Record) -> None:
    """Keep a content filter that a deployment names."""
    account_key = record.key.rsplit("/", 2)[0]
    users = [
        deployment.name
        for deployment in call.store.children(account_key, DEPLOYMENTS)
        if deployment.body["properties"]["raiPolicyName"].lower() == record.name.lower()
    ]
    if users:
        message = (
            f"The RAI policy '{record.name}' is in use by deployments: {', '.join(users)}. Let them"
            " use another policy, or delete them first."
        )
        raise ArmError(409, "RaiPolicyInUse", message)


def _base_faults(write: Write) -> Iterator[str]:
    base: str = write.properties.get("basePolicyName", "")
    if not base:
        yield f"properties.basePolicyName is required: one of {', '.join(BUILT_IN)}."
    elif base.lower() == write.name.lower() or not has_policy(write.call.store, write.whole, base):
        known = ", ".join(BUILT_IN)
        yield f"The base policy '{base}' does not exist. Available policies: {known}."


def _filter_faults(write: Write) -> Iterator[str]:
    names = {name.lower(): name for name in _FILTERS}
    seen: set[tuple[str, str]] = set()
    for index, item in enumerate(write.properties.get("contentFilters", [])):
        path = f"properties.contentFilters[{index}]"
        yield from _missing(path, item, ("name", "source"))
        name, source = names.get(str(item.get("name", "")).lower()), item.get("source", "")
        if "name" in item and name is None:
            known = ", ".join(_FILTERS)
            yield f"{path}.name: '{item['name']}' is no content filter; expected one of {known}."
        elif name is not None and source and source not in _FILTERS[name]:
            allowed = " or ".join(_FILTERS[name])
            yield f"{path}.source: '{name}' is for {allowed} only, not for {source}."
        if name is not None and (name, source) in seen:
            yield f"{path}: '{name}' for {source} is there twice."
        seen.add((name or "", source))


def _blocklist_faults(write: Write) -> Iterator[str]:
    for index, item in enumerate(write.properties.get("customBlocklists", [])):
        path = f"properties.customBlocklists[{index}]"
        yield from _missing(path, item, ("blocklistName", "source"))
        name = item.get("blocklistName")
        where = f"{write.whole.id}/raiBlocklists/{name}"
        if name and write.call.store.get(where) is None:
            yield f"{path}.blocklistName: the blocklist '{name}' does not exist in the account."


def _missing(path: str, item: Body, keys: tuple[str, ...]) -> Iterator[str]:
    for key in keys:
        if not item.get(key):
            yield f"{path}.{key} is required."
