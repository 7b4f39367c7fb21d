"""Do the components keep the promises that every language relies on?"""

from __future__ import annotations

import importlib.util
import inspect
import json
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pulumi
import pytest
from pulumi.provider.experimental.component import ComponentProvider

import azgreen_components
from azgreen_components import COMPONENTS

ROOT = Path(__file__).parents[2]
SPEC = importlib.util.spec_from_file_location(
    "gen_component_docs", ROOT / "scripts/gen_component_docs.py"
)
assert SPEC is not None
assert SPEC.loader is not None
docs = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(docs)


def modules() -> list[Any]:
    names = walk_packages(azgreen_components.__path__, "azgreen_components.")
    return [azgreen_components, *(import_module(item.name) for item in names)]


def test_every_component_is_listed() -> None:
    found = {
        item
        for module in modules()
        for item in vars(module).values()
        if inspect.isclass(item)
        and issubclass(item, pulumi.ComponentResource)
        and item.__module__.startswith("azgreen_components")
    }
    assert found == set(COMPONENTS)


def test_tokens_are_those_of_the_hosted_package() -> None:
    schema = docs.schema()
    assert set(schema["resources"]) == {f"azgreen:index:{item.__name__}" for item in COMPONENTS}
    for component in COMPONENTS:
        source = inspect.getsource(component)
        assert f'super().__init__("azgreen:index:{component.__name__}", name, {{}}, opts)' in source


def test_every_input_and_output_is_described_in_one_line() -> None:
    schema = docs.schema()
    fields = {
        f"{token}.{name}": item
        for group in (schema["resources"], schema["types"])
        for token, shape in group.items()
        for part in ("inputProperties", "properties")
        for name, item in shape.get(part, {}).items()
    }
    assert fields
    silent = [name for name, item in fields.items() if not item.get("description")]
    long = [name for name, item in fields.items() if "\n" in item.get("description", "")]
    assert (silent, long) == ([], [])


def test_optional_inputs_say_what_happens_when_left_out() -> None:
    schema = docs.schema()
    shapes = [
        (item["inputProperties"], item["requiredInputs"]) for item in schema["resources"].values()
    ]
    shapes += [(item["properties"], item["required"]) for item in schema["types"].values()]
    silent = [
        name
        for properties, required in shapes
        for name, item in properties.items()
        if name not in required and "when left out" not in item["description"]
    ]
    assert silent == []


def test_only_texts_booleans_and_floats_may_be_outputs() -> None:
    allowed = {"string", "boolean", "number"}
    for component in COMPONENTS:
        provider = ComponentProvider([component], "azgreen")
        schema = json.loads(provider.schema)
        for shape in schema["resources"].values():
            for name, item in shape["inputProperties"].items():
                assert item.get("plain") or item.get("type") in allowed, name


def test_no_module_postpones_its_annotations() -> None:
    postponed = [
        module.__name__
        for module in modules()
        if "from __future__ import annotations" in inspect.getsource(module)
    ]
    assert postponed == []


def test_all_is_sorted_and_importable() -> None:
    assert azgreen_components.__all__ == sorted(azgreen_components.__all__)
    assert all(hasattr(azgreen_components, name) for name in azgreen_components.__all__)


@pytest.mark.parametrize("path", docs.documents(), ids=lambda path: path.name)
def test_generated_files_are_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == docs.documents()[path], "run make docs"


@pytest.mark.parametrize("case", docs.CASES)
@pytest.mark.parametrize("component", COMPONENTS, ids=lambda item: item.__name__)
def test_every_component_has_its_examples(component: type, case: str) -> None:
    folder = component.__module__.split(".")[1]
    assert (ROOT / f"components/examples/{folder}/{case}/__main__.py").exists()
    assert (ROOT / f"components/examples/{folder}/{case}/Pulumi.yaml").exists()
