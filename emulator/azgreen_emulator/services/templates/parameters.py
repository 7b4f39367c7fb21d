"""Which values do the parameters of a template have?

https://learn.microsoft.com/azure/azure-resource-manager/templates/parameters
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from azgreen_emulator.services.templates.expressions import Scope, TemplateFaultError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azgreen_emulator.arm.records import Body

_TYPES: Final[dict[str, tuple[str, type]]] = {
    "string": ("String", str),
    "securestring": ("SecureString", str),
    "int": ("Int", int),
    "bool": ("Bool", bool),
    "object": ("Object", dict),
    "secureobject": ("SecureObject", dict),
    "array": ("Array", list),
}


def values_of(template: Body, given: Body, group: Body) -> tuple[dict[str, Any], list[str]]:
    """Return the value of each parameter, and what is wrong with those that have none."""
    declared: Body = template.get("parameters", {})
    faults = list(_unknown(declared, given))
    values: dict[str, Any] = {}
    for name, rule in declared.items():
        try:
            values[name] = _value(name, rule, given, Scope(group, values, {}))
        except TemplateFaultError as fault:
            faults.append(str(fault))
    return values, faults


def shown(template: Body, values: dict[str, Any]) -> Body:
    """Return the parameters as a deployment shows them: of a secure one its type alone."""
    declared: Body = template.get("parameters", {})
    return {name: typed(declared[name]["type"], value) for name, value in values.items()}


def typed(type_name: Any, value: Any) -> Body:
    """Return a value as a deployment shows it.

    Raises:
        TemplateFaultError: for a type that there is not, and for a value of another type.
    """
    label, python = _TYPES.get(str(type_name).lower(), ("", object))
    if not label:
        known = ", ".join(name for name, _ in _TYPES.values())
        raise TemplateFaultError(f"there is no type '{type_name}'; there are {known}")
    if not isinstance(value, python) or (isinstance(value, bool) and label == "Int"):
        raise TemplateFaultError(f"a value is no {label}")
    return {"type": label} if label.startswith("Secure") else {"type": label, "value": value}


def _unknown(declared: Body, given: Body) -> Iterator[str]:
    if unknown := [name for name in given if name not in declared]:
        yield (
            "the following parameters were supplied, but do not correspond to any parameters"
            f" defined in the template: '{', '.join(unknown)}'. The parameters defined in the"
            f" template are: '{', '.join(declared)}'"
        )


def _value(name: str, rule: Body, given: Body, scope: Scope) -> Any:
    if "type" not in rule:
        raise TemplateFaultError(f"the template parameter '{name}' has no type")
    if name in given:
        if not isinstance(given[name], dict) or "value" not in given[name]:
            what = f"the value of the template parameter '{name}' is not written as {{value: ...}}"
            raise TemplateFaultError(f"{what}; references are not followed")
        value: Any = given[name]["value"]
    elif "defaultValue" in rule:
        value = scope.evaluated(rule["defaultValue"])
    else:
        raise TemplateFaultError(f"the value for the template parameter '{name}' is not provided")
    try:
        typed(rule["type"], value)
    except TemplateFaultError as fault:
        raise TemplateFaultError(f"the template parameter '{name}': {fault}") from None
    _check_limits(name, rule, value)
    return value


def _check_limits(name: str, rule: Body, value: Any) -> None:
    size: int = value if isinstance(value, int) else len(value)
    low = rule.get("minValue", rule.get("minLength", size))
    high = rule.get("maxValue", rule.get("maxLength", size))
    if not isinstance(low, int) or not isinstance(high, int):
        raise TemplateFaultError(f"the limits of the template parameter '{name}' are no numbers")
    if not low <= size <= high:
        limits = f"from {low} to {high}"
        raise TemplateFaultError(f"the template parameter '{name}' is not {limits}: {size}")
    allowed = rule.get("allowedValues")
    if allowed is not None and value not in allowed:
        values = ",".join(map(str, allowed))
        raise TemplateFaultError(
            f"the template parameter '{name}' is not part of the allowed value(s): '{values}'"
        )
