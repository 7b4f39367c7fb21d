"""What do the programs of other languages ask for? Read, or run beside stand-ins for the SDKs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from tests.e2e.conftest import CONSUMERS, ROOT

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = json.loads((ROOT / "components" / "schema.json").read_text("utf-8"))
GROUP = "azure-native:resources:ResourceGroup"
REFERENCE = re.compile(r"\$\{(\w+)\.(\w+)[^}]*\}")
"""An output of another resource, as Pulumi's YAML writes it; the stand-ins write it so too."""
KINDS: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "number": (int, float),
    "integer": int,
    "array": list,
    "object": dict,
}
SECONDS = 60

INDEX = """\
import { made } from "./made.mjs";
import * as program from "./index.mjs";
console.log(JSON.stringify({ resources: made, outputs: { ...program } }));
"""
MADE = """\
export const made = {};
const reference = (path) => new Proxy({}, {
  get: (_, key) => key === "toJSON" ? () => "${" + path + "}" : reference(path + "." + key),
});
export const resource = (type) => function (name, properties, ...more) {
  if (more.length > 1) throw new Error(`${name}: more than name, inputs and options`);
  const key = `resource${Object.keys(made).length}`;
  made[key] = { type, name, properties };
  return reference(key);
};
"""


@dataclass(frozen=True)
class Program:
    """Resources by their key, with `${key.output}` for what is known later; and the outputs."""

    resources: dict[str, dict[str, Any]]
    outputs: dict[str, Any]

    @property
    def components(self) -> dict[str, dict[str, Any]]:
        """Return what azgreen is asked for."""
        found = self.resources.items()
        return {key: item for key, item in found if item["type"].startswith("azgreen:")}

    def references(self) -> set[tuple[str, str]]:
        """Return every output that is used, with the key of its resource."""
        return set(REFERENCE.findall(json.dumps([self.resources, self.outputs])))


def yaml_program() -> Program:
    """Return the program in YAML."""
    text = YAML(typ="safe").load(CONSUMERS / "yaml" / "Pulumi.yaml")
    return Program(json.loads(json.dumps(text["resources"])), text["outputs"])


def typescript_program(folder: Path) -> Program:
    """Run the program in TypeScript; without annotations, as it is, it is JavaScript too."""
    shutil.copy(CONSUMERS / "typescript" / "index.ts", folder / "index.mjs")
    names = {token.rpartition(":")[2]: token for token in SCHEMA["resources"]}
    _module(folder, "azgreen", "index.js", names)
    _module(folder, "azure-native", "resources/index.js", {"ResourceGroup": GROUP})
    (folder / "made.mjs").write_text(MADE)
    (folder / "run.mjs").write_text(INDEX)
    command = ["node", "run.mjs"]
    told = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert told.returncode == 0, told.stderr
    return Program(**json.loads(told.stdout))


def _module(folder: Path, package: str, path: str, names: dict[str, str]) -> None:
    home = folder / "node_modules" / "@pulumi" / package
    (home / path).parent.mkdir(parents=True)
    manifest = {"name": f"@pulumi/{package}", "type": "module", "main": "index.js"}
    manifest["exports"] = {".": "./index.js", "./resources": "./resources/index.js"}
    (home / "package.json").write_text(json.dumps(manifest))
    lines = [f"export const {name} = resource({token!r});" for name, token in names.items()]
    start = f"import {{ resource }} from {str(folder / 'made.mjs')!r};"
    (home / path).write_text("\n".join([start, *lines]))


def faults(program: Program) -> list[str]:
    """Say where the inputs of a program are not what the schema asks for."""
    return [
        fault
        for key, item in program.components.items()
        for fault in _resource(key, item["type"], item["properties"])
    ]


def _resource(key: str, token: str, given: dict[str, Any]) -> list[str]:
    wanted = SCHEMA["resources"].get(token)
    if wanted is None:
        return [f"{key}: there is no {token}"]
    return _object(key, given, wanted["inputProperties"], wanted["requiredInputs"])


def _object(path: str, given: Any, wanted: dict[str, Any], required: list[str]) -> list[str]:
    if not isinstance(given, dict):
        return [f"{path}: {given!r} is no object"]
    missing = [f"{path}.{name}: is missing" for name in required if name not in given]
    unknown = [f"{path}.{name}: there is no such input" for name in given if name not in wanted]
    known = [(name, value) for name, value in given.items() if name in wanted]
    return [
        *missing,
        *unknown,
        *(
            fault
            for name, value in known
            for fault in _value(f"{path}.{name}", value, wanted[name])
        ),
    ]


def _value(path: str, value: Any, wanted: dict[str, Any]) -> list[str]:
    if isinstance(value, str) and REFERENCE.fullmatch(value):
        return [f"{path}: takes no output"] if wanted.get("plain") else []
    if "$ref" in wanted:
        shape = SCHEMA["types"][wanted["$ref"].removeprefix("#/types/")]
        return _object(path, value, shape["properties"], shape.get("required", []))
    kind = wanted["type"]
    # a boolean is a number in Python, and nowhere else
    if not isinstance(value, KINDS[kind]) or isinstance(value, bool) != (kind == "boolean"):
        return [f"{path}: {value!r} is no {kind}"]
    if kind == "array":
        inside = [(f"{path}[{index}]", item, wanted["items"]) for index, item in enumerate(value)]
    elif kind == "object":
        each = wanted["additionalProperties"]
        inside = [(f"{path}.{name}", item, each) for name, item in value.items()]
    else:
        inside = []
    return [fault for item in inside for fault in _value(*item)]
