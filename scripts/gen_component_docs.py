"""Which inputs and outputs do the components have? Writes schema, README and pages from the code.

Run it after every change to a component; `--check` only says what is out of date.
"""

from __future__ import annotations

import inspect
import json
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from pulumi.provider.experimental.component import ComponentProvider

from azgreen import __version__
from azgreen_components import COMPONENTS

ROOT = Path(__file__).resolve().parents[1]
CASES = ("defaults", "recommended", "max")

README = """\
<!-- Written by scripts/gen_docs.py: change the docstrings instead. -->
# Components

Import them in a Pulumi program in Python:

```python
from azgreen_components import (
{names}
)
```

or add this folder to a program in any other language with
`pulumi package add <this repository>/components`.
Names are written as other languages spell them; Python says `resource_group_name` for
`resourceGroupName`. Examples, cost and carbon of each: {pages}. Whole programs in Python, YAML and
TypeScript: [examples/consumers](../examples/consumers).
"""


@cache
def schema() -> dict[str, Any]:
    """Return the schema that the hosted package answers with."""
    provider = ComponentProvider(COMPONENTS, "azgreen", version=__version__)
    return json.loads(provider.schema)


@cache
def documents() -> dict[Path, str]:
    """Return every generated file with its text."""
    found = schema()
    pages = {
        ROOT / f"docs/components/{page_of(token)}.md": _page(token, found)
        for token in found["resources"]
    }
    names = "\n".join(f"    {name_of(token)}," for token in found["resources"])
    links = ", ".join(
        f"[{name_of(it)}](../docs/components/{page_of(it)}.md)" for it in found["resources"]
    )
    sections = [_section(token, found, "##") for token in found["resources"]]
    return {
        ROOT / "components/schema.json": json.dumps(found, indent=2) + "\n",
        ROOT / "components/README.md": "\n".join(
            [README.format(names=names, pages=links), *sections]
        ),
        **pages,
    }


def summary(resource: dict[str, Any]) -> str:
    """Return the first paragraph of what a component says of itself, in one line."""
    return " ".join(_said(resource).partition("\n\n")[0].split())


def _said(shape: dict[str, Any]) -> str:
    """Return a docstring as Markdown: what is indented there would be code here."""
    return inspect.cleandoc(shape["description"])


def notes(token: str) -> str:
    """Return what a component's package says of cost and carbon, below its question."""
    module = import_module(f"azgreen_components.{_folder(token)}")
    return inspect.getdoc(module).partition("\n\n")[2]


def name_of(token: str) -> str:
    """Return a component's name."""
    return token.split(":")[2]


def page_of(token: str) -> str:
    """Return the name of a component's page in docs/components, without its ending."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name_of(token)).lower()


def _folder(token: str) -> str:
    return page_of(token).replace("-", "_")


def _page(token: str, found: dict[str, Any]) -> str:
    note = "<!-- Written by scripts/gen_docs.py: change the docstrings instead. -->\n"
    said = f"## Cost and carbon\n\n{notes(token)}\n"
    cases = (_case(token, case) for case in CASES)
    return "\n".join([note + _section(token, found, "#"), said, *cases])


def _case(token: str, case: str) -> str:
    path = f"components/examples/{_folder(token)}/{case}/__main__.py"
    code = (ROOT / path).read_text(encoding="utf-8")
    return f"## Example: {case}\n\n`{path}`\n\n```python\n{code}```\n"


def _section(token: str, found: dict[str, Any], level: str) -> str:
    resource = found["resources"][token]
    parts = [f"{level} {name_of(token)}\n", f"`{token}`: {_said(resource)}\n"]
    parts += [f"{level}# Inputs\n", _table(resource["inputProperties"], resource["requiredInputs"])]
    for name in _types(resource["inputProperties"], found):
        nested = found["types"][name]
        parts += [f"{level}# {name_of(name)}\n", _said(nested) + "\n"]
        parts.append(_table(nested["properties"], nested.get("required", [])))
    parts += [f"{level}# Outputs\n", _table(resource["properties"], None)]
    return "\n".join(parts)


def _types(properties: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Return the nested types in the order in which a reader meets them."""
    names = re.findall(r"#/types/([\w:]+)", json.dumps(properties))
    return [
        name
        for outer in names
        for name in (outer, *_types(found["types"][outer]["properties"], found))
    ]


def _table(properties: dict[str, Any], required: list[str] | None) -> str:
    head = "| name | type | required | what |\n| --- | --- | --- | --- |\n"
    if required is None:
        head = "| name | type | what |\n| --- | --- | --- |\n"
    rows: list[str] = []
    for name, item in properties.items():
        cells = [f"`{name}`", _type(item), item["description"]]
        if required is not None:
            cells.insert(2, "yes" if name in required else "")
        rows.append("| " + " | ".join(cells) + " |\n")
    return head + "".join(rows)


def _type(item: dict[str, Any]) -> str:
    if "$ref" in item:
        return item["$ref"].rpartition("/")[2].rpartition(":")[2]
    if "items" in item:
        return f"list of {_type(item['items'])}"
    if "additionalProperties" in item:
        return f"map of {_type(item['additionalProperties'])}"
    return item["type"]
