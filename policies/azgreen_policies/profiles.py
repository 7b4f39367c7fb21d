"""How strict is the pack in each stage, and what did the user set? Every fault at once.

`azgreen-policies.yaml` beside `Pulumi.yaml` (or in the pack's own folder, once it is published)::

    profile: prod            # dev, test or prod; by the stack's own stage when left out
    all: advisory            # one switch for every rule; it goes before the profile
    rules:
      AZG-C001: mandatory    # by id or name; it goes before 'all'
      deployment-capacity:
        enforcementLevel: advisory
        limits: {dev: 20}

`pulumi preview --policy-pack-config FILE.json` goes before all of it.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, cast

from pulumi_policy import EnforcementLevel, Policy, Severity
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from azgreen.errors import Fault, InputError, nearest

FILE: Final = "azgreen-policies.yaml"
LEVELS: Final = tuple(
    level.value for level in EnforcementLevel if level is not EnforcementLevel.REMEDIATE
)
LEVEL: Final = "enforcementLevel"

Config = dict[str, EnforcementLevel | dict[str, Any]]
"""What a pack starts with: level and settings by rule."""

LEAST_SEVERITY: Final[Mapping[str, Severity]] = {
    "dev": Severity.HIGH,
    "test": Severity.MEDIUM,
    "prod": Severity.LOW,
}
"""From which severity on a mandatory rule stops a deployment, by stage.

What is wrong with a development stack is told and costs little; it must not stop people.
"""
_ORDER: Final = (Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL)
PROFILES: Final = tuple(LEAST_SEVERITY)
_KEYS: Final = ("profile", "all", "rules")


def stage() -> str:
    """Return the profile of the stack: its configured environment, else its name, else prod.

    Read from the environment that the engine starts a pack with: it asks for the levels before it
    says anything else.
    """
    config: Any = json.loads(os.environ.get("PULUMI_CONFIG") or "{}")
    for name in (config.get("azgreen:environment"), os.environ.get("PULUMI_STACK")):
        if isinstance(name, str) and name.lower() in PROFILES:
            return name.lower()
    return "prod"


def read(file: Path, rules: Sequence[Policy]) -> dict[str, Any]:
    """Read what the user set.

    Raises:
        InputError: every fault of the file at once.
    """
    try:
        given: Any = YAML(typ="safe", pure=True).load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise InputError([Fault(str(file), f"cannot be read: {error}")]) from error
    if not isinstance(given, dict):
        raise InputError([Fault(str(file), f"must be an object of {', '.join(_KEYS)}")])
    settings = cast("dict[str, Any]", given)
    faults = [Fault(f"{file}: {where}", what) for where, what in _faults(settings, rules)]
    if faults:
        raise InputError(faults)
    return settings


def initial_config(settings: Mapping[str, Any], rules: Sequence[Policy], stage_name: str) -> Config:
    """Return what the pack starts with: the profile, then `all`, then what each rule was set to."""
    profile, everywhere = settings.get("profile", stage_name), settings.get("all")
    own = {_named(key, rules).name: value for key, value in (settings.get("rules") or {}).items()}
    return {
        rule.name: _config(own.get(rule.name), everywhere or _level(rule, profile))
        for rule in rules
    }


def _config(given: Any, level: str) -> EnforcementLevel | dict[str, Any]:
    if isinstance(given, str):
        return EnforcementLevel(given)
    if not given:
        return EnforcementLevel(level)
    return {**given, LEVEL: EnforcementLevel(given.get(LEVEL, level))}


def _level(rule: Policy, profile: str) -> str:
    """Return the level of a rule under a profile, which never makes a rule stricter."""
    own = rule.enforcement_level or EnforcementLevel.ADVISORY
    severity = rule.severity or Severity.LOW
    if own is EnforcementLevel.MANDATORY and _ORDER.index(severity) < _ORDER.index(
        LEAST_SEVERITY[profile]
    ):
        return EnforcementLevel.ADVISORY.value
    return own.value


def _faults(given: Mapping[str, Any], rules: Sequence[Policy]) -> Iterator[tuple[str, str]]:
    for key in given:
        if key not in _KEYS:
            yield str(key), f"unknown; {nearest(str(key), _KEYS)}"
    for key, allowed in (("profile", PROFILES), ("all", LEVELS)):
        if given.get(key) is not None and given[key] not in allowed:
            yield key, f"{given[key]!r} is not a choice; allowed: {', '.join(allowed)}"
    own = given.get("rules")
    if own is not None and not isinstance(own, dict):
        yield "rules", f"{own!r} is not an object of rules"
        return
    seen: dict[str, str] = {}
    for key, value in cast("dict[str, Any]", own or {}).items():
        yield from _faults_of(key, value, rules, seen)


def _faults_of(
    key: str, value: Any, rules: Sequence[Policy], seen: dict[str, str]
) -> Iterator[tuple[str, str]]:
    where = f"rules.{key}"
    rule = _find(key, rules)
    if rule is None:
        yield where, f"unknown rule {key!r}; {nearest(key, [*_names(rules)])}"
        return
    if rule.name in seen:
        yield where, f"is the rule of rules.{seen[rule.name]} too; keep one"
    seen[rule.name] = key
    level = value.get(LEVEL) if isinstance(value, dict) else value
    if (level is not None or not isinstance(value, dict)) and level not in LEVELS:
        yield where, f"{level!r} is not a level; allowed: {', '.join(LEVELS)}"
    if isinstance(value, dict):
        yield from setting_faults(where, rule, cast("dict[str, Any]", value))


def setting_faults(where: str, rule: Policy, given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Say what is wrong with the settings of a rule, by its schema."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - most packs start without settings

    known = dict(rule.config_schema.properties) if rule.config_schema else {}
    for key, value in given.items():
        if key == LEVEL:
            continue
        if key not in known:
            yield f"{where}.{key}", f"unknown setting; {nearest(key, [LEVEL, *known])}"
            continue
        for error in Draft202012Validator(known[key]).iter_errors(value):
            below = "".join(f".{part}" for part in error.absolute_path)
            yield f"{where}.{key}{below}", error.message


def _find(key: str, rules: Sequence[Policy]) -> Policy | None:
    return next((rule for rule in rules if key in {rule.name, *(rule.tags or ())[:1]}), None)


def _named(key: str, rules: Sequence[Policy]) -> Policy:
    found = _find(key, rules)
    assert found is not None  # noqa: S101 - `read` has checked it
    return found


def _names(rules: Sequence[Policy]) -> Iterator[str]:
    for rule in rules:
        yield rule.name
        yield from (rule.tags or ())[:1]
