"""Is every body held against Azure's published schema, and every fault told at once?"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from azure.mgmt.cognitiveservices import models

from azgreen_emulator.schema.check import check
from azgreen_emulator.schema.load import Schema, schema

if TYPE_CHECKING:
    from conftest import Raw

COGNITIVE = "Microsoft.CognitiveServices"


def faults(body: str, value: dict[str, Any], stored: dict[str, Any] | None = None) -> list[str]:
    _, found = check(schema(COGNITIVE, "2025-06-01"), body, value, stored)
    return [str(fault) for fault in found]


def test_all_faults_come_at_once_with_path_value_and_what_is_allowed(ready: Raw) -> None:
    answer = ready.put(
        f"{ready.at()}/deployments/chat",
        {
            "sku": {"capacity": "10", "tier": "Gold"},
            "properties": {
                "modell": {},
                "model": {"name": 5},
                "provisioningState": "Succeeded",
                "versionUpgradeOption": "Never",
                "capacitySettings": {"priority": -1},
            },
        },
    )
    assert (answer.status, answer.code) == (400, "InvalidRequestContent")
    assert answer.json["error"]["details"] == [
        {
            "code": "InvalidType",
            "target": "sku.capacity",
            "message": "sku.capacity: '10' is not allowed; expected an integer",
        },
        {
            "code": "InvalidEnumValue",
            "target": "sku.tier",
            "message": "sku.tier: 'Gold' is not allowed; expected one of 'Free', 'Basic',"
            " 'Standard', 'Premium', 'Enterprise'",
        },
        {
            "code": "MissingProperty",
            "target": "sku.name",
            "message": "sku.name: required: a string",
        },
        {
            "code": "UnknownProperty",
            "target": "properties.modell",
            "message": "properties.modell: unknown property; did you mean 'model'?",
        },
        {
            "code": "InvalidType",
            "target": "properties.model.name",
            "message": "properties.model.name: 5 is not allowed; expected a string",
        },
        {
            "code": "ReadOnlyProperty",
            "target": "properties.provisioningState",
            "message": "properties.provisioningState: 'Succeeded' cannot be set: read-only",
        },
        {
            "code": "InvalidEnumValue",
            "target": "properties.versionUpgradeOption",
            "message": "properties.versionUpgradeOption: 'Never' is not allowed; expected one of"
            " 'OnceNewDefaultVersionAvailable', 'OnceCurrentVersionExpired', 'NoAutoUpgrade'",
        },
        {
            "code": "OutOfRange",
            "target": "properties.capacitySettings.priority",
            "message": "properties.capacitySettings.priority: -1 is too small; the minimum is 0",
        },
    ]
    for detail in answer.json["error"]["details"]:
        assert detail["message"] in answer.message


@pytest.mark.parametrize("capacity", ["10", 1.5, 10.0, True, [10], {"a": 1}])
def test_nothing_is_coerced_to_an_integer(capacity: Any) -> None:
    found = faults("accounts", {"sku": {"name": "S0", "capacity": capacity}})
    assert found == [
        f"sku.capacity: {capacity!r}".replace("True", "true")
        .replace('"', "'")
        .replace("{'a': 1}", '{"a": 1}')
        + " is not allowed; expected an integer"
    ]


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"properties": []}, "properties"),
        ({"properties": {"allowedFqdnList": "a"}}, "properties.allowedFqdnList"),
        ({"properties": {"allowedFqdnList": ["a", 1]}}, "properties.allowedFqdnList[1]"),
        (
            {"properties": {"networkAcls": {"ipRules": [{}]}}},
            "properties.networkAcls.ipRules[0].value",
        ),
        ({"properties": {"disableLocalAuth": "true"}}, "properties.disableLocalAuth"),
        ({"properties": {"publicNetworkAccess": "Banana"}}, "properties.publicNetworkAccess"),
        (
            {"properties": {"apiProperties": {"aadClientId": "a" * 501}}},
            "properties.apiProperties.aadClientId",
        ),
        (
            {"properties": {"apiProperties": {"eventHubConnectionString": "x"}}},
            "properties.apiProperties.eventHubConnectionString",
        ),
        ({"tags": {"a": 1}}, "tags.a"),
        ({"Kind": "OpenAI"}, "Kind"),
        ({"identity": {"type": "Everything"}}, "identity.type"),
    ],
)
def test_wrong_values_are_found_at_their_path(value: dict[str, Any], path: str) -> None:
    (found,) = faults("accounts", value)
    assert found.startswith(f"{path}: ")


def test_integers_have_32_bits() -> None:
    found = faults("accounts", {"sku": {"name": "S0", "capacity": 2**31}})
    assert found == ["sku.capacity: 2147483648 does not fit into 32 bits"]


@pytest.mark.parametrize(
    ("rule", "value", "said"),
    [
        ({"type": "integer", "maximum": 3}, 4, "4 is too large; the maximum is 3"),
        ({"type": "string", "minLength": 2}, "a", "'a' is too short; the minimum length is 2"),
        ({"type": "duration"}, "90s", "'90s' is no ISO 8601 duration such as 'PT90S'"),
        ({"type": "duration"}, "P", "'P' is no ISO 8601 duration such as 'PT90S'"),
        ({"type": "date-time"}, "soon", "'soon' is no ISO 8601 date and time"),
        ({"type": "number"}, True, "true is not allowed; expected a number"),
    ],
)
def test_limits_of_every_type(rule: dict[str, Any], value: Any, said: str) -> None:
    made_up = Schema("Any.Thing", "2026-01-01", {"it": "It"}, {}, {"It": {"x": rule}})
    _, found = check(made_up, "it", {"x": value})
    assert [str(fault) for fault in found] == [f"x: {said}"]
    for good in ("PT90S", "P1DT2H", "P2W"):
        assert (
            check(
                Schema("A", "1", {"it": "It"}, {}, {"It": {"x": {"type": "duration"}}}),
                "it",
                {"x": good},
            )[1]
            == []
        )


SHAPES = Schema(
    "Any.Thing",
    "2026-01-01",
    {"it": "It"},
    {},
    {
        "It": {"shapes": {"type": "array", "items": {"type": "object", "ref": "Shape"}}},
        "Shape": {"kind": {"type": "string", "required": True}},
        "Round": {
            "kind": {"type": "string", "enum": ["Round"], "required": True},
            "radius": {"type": "int64", "required": True},
        },
        "Square": {
            "kind": {"type": "string", "enum": ["Square"], "required": True},
            "side": {"type": "integer"},
            "secret": {"type": "string", "writeOnly": True},
        },
    },
    {"Shape": {"property": "kind", "mapping": {"Round": "Round", "Square": "Square"}}},
)


def test_a_subtype_is_checked_by_its_own_rules_and_shown_by_them() -> None:
    body = {"shapes": [{"kind": "round", "radius": 2**40}, {"kind": "Square", "secret": "x"}]}
    kept, found = check(SHAPES, "it", body)
    assert found == []
    assert kept["shapes"][0] == {"kind": "Round", "radius": 2**40}
    assert SHAPES.project("it", kept) == {"shapes": [kept["shapes"][0], {"kind": "Square"}]}
    wrong = {"shapes": [{"kind": "Round", "side": 1}, {"kind": "Square", "side": 2**40}]}
    assert [str(fault) for fault in check(SHAPES, "it", wrong)[1]] == [
        "shapes[0].side: unknown property; allowed: kind, radius",
        "shapes[0].radius: required: an integer",
        "shapes[1].side: 1099511627776 does not fit into 32 bits",
    ]


def test_a_subtype_that_is_none_is_named_with_the_allowed_ones_and_not_looked_into() -> None:
    wrong: dict[str, Any] = {
        "shapes": [{"kind": "Oval", "width": 1}, {"width": 1}, {"kind": 5}, {"kind": None}]
    }
    assert [str(fault) for fault in check(SHAPES, "it", wrong)[1]] == [
        "shapes[0].kind: 'Oval' is not allowed; expected one of 'Round', 'Square'",
        "shapes[1].kind: required: one of 'Round', 'Square'",
        "shapes[2].kind: 5 is not allowed; expected one of 'Round', 'Square'",
        "shapes[3].kind: required: one of 'Round', 'Square'",
    ]


def test_the_criteria_of_a_metric_alert_are_checked_at_both_of_their_levels() -> None:
    criteria = {
        "odata.type": "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria",
        "allOf": [
            {"criterionType": "DynamicThresholdCriterion", "operator": "GreaterThan"},
            {"criterionType": "Guess"},
        ],
    }
    told = check(
        schema("Microsoft.Insights", "2018-03-01"),
        "metricAlerts",
        {"location": "global", "properties": {"criteria": criteria}},
    )[1]
    inside = [str(fault) for fault in told if fault.path.startswith("properties.criteria")]
    assert inside == [
        *(
            f"properties.criteria.allOf[0].{name}: required: {what}"
            for name, what in (
                ("alertSensitivity", "one of 'Low', 'Medium', 'High'"),
                ("failingPeriods", "an object"),
                ("metricName", "a string"),
                ("name", "a string"),
                ("timeAggregation", "one of 'Average', 'Count', 'Minimum', 'Maximum', 'Total'"),
            )
        ),
        "properties.criteria.allOf[1].criterionType: 'Guess' is not allowed; expected one of"
        " 'DynamicThresholdCriterion', 'StaticThresholdCriterion'",
    ]


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], "[] has too few items; the least is 1"),
        ([1, 2], "[1, 2] has too many items; the most is 1"),
    ],
)
def test_lists_have_limits_too(items: list[int], said: str) -> None:
    rule = {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 1}
    made_up = Schema("Any.Thing", "2026-01-01", {"it": "It"}, {}, {"It": {"x": rule}})
    assert [str(fault) for fault in check(made_up, "it", {"x": items})[1]] == [f"x: {said}"]


def test_extra_api_properties_are_allowed_and_case_of_enumerations_is_corrected() -> None:
    body = {"properties": {"apiProperties": {"mine": 1}, "publicNetworkAccess": "disabled"}}
    kept, found = check(schema(COGNITIVE, "2025-06-01"), "accounts", body)
    assert found == []
    assert kept["properties"]["publicNetworkAccess"] == "Disabled"
    assert kept["properties"]["apiProperties"] == {"mine": 1}


def test_null_is_left_out_unless_required() -> None:
    body: dict[str, Any] = {"tags": None, "sku": {"name": None}}
    kept, found = check(schema(COGNITIVE, "2025-06-01"), "accounts", body)
    assert [fault.path for fault in found] == ["sku.name"]
    assert kept == {"sku": {}}


def test_read_only_value_may_be_put_back_with_fewer_decimals() -> None:
    stored = {"systemData": {"createdAt": "2026-11-23T12:00:00.1234567Z"}, "etag": '"a"'}
    same = {"systemData": {"createdAt": "2026-11-23T12:00:00.123Z"}, "etag": '"a"'}
    assert faults("accounts", same, stored) == []
    other = {"systemData": {"createdAt": "2026-11-23T12:00:01Z"}}
    assert len(faults("accounts", other, stored)) == 1


FILES = [
    json.loads(item.read_text(encoding="utf-8"))
    for place in (files("azgreen_emulator.schema") / "data").iterdir()
    if place.is_dir()
    for item in place.iterdir()
]


@pytest.mark.parametrize("file", FILES, ids=lambda it: f"{it['namespace']}-{it['apiVersion']}")
def test_every_body_is_complete(file: dict[str, Any]) -> None:
    read = schema(file["namespace"], file["apiVersion"])
    assert read.bodies
    subtypes = {name for it in read.discriminators.values() for name in it["mapping"].values()}
    assert {*read.discriminators} | subtypes <= {*read.types}
    for body in read.bodies.values():
        assert body in read.types
    for rules in read.types.values():
        for rule in rules.values():
            inner = rule
            while "items" in inner or "values" in inner:
                inner = inner.get("items") or inner["values"]
            assert "ref" not in inner or inner["ref"] in read.types


def test_newest_schema_is_the_one_of_the_installed_client() -> None:
    """The files are what `scripts/refresh_schemas.py` reads from the published clients."""
    read = schema(COGNITIVE, "2025-09-01")
    for name in ("Account", "AccountProperties", "Deployment", "DeploymentProperties", "Sku"):
        attributes = getattr(models, name)._attribute_map.values()
        assert set(read.types[name]) == {entry["key"] for entry in attributes}


def test_every_file_has_a_source() -> None:
    folder = files("azgreen_emulator.schema") / "data"
    sources = (folder / "SOURCES.md").read_text(encoding="utf-8")
    namespaces = [place for place in folder.iterdir() if place.is_dir()]
    assert namespaces
    for namespace in namespaces:
        for item in namespace.iterdir():
            client, version, licence = json.loads(item.read_text(encoding="utf-8"))[
                "source"
            ].split()
            assert f"| `{namespace.name}/{item.name}` | PyPI `{client}` {version} |" in sources
            assert licence == "(MIT)"
