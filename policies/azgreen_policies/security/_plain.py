"""Which secrets of a resource stand in plain text? By name alone: no value ever leaves here."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from azgreen_policies._reading import fields, is_type
from azgreen_policies.security._secrets import is_literal, is_secret_name, literals
from azgreen_policies.security._values import below

_DEPLOYMENT: Final = ("machinelearningservices", "OnlineDeployment")
_NAMED_VALUES: Final = ("NamedValue", "WorkspaceNamedValue")
_BACKENDS: Final = ("Backend", "WorkspaceBackend")


def is_judged(token: str) -> bool:
    """Tell whether a type is one that may hold secrets in plain text."""
    return is_type(token, *_DEPLOYMENT) or _is_gateways(token, (*_NAMED_VALUES, *_BACKENDS))


def faults(token: str, props: Mapping[str, Any], also: Collection[str]) -> Iterator[str]:
    """Say where a secret stands in plain text."""
    if is_type(token, *_DEPLOYMENT):
        yield from _variables(props, also)
    elif _is_gateways(token, _NAMED_VALUES):
        yield from _named_value(props, also)
    elif _is_gateways(token, _BACKENDS):
        yield from _credentials(fields(props.get("credentials")), also)


def _is_gateways(token: str, names: Collection[str]) -> bool:
    return any(is_type(token, "apimanagement", name) for name in names)


def _variables(props: Mapping[str, Any], also: Collection[str]) -> Iterator[str]:
    found = literals(fields(below(props, "properties", "environmentVariables")), also)
    if found:
        fix = "refer to a vault or connection with ${{...}}, or let the endpoint's identity call"
        yield f"has secrets in plain text in environmentVariables: {', '.join(found)}; {fix}"


def _named_value(props: Mapping[str, Any], also: Collection[str]) -> Iterator[str]:
    name = str(props.get("displayName") or props.get("namedValueId"))
    if fields(props.get("keyVault")) or not is_secret_name(name, also):
        return
    if not is_literal(props.get("value")):
        return
    is_hidden = props.get("secret") is True
    what = "keeps a copy of a secret" if is_hidden else "keeps a secret in plain text"
    yield f"{what}, {name}; refer to a vault with keyVault.secretIdentifier"


def _credentials(credentials: Mapping[str, Any], also: Collection[str]) -> Iterator[str]:
    found = [
        f"{place}.{name}"
        for place in ("header", "query")
        for name in literals(fields(credentials.get(place)), {*also, "authorization"})
    ]
    authorization = fields(credentials.get("authorization"))
    if is_literal(authorization.get("parameter")):
        found.append("authorization.parameter")
    if found:
        fix = "refer to a named value of a vault with {{...}}, or call with a managed identity"
        yield f"has secrets in plain text in credentials: {', '.join(found)}; {fix}"
