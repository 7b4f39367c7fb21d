"""Is everything on the wire encrypted, with TLS 1.2 or newer?

TLS 1.0 and 1.1 and SSL 3 have known attacks and are deprecated (RFC 8996, RFC 7568); plain text
shows prompts, answers and keys to whoever is on the way. Where Azure's own default is good enough,
leaving the version out is.
"""

from collections.abc import Iterator

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen_policies._rule import make_rule
from azgreen_policies.security._versions import faults, is_judged

LEAST = "1.2"
_SETTING = "minimumVersion"


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    if not is_judged(args.resource_type):
        return args.not_applicable("not a type that chooses its version of TLS")
    least = str(args.get_config().get(_SETTING, LEAST))
    for what in faults(args.resource_type, args.props, least):
        yield f"{args.name!r} {what}"
    return None


rule = make_rule(
    __name__,
    ref="AZG-X004",
    severity=Severity.HIGH,
    check=_check,
    summary="Stores, caches and gateways take TLS 1.2 or newer, and no plain text.",
    fix="Set the property that the message names.",
    links={
        "TLS of storage": "https://learn.microsoft.com/azure/storage/common/transport-layer-security-configure-minimum-version",
        "TLS of API Management": "https://learn.microsoft.com/azure/api-management/api-management-howto-manage-protocols-ciphers",
    },
    config={
        _SETTING: {
            "type": "string",
            "enum": ["1.2", "1.3"],
            "default": LEAST,
            "description": "Least version; Azure has 1.3 for storage alone.",
        }
    },
)
