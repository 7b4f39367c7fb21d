"""Can a resource be called with a key?

A key is a password that all callers share: whoever copies it from a log or a repository is each of
them, it expires only by hand, and no log says who called. Every service here knows Microsoft Entra
ID. Serverless endpoints are not judged: Microsoft offers nothing but keys there. The key of a
gateway's subscription names its caller and opens no model, so it is left alone unless the setting
says otherwise. A Redis behind API Management needs its key, as its Cache knows no other way: waive
it.
"""

from collections.abc import Iterator

from pulumi_policy import Severity

from azgreen_policies._rule import make_stack_rule
from azgreen_policies._stack import Member, Stack
from azgreen_policies.security._keys import KINDS, SUBSCRIPTION_KEYS, faults


def _check(member: Member, stack: Stack) -> Iterator[str]:
    for what in faults(member, stack):
        yield f"{member.name!r} {what}"


rule = make_stack_rule(
    __name__,
    ref="AZG-X001",
    severity=Severity.HIGH,
    of=KINDS[0],
    also=KINDS[1:],
    check=_check,
    summary="Callers show an identity of Microsoft Entra ID, and no key lets anybody in.",
    fix="Switch keys off as the message says, and give each caller the role that it needs.",
    links={
        "Disable local authentication": "https://learn.microsoft.com/azure/ai-services/disable-local-auth",
        "Authenticate clients of online endpoints": "https://learn.microsoft.com/azure/machine-learning/how-to-authenticate-online-endpoint",
    },
    config={
        SUBSCRIPTION_KEYS: {
            "type": "boolean",
            "default": True,
            "description": "Whether an API may let in whoever has a key of a subscription.",
        },
    },
)
