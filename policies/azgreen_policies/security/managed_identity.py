"""Does a resource call others as itself?

Without an identity of its own a service calls others with keys, which somebody has to store, renew
and revoke; with one there is nothing to leak, and a role says what it may do. Only resources are
judged that are seen to call others: workspaces and endpoints always, accounts with a storage of
their owner's, gateways with back ends, and searches with a private link to what they index.
"""

from collections.abc import Iterator

from pulumi_policy import Severity

from azgreen_policies._rule import make_stack_rule
from azgreen_policies._stack import Member, Stack
from azgreen_policies.security._callers import KINDS, faults

_TYPES = [":".join(kind) for kind in KINDS]
_SETTING = "resourceTypes"


def _check(member: Member, stack: Stack) -> Iterator[str]:
    judged = [str(each).split(":") for each in stack.settings.get(_SETTING, _TYPES)]
    if any(member.is_type(*kind) for kind in judged):
        for what in faults(member, stack):
            yield f"{member.name!r} {what}"


rule = make_stack_rule(
    __name__,
    ref="AZG-X003",
    severity=Severity.MEDIUM,
    of=KINDS[0],
    also=KINDS[1:],
    check=_check,
    summary="Services call one another with managed identities, not with keys.",
    fix="Give the resource a managed identity and roles, and take the key out.",
    links={
        "Managed identities": "https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview",
        "Call models from API Management": "https://learn.microsoft.com/azure/api-management/api-management-authenticate-authorize-azure-openai",
    },
    config={
        _SETTING: {
            "type": "array",
            "items": {"type": "string", "enum": _TYPES},
            "default": _TYPES,
            "description": "Types that are judged.",
        }
    },
)
