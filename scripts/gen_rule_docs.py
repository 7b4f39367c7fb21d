"""What does each rule hold a stack to? Writes the table and the pages of the rules from the code.

Run it after every change to a rule; `--check` only says what is out of date.
"""

from __future__ import annotations

import inspect
import json
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from azgreen_policies import load_rules

if TYPE_CHECKING:
    from pulumi_policy import EnforcementLevel, Policy, Severity

ROOT = Path(__file__).resolve().parents[1]
NOTE = "<!-- Written by scripts/gen_docs.py: change the rule instead. -->\n"

README = """\
# Rules

Hold any stack to them, with the Pulumi command line or with azgreen's own engine:

    pulumi preview --policy-pack policies

A rule is mandatory unless its page says advisory: a violation fails the preview, so that nothing is
written. A value that is not known during a preview is reported as such and checked by the update.
To change a setting or a level, pass `--policy-pack-config` a JSON file such as

```json
{example}
```

Rules find the stage of a resource in its own tag `environment`, else in the configuration
`azgreen:environment`, else in the stack's tag `environment`, else in the stack's name; an unknown
stage gets the strictest limit. They see azure-native resources of every API version.

| id | rule | severity | holds when |
| --- | --- | --- | --- |
"""

PAGE = """\
# {ref} {name}

{summary}

- id: `{ref}` (never changes), pillar: {pillar}, severity: {severity}, level: {level}

## Why

{why}

## Violates

```python
{bad}```

## Holds

```python
{good}```

## What to do

{fix}

## Configuration

{config}
"""


def module_of(rule: Policy) -> Any:
    """Return the module that holds a rule."""
    _, pillar = _tags(rule)
    return import_module(f"azgreen_policies.{pillar}.{rule.name.replace('-', '_')}")


def _tags(rule: Policy) -> tuple[str, str]:
    """Return the id and the pillar, which `make_rule` always sets."""
    ref, pillar = rule.tags or ()
    return ref, pillar


def _value(item: Severity | EnforcementLevel | None) -> str:
    return item.value if item else ""


def documents() -> dict[Path, str]:
    """Return every generated file with its text."""
    rules = load_rules()
    pages = {ROOT / f"docs/rules/{rule.name}.md": NOTE + _page(rule) for rule in rules}
    return {ROOT / "policies/README.md": NOTE + _readme(rules), **pages}


def _readme(rules: list[Policy]) -> str:
    rows = [
        f"| {_tags(rule)[0]} | [{rule.name}](../{rule.url}) | {_value(rule.severity)} "
        f"| {rule.description} |\n"
        for rule in rules
    ]
    example = {"region-carbon-intensity": {"enforcementLevel": "advisory"}}
    return README.format(example=json.dumps(example, indent=2)) + "".join(rows)


def _page(rule: Policy) -> str:
    module = module_of(rule)
    _, _, why = inspect.getdoc(module).partition("\n\n")
    ref, pillar = _tags(rule)
    return PAGE.format(
        ref=ref,
        name=rule.name,
        pillar=pillar,
        summary=rule.description,
        severity=_value(rule.severity),
        level=_value(rule.enforcement_level),
        why=why,
        bad=_example(rule, "bad"),
        good=_example(rule, "good"),
        fix=rule.remediation_steps,
        config=_settings(rule),
    )


def _example(rule: Policy, kind: str) -> str:
    """Return an example's program and, where it has one, its stack's configuration."""
    folder = ROOT / "policies/examples" / rule.name.replace("-", "_") / kind
    program = (folder / "__main__.py").read_text(encoding="utf-8")
    stack = folder / "Pulumi.dev.yaml"
    if not stack.exists():
        return program
    return f"{program}```\n\n```yaml\n{stack.read_text(encoding='utf-8')}"


def _settings(rule: Policy) -> str:
    head = "| setting | type | default | what |\n| --- | --- | --- | --- |\n"
    properties = rule.config_schema.properties if rule.config_schema else {}
    rows = [
        f"| `{name}` | {item['type']} | {_default(item)} | {item['description']} |\n"
        for name, item in properties.items()
    ]
    return (head + "".join(rows)).rstrip()


def _default(item: dict[str, Any]) -> str:
    return f"`{json.dumps(item['default'])}`" if "default" in item else ""
