"""Does the table say of every resource what azure-native's own class says?"""

from __future__ import annotations

import inspect
import re
from importlib.metadata import version

import pytest
from tests.native.classes import (
    args_of,
    class_of,
    defaults_of,
    properties,
    required_of,
)

from azgreen_emulator.native.table import AZURE_NATIVE_VERSION, RESOURCES, spec_for
from azgreen_emulator.schema.load import schema

every_row = pytest.mark.parametrize("spec", RESOURCES, ids=lambda spec: spec.token)
# the body is the same in every version: one schema serves all (see SOURCES.md)
SCHEMA_VERSIONS = {
    "azure-native:resources:Deployment": "2026-06-01",
    "azure-native:resources:ResourceGroup": "2025-04-01",
}


def test_the_table_is_that_of_the_installed_azure_native():
    assert version("pulumi-azure-native") == AZURE_NATIVE_VERSION


@every_row
def test_the_table_has_the_api_version_of_azure_native(spec):
    told = re.search(
        r"Uses Azure REST API version (\S+)\.", inspect.getsource(class_of(spec.token))
    )
    assert spec.api_version == told[1]


@every_row
def test_the_table_has_every_input_and_output_of_azure_native(spec):
    cls = class_of(spec.token)
    assert spec.inputs == set(properties(args_of(cls)))
    assert spec.outputs == set(properties(cls))


@every_row
def test_the_table_asks_for_what_azure_native_asks_for_and_fills_in_what_it_fills_in(spec):
    cls = class_of(spec.token)
    assert spec.defaults == defaults_of(cls)
    assert {*spec.required} == required_of(cls) - {*spec.path_inputs} - {*spec.defaults}


@every_row
def test_every_other_name_in_a_row_is_one_of_azure_natives(spec):
    known = set(spec.body) | spec.outputs
    assert {*spec.flattened} <= known
    assert {*spec.replace_on} <= {*spec.body}
    assert {path.partition(".")[0] for path in spec.renamed} <= known
    assert spec.name_input == spec.path_inputs[-1]


@every_row
def test_what_only_azure_tells_inside_an_input_is_what_its_schema_marks(spec):
    namespace, _, body = spec.arm_type.partition("/")
    known = schema(namespace, SCHEMA_VERSIONS.get(spec.token, spec.api_version))
    top = known.types[known.bodies[body]]
    expected = {}
    for name in spec.body:
        *above, last = spec.places.get("", {}).get(name, (name,))
        rules = known.types[top["properties"]["ref"]] if above else top
        inner = known.types.get(rules[last].get("ref", ""), {})
        told = tuple(key for key, rule in inner.items() if rule.get("readOnly"))
        if told:
            expected[name] = told
    assert spec.nested_computed == expected


@pytest.mark.parametrize(
    ("token", "naming"),
    [
        ("resources:ResourceGroup", "random"),
        ("cognitiveservices:Account", "random"),
        ("cognitiveservices:Deployment", "copy"),
        ("machinelearningservices:OnlineEndpoint", "random"),
        ("machinelearningservices:OnlineDeployment", "copy"),
        ("monitor:DiagnosticSetting", "random"),
        ("redisenterprise:Database", "copy"),
        ("cosmosdb:SqlResourceSqlContainer", "copy"),
        ("authorization:RoleAssignment", "uuid"),
    ],
)
def test_names_are_made_as_azure_native_makes_them(token, naming):
    assert spec_for(f"azure-native:{token}").naming == naming
