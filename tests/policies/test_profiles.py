"""Does the stage choose how strict the pack is, and are settings read strictly?"""
# ruff: noqa: E501  # a row of a table holds its message in full

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from pulumi_policy import EnforcementLevel, Severity

from azgreen.errors import InputError
from azgreen_policies import load_rules, profiles
from azgreen_policies.pack import SETTINGS, WAIVERS, assemble, beside
from azgreen_policies.profiles import LEAST_SEVERITY, PROFILES, Settings, initial_config, read

if TYPE_CHECKING:
    from pathlib import Path

RULES = load_rules()
BY_NAME = {rule.name: rule for rule in RULES}
ORDER = list(Severity)


def faults(folder: Path, text: str) -> list[str]:
    file = folder / "azgreen-policies.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(file, RULES)
    return [str(fault).removeprefix(f"{file}:") for fault in caught.value.faults]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_profile_only_makes_small_things_advisory(profile: str, rule: Any) -> None:
    level = initial_config(Settings(), RULES, profile)[rule.name]
    small = ORDER.index(rule.severity) < ORDER.index(LEAST_SEVERITY[profile])
    own = rule.enforcement_level
    assert level == (EnforcementLevel.ADVISORY if small else own)


def test_settings_go_from_profile_over_all_to_the_rule(tmp_path: Path) -> None:
    file = tmp_path / "azgreen-policies.yaml"
    file.write_text(
        "profile: dev\nall: disabled\nrules:\n  AZG-C001: mandatory\n"
        "  deployment-capacity:\n    limits: {dev: 20}\n",
        encoding="utf-8",
    )
    config = initial_config(read(file, RULES), RULES, "prod")
    assert config["region-carbon-intensity"] is EnforcementLevel.MANDATORY
    assert config["placement-record"] is EnforcementLevel.DISABLED
    assert config["deployment-capacity"] == {
        "limits": {"dev": 20},
        "enforcementLevel": EnforcementLevel.DISABLED,
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("profil: dev", "1: profil: unknown key; did you mean 'profile'?"),
        ("profile: live", "1: profile: 'live' is not a choice; allowed: dev, test, prod"),
        ("all: true", "1: all: True is not a text; write one, in quotes if need be"),
        ("all: strict", "1: all: 'strict' is not a choice; allowed: advisory, mandatory, disabled"),
        ("rules: 5", "1: rules: 5 is not an object; write its fields below it"),
        ("rules: {stage-teir: advisory}", "1: rules.stage-teir: unknown rule; did you mean 'stage-tier'?"),
        ("rules: {AZG-S001: 5}", "1: rules.AZG-S001: 5 is not a text; write one, in quotes if need be"),
        ("rules: {AZG-S001: high}", "1: rules.AZG-S001: 'high' is not a choice; allowed: advisory, mandatory, disabled"),
        ("rules: {AZG-S001: {enforcementLevel: false}}", "1: rules.AZG-S001.enforcementLevel: False is not a text; write one, in quotes if need be"),
        ("rules: {AZG-S001: {limit: 5}}", "1: rules.AZG-S001.limit: unknown setting; did you mean 'limits'?"),
        ("rules: {AZG-S001: {limits: {dev: -1}}}", "1: rules.AZG-S001.limits: dev: -1 is less than the minimum of 0"),
        ("rules: {AZG-S001: {limits: 5}}", "1: rules.AZG-S001.limits: 5 is not of type 'object'"),
        ("rules:\n  AZG-S001: advisory\n  deployment-capacity: disabled", "3: rules.deployment-capacity: the same rule is there by its other name too; keep one"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named_in_full(tmp_path: Path, text: str, message: str) -> None:
    assert faults(tmp_path, text) == [message]


def test_all_faults_of_both_files_come_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(WAIVERS, raising=False)
    monkeypatch.delenv(SETTINGS, raising=False)
    (tmp_path / "azgreen-policies.yaml").write_text("profile: 1\nall: 2\n", encoding="utf-8")
    (tmp_path / "waivers.yaml").write_text("waivers: 3\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        assemble(tmp_path)
    assert len(caught.value.faults) == 3


def test_files_are_looked_for_in_the_pack_then_in_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(WAIVERS, raising=False)
    pack = tmp_path / "policies"
    pack.mkdir()
    above, own = tmp_path / "waivers.yaml", pack / "waivers.yaml"
    above.touch()
    assert beside(pack, "waivers.yaml", WAIVERS) is None  # the folder above is no project
    (tmp_path / "Pulumi.yaml").touch()
    assert beside(pack, "waivers.yaml", WAIVERS) == above
    own.touch()
    assert beside(pack, "waivers.yaml", WAIVERS) == own
    monkeypatch.setenv(WAIVERS, "elsewhere.yaml")
    assert str(beside(pack, "waivers.yaml", WAIVERS)) == "elsewhere.yaml"
    monkeypatch.setenv(WAIVERS, "")
    assert beside(pack, "waivers.yaml", WAIVERS) is None


@pytest.mark.parametrize(
    ("config", "stack", "profile"),
    [
        ({"azgreen:environment": "Test"}, "prod", "test"),
        ({}, "dev", "dev"),
        ({"azgreen:environment": "lab"}, "dev", "dev"),
        ({}, "eu-1", "prod"),
    ],
)
def test_the_stage_is_the_configured_one_else_the_stacks_name_else_the_strictest(
    monkeypatch: pytest.MonkeyPatch, config: Any, stack: str, profile: str
) -> None:
    monkeypatch.setenv("PULUMI_CONFIG", json.dumps(config))
    monkeypatch.setenv("PULUMI_STACK", stack)
    assert profiles.stage() == profile


def test_a_pack_without_a_stack_is_as_strict_as_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PULUMI_CONFIG", "PULUMI_STACK"):
        monkeypatch.delenv(name, raising=False)
    assert profiles.stage() == "prod"
