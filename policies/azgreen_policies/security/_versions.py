"""Which version of TLS does a resource take at least, and does it talk without any?"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from azgreen_policies._reading import fields, is_type
from azgreen_policies.security._values import shown

_SECURE: Final = "1.2"
# module, name, property, and Azure's default where it is left out
_LEAST: Final = (
    ("storage", "StorageAccount", "minimumTlsVersion", "1.0"),
    ("cosmosdb", "DatabaseAccount", "minimalTlsVersion", _SECURE),
    ("redisenterprise", "RedisEnterprise", "minimumTlsVersion", _SECURE),
    ("redis", "Redis", "minimumTlsVersion", _SECURE),
)
# module, name, property, the value that lets plain text in, and the one that does not
_PLAIN: Final = (
    ("storage", "StorageAccount", "enableHttpsTrafficOnly", "false", "true"),
    ("redisenterprise", "Database", "clientProtocol", "plaintext", "'Encrypted'"),
    ("redis", "Redis", "enableNonSslPort", "true", "false"),
)
_GATEWAY: Final = ("apimanagement", "ApiManagementService")
_PROTOCOL: Final = re.compile(
    r"Microsoft\.WindowsAzure\.ApiManagement\.Gateway\.Security\.(?:Backend\.)?"
    r"Protocols\.(?:Tls(1)([01])|Ssl(3)(0))",
    re.IGNORECASE,
)


def is_judged(token: str) -> bool:
    """Tell whether a type has a version or a plain port of its own."""
    kinds = {each[:2] for each in (*_LEAST, *_PLAIN)} | {_GATEWAY}
    return any(is_type(token, *kind) for kind in kinds)


def faults(token: str, props: Mapping[str, Any], least: str) -> Iterator[str]:
    """Say which property lets in less than a version, and what to write."""
    for module, name, key, usual in _LEAST:
        if is_type(token, module, name) and _number(props.get(key), usual) < _number(least, least):
            default = f", which Azure takes as {usual}" if props.get(key) is None else ""
            yield f"takes TLS below {least}: {key} is {shown(props.get(key))}{default}; raise it"
    for module, name, key, plain, fix in _PLAIN:
        if is_type(token, module, name) and str(props.get(key)).lower() == plain:
            yield f"takes plain text: {key} is {shown(props.get(key))}; set it to {fix}"
    if is_type(token, *_GATEWAY):
        for key, value in sorted(fields(props.get("customProperties")).items()):
            if _PROTOCOL.fullmatch(str(key)) and str(value).lower() == "true":
                yield f"takes old protocols: customProperties {key} is {value!r}; set it to 'false'"


def _number(version: object, usual: str) -> tuple[int, ...]:
    """Read `1.2`, `Tls12`, `TLS1_2` and `Tls`, which is 1.0 at Cosmos DB."""
    digits = re.findall(r"\d", usual if version is None else str(version))
    return tuple(int(each) for each in digits[:2]) or (1, 0)
