"""Which accounts does the gateway call, through which backends, and which first?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

import pulumi

from azgreen import catalog
from azgreen_components._common import read_id, read_region
from azgreen_components._inputs import (
    Faults,
    at,
    check_keys,
    check_names_differ,
    choice,
    listed,
    mapping,
    text,
    whole_number,
)
from azgreen_components._models import read_deployment_name
from azgreen_components._naming import CALLER, NameRule, check_name
from azgreen_components.ai_gateway.args import (
    GatewayAccountArgs,
    GatewayBackendArgs,
    GatewayEmbeddingsArgs,
)

_ACCOUNT_TYPE: Final = "Microsoft.CognitiveServices/accounts"
GATEWAY_PART: Final = NameRule("a name", CALLER.pattern, CALLER.allowed, CALLER.length)
_MOST: Final = 100
"""Greatest priority and weight: the schema of API Management 2024-05-01."""


@dataclass(frozen=True)
class Account:
    """An account, as far as it is known before the deployment."""

    name: str
    account_id: pulumi.Input[str]
    endpoint: pulumi.Input[str]
    location: str
    """Empty where it is not told."""


@dataclass(frozen=True)
class Backend:
    """Where requests go; the lowest priority is asked first."""

    name: str
    account: Account
    deployment: str | None
    priority: int
    weight: int | None


@dataclass(frozen=True)
class Embeddings:
    """What makes vectors."""

    account: Account
    deployment: str


def read_accounts(faults: Faults, given: object) -> tuple[Account, ...]:
    """Return the accounts, or note why they cannot be."""
    read = [
        _account(faults, f"accounts[{index}]", item)
        for index, item in enumerate(listed(faults, "accounts", given, "accounts", least=1))
    ]
    check_names_differ(faults, "accounts", [item and item.name for item in read])
    return tuple(item for item in read if item is not None)


def read_backends(
    faults: Faults, given: object, accounts: Sequence[Account]
) -> tuple[Backend, ...]:
    """Return the backends, or note why they cannot be; left out, there is one for each account."""
    if given is None:
        return by_carbon([Backend(item.name, item, None, 0, None) for item in accounts])
    read = [
        _backend(faults, f"backends[{index}]", item, accounts)
        for index, item in enumerate(listed(faults, "backends", given, "backends", least=1))
    ]
    check_names_differ(faults, "backends", [item and item.name for item in read])
    backends = [item for item in read if item is not None]
    named = {item.deployment is not None for item in backends}
    if len(named) > 1:
        what = "some backends name a deployment and some leave it to the request"
        faults.add("backends", f"{what}; name it for all of them, or for none")
    if any(item.priority for item in backends):
        return tuple(replace(item, priority=item.priority or 1) for item in backends)
    return by_carbon(backends)


def read_embeddings(
    faults: Faults, path: str, given: object, accounts: Sequence[Account]
) -> Embeddings | None:
    """Return what makes vectors, or note why it cannot."""
    fields = mapping(faults, path, given)
    if fields is None:
        return None
    check_keys(faults, path, fields, GatewayEmbeddingsArgs)
    account = _account_named(faults, path, fields, accounts)
    deployment = read_deployment_name(faults, path, fields, "deployment")
    return None if account is None or deployment is None else Embeddings(account, deployment)


def by_carbon(backends: Sequence[Backend]) -> tuple[Backend, ...]:
    """Let the backend with the least carbon in its grid be asked first.

    Grids that are alike share a priority; a grid without data comes last. Where no account tells
    its region, all are asked alike.
    """
    grids = sorted({_grid(item) for item in backends})
    return tuple(replace(item, priority=grids.index(_grid(item)) + 1) for item in backends)


def _grid(backend: Backend) -> float:
    if not backend.account.location:
        return math.inf
    region = catalog.region(backend.account.location)
    return region.grid_gco2e_per_kwh if region.grid_gco2e_per_kwh_by_year else math.inf


def _account(faults: Faults, path: str, given: object) -> Account | None:
    fields = mapping(faults, path, given)
    if fields is None:
        return None
    check_keys(faults, path, fields, GatewayAccountArgs)
    name = _name(faults, path, fields)
    own = {f"{path}.account_id": fields.get("account_id")}
    account_id = read_id(faults, own, f"{path}.account_id", _ACCOUNT_TYPE)
    endpoint = fields.get("endpoint")
    if endpoint is not None and not isinstance(endpoint, pulumi.Output):
        endpoint = _address(faults, at(path, "endpoint"), endpoint)
    location = read_region(faults, path, fields) or ""
    if name is None or account_id is None or endpoint is None:
        return None
    return Account(name, account_id, cast("pulumi.Input[str]", endpoint), location)


def _backend(
    faults: Faults, path: str, given: object, accounts: Sequence[Account]
) -> Backend | None:
    fields = mapping(faults, path, given)
    if fields is None:
        return None
    check_keys(faults, path, fields, GatewayBackendArgs)
    account = _account_named(faults, path, fields, accounts)
    name = _name(faults, path, fields)
    deployment = read_deployment_name(faults, path, fields, "deployment")
    priority, weight = (_rank(faults, path, fields, key) for key in ("priority", "weight"))
    if account is None:
        return None
    return Backend(name or account.name, account, deployment, priority or 0, weight)


def _rank(faults: Faults, path: str, fields: Mapping[str, object], key: str) -> int | None:
    if fields.get(key) is None:
        return None
    value = whole_number(faults, at(path, key), fields[key], "steps")
    if value is not None and value > _MOST:
        faults.add(at(path, key), f"{value} is more than API Management takes; write 1 to {_MOST}")
        return None
    return value


def _account_named(
    faults: Faults, path: str, fields: Mapping[str, object], accounts: Sequence[Account]
) -> Account | None:
    if fields.get("account") is None or not accounts:
        return None
    known = {item.name: item for item in accounts}
    name = choice(faults, at(path, "account"), fields["account"], known)
    return known.get(name) if name else None


def _name(faults: Faults, path: str, fields: Mapping[str, object]) -> str | None:
    if fields.get("name") is None:
        return None
    name = text(faults, at(path, "name"), fields["name"])
    if name is not None:
        check_name(faults, at(path, "name"), name, GATEWAY_PART)
    return name


def _address(faults: Faults, path: str, given: object) -> str | None:
    known = text(faults, path, given)
    if known is not None and not known.startswith("https://"):
        faults.add(path, f"{known!r} is no https address; write the account's output `endpoint`")
        return None
    return known
