"""Do the components keep the promises that every language relies on?"""

from __future__ import annotations

import ast
import importlib.util
import inspect
import json
import re
import runpy
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pulumi
import pytest
from pulumi.provider.experimental.component import ComponentProvider

import azgreen_components
from azgreen import catalog
from azgreen_components import COMPONENTS
from azgreen_emulator.native.table import spec_for

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
    shapes += [(item["properties"], item.get("required", [])) for item in schema["types"].values()]
    silent = [
        name
        for properties, required in shapes
        for name, item in properties.items()
        if name not in required and "when left out" not in item["description"]
    ]
    assert silent == []


def test_only_what_a_plan_does_not_need_may_be_an_output() -> None:
    allowed = {"string", "boolean", "number"}
    for component in COMPONENTS:
        provider = ComponentProvider([component], "azgreen")
        schema = json.loads(provider.schema)
        for shape in schema["resources"].values():
            for name, item in shape["inputProperties"].items():
                inner = item.get("items", item)
                assert item.get("plain") or inner.get("type") in allowed, name


def test_no_module_postpones_its_annotations() -> None:
    postponed = [
        module.__name__
        for module in modules()
        if "from __future__ import annotations" in inspect.getsource(module)
    ]
    assert postponed == []


def test_what_is_offered_can_be_imported() -> None:
    assert all(hasattr(azgreen_components, name) for name in azgreen_components.__all__)


@pytest.mark.parametrize("path", docs.documents(), ids=lambda path: path.name)
def test_generated_files_are_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == docs.documents()[path], "run make docs"


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda item: item.__name__)
def test_every_component_says_what_it_costs_and_emits_and_what_is_not_known(
    component: type,
) -> None:
    told = docs.notes(f"azgreen:index:{component.__name__}")
    items = [item.partition(":") for item in told.removeprefix("- ").split("\n- ")]
    assert [head for head, _, _ in items] == ["Billed", "Carbon", "Not known"]
    assert all(len(text.split()) >= 5 for _, _, text in items)
    # documents, tables or pages that a reader can look the facts up in
    for name in re.findall(r"`(\w+\.csv)`", told):
        assert (ROOT / "src/azgreen/catalog/data" / name).exists(), name
    for target in re.findall(r"\]\(([^)]+)\)", told):
        assert (ROOT / "docs/components" / target).exists(), target
    named = set(re.findall(r"[Oo]utput `(\w+)`", told))
    assert named <= set(
        docs.schema()["resources"][f"azgreen:index:{component.__name__}"]["properties"]
    )
    assert re.search(r"azure-[\w-]+,|\.csv`|\.md\)", told)


@pytest.mark.parametrize("case", docs.CASES)
@pytest.mark.parametrize("component", COMPONENTS, ids=lambda item: item.__name__)
def test_every_component_has_its_examples(component: type, case: str) -> None:
    folder = component.__module__.split(".")[1]
    assert (ROOT / f"components/examples/{folder}/{case}/__main__.py").exists()
    assert (ROOT / f"components/examples/{folder}/{case}/Pulumi.yaml").exists()


def folder(component: type) -> Path:
    return ROOT / "components/examples" / component.__module__.split(".")[1]


EVERY = [
    pytest.param(item, case, id=f"{item.__name__}-{case}")
    for item in COMPONENTS
    for case in docs.CASES
]
CAREFUL = [
    each
    for each in EVERY
    # a gateway answers on the internet, and its examples ask for accounts that it can reach
    if not str(each.id).endswith("-max") and not str(each.id).startswith("AiGateway-")
]


DEPLOYED: dict[Path, Any] = {}
"""What each example deployed: every test looks at the same."""


@pytest.fixture
def example(run: Any) -> Any:
    def deploy(component: type, case: str) -> Any:
        path = folder(component) / case / "__main__.py"
        if path not in DEPLOYED:
            program = partial(runpy.run_path, str(path), run_name="__main__")
            DEPLOYED[path] = run(lambda: program() and None)
        return DEPLOYED[path]

    return deploy


@pytest.mark.parametrize(("component", "case"), EVERY)
def test_an_example_that_is_run_again_asks_for_the_same(
    example: Any, component: type, case: str
) -> None:
    first = example(component, case)
    del DEPLOYED[folder(component) / case / "__main__.py"]
    second = example(component, case)
    asked = [{(item.typ, item.name): item.inputs for item in each.made} for each in (first, second)]
    assert asked[0] == asked[1]
    assert first.exports == second.exports


@pytest.mark.parametrize(("component", "case"), EVERY)
def test_children_are_named_after_their_component_and_belong_to_it(
    example: Any, component: type, case: str
) -> None:
    made = example(component, case)
    owners = components(made)
    inside = [each for each in made.requests if each.parent in owners]
    assert inside
    for each in inside:
        assert each.name.startswith(f"{owners[each.parent]}-"), each.name


