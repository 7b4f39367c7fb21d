"""Which resources are watched, and can they be as they are written?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pulumi

from azgreen import catalog
from azgreen.estimate import Traffic
from azgreen_components._amounts import amount
from azgreen_components._common import read_region
from azgreen_components._inputs import (
    Faults,
    at,
    camel,
    check_keys,
    choice,
    given_or,
    mapping,
    text,
    text_below,
    whole_number,
)
from azgreen_components._models import known_model, read_deployment_name, read_traffic_below
from azgreen_components._naming import TARGET, check_name
from azgreen_components.model_deployment.args import DEFAULT_SKU, TrafficArgs
from azgreen_components.monitoring.args import TargetArgs
from azgreen_components.monitoring.kinds import KINDS, Kind
from azgreen_components.monitoring.thresholds import read_thresholds

_OPENAI_FORMAT = "OpenAI"
_ID = re.compile(r"(?:/[\w.()-]+)+")  # no quotes: ids become part of queries


@dataclass(frozen=True)
class Target:
    """One resource that is watched, every default filled in."""

    path: str
    """Where it stands in the inputs, for faults that are found later."""
    name: str
    kind: Kind
    location: str
    resource_id: pulumi.Input[str] | None = None
    """None for a deployment that is found through its account."""
    account: str | None = None
    deployment_name: str = ""
    model: catalog.Model | None = None
    sku: str = DEFAULT_SKU
    traffic: Traffic | None = None
    instances: int = 1
    latency_ms: float | None = None
    carbon_budget_gco2e_per_day: float | None = None
    thresholds: Mapping[str, float] = field(default_factory=dict[str, float])

    @property
    def model_family(self) -> str | None:
        """Which of the two sets of model metrics it has; None: it is no model."""
        if self.model is None:
            return None
        is_openai = self.model.format == _OPENAI_FORMAT
        return catalog.FOR_OPENAI if is_openai else catalog.FOR_PARTNERS


def read_target(faults: Faults, path: str, given: object, location: str) -> Target | None:
    """Return one target, or note every reason why it cannot be watched.

    Args:
        faults: Takes the reasons.
        path: Where the target stands in the inputs.
        given: What the user wrote.
        location: Region of the component, for targets that name none.
    """
    fields = mapping(faults, path, given)
    if fields is None:
        return None
    check_keys(faults, path, fields, TargetArgs)
    name = _name(faults, path, fields)
    kind = _kind(faults, path, fields)
    if kind is None:
        return None
    _check_fields(faults, path, fields, kind)
    taken = {key: value for key, value in fields.items() if key in kind.fields}
    where = read_region(faults, path, taken) or location
    return _of_kind(faults, path, taken, Target(path, name, kind, where))


def arm_type(resource_id: str) -> str:
    """Return the type that an id names, such as Microsoft.Cache/redisEnterprise; "" for none."""
    if not _ID.fullmatch(resource_id):
        return ""
    _, found, rest = resource_id.rpartition("/providers/")
    parts = rest.split("/") if found else []
    is_whole = len(parts) > 1 and len(parts) % 2 and all(parts)
    return "/".join([parts[0], *parts[1::2]]) if is_whole else ""


def _of_kind(faults: Faults, path: str, taken: Mapping[str, object], known: Target) -> Target:
    """Return the target with the inputs that its kind takes."""
    budget = _amount(faults, path, taken, "carbon_budget_gco2e_per_day", "gCO2e a day")
    return replace(
        known,
        resource_id=_resource_id(faults, path, taken, known.kind),
        account=text_below(faults, path, taken, "account"),
        deployment_name=read_deployment_name(faults, path, taken, "deployment_name") or known.name,
        model=known_model(faults, path, taken),
        sku=_sku(faults, path, taken),
        traffic=read_traffic_below(faults, path, taken, TrafficArgs),
        instances=_instances(faults, path, taken),
        latency_ms=_amount(faults, path, taken, "latency_ms", "ms"),
        carbon_budget_gco2e_per_day=budget,
        thresholds=read_thresholds(faults, path, taken, known.kind),
    )


def _name(faults: Faults, path: str, fields: Mapping[str, object]) -> str:
    name = text_below(faults, path, fields, "name")
    if name is not None:
        check_name(faults, at(path, "name"), name, TARGET)
    return name or ""


def _kind(faults: Faults, path: str, fields: Mapping[str, object]) -> Kind | None:
    given = fields.get("kind")
    name = None if given is None else choice(faults, at(path, "kind"), given, sorted(KINDS))
    return None if name is None else KINDS.get(name)


def _check_fields(faults: Faults, path: str, fields: Mapping[str, object], kind: Kind) -> None:
    """Note inputs that a kind does not have, and those without which it cannot be found."""
    known = TargetArgs.__annotations__
    for key, value in fields.items():
        if key in known and key not in kind.fields and value is not None:
            own = ", ".join(camel(item) for item in sorted(kind.required | kind.optional))
            faults.add(at(path, key), f"{kind.name} has no {camel(key)}; it takes {own}")
    for key in sorted(kind.required):
        if fields.get(key) is None:
            faults.add(at(path, key), f"missing; {kind.name} is not known without it")


def _resource_id(
    faults: Faults, path: str, fields: Mapping[str, object], kind: Kind
) -> pulumi.Input[str] | None:
    value = fields.get("resource_id")
    if value is None or isinstance(value, pulumi.Output):
        return value  # pyright: ignore[reportUnknownVariableType]  # Input[str] by declaration
    where = at(path, "resource_id")
    known = text(faults, where, value)
    if known is not None and arm_type(known).lower() != kind.resource_type.lower():
        provider, *names = kind.resource_type.split("/")
        rest = "/".join(f"{name}/<name>" for name in names)
        example = f"/subscriptions/.../resourceGroups/.../providers/{provider}/{rest}"
        faults.add(where, f"{known!r} is not an id of {kind.resource_type}; write {example}")
    return known


def _sku(faults: Faults, path: str, fields: Mapping[str, object]) -> str:
    given = given_or(fields, "sku", DEFAULT_SKU)
    return choice(faults, at(path, "sku"), given, catalog.skus()) or DEFAULT_SKU


def _instances(faults: Faults, path: str, fields: Mapping[str, object]) -> int:
    if fields.get("instances") is None:
        return 1
    return whole_number(faults, at(path, "instances"), fields["instances"], "instances") or 1


def _amount(
    faults: Faults, path: str, fields: Mapping[str, object], key: str, unit: str
) -> float | None:
    return None if fields.get(key) is None else amount(faults, at(path, key), fields[key], unit)
