"""Which content filters and blocklists does an account have?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from azgreen_emulator.arm.kind import Kind
from azgreen_emulator.arm.route_table import routes_of
from azgreen_emulator.services.cognitiveservices import safety_rules

if TYPE_CHECKING:
    from azgreen_emulator.arm.kind import Write
    from azgreen_emulator.arm.records import Body

_VERSIONS: Final = ("2024-10-01", "2025-06-01", "2025-09-01")
_ACCOUNTS: Final = "Microsoft.CognitiveServices/accounts"
_ACCOUNT: Final = f"/providers/{_ACCOUNTS}/{{accountName}}"
_BLOCKLIST: Final = f"{_ACCOUNT}/raiBlocklists/{{raiBlocklistName}}"
# of the client's own interface; no length is published but that of account names
_NAME_RULE: Final = {"minLength": 1, "maxLength": 64, "pattern": r"[a-zA-Z0-9][a-zA-Z0-9_.-]*"}


def _policy(write: Write) -> Body:
    return {"mode": "Default", **write.properties, "type": "UserManaged"}


def _term(write: Write) -> Body:
    return {"isRegex": False, **write.properties}


POLICIES = Kind(
    type=f"{_ACCOUNTS}/raiPolicies",
    versions=_VERSIONS,
    path=f"{_ACCOUNT}/raiPolicies/{{raiPolicyName}}",
    operations="RaiPolicies",
    name_rule=_NAME_RULE,
    refuse=safety_rules.refuse_policy,
    complete=_policy,
    refuse_delete=safety_rules.refuse_delete_in_use,
    slow_delete=True,
    in_turn=True,
    patch=False,
)

BLOCKLISTS = Kind(
    type=f"{_ACCOUNTS}/raiBlocklists",
    versions=_VERSIONS,
    path=_BLOCKLIST,
    operations="RaiBlocklists",
    name_rule=_NAME_RULE,
    slow_delete=True,
    in_turn=True,
    patch=False,
)

TERMS = Kind(
    type=f"{_ACCOUNTS}/raiBlocklists/raiBlocklistItems",
    versions=_VERSIONS,
    path=f"{_BLOCKLIST}/raiBlocklistItems/{{raiBlocklistItemName}}",
    operations="RaiBlocklistItems",
    name_rule=_NAME_RULE,
    refuse=safety_rules.refuse_term,
    complete=_term,
    slow_delete=True,
    in_turn=True,
    patch=False,
)

ROUTES = tuple(route for kind in (POLICIES, BLOCKLISTS, TERMS) for route in routes_of(kind))
"""The operations on content filters, blocklists and their terms."""
