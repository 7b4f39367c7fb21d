"""Which thresholds does the user set instead of the catalogue's?"""

import math
from collections.abc import Mapping

from azgreen import catalog
from azgreen.errors import nearest
from azgreen_components._amounts import amount_within
from azgreen_components._inputs import Faults, at, camel, mapping
from azgreen_components.monitoring.kinds import Kind

_OWN_INPUTS = {"latency": "latency_ms", "carbon": "carbon_budget_gco2e_per_day"}
"""Practices whose threshold has an input with a unit in its name."""

_MOST_BY_UNIT = {"Percent": 100.0}


def read_thresholds(
    faults: Faults, path: str, fields: Mapping[str, object], kind: Kind
) -> dict[str, float]:
    """Return the user's thresholds by rule, or note why one cannot be used."""
    where = at(path, "thresholds")
    given = fields.get("thresholds")
    values = {} if given is None else mapping(faults, where, given) or {}
    found = {
        rule: _threshold(faults, f"{where}.{rule}", rule, value, kind)
        for rule, value in values.items()
    }
    return {rule: value for rule, value in found.items() if value is not None}


def _threshold(faults: Faults, path: str, rule: str, value: object, kind: Kind) -> float | None:
    rules = {item.rule: item for item in catalog.alert_rules(kind.name)}
    if rule not in rules:
        own = sorted(name for name, item in rules.items() if item.practice not in _OWN_INPUTS)
        faults.add(path, f"{rule!r} is not a rule of {kind.name}; {nearest(rule, own)}")
        return None
    known = rules[rule]
    if known.practice in _OWN_INPUTS:
        faults.add(path, f"has an input of its own; write {camel(_OWN_INPUTS[known.practice])}")
        return None
    most = _MOST_BY_UNIT.get(known.unit, math.inf)
    return amount_within(faults, path, value, known.unit, (0, most))
