"""How does a new rule begin? Writes the rule, its test and its two examples; `make docs` its page.

    python scripts/new_rule.py AZG-S018 size/replica-count azure-native:search:Service

What is written runs and says what is still to be decided: its test fails until it is.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from azgreen.errors import Fault, InputError
from azgreen_policies import PILLARS, load_rules

ROOT = Path(__file__).resolve().parents[1]
LETTERS = {"AZG-C": "carbon", "AZG-R": "reliability", "AZG-S": "size", "AZG-X": "security"}

RULE = '''\
"""Does {words} hold?

Why it matters: the carbon, the cost or the risk, with a figure and its source.
"""

from collections.abc import Iterator

from pulumi_policy import ResourceValidationArgs, Severity

from azgreen_policies._reading import is_type
from azgreen_policies._rule import make_rule

LIMIT = 1
_SETTING = "limit"


def _check(args: ResourceValidationArgs) -> Iterator[str]:
    if not is_type(args.resource_type, "{module}", "{resource}"):
        return args.not_applicable("not a {module}:{resource}")
    value = args.props.get("value")
    if value is None:
        return args.not_applicable("no value is stated")
    limit = args.get_config().get(_SETTING, LIMIT)
    if value > limit:
        yield f"{{args.name!r}} has {{value:g}}, over the limit of {{limit:g}}; lower it"
    return None


rule = make_rule(
    __name__,
    ref="{ref}",
    severity=Severity.MEDIUM,
    check=_check,
    summary="{sentence} holds.",
    fix="What to do, in one sentence.",
    links={{"Where to read more": "docs/METHODOLOGY.md"}},
    config={{
        _SETTING: {{
            "type": "number",
            "minimum": 0,
            "default": LIMIT,
            "description": "What it limits, with its unit.",
        }}
    }},
)
'''

TEST = '''\
"""Does {ref} find what it is for, and only that?"""

from __future__ import annotations

import pytest

from azgreen.testing import UNKNOWN, Case, Resource, Surroundings, check
from azgreen_policies.{pillar}.{stem} import rule

TOKEN = "{token}"
LATER = "can't be known during preview"

CASES = [
    Case("compliant", (Resource(TOKEN, {{"value": 1}}),)),
    Case(
        "violating",
        (Resource(TOKEN, {{"value": 2}}),),
        ("'thing' has 2, over the limit of 1; lower it",),
    ),
    Case("missing", (Resource(TOKEN, {{}}),), not_applicable="no value is stated"),
    Case(
        "unknown",
        (Resource(TOKEN, {{"value": UNKNOWN}}),),
        unknown=f"string value at .value {{LATER}}",
    ),
    Case(
        "configured",
        (Resource(TOKEN, {{"value": 2}}),),
        around=Surroundings(settings={{"limit": 2}}),
    ),
    Case(
        "not applicable",
        (Resource("kubernetes:apps/v1:Deployment", {{}}),),
        not_applicable="not a {module}:{resource}",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_case(case: Case) -> None:
    check(rule, case)


def test_what_was_generated_has_been_decided() -> None:
    text = rule.remediation_steps or ""
    assert not text.startswith("What to do"), "write the rule, then take this test out"
'''

EXAMPLE = '''\
"""{words}, {kind}."""

from pulumi_azure_native import {module}

{module}.{resource}("thing", resource_group_name="models")
'''


def files(ref: str, path: str, token: str, root: Path = ROOT) -> dict[Path, str]:
    """Return the files of a new rule with their text.

    Raises:
        InputError: everything that is wrong with the three, at once.
    """
    pillar, _, name = path.partition("/")
    faults = list(_faults(ref, pillar, name, token))
    if faults:
        raise InputError(faults)
    stem, words = name.replace("-", "_"), name.replace("-", " ")
    _, module, resource = token.split(":")
    said = {
        "ref": ref,
        "pillar": pillar,
        "stem": stem,
        "words": words,
        "sentence": words[0].upper() + words[1:],
        "token": token,
        "module": module,
        "resource": resource,
    }
    made = {
        root / f"policies/azgreen_policies/{pillar}/{stem}.py": RULE.format(**said),
        root / f"tests/policies/{pillar}/test_{stem}.py": TEST.format(**said),
    }
    for kind, told in (("bad", "broken"), ("good", "kept")):
        example = root / f"policies/examples/{stem}/{kind}/__main__.py"
        made[example] = EXAMPLE.format(**{**said, "words": said["sentence"], "kind": told})
    return made


def _faults(ref: str, pillar: str, name: str, token: str) -> list[Fault]:
    rules = load_rules()
    known = {(rule.tags or [""])[0]: rule.name for rule in rules}
    faults: list[Fault] = []
    if not re.fullmatch(r"AZG-[CRSX]\d{3}", ref):
        faults.append(Fault("id", f"{ref!r} is no id; write AZG-, a letter of C R S X, 3 digits"))
    elif ref in known:
        faults.append(Fault("id", f"{ref} is {known[ref]!r}; ids are never used again"))
    elif pillar in PILLARS and LETTERS[ref[:5]] != pillar:
        faults.append(Fault("id", f"{ref} is of {LETTERS[ref[:5]]!r}, the folder {pillar!r}"))
    if pillar not in PILLARS:
        faults.append(Fault("rule", f"unknown folder {pillar!r}; allowed: {', '.join(PILLARS)}"))
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)+", name):
        faults.append(Fault("rule", f"{name!r} is no name; write two words or more in-kebab-case"))
    elif name in known.values():
        faults.append(Fault("rule", f"{name!r} is there already; choose another name"))
    if not re.fullmatch(r"azure-native:[a-z]+:[A-Z]\w+", token):
        faults.append(Fault("type", f"{token!r} is no type; write azure-native:<module>:<Type>"))
    return faults


def main() -> int:
    """Write the files, or none of them."""
    parser = argparse.ArgumentParser(description="Begin a new rule.")
    parser.add_argument("ref", help="its id, such as AZG-S018")
    parser.add_argument("rule", help="folder and name, such as size/replica-count")
    parser.add_argument("type", help="type that it judges, such as azure-native:search:Service")
    options = parser.parse_args()
    try:
        made = files(options.ref, options.rule, options.type)
    except InputError as error:
        sys.stderr.writelines(f"error: {fault}\n" for fault in error.faults)
        return error.exit_code
    for file, text in made.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        print(file.relative_to(ROOT))
    print(
        "now: decide, write the test's cases, add the id to tests/policies/test_pack.py, make docs"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
