"""Is what another run of Pulumi left read as it was meant?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from azgreen.errors import InputError
from azgreen_emulator.engine.delivered import read_delivered
from azgreen_emulator.native.values import UNKNOWN, Secret

HEAD = "urn:pulumi:dev::shop::"
CHAT = f"{HEAD}azgreen:index:ModelDeployment$azure-native:cognitiveservices:Deployment::chat"
MODELS = f"{HEAD}azgreen:index:ModelDeployment::models"
TOKEN = "azure-native:cognitiveservices:Deployment"


def state(urn: str = CHAT, **more: Any) -> dict[str, Any]:
    return {"urn": urn, "custom": True, "type": TOKEN, "inputs": {}, **more}


def step(op: str, **states: Any) -> dict[str, Any]:
    return {"op": op, "urn": CHAT, **states}


def preview(*steps: Any, **more: Any) -> Any:
    return read_delivered(None, json.dumps({"steps": list(steps), **more}))


def export(*resources: Any) -> Any:
    return read_delivered(None, json.dumps({"version": 3, "deployment": {"resources": resources}}))


def test_a_preview_has_a_before_and_an_after() -> None:
    found = preview(
        step("update", oldState=state(inputs={"a": 1}), newState=state(inputs={"a": 2})),
        config={"azgreen:environment": "prod", "azgreen:key": "[secret]"},
    )
    assert (found.project, found.stack) == ("shop", "dev")
    assert found.config == {"azgreen:environment": "prod"}
    assert [item.inputs for item in found.before] == [{"a": 1}]
    assert [(item.inputs, item.name, item.token) for item in found.after] == [
        ({"a": 2}, "chat", TOKEN)
    ]


@pytest.mark.parametrize("op", ["delete", "delete-replaced", "discard"])
def test_what_is_deleted_is_there_before_only(op: str) -> None:
    found = preview(step(op, oldState=state(), newState=None))
    assert (len(found.before), found.after) == (1, ())


def test_the_three_steps_of_a_replacement_are_one_resource() -> None:
    old, new = state(inputs={"a": 1}), state(inputs={"a": 2})
    found = preview(
        step("create-replacement", oldState=old, newState=new),
        step("replace", oldState=old, newState=new),
        step("delete-replaced", oldState=old),
    )
    assert [item.inputs for item in found.before] == [{"a": 1}]
    assert [item.inputs for item in found.after] == [{"a": 2}]


def test_a_preview_without_what_stays_is_refused() -> None:
    same = step("same", oldState=state(), newState=state())
    assert len(preview(same, changeSummary={"same": 1, "create": 2}).after) == 1
    with pytest.raises(InputError) as raised:
        preview(same, changeSummary={"same": 12})
    assert str(raised.value) == (
        "stdin: holds 1 of the 12 resources that stay as they are, a part of the stack; "
        "write it with 'pulumi preview --json --show-sames'"
    )


def test_an_export_is_what_is_there() -> None:
    left = state(f"{CHAT}-old", delete=True)
    pending = state(f"{CHAT}-pending", pendingReplacement=True)
    made = state(
        parent=MODELS,
        dependencies=[MODELS],
        propertyDependencies={"sku": [MODELS], "tags": None},
        protect=True,
    )
    (item,) = export(left, pending, made).after
    assert (item.urn, item.parent, item.dependencies) == (CHAT, MODELS, (MODELS,))
    assert item.property_dependencies == {"sku": (MODELS,), "tags": ()}
    assert item.protect
    assert export(made).before is None


def test_values_that_are_hidden_are_not_known() -> None:
    mark, secret = "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"
    sealed = {mark: secret, "ciphertext": "v1:x"}
    shown = {mark: secret, "plaintext": '{"a":1}'}
    later = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
    inputs = {"a": "[secret]", "b": [sealed, shown], "c": {"d": later}, "e": None, "f": 1.5}
    (item,) = export(state(inputs=inputs)).after
    assert item.inputs == {
        "a": UNKNOWN,
        "b": [UNKNOWN, Secret({"a": 1})],
        "c": {"d": UNKNOWN},
        "e": None,
        "f": 1.5,
    }


def test_a_resource_is_where_its_outermost_component_is() -> None:
    outer = {
        **state(MODELS, custom=False, type="azgreen:index:ModelDeployment"),
        "sourcePosition": "project:///infra/__main__.py#12,5",
    }
    inner = state(parent=MODELS, sourcePosition="project:///lib/models.py#90,1")
    library = state(f"{CHAT}-2", parent=MODELS)
    elsewhere = state(f"{CHAT}-3", sourcePosition="file:///usr/lib/x.py#1,1")
    assert export(outer, inner, library, elsewhere).sources == {
        MODELS: "infra/__main__.py#12",
        CHAT: "infra/__main__.py#12",
        f"{CHAT}-2": "infra/__main__.py#12",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is not JSON: Expecting property name"),
        ("[]", "is neither of 'pulumi preview --json' nor of 'pulumi stack export'; write one of"),
        ('{"steps": 5}', "is neither of 'pulumi preview --json' nor of 'pulumi stack export'"),
        ('{"steps": []}', "holds no resource, so there is nothing to look at"),
        ('{"deployment": {"resources": null}}', "holds no resource, so there is nothing to look"),
    ],
)
def test_another_file_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_delivered(Path("x.json"), text)
    assert str(caught.value).startswith(f"x.json: {message}")
