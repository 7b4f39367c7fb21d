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
from azgreen_policies._rule import links_of
from azgreen_policies.profiles import LEAST_SEVERITY

if TYPE_CHECKING:
    from pulumi_policy import EnforcementLevel, Policy, Severity

ROOT = Path(__file__).resolve().parents[1]
NOTE = "<!-- Written by scripts/gen_docs.py: change the rule instead. -->\n"

README = """\
# Rules

Hold any stack to them: with the Pulumi command line, with azgreen's own engine, or over what
another run left.

    pulumi preview --policy-pack policies
    azgreen check --stack dev
    azgreen check --preview preview.json
    azgreen check --export stack.json

A mandatory rule that is violated fails the preview, so that nothing is written; an advisory one is
told. A value that is not known during a preview is reported as such and checked by the update.

## How strict

The stage of the stack (`azgreen:environment`, else the stack's name, else prod) chooses a profile:

| profile | mandatory from severity |
| --- | --- |
{profiles}
Another one, or a level or setting of a rule, is written in `azgreen-policies.yaml` beside
`Pulumi.yaml`, where every fault is told at once:

```yaml
profile: prod
all: advisory
rules:
  AZG-C001: mandatory
  deployment-capacity:
    limits:
      dev: 20
```

`--policy-pack-config FILE.json`, Pulumi's own, goes before that.

Limits follow the stage of each resource: its own tag `environment`, else the configuration
`azgreen:environment`, else the stack's tag `environment`, else the stack's name; an unknown stage
gets the strictest limit. Rules see azure-native resources of every API version.

What a resource is *needed* for stands in its tag `azgreen-need`, which azgreen's components write
and you may write by hand: `requests-per-second=5.5 input-tokens=1155 output-tokens=211`. Rules that
compare a size with its need do not judge a resource without.

## Waivers

A violation that may stay for now goes into `waivers.yaml` beside `Pulumi.yaml`:

```yaml
waivers:
  - rule: AZG-S001
    resource: chat*
    stack: [dev, test]
    owner: platform-team
    reason: load test until the launch
    created: 2026-11-01
    expires: 2026-12-15
```

Without `stack` it is for all of them. What it covers is shown as waived and stops nothing. It ends,
at the latest a year after it was made: then the violation is back and says so. A waiver that
excuses nothing is told.

## The rules

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

## Waiver

```yaml
waivers:
  - rule: {ref}
    resource: "*"
    owner: platform-team
    reason: why it may stay for now
    created: 2026-11-01
    expires: 2026-12-31
```

## Links

{links}
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
    strict = (f"| {name} | {severity.value} |\n" for name, severity in LEAST_SEVERITY.items())
    return README.format(profiles="".join(strict)) + "".join(rows)


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
        links=_links(rule),
    )


def _links(rule: Policy) -> str:
    rows = [
        f"- [{title}]({place if '://' in place else f'../../{place}'})"
        for title, place in links_of(rule).items()
    ]
    return "\n".join(rows)


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