UNTAGGED = {
    "azure-native:cosmosdb:SqlResourceSqlContainer",
    "azure-native:cosmosdb:SqlResourceSqlDatabase",
}
"""Parts of an account that carries the tags: Azure bills it, and keeps no tags of these."""


@pytest.mark.parametrize(("component", "case"), EVERY)
def test_everything_that_takes_tags_says_whose_it_is(
    example: Any, component: type, case: str
) -> None:
    for each in own_resources(example(component, case)):
        if "tags" in spec_for(each.typ).inputs and each.typ not in UNTAGGED:
            told = each.inputs.get("tags", {}).get("azgreen-carbon-data")
            assert told == catalog.CARBON_DATA_VERSION, (each.typ, each.name)


def components(made: Any) -> dict[str, str]:
    """Return the name of each component by its URN."""
    return {
        urn: name for (kind, name), urn in made.urns.items() if kind.startswith("azgreen:index:")
    }


def own_resources(made: Any) -> list[Any]:
    """List what components made; what an example's program makes itself is its own affair."""
    owners = components(made)
    inside = {each.name for each in made.requests if each.parent in owners}
    return [
        each for each in made.made if each.typ.startswith("azure-native:") and each.name in inside
    ]


KEYLESS: dict[str, tuple[str, Any]] = {
    "azure-native:applicationinsights:Component": ("disableLocalAuth", True),
    "azure-native:cognitiveservices:Account": ("properties.disableLocalAuth", True),
    "azure-native:cosmosdb:DatabaseAccount": ("disableLocalAuth", True),
    "azure-native:keyvault:Vault": ("properties.enableRbacAuthorization", True),
    "azure-native:machinelearningservices:OnlineEndpoint": ("properties.authMode", "AADToken"),
    "azure-native:machinelearningservices:Workspace": ("systemDatastoresAuthMode", "identity"),
    "azure-native:operationalinsights:Workspace": ("features.disableLocalAuth", True),
    "azure-native:redisenterprise:Database": ("accessKeysAuthentication", "Disabled"),
    "azure-native:search:Service": ("disableLocalAuth", True),
    "azure-native:storage:StorageAccount": ("allowSharedKeyAccess", False),
}
"""Where each type says that nobody gets in with a key."""

CLOSED = ("publicNetworkAccess", "publicNetworkAccessForIngestion", "publicNetworkAccessForQuery")
"""What says that a resource answers on the public internet."""

WITH_KEYS = {"max"}
"""Cases whose example asks for keys: API Management reaches Redis in no other way."""


@pytest.mark.parametrize(("component", "case"), EVERY)
def test_nobody_gets_in_with_a_key(example: Any, component: type, case: str) -> None:
    for each in own_resources(example(component, case)):
        if each.typ not in KEYLESS or (case in WITH_KEYS and "redis" in each.typ):
            continue
        path, wanted = KEYLESS[each.typ]
        assert at(each.inputs, path) == wanted, (each.name, path)


@pytest.mark.parametrize(("component", "case"), CAREFUL)
def test_nothing_is_public_unasked(example: Any, component: type, case: str) -> None:
    for each in own_resources(example(component, case)):
        spec = spec_for(each.typ)
        for path in CLOSED:
            if path in spec.inputs:
                assert at(each.inputs, path) == "Disabled", (each.name, path)
            elif path in at(each.inputs, "properties", {}):
                assert at(each.inputs, f"properties.{path}") == "Disabled", (each.name, path)


def at(value: Any, path: str, default: Any = None) -> Any:
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return default if value is None else value


@pytest.mark.parametrize(("component", "case"), EVERY)
def test_every_output_is_registered(example: Any, component: type, case: str) -> None:
    made = example(component, case)
    token = f"azgreen:index:{component.__name__}"
    own = {urn for (kind, _), urn in made.urns.items() if kind == token}
    told = [outputs for urn, outputs in made.registered if urn in own]
    assert len(told) == len(own) > 0
    # what is None is not sent, and what Azure tells is not known here
    assert all(outputs and set(outputs) <= set(component.__annotations__) for outputs in told)
    everything = "self.register_outputs({key: getattr(self, key) for key in _OUTPUTS})"
    assert everything in inspect.getsource(component)


def test_no_component_names_a_region_a_sku_or_a_model() -> None:
    known = {
        *(item.name for item in catalog.regions()),
        *(item.name for item in catalog.models()),
        *(item.name for item in catalog.instances()),
        *(item.name for item in catalog.cache_skus()),
        *catalog.deployable_skus(),
    }
    found = [
        f"{module.__name__}:{node.lineno}: {node.value}"
        for module in modules()
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Constant) and node.value in known
    ]
    assert found == []
