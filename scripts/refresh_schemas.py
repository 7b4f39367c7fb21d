"""Which properties does each version of Azure's interface have? Written from Azure's own clients.

Downloads the MIT-licensed management clients named in `schema_packages.PACKAGES`, reads what their
models say of every body that the local Azure takes, and writes one file a namespace and API
version. Run it with a Python that has `azure-core` and `azure-mgmt-core`:
`python scripts/refresh_schemas.py`, with the names of namespaces to renew only those.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from schema_corrections import CORRECTIONS
from schema_models import LIMITS, Reader, Rule, imported, merged
from schema_packages import PACKAGES, Package

DATA = Path(__file__).parent.parent / "emulator/azgreen_emulator/schema/data"


def main() -> None:
    """Fetch every client and write its schema."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("namespaces", nargs="*", metavar="NAMESPACE")
    parser.add_argument("--read", nargs=2, metavar=("INDEX", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.read is not None:
        index, folder = arguments.read
        print(json.dumps(_schema(PACKAGES[int(index)], Path(folder))))
        return
    for index, package in enumerate(PACKAGES):
        if arguments.namespaces and package.namespace not in arguments.namespaces:
            continue
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
    models = imported(package.module, folder)
    reader = Reader(models)
    bodies: dict[str, str] = {}
    for key, body in package.bodies.items():
        sent, *told = body.split(" + ")
        if not hasattr(models, sent):
            continue
        for name in (sent, *told):
            reader.collect(name)
        for name in told:
            merged(reader.types, sent, name)
        bodies[key] = sent
    types = _corrected(package, _reachable(reader, bodies))
    return {
        "namespace": package.namespace,
        "apiVersion": package.api_version,
        "source": f"{package.name} {package.version} (MIT)",
        "bodies": bodies,
        "names": _names(folder / package.module.replace(".", "/") / "operations"),
        "discriminators": {
            name: rule for name, rule in sorted(reader.discriminators.items()) if name in types
        },
        "types": dict(sorted(types.items())),
    }


def _reachable(reader: Reader, bodies: dict[str, str]) -> dict[str, dict[str, Rule]]:
    """Leave out the answers' types that were merged into what Azure takes."""
    found: dict[str, dict[str, Rule]] = {}
    left = [*bodies.values()]
    while left:
        name = left.pop()
        if name in found:
            continue
        found[name] = reader.types[name]
        left += re.findall(r'"ref": "([^"]+)"', json.dumps(found[name]))
        left += reader.discriminators.get(name, {}).get("mapping", {}).values()
    return found


def _corrected(package: Package, types: dict[str, dict[str, Rule]]) -> dict[str, dict[str, Rule]]:
    """Put right what the client has otherwise than the specification; each must be needed."""
    for correction in CORRECTIONS:
        if correction.namespace != package.namespace:
            continue
        if correction.api_version not in {"", package.api_version}:
            continue
        rules = types[correction.type_name]
        rule = rules.pop(correction.key)
        if correction.changes is not None:
            changed = {**rule, **correction.changes}
            rules[correction.key] = {k: v for k, v in changed.items() if v is not None}
            if rules[correction.key] == rule:
                raise ValueError(f"the client says so itself: {correction}")
    return {name: dict(sorted(rules.items())) for name, rules in types.items()}


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
    if not schema["discriminators"]:
        del schema["discriminators"]
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
