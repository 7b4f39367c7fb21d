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
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from pulumi_policy import EnforcementLevel, Policy, Severity

from azgreen.errors import nearest
from azgreen.yaml_fields import Fields, read_fields

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


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user set, by name of the rule; None where nothing."""

    profile: str | None = None
    everywhere: str | None = None
    levels: Mapping[str, str] = field(default_factory=dict[str, str])
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])


def read(file: Path, rules: Sequence[Policy]) -> Settings:
    """Read what the user set.

    Raises:
        InputError: every fault of the file at once.
    """
    fields = read_fields(file)
    fields.known((), _KEYS)
    profile, everywhere = _choice(fields, "profile", PROFILES), _choice(fields, "all", LEVELS)
    levels: dict[str, str] = {}
    values: dict[str, Mapping[str, Any]] = {}
    own = fields.fields("rules")
    if own is not None:
        _read_rules(own, rules, levels, values)
    fields.raise_any()
    return Settings(profile, everywhere, levels, values)


def _read_rules(
    own: Fields,
    rules: Sequence[Policy],
    levels: dict[str, str],
    values: dict[str, Mapping[str, Any]],
) -> None:
    seen: set[str] = set()
    for key in own.keys:
        rule = _found(own, key, rules, seen)
        if rule is None:
            continue
        seen.add(rule.name)
        below = own.fields(key) if isinstance(own.value(key), Mapping) else None
        level = _choice(below, LEVEL, LEVELS) if below else _choice(own, key, LEVELS)
        if level is not None:
            levels[rule.name] = level
        if below is not None:
            values[rule.name] = _values(below, rule)


def _choice(fields: Fields, key: str, allowed: Sequence[str]) -> str | None:
    value = fields.text(key)
    if value is not None and value not in allowed:
        fields.refuse(key, f"{value!r} is not a choice; allowed: {', '.join(allowed)}")
    return value


def _found(
    fields: Fields, key: str, rules: Sequence[Policy], seen: Collection[str]
) -> Policy | None:
    named = {name: rule for rule in rules for name in (rule.name, *(rule.tags or ())[:1])}
    if key not in named:
        fields.refuse(key, f"unknown rule; {nearest(key, list(named))}")
        return None
    if named[key].name in seen:
        fields.refuse(key, "the same rule is there by its other name too; keep one")
    return named[key]


def _values(fields: Fields, rule: Policy) -> dict[str, Any]:
    """Return the settings of a rule, and note what its schema refuses."""
    from jsonschema import Draft7Validator  # noqa: PLC0415 - most packs start without settings

    known = dict(rule.config_schema.properties) if rule.config_schema else {}
    given = {key: _plain(fields.value(key)) for key in fields.keys if key != LEVEL}
    for key, value in given.items():
        if key not in known:
            fields.refuse(key, f"unknown setting; {nearest(key, [LEVEL, *known])}")
            continue
        found: Iterator[Any] = cast("Any", Draft7Validator(known[key])).iter_errors(value)
        for error in found:
            below = "".join(f".{part}" for part in error.absolute_path)
            fields.refuse(key, f"{below.lstrip('.')}{': ' if below else ''}{error.message}")
    return given


def _plain(value: Any) -> Any:
    """Return a value of the YAML loader as plain Python, which the schema and Pulumi want."""
    return json.loads(json.dumps(value, default=str))


def initial_config(settings: Settings, rules: Sequence[Policy], stage_name: str) -> Config:
    """Return what the pack starts with: the profile, then `all`, then what each rule was set to."""
    profile, everywhere = settings.profile or stage_name, settings.everywhere
    config: Config = {}
    for rule in rules:
        usual = everywhere or _level(rule, profile)
        level = EnforcementLevel(settings.levels.get(rule.name, usual))
        values = settings.values.get(rule.name)
        config[rule.name] = {**values, LEVEL: level} if values else level
    return config


def _level(rule: Policy, profile: str) -> str:
    """Return the level of a rule under a profile, which never makes a rule stricter."""
    own = rule.enforcement_level or EnforcementLevel.ADVISORY
    severity = rule.severity or Severity.LOW
    if own is EnforcementLevel.MANDATORY and _ORDER.index(severity) < _ORDER.index(
        LEAST_SEVERITY[profile]
    ):
        return EnforcementLevel.ADVISORY.value
    return own.value
